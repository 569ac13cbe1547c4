import { compareValues, decode, encode } from '../../../../../src/testing/gateway/database/values'

// As the SDK writes it.
const rows: [value: unknown, ejson: string][] = [
  [1, '{"$numberInt":"1"}'],
  [-(2 ** 31) + 1, '{"$numberInt":"-2147483647"}'],
  [2 ** 31, '{"$numberLong":"2147483648"}'],
  [1.5, '{"$numberDouble":"1.5"}'],
  [Number.NaN, '{"$numberDouble":"NaN"}'],
  [Number.NEGATIVE_INFINITY, '{"$numberDouble":"-Infinity"}'],
  [new Date(1_700_000_000_000), '{"$date":{"$numberLong":"1700000000000"}}'],
  ['text', '"text"'],
  [true, 'true'],
  [null, 'null'],
  [[1, null], '[{"$numberInt":"1"},null]'],
  [{ a: { b: 'c' } }, '{"a":{"b":"c"}}'],
]

it.each(rows)('writes and reads %p', (value, ejson) => {
  expect(encode({ value })).toBe(`{"value":${ejson}}`)
  expect(decode(`{"value":${ejson}}`)).toEqual({ value })
})

// Of each pair, neither comes first.
const PAIRS = [
  [undefined, null],
  [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [-1, -1],
  [1.5, 1.5],
  ['', ''],
  ['B', 'B'],
  ['a', 'a'],
  ['ab', 'ab'],
  ['\uffee', '\uffee'],
  ['😀', '😀'],
  [false, false],
  [true, true],
  [new Date(0), new Date(0)],
  [new Date(1), new Date(1)],
]

it('orders values, of different types too', () => {
  const signs = PAIRS.map(([one]) =>
    PAIRS.map(([, other]) => Math.sign(compareValues(one, other)) || 0),
  )
  expect(signs).toEqual(
    PAIRS.map((_one, at) => PAIRS.map((_other, where) => Math.sign(at - where))),
  )
})

it.each([[[1]], [{ a: 1 }]])('names what it has no order for: %j', (value) => {
  expect(() => compareValues(1, value)).toThrow(
    /^an order by a value of the type (array|object); sim/,
  )
})
