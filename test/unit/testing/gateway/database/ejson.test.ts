import { checkFlags, decode, encode } from '../../../../../src/testing/gateway/database/ejson'

// As the SDK writes it.
const rows: [value: unknown, ejson: string][] = [
  [1, '{"$numberInt":"1"}'],
  [-(2 ** 31) + 1, '{"$numberInt":"-2147483647"}'],
  [2 ** 31, '{"$numberLong":"2147483648"}'],
  [1.5, '{"$numberDouble":"1.5"}'],
  [1e300, '{"$numberDouble":"1e+300"}'],
  [Number.NaN, '{"$numberDouble":"NaN"}'],
  [Number.NEGATIVE_INFINITY, '{"$numberDouble":"-Infinity"}'],
  [new Date(1_700_000_000_000), '{"$date":{"$numberLong":"1700000000000"}}'],
  ['text', '"text"'],
  [true, 'true'],
  [null, 'null'],
  [[1, null], '[{"$numberInt":"1"},null]'],
  [{ a: { b: 'c' } }, '{"a":{"b":"c"}}'],
  [{}, '{}'],
]

it.each(rows)('writes and reads %p', (value, ejson) => {
  expect(encode({ value })).toBe(`{"value":${ejson}}`)
  expect(decode(`{"value":${ejson}}`)).toEqual({ value })
})

it('reads what only comes in', () => {
  const before = Date.now()
  const { now, pattern, date } = decode(
    '{"now":{"$tcb_server_date":{"offset":{"$numberInt":"-5"}}},' +
      '"pattern":{"$regularExpression":{"pattern":"^x","options":"ms"}},"date":{"$date":5}}',
  )
  expect((now as Date).getTime()).toBeGreaterThanOrEqual(before - 5)
  expect((now as Date).getTime()).toBeLessThanOrEqual(Date.now() - 5)
  expect(pattern).toEqual(/^x/ms)
  expect(date).toEqual(new Date(5))
})

it('leaves operators as they are', () => {
  expect(decode('{"a":{"$gt":{"$numberInt":"1"}},"$or":[]}')).toEqual({ a: { $gt: 1 }, $or: [] })
})

it('refuses flags that only JavaScript has', () => {
  expect(() => checkFlags('ims')).not.toThrow()
  expect(() => checkFlags('iu')).toThrow('the flag u of a regular expression; played are i, m, s')
  expect(() => decode('{"$regularExpression":{"pattern":"x","options":"y"}}')).toThrow('the flag y')
})
