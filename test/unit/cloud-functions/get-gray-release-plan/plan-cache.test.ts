import {
  cacheSeconds,
  PlanCache,
} from '../../../../src/cloud-functions/get-gray-release-plan/plan-cache'
import { callWithin } from '../../../../src/core/call'

const reply = (grayPercentage: number) => ({
  grayReleasePlan: { status: 1, createTimestamp: 1, grayPercentage },
  errMsg: 'ok',
  errCode: 0,
})

/** A cache on a clock of the test's, with requests that the test answers. */
function setUp() {
  let now = 1_000_000
  const cache = new PlanCache(() => now)
  const requests: { resolve: (reply: unknown) => void; reject: (thrown: unknown) => void }[] = []
  const send = () =>
    new Promise((resolve, reject) => {
      requests.push({ resolve, reject })
    })
  return {
    requests,
    advance: (ms: number) => {
      now += ms
    },
    call: (seconds = 10, timeoutMs = 20_000) =>
      callWithin({ timeoutMs, retries: 0 }, cache.attempt(send, seconds)),
    /** Answers the request with this number, counted from 0. */
    answer: async (index: number, value: unknown) => {
      requests[index]?.resolve(value)
      await new Promise(setImmediate)
    },
  }
}

const PLAN_8 = { ok: true, plan: { grayPercentage: 8 } }
const PLAN_9 = { ok: true, plan: { grayPercentage: 9 } }
const TIMEOUT = { ok: false, error: { kind: 'timeout', attempts: 1 } }

it('keeps a plan for its time, and not a millisecond longer', async () => {
  const { advance, answer, call, requests } = setUp()
  const first = call()
  await answer(0, reply(8))
  expect(await first).toMatchObject(PLAN_8)
  advance(9_999)
  expect(await call()).toMatchObject(PLAN_8)
  expect(requests).toHaveLength(1)
  advance(1)
  const next = call()
  await answer(1, reply(9))
  expect(await next).toMatchObject(PLAN_9)
  expect(await call()).toMatchObject(PLAN_9)
  expect(requests).toHaveLength(2)
})

it('does not trust a clock that was set back', async () => {
  const { advance, answer, call, requests } = setUp()
  void call()
  await answer(0, reply(8))
  advance(-1)
  expect(await call(10, 1)).toMatchObject(TIMEOUT)
  expect(requests).toHaveLength(2)
})

it('gives each call a copy of its own', async () => {
  const { answer, call } = setUp()
  const calls = [call(), call()]
  await answer(0, reply(8))
  const results = await Promise.all([...calls, call()])
  for (const result of results) {
    expect(result).toMatchObject(PLAN_8)
    if (result.ok) result.plan.grayPercentage = 99
  }
  expect(await call()).toMatchObject(PLAN_8)
})

it('gives a failure to all who wait, and sends the next call its own request', async () => {
  const { answer, call, requests } = setUp()
  const calls = [call(), call()]
  requests[0]?.reject({ errCode: -604101, errMsg: 'no' })
  for (const one of calls) expect(await one).toMatchObject({ error: { kind: 'permission' } })
  const next = call()
  await answer(1, reply(8))
  expect(await next).toMatchObject(PLAN_8)
})

it('lets those with time left wait for an answer that came too late for its sender', async () => {
  const { answer, call, requests } = setUp()
  const hasty = call(10, 10)
  const rest = [call(), call()]
  expect(await hasty).toMatchObject(TIMEOUT)
  await answer(0, reply(8))
  for (const result of await Promise.all([...rest, call()])) expect(result).toMatchObject(PLAN_8)
  expect(requests).toHaveLength(1)
})

it('does not let a call join a request that another gave up on', async () => {
  const { answer, call, requests } = setUp()
  const patient = call()
  expect(await call(10, 5)).toMatchObject(TIMEOUT)
  const next = call()
  expect(requests).toHaveLength(2)
  // What comes for the first request closes no later one.
  requests[0]?.reject({ errCode: -604101, errMsg: 'no' })
  expect(await patient).toMatchObject({ error: { kind: 'permission' } })
  const joined = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  for (const one of [next, joined]) expect(await one).toMatchObject(PLAN_9)
})

it('drops an answer that nobody waits for any more', async () => {
  const { answer, call, requests } = setUp()
  expect(await call(10, 5)).toMatchObject(TIMEOUT)
  await answer(0, reply(8))
  const next = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  expect(await next).toMatchObject(PLAN_9)
})

it('sends a silent host one request per deadline, not one per call', async () => {
  const { call, requests } = setUp()
  for (let round = 1; round <= 2; round += 1) {
    await Promise.all(Array.from({ length: 20 }, () => call(10, 20)))
    expect(requests).toHaveLength(round)
  }
})

it('keeps the newer plan if an older request is answered after it', async () => {
  const { answer, call } = setUp()
  const patient = call()
  // A call that gives up on the request, so that the next one sends its own.
  await call(10, 1)
  const next = call()
  await answer(1, reply(9))
  await answer(0, reply(8))
  expect(await patient).toMatchObject(PLAN_8)
  expect(await next).toMatchObject(PLAN_9)
  expect(await call()).toMatchObject(PLAN_9)
})

it('neither keeps nor shares anything for 0 seconds', async () => {
  const { answer, call, requests } = setUp()
  const calls = [call(0), call(0)]
  await answer(0, reply(8))
  await answer(1, reply(8))
  await Promise.all(calls)
  expect(await call(0, 1)).toMatchObject(TIMEOUT)
  expect(requests).toHaveLength(3)
})

describe('the time to cache a plan for', () => {
  const read = (value: string) => {
    const warn = jest.fn()
    const seconds = cacheSeconds((name) => (/_CACHE_SECONDS$/.test(name) ? value : ''), warn)
    return [seconds, ...warn.mock.calls]
  }
  const PROBLEM = 'must be a number of seconds from 0 to 3600; 10 is used'

  it.each([
    ['', 10],
    ['0', 0],
    ['1', 1],
    ['0.25', 0.25],
    ['3600', 3600],
  ])('is, for %j, %d seconds', (value, seconds) => expect(read(value)).toEqual([seconds]))

  it.each(['3601', '-1', '1e3', '0x10', 'abc', 'Infinity', 'NaN', '1.', '10s'])(
    'is, for %j, 10 seconds, which is reported',
    (value) => expect(read(value)).toEqual([10, ['GRAY_RELEASE_CACHE_SECONDS', PROBLEM]]),
  )
})
