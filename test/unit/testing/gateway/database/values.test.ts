import {
  compareValues,
  decode,
  encode,
  isDocument,
  isSame,
  typeOf,
  valuesAt,
} from '../../../../../src/testing/gateway/database/values'

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

it('reads what is only received', () => {
  const before = Date.now()
  const { now, date } = decode(
    '{"now":{"$tcb_server_date":{"offset":{"$numberInt":"-5"}}},"date":{"$date":5}}',
  )
  expect((now as Date).getTime()).toBeGreaterThanOrEqual(before - 5)
  expect((now as Date).getTime()).toBeLessThanOrEqual(Date.now() - 5)
  expect(date).toEqual(new Date(5))
})

it('leaves operators as they are', () => {
  expect(decode('{"a":{"$gt":{"$numberInt":"1"}},"$or":[]}')).toEqual({ a: { $gt: 1 }, $or: [] })
})

it.each([
  [undefined, 'null'],
  [null, 'null'],
  [0, 'number'],
  ['', 'string'],
  [{}, 'object'],
  [[], 'array'],
  [false, 'boolean'],
  [new Date(0), 'date'],
])('knows the type of %p: %s', (value, type) => {
  expect(typeOf(value)).toBe(type)
  expect(isDocument(value)).toBe(type === 'object')
})

it('orders values, of different types too', () => {
  const inOrder = [
    [undefined, null],
    [Number.NEGATIVE_INFINITY],
    [-1, -1],
    [1.5],
    [''],
    ['B'],
    ['a'],
    ['ab'],
    ['\uffee'],
    ['😀'],
    [false],
    [true],
    [new Date(0)],
    [new Date(1), new Date(1)],
  ]
  inOrder.forEach((ones, at) => {
    inOrder.forEach((others, where) => {
      for (const one of ones) {
        for (const other of others) {
          const sign = Math.sign(compareValues(one, other)) || 0
          expect({ one, other, sign }).toEqual({ one, other, sign: Math.sign(at - where) })
        }
      }
    })
  })
})

it.each([[[1]], [{ a: 1 }]])('names what it has no order for: %j', (value) => {
  expect(() => compareValues(1, value)).toThrow(
    /^an order by a value of the type (array|object); sim/,
  )
})

it('takes values for equal only where MongoDB does', () => {
  const fields = { a: 1, b: [null, new Date(5)] }
  expect(isSame(fields, { a: 1, b: [null, new Date(5)] })).toBe(true)
  expect(isSame(fields, { b: [null, new Date(5)], a: 1 })).toBe(false)
  expect(isSame(undefined, null)).toBe(true)
  expect(isSame(Number.NaN, Number.NaN)).toBe(true)
  for (const [one, other] of [
    [5, new Date(5)],
    [1, '1'],
    [0, false],
    ['', null],
    [{}, []],
    [{ a: null }, {}],
  ]) {
    expect(isSame(one, other)).toBe(false)
  }
})

it.each([
  ['a', [{ b: [1, { c: 2 }, { c: [3] }] }]],
  ['a.b', [[1, { c: 2 }, { c: [3] }]]],
  ['a.b.c', [2, [3]]],
  ['a.b.1', [{ c: 2 }]],
  ['a.b.1.c', [2]],
  ['a.b.9', [undefined, undefined]],
  ['a.b.length', [undefined, undefined]],
  ['a.x', [undefined]],
  ['a.x.y', [undefined]],
  ['constructor', [undefined]],
])('finds %j', (path, found) => {
  const document = { a: { b: [1, { c: 2 }, { c: [3] }] } }
  expect(valuesAt(document, path)).toEqual(path === 'a' ? [document.a] : found)
})
