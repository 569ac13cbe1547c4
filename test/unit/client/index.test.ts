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

/** A cloud that answers well, and keeps what it was asked. */
function goodCloud() {
  const asked: unknown[] = []
  const cloud = cloudOf(async (request) => {
    asked.push(request)
    return { errMsg: 'cloud.callFunction:ok', result: RESULT }
  })
  return { cloud, asked }
}

it('gives what the function said', async () => {
  const { cloud, asked } = goodCloud()
  expect(await callGetGrayReleasePlan(cloud)).toBe(RESULT)
  expect(asked).toEqual([{ name: 'getGrayReleasePlan' }])
})

it('calls another name, in another environment', async () => {
  const { cloud, asked } = goodCloud()
  await callGetGrayReleasePlan(cloud, { name: 'fn', env: 'prod-1a2b3c' })
  expect(asked).toEqual([{ name: 'fn', config: { env: 'prod-1a2b3c' } }])
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
  expect(await callGrayReleaseHistory(undefined)).toMatchObject({
    ok: false,
    error: { failure: 'no_cloud' },
  })
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

it.each([undefined, null])('says so if the cloud is %p', async (cloud) => {
  expect(await callGetGrayReleasePlan(cloud)).toMatchObject({
    ok: false,
    error: { failure: 'no_cloud', attempts: 0 },
  })
})

it('does not call with a wrong option', async () => {
  const { cloud, asked } = goodCloud()
  const result = await callGetGrayReleasePlan(cloud, { timeoutMs: 0 })
  expect(result).toMatchObject({ error: { failure: 'call_failed', attempts: 0 } })
  expect(asked).toEqual([])
})

it.each([
  ['rejects', () => Promise.reject(new Error('errCode: -501003'))],
  [
    'throws',
    () => {
      throw new Error('errCode: -501003')
    },
  ],
])('reads what callFunction %s with', async (_how, callFunction) => {
  expect(await callGetGrayReleasePlan(cloudOf(callFunction))).toMatchObject({
    ok: false,
    error: { failure: 'limited', errCode: -501003, attempts: 1 },
  })
})

it('takes an answer that is no promise, and one that is only like a promise', async () => {
  expect(await callGetGrayReleasePlan(cloudOf(() => ({ result: RESULT })))).toBe(RESULT)
  const thenable = {
    then: (tell: (reply: unknown) => void) => tell({ result: RESULT }),
  }
  expect(await callGetGrayReleasePlan(cloudOf(() => thenable))).toBe(RESULT)
})

it.each([undefined, null, 'text'])('takes %p for the answer of another function', async (reply) => {
  const result = await callGetGrayReleasePlan(cloudOf(() => reply))
  expect(result).toMatchObject({ error: { failure: 'not_ours', attempts: 1 } })
})

describe('the deadline', () => {
  it.each([
    [undefined, 20_000],
    [50, 50],
  ])('with timeoutMs %p ends the wait after %d ms', async (timeoutMs, milliseconds) => {
    let result: CallResult | undefined
    callGetGrayReleasePlan(
      cloudOf(() => new Promise(() => {})),
      { timeoutMs },
    ).then((came) => {
      result = came
    })
    await jest.advanceTimersByTimeAsync(milliseconds - 1)
    expect(result).toBeUndefined()
    await jest.advanceTimersByTimeAsync(1)
    expect(result).toMatchObject({
      ok: false,
      error: {
        failure: 'timed_out',
        errCode: 0,
        errMsg: `no answer within ${milliseconds} ms`,
        retryable: true,
        attempts: 1,
      },
    })
  })

  it('ignores an answer that comes later', async () => {
    let answer: (reply: unknown) => void = () => {}
    const cloud = cloudOf(
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    )
    const calling = callGetGrayReleasePlan(cloud, { timeoutMs: 50 })
    await jest.advanceTimersByTimeAsync(50)
    answer({ result: RESULT })
    expect(await calling).toMatchObject({ error: { failure: 'timed_out' } })
  })
})

describe('never rejects, and leaves no timer,', () => {
  const boom = new Error('boom')
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw boom
      },
    },
  )
  const circular: { self?: unknown } = {}
  circular.self = circular

  it.each([
    ['a hostile cloud', hostile as ClientCloud, {}, { failure: 'call_failed', attempts: 0 }],
    ['hostile options', goodCloud().cloud, hostile, { failure: 'call_failed', attempts: 0 }],
    ['a hostile promise', cloudOf(() => hostile), {}, { failure: 'call_failed', attempts: 1 }],
    ['a hostile result', cloudOf(() => ({ result: hostile })), {}, { failure: 'not_ours' }],
    ['a circular result', cloudOf(() => ({ result: circular })), {}, { failure: 'not_ours' }],
    ['a result of no JSON', cloudOf(() => ({ result: 1n })), {}, { failure: 'not_ours' }],
    [
      'a hostile reason',
      cloudOf(() => Promise.reject(hostile)),
      {},
      { failure: 'call_failed', attempts: 1 },
    ],
    [
      'a reason of no JSON',
      cloudOf(() => Promise.reject(circular)),
      {},
      { failure: 'call_failed', attempts: 1 },
    ],
    [
      'a symbol as a code',
      cloudOf(() => Promise.reject({ errCode: Symbol('code'), errMsg: 'odd' })),
      {},
      { failure: 'call_failed', attempts: 1 },
    ],
  ])('with %s', async (_name, cloud, options, error) => {
    const result = await callGetGrayReleasePlan(cloud, options)
    expect(result).toMatchObject({ ok: false, error: { kind: 'function_failed', ...error } })
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it.each([
    ['wx.cloud or the options', hostile as ClientCloud],
    ['the reply', cloudOf(() => ({ result: hostile }))],
    ['the reply', cloudOf(() => Promise.reject(hostile))],
  ])('says that %s could not be read, and keeps what was thrown', async (what, cloud) => {
    const result = await callGetGrayReleasePlan(cloud)
    expect(result).toMatchObject({ error: { errMsg: `${what} could not be read`, cause: boom } })
  })
})
