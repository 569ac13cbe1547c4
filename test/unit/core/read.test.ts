import { isText, orUndefined, parseJson, read, toCode } from '../../../src/core/read'

const hostile = () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

it.each([
  ['48001', 48001],
  ['-604101', -604101],
  ['', 0],
  ['abc', 0],
  ['1e3', 0],
  ['99999999999999999999', 0],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [-0, 0],
  [null, 0],
  [{}, 0],
  [[5], 0],
])('toCode(%j) is %j', (value, code) => {
  expect(toCode(value)).toBe(code)
})

it('reads a property, and undefined if there is none or it throws', () => {
  expect(read({ a: 1 }, 'a')).toBe(1)
  expect(read(null, 'a')).toBeUndefined()
  expect(read('text', 'length')).toBe(4)
  expect(read(hostile(), 'a')).toBeUndefined()
})

it('gives what a function returns, and undefined if it throws', () => {
  expect(orUndefined(() => 7)).toBe(7)
  expect(
    orUndefined(() => {
      throw new Error('no')
    }),
  ).toBeUndefined()
})

it.each([
  ['{"a":1}', { a: 1 }],
  ['\ufeff[1]', [1]],
  ['null', null],
  ['', undefined],
  ['{', undefined],
  ['<html>', undefined],
])('the JSON of %j is %j', (text, value) => expect(parseJson(text)).toEqual(value))

it.each([
  ['x', true],
  ['', false],
  [7, false],
  [undefined, false],
])('%j as text: %s', (value, expected) => expect(isText(value)).toBe(expected))
