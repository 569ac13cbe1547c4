import { createError, guarded, read, toCode } from '../../../src/core/error'

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

it('keeps the cause out of what is listed, and lets a debugger redefine it', () => {
  const error = createError('system', { errMsg: 'x', attempts: 1, cause: { value: undefined } })
  expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
    value: undefined,
    configurable: true,
    enumerable: false,
    writable: false,
  })
})

it('guarded gives what was thrown in a box, and nothing where nothing was', () => {
  const throwing = () => {
    throw undefined
  }
  expect(guarded(throwing)).toStrictEqual({ value: undefined })
  expect(guarded(() => 1)).toBeUndefined()
})

it('read gives a property, and undefined where there is none to read', () => {
  expect(read({ a: 1 }, 'a')).toBe(1)
  expect(read(null, 'a')).toBeUndefined()
})
