import { checkLimits, checkOptions } from '../../../src/core/options'

const check = (options: unknown) => checkOptions(options, (given) => checkLimits(given, 2500))

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
] as [string, unknown[]][])('refuses a wrong %s by name', (name, values) => {
  for (const value of values) {
    const { error } = check({ [name]: value })
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(error?.errMsg).toContain(`options.${name}`)
  }
})

it.each(['x', 1, true, [], () => 1, Symbol('x')])('refuses options that are no object', (options) =>
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

it('refuses options that throw when they are read, and keeps what they threw', () => {
  const thrown = new Error('hostile')
  const options = {
    get timeoutMs(): number {
      throw thrown
    },
  }
  const { error } = check(options)
  expect(error).toMatchObject({ kind: 'environment', attempts: 0 })
  expect(error?.errMsg).toBe('options could not be read: a getter or proxy threw')
  expect(error?.cause).toBe(thrown)
})
