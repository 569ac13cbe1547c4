import {
  CACHE_SECONDS,
  cacheSeconds,
  PlanCache,
} from '../../../../src/cloud-functions/get-gray-release-plan/plan-cache'
import { callWithin } from '../../../../src/core/call'

const reply = (grayPercentage: number) => ({
  grayReleasePlan: { status: 1, createTimestamp: 1, grayPercentage },
  errMsg: 'ok',
  errCode: 0,
})
const busy = { errCode: -1, errMsg: 'system error' }

it.each([
  [undefined, 10],
  ['', 10],
  ['0', 0],
  ['1', 1],
  [' 60 ', 60],
  ['0.5', 0.5],
  ['0.25', 0.25],
  ['3600', 3600],
  ['3601', 10],
  ['-1', 10],
  ['1e3', 10],
  ['0x10', 10],
  ['abc', 10],
  ['Infinity', 10],
  ['NaN', 10],
])('cacheSeconds(%j) is %d', (value, seconds) => expect(cacheSeconds(value)).toBe(seconds))

/** A cache on a clock of the test's, with requests that the test answers. */
function setUp() {
  let now = 1_000_000
  const cache = new PlanCache(() => now)
  const requests: { resolve: (reply: unknown) => void; reject: (thrown: unknown) => void }[] = []
  const send = () =>
    new Promise((resolve, reject) => {
      requests.push({ resolve, reject })
    })
  let told = 0
  const onSend = () => {
    told += 1
  }
  return {
    requests,
    told: () => told,
    advance: (ms: number) => {
      now += ms
    },
    call: (seconds = 10, timeoutMs = 1000, retries = 0) =>
      callWithin({ timeoutMs, retries }, cache.attempt(send, seconds, onSend)),
    /** Answers the request with this number, counted from 0. */
    answer: async (index: number, value: unknown) => {
      requests[index]?.resolve(value)
      await new Promise(setImmediate)
    },
  }
}

it('keeps a plan for its time, and not a millisecond longer', async () => {
  const { advance, answer, call, requests, told } = setUp()
  const first = call()
  await answer(0, reply(8))
  expect(await first).toMatchObject({ plan: { grayPercentage: 8 } })
  advance(9_999)
  expect(await call()).toMatchObject({ plan: { grayPercentage: 8 } })
  expect(requests).toHaveLength(1)
  advance(1)
  const next = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  expect(await next).toMatchObject({ plan: { grayPercentage: 9 } })
  expect(await call()).toMatchObject({ plan: { grayPercentage: 9 } })
  expect(told()).toBe(2)
})

it('does not trust a clock that was set back', async () => {
  const { advance, answer, call, requests } = setUp()
  void call()
  await answer(0, reply(8))
  advance(-1)
  void call(10, 1)
  expect(requests).toHaveLength(2)
  await new Promise((resolve) => setTimeout(resolve, 5))
})

it('gives each call a copy of its own', async () => {
  const { answer, call } = setUp()
  const calls = [call(), call()]
  await answer(0, reply(8))
  const results = await Promise.all([...calls, call()])
  for (const result of results) {
    expect(result).toMatchObject({ ok: true, plan: { grayPercentage: 8 } })
    if (result.ok) result.plan.grayPercentage = 99
  }
  expect(await call()).toMatchObject({ plan: { grayPercentage: 8 } })
})

it('lets calls share a request under way, each with its own deadline', async () => {
  const { answer, call, requests, told } = setUp()
  const patient = call(10, 1000)
  const hasty = call(10, 10)
  expect(await hasty).toMatchObject({ ok: false, error: { kind: 'timeout', attempts: 1 } })
  await answer(0, reply(8))
  expect(await patient).toMatchObject({ ok: true })
  expect(requests).toHaveLength(1)
  expect(told()).toBe(1)
})

it('does not let a call join a request that another gave up on', async () => {
  const { answer, call, requests } = setUp()
  expect(await call(10, 5)).toMatchObject({ error: { kind: 'timeout' } })
  const next = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  expect(await next).toMatchObject({ plan: { grayPercentage: 9 } })
})

describe('if a shared request stays silent till the deadline of its sender', () => {
  it('those with time left share another', async () => {
    const { answer, call, requests, told } = setUp()
    const sender = call(10, 10)
    const rest = [call(10, 1000), call(10, 1000)]
    expect(await sender).toMatchObject({ error: { kind: 'timeout', attempts: 1 } })
    expect(requests).toHaveLength(2)
    rest.push(call(10, 1000))
    await answer(1, reply(9))
    for (const result of await Promise.all(rest)) {
      expect(result).toMatchObject({ ok: true, plan: { grayPercentage: 9 } })
    }
    expect(await call()).toMatchObject({ plan: { grayPercentage: 9 } })
    expect(told()).toBe(2)
  })

  it('its late answer still counts for them', async () => {
    const { answer, call, requests } = setUp()
    const sender = call(10, 10)
    const joiner = call(10, 1000)
    await sender
    expect(requests).toHaveLength(2)
    await answer(0, reply(8))
    expect(await joiner).toMatchObject({ plan: { grayPercentage: 8 } })
    expect(await call()).toMatchObject({ plan: { grayPercentage: 8 } })
  })

  it('a host that says nothing gets one request per deadline, not one per call', async () => {
    const { call, requests } = setUp()
    const calls = []
    for (let n = 0; n < 20; n += 1) {
      calls.push(call(10, 200))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await Promise.all(calls)
    expect(requests.length).toBeGreaterThan(1)
    expect(requests.length).toBeLessThan(10)
  })
})

it('does not keep an answer that nobody waited for any more', async () => {
  const { answer, call, requests } = setUp()
  await call(10, 5)
  await answer(0, reply(8))
  const next = call(10, 5)
  expect(requests).toHaveLength(2)
  await next
})

it('does not let an older request that answers late replace a newer plan', async () => {
  const { answer, call, requests } = setUp()
  const late = call(10, 1000)
  expect(await call(10, 5)).toMatchObject({ error: { kind: 'timeout' } })
  const newer = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(50))
  expect(await newer).toMatchObject({ plan: { grayPercentage: 50 } })
  await answer(0, reply(10))
  expect(await late).toMatchObject({ plan: { grayPercentage: 10 } })
  expect(await call()).toMatchObject({ plan: { grayPercentage: 50 } })
})

it('looks at the clock of the day, also where a test replaces it later', async () => {
  const cache = new PlanCache()
  let sent = 0
  const send = () => {
    sent += 1
    return reply(8)
  }
  const call = () =>
    callWithin(
      { timeoutMs: 100, retries: 0 },
      cache.attempt(send, 10, () => {}),
    )
  await call()
  const now = Date.now()
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 11_000)
  await call()
  clock.mockRestore()
  expect(sent).toBe(2)
})

it('never keeps an error, and gives each call its own', async () => {
  const { answer, call, requests } = setUp()
  const calls = [call(), call()]
  await answer(0, busy)
  const [one, two] = await Promise.all(calls)
  expect(one).toMatchObject({ ok: false, error: { kind: 'system', attempts: 1 } })
  expect(two).toEqual(one)
  expect(two).not.toBe(one)
  const next = call()
  expect(requests).toHaveLength(2)
  requests[1]?.reject(busy)
  expect(await next).toMatchObject({ error: { kind: 'system' } })
  const last = call()
  expect(requests).toHaveLength(3)
  await answer(2, { ...reply(8), grayReleasePlan: {} })
  expect(await last).toMatchObject({ error: { kind: 'no_plan' } })
  void call(10, 1)
  expect(requests).toHaveLength(4)
  await new Promise((resolve) => setTimeout(resolve, 5))
})

it('answers a retry from what another call brought meanwhile', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0.1)
  const { answer, call, requests } = setUp()
  const first = call(10, 1000, 1)
  await answer(0, busy)
  const second = call()
  await answer(1, reply(8))
  expect(await second).toMatchObject({ ok: true })
  expect(await first).toMatchObject({ ok: true })
  expect(requests).toHaveLength(2)
  jest.restoreAllMocks()
})

it('neither keeps nor shares anything where it is off', async () => {
  const { answer, call, requests } = setUp()
  const calls = [call(0), call(0)]
  expect(requests).toHaveLength(2)
  await answer(0, reply(1))
  await answer(1, reply(2))
  expect(await Promise.all(calls)).toMatchObject([
    { plan: { grayPercentage: 1 } },
    { plan: { grayPercentage: 2 } },
  ])
  void call(0, 1)
  expect(requests).toHaveLength(3)
  await new Promise((resolve) => setTimeout(resolve, 5))
})

it('lets a request that was given up end without touching the one after it', async () => {
  const { answer, call, requests } = setUp()
  expect(await call(10, 5)).toMatchObject({ error: { kind: 'timeout' } })
  const second = call()
  await answer(0, busy)
  const third = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  expect(await Promise.all([second, third])).toMatchObject([
    { plan: { grayPercentage: 9 } },
    { plan: { grayPercentage: 9 } },
  ])
})

it('is set by the documented variable', () => {
  expect(CACHE_SECONDS).toBe('GRAY_RELEASE_CACHE_SECONDS')
})
