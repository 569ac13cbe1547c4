import { isText, orUndefined, parseJson, read, toCode } from '../../../src/core/read'

const throwing = (): never => {
  throw new Error('hostile')
}

it('orUndefined gives what a function returns, and undefined if it throws', () => {
  expect(orUndefined(() => 1)).toBe(1)
  expect(orUndefined(throwing)).toBeUndefined()
})

it.each<[string, unknown, unknown]>([
  ['an object', { a: 1 }, 1],
  ['a prototype', Object.create({ a: 'inherited' }), 'inherited'],
  ['an empty object', {}, undefined],
  ['null', null, undefined],
  ['undefined', undefined, undefined],
  ['text', 'text', undefined],
  ['a getter that throws', Object.defineProperty({}, 'a', { get: throwing }), undefined],
  ['a proxy that throws', new Proxy({}, { get: throwing }), undefined],
])('read of %s', (_name, value, expected) => expect(read(value, 'a')).toBe(expected))

it('read takes symbols', () => expect(read({ [Symbol.iterator]: 1 }, Symbol.iterator)).toBe(1))

it.each([
  ['{"a":1}', { a: 1 }],
  ['\ufeff[]', []],
  ['null', null],
  ['{', undefined],
  ['', undefined],
  ['{}\ufeff', undefined],
])('parseJson(%j) is %j', (text, value) => expect(parseJson(text)).toEqual(value))

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
])('toCode(%j) is %j', (value, code) => expect(toCode(value)).toBe(code))

it.each([
  ['a', true],
  [' ', true],
  ['', false],
  [1, false],
  [null, false],
])('isText(%j) is %j', (value, expected) => expect(isText(value)).toBe(expected))
