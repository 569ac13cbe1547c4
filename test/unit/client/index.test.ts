import {
  type CallResult,
  type ClientCloud,
  callGetGrayReleasePlan,
  callGrayReleaseHistory,
} from '../../../src/client'

const RESULT = {
  ok: true,
  plan: { status: 'running', statusCode: 1, grayPercentage: 42, createTimestamp: 1700000000 },
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

const cloudOf = (callFunction: ClientCloud['callFunction']): ClientCloud => ({ callFunction })

const answering = () => jest.fn(async () => ({ errMsg: 'cloud.callFunction:ok', result: RESULT }))

it('gives what the function said', async () => {
  const callFunction = answering()
  expect(await callGetGrayReleasePlan({ callFunction })).toBe(RESULT)
  expect(callFunction.mock.calls).toEqual([[{ name: 'getGrayReleasePlan' }]])
})

it('calls as a method, as an instance of wx.cloud.Cloud needs it', async () => {
  class Cloud {
    private readonly result = RESULT
    async callFunction() {
      return { result: this.result }
    }
  }
  expect(await callGetGrayReleasePlan(new Cloud())).toBe(RESULT)
})

it('gives the history, from the other function', async () => {
  const history = [{ at: 1, status: 'running', grayPercentage: 8 }]
  const callFunction = jest.fn(async () => ({ result: { ok: true, history } }))
  expect(await callGrayReleaseHistory({ callFunction })).toEqual({ ok: true, history })
  await callGrayReleaseHistory({ callFunction }, { name: 'fn', env: 'prod-1a2b3c' })
  expect(callFunction.mock.calls).toEqual([
    [{ name: 'watchGrayRelease' }],
    [{ name: 'fn', config: { env: 'prod-1a2b3c' } }],
  ])
  const error = { failure: 'no_cloud' }
  expect(await callGrayReleaseHistory(undefined)).toMatchObject({ ok: false, error })
})

it('settles with a result that has a `then`', async () => {
  for (const then of [() => undefined, (_: unknown, reject: () => void) => reject()]) {
    const cloud = cloudOf(async () => ({ result: { ...RESULT, then } }))
    expect(await callGetGrayReleasePlan(cloud)).toEqual(RESULT)
  }
})

it('reads the `then` of what callFunction returns once', async () => {
  const then = jest.fn(() => (tell: (reply: unknown) => void) => tell({ result: RESULT }))
  const called = Object.defineProperty({}, 'then', { get: then })
  expect(await callGetGrayReleasePlan(cloudOf(() => called))).toBe(RESULT)
  expect(then).toHaveBeenCalledTimes(1)
})

it('does not call with a wrong option', async () => {
  const callFunction = answering()
  const result = await callGetGrayReleasePlan({ callFunction }, { timeoutMs: 0 })
  expect(result).toMatchObject({ error: { failure: 'call_failed', attempts: 0 } })
  expect(callFunction).not.toHaveBeenCalled()
})

it('reads what callFunction throws or rejects with', async () => {
  const throwing = () => {
    throw new Error('errCode: -501003')
  }
  const error = { failure: 'limited', errCode: -501003, attempts: 1 }
  for (const callFunction of [throwing, async () => throwing()])
    expect(await callGetGrayReleasePlan({ callFunction })).toMatchObject({ ok: false, error })
})

it('takes an answer that is no promise, and one that is only like a promise', async () => {
  expect(await callGetGrayReleasePlan(cloudOf(() => ({ result: RESULT })))).toBe(RESULT)
  const thenable = { then: (tell: (reply: unknown) => void) => tell({ result: RESULT }) }
  expect(await callGetGrayReleasePlan(cloudOf(() => thenable))).toBe(RESULT)
})

describe('the deadline', () => {
  it.each([
    [undefined, 20_000],
    [50, 50],
  ])('with timeoutMs %p ends the wait after %d ms', async (timeoutMs, milliseconds) => {
    let result: CallResult | undefined
    const silent = cloudOf(() => new Promise(() => {}))
    callGetGrayReleasePlan(silent, { timeoutMs }).then((came) => {
      result = came
    })
    await jest.advanceTimersByTimeAsync(milliseconds - 1)
    expect(result).toBeUndefined()
    await jest.advanceTimersByTimeAsync(1)
    const errMsg = `no answer within ${milliseconds} ms`
    const error = { failure: 'timed_out', errCode: 0, errMsg, retryable: true, attempts: 1 }
    expect(result).toMatchObject({ ok: false, error })
  })

  it('ignores an answer that comes later', async () => {
    const late = new Promise((resolve) => setTimeout(() => resolve({ result: RESULT }), 60))
    const cloud = cloudOf(() => late)
    const calling = callGetGrayReleasePlan(cloud, { timeoutMs: 50 })
    await jest.advanceTimersByTimeAsync(60)
    expect(await calling).toMatchObject({ error: { failure: 'timed_out' } })
  })
})

describe('never rejects, and leaves no timer,', () => {
  const boom = new Error('boom')
  const throwing = () => {
    throw boom
  }
  const hostile = new Proxy({}, { get: throwing })
  const circular: { self?: unknown } = {}
  circular.self = circular
  const rejecting = (reason: unknown) => cloudOf(() => Promise.reject(reason))
  const resolving = (result: unknown) => cloudOf(() => ({ result }))
  const given = 'wx.cloud or the options could not be read'
  const reply = 'the reply could not be read'

  it.each<[string, unknown, object, string, number, string]>([
    ['a hostile cloud', hostile, {}, 'call_failed', 0, given],
    ['hostile options', resolving(RESULT), hostile, 'call_failed', 0, given],
    ['a hostile promise', cloudOf(() => hostile), {}, 'call_failed', 1, 'boom'],
    ['a hostile result', resolving(hostile), {}, 'not_ours', 1, reply],
    ['a circular result', resolving(circular), {}, 'not_ours', 1, reply],
    ['a result of no JSON', resolving(1n), {}, 'not_ours', 1, reply],
    ['a hostile reason', rejecting(hostile), {}, 'call_failed', 1, reply],
    ['a reason of no JSON', rejecting(circular), {}, 'call_failed', 1, reply],
    ['a symbol as a code', rejecting({ errCode: Symbol('code') }), {}, 'call_failed', 1, reply],
  ])('with %s', async (_name, cloud, options, failure, attempts, errMsg) => {
    const result = await callGetGrayReleasePlan(cloud as ClientCloud, options)
    const error = { kind: 'function_failed', failure, attempts, errMsg }
    expect(result).toMatchObject({ ok: false, error })
    expect((result as { error: { cause: unknown } }).error.cause).toBeInstanceOf(Error)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })
})
