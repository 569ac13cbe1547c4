import * as z from 'zod/mini'
import { invalidOption } from '../../../src/core/error'
import { callOptions, limitsOf, parseOptions } from '../../../src/core/options'

const schema = z.object(callOptions, 'must be an object, such as { timeoutMs: 2500, retries: 2 }')
const check = (options: unknown) => {
  const { value, error } = parseOptions(schema, options)
  return error ? { error } : { value: limitsOf(value, 2500) }
}

it.each([[undefined], [null], [{}], [{ timeoutMs: null, retries: undefined, signal: null }]])(
  'takes the defaults for %j',
  (options) => expect(check(options)).toEqual({ value: { timeoutMs: 2500, retries: 2 } }),
)

it.each([
  [{ timeoutMs: 1 }, { timeoutMs: 1, retries: 2 }],
  [
    { timeoutMs: 2 ** 31 - 1, retries: 0 },
    { timeoutMs: 2 ** 31 - 1, retries: 0 },
  ],
  [{ retries: 1e9 }, { timeoutMs: 2500, retries: 1e9 }],
])('takes %j', (options, value) => expect(check(options)).toEqual({ value }))

it.each([
  ['timeoutMs', [0, 0.9, -1, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY, '100', {}, true]],
  ['retries', [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '2', [], false]],
  [
    'signal',
    [
      'x',
      1,
      true,
      {},
      { aborted: false },
      { aborted: true, addEventListener() {} },
      { aborted: false, removeEventListener() {} },
      { addEventListener() {}, removeEventListener() {} },
    ],
  ],
] as [string, unknown[]][])('rejects an invalid %s by name', (name, values) => {
  for (const value of values) {
    const { error } = check({ [name]: value })
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(error?.errMsg).toContain(`options.${name}`)
  }
})

it.each(['x', 1, true, [], () => 1, Symbol('x')])(
  'rejects options that are not an object',
  (options) =>
    expect(check(options).error).toMatchObject({
      kind: 'environment',
      attempts: 0,
      errMsg: 'options must be an object, such as { timeoutMs: 2500, retries: 2 }',
    }),
)

it('takes a signal', () => {
  const { signal } = new AbortController()
  expect(check({ signal }).value?.signal).toBe(signal)
})

it('reads each option once, inherited ones too, and leaves what a getter throws to the guard', () => {
  const thrown = new Error('hostile')
  const read = jest.fn(() => 5)
  const options = Object.create(Object.defineProperty({}, 'retries', { get: read }))
  expect(check(options)).toEqual({ value: { timeoutMs: 2500, retries: 5 } })
  expect(read).toHaveBeenCalledTimes(1)
  read.mockImplementation(() => {
    throw thrown
  })
  expect(() => check(options)).toThrow(thrown)
})

it('names the first thing wrong alone', () => {
  expect(check({ retries: -1, timeoutMs: 0 }).error?.errMsg).toBe(
    'options.timeoutMs must be a number from 1 to 2147483647',
  )
})

it('invalidOption has what was thrown as its cause', () => {
  expect(invalidOption('no', { value: 5 }).cause).toBe(5)
  expect('cause' in invalidOption('no')).toBe(false)
})
