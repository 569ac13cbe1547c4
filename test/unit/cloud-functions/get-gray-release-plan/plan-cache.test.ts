import { PlanCache } from '../../../../src/cloud-functions/get-gray-release-plan/plan-cache'
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
    call: (seconds = 10, timeoutMs = 20_000, retries = 0) =>
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
  const patient = call(10, 20_000)
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

it('lets those with time left wait for the answer that its sender did not get', async () => {
  const { answer, call, requests, told } = setUp()
  const sender = call(10, 10)
  const rest = [call(10, 20_000), call(10, 20_000)]
  expect(await sender).toMatchObject({ error: { kind: 'timeout', attempts: 1 } })
  await answer(0, reply(8))
  for (const result of await Promise.all([...rest, call()])) {
    expect(result).toMatchObject({ ok: true, plan: { grayPercentage: 8 } })
  }
  expect(requests).toHaveLength(1)
  expect(told()).toBe(1)
})

it('sends a silent host one request per deadline, not one per call', async () => {
  const { call, requests } = setUp()
  for (let round = 1; round <= 2; round += 1) {
    await Promise.all(Array.from({ length: 20 }, () => call(10, 20)))
    expect(requests).toHaveLength(round)
  }
})

it('keeps the newer plan if an older request is answered after it', async () => {
  const { answer, call, requests } = setUp()
  const patient = call()
  // A call that gives up on the request, so that the next one sends its own.
  await call(10, 1)
  const next = call()
  expect(requests).toHaveLength(2)
  await answer(1, reply(9))
  await answer(0, reply(8))
  expect(await patient).toMatchObject({ plan: { grayPercentage: 8 } })
  expect(await next).toMatchObject({ plan: { grayPercentage: 9 } })
  expect(await call()).toMatchObject({ plan: { grayPercentage: 9 } })
})

it('neither keeps nor shares anything for 0 seconds', async () => {
  const { answer, call, requests, told } = setUp()
  const calls = [call(0), call(0)]
  expect(requests).toHaveLength(2)
  await answer(0, reply(8))
  await answer(1, reply(8))
  await Promise.all(calls)
  void call(0, 1)
  expect(told()).toBe(3)
  await new Promise((resolve) => setTimeout(resolve, 5))
})
