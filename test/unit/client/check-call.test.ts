import { checkCall as check } from '../../../src/client/check-call'

const checkCall = (cloud: unknown, options: unknown) => check(cloud, options, 'getGrayReleasePlan')

const cloud = { callFunction: () => undefined }

it.each([undefined, null, {}])('takes the defaults for %p', (options) => {
  expect(checkCall(cloud, options)).toEqual({
    ok: true,
    cloud,
    request: { name: 'getGrayReleasePlan' },
    timeoutMs: 20_000,
  })
})

it('takes null for the default of each option', () => {
  const options = { name: null, timeoutMs: null, env: null }
  expect(checkCall(cloud, options)).toEqual(checkCall(cloud, {}))
})

it('takes every option', () => {
  expect(checkCall(cloud, { name: 'fn', timeoutMs: 1, env: 'prod-1a2b3c' })).toEqual({
    ok: true,
    cloud,
    request: { name: 'fn', config: { env: 'prod-1a2b3c' } },
    timeoutMs: 1,
  })
})

it.each([undefined, null, {}, { callFunction: 1 }, 'cloud', 7])('%p is no cloud', (given) => {
  expect(checkCall(given, {})).toMatchObject({
    ok: false,
    error: { failure: 'no_cloud', errMsg: 'there is no wx.cloud', attempts: 0, retryable: false },
  })
})

it.each([
  ['options', 'fn'],
  ['options', 7],
  ['options.name', { name: '' }],
  ['options.name', { name: 7 }],
  ['options.timeoutMs', { timeoutMs: 0 }],
  ['options.timeoutMs', { timeoutMs: -1 }],
  ['options.timeoutMs', { timeoutMs: 2 ** 31 }],
  ['options.timeoutMs', { timeoutMs: Number.NaN }],
  ['options.timeoutMs', { timeoutMs: '1000' }],
  ['options.env', { env: '' }],
  ['options.env', { env: Symbol('prod') }],
])('rejects an invalid one, and names %s: %p', (named, options) => {
  const checked = checkCall(cloud, options)
  expect(checked).toMatchObject({
    ok: false,
    error: { kind: 'function_failed', failure: 'call_failed', attempts: 0, retryable: false },
  })
  expect(!checked.ok && checked.error.errMsg).toMatch(new RegExp(`^${named} must be `))
})

it('takes the longest that a timer can wait', () => {
  expect(checkCall(cloud, { timeoutMs: 2 ** 31 - 1 })).toMatchObject({ ok: true })
})
