import { getGrayReleasePlan } from '../../../src/index'
import { type FakeAnswer, fakeCloud } from '../../../src/testing/index'

const sent = { status: 2, createTimestamp: 1700000000, grayPercentage: 35 }
const plan = { status: 'paused', statusCode: 2, createTimestamp: 1700000000, grayPercentage: 35 }
const OK = { errMsg: 'openapi.operation.getGrayReleasePlan:ok', errCode: 0 }

it('resolves as the SDK does with a plan in the form of the SDK', async () => {
  const reply = await fakeCloud(sent).openapi.operation.getGrayReleasePlan({})
  expect(reply).toEqual({ grayReleasePlan: sent, ...OK })
  expect(reply.grayReleasePlan).not.toBe(sent)
})

it('resolves as the SDK does with a plan in the form of the facade', async () => {
  const { openapi } = fakeCloud({ ...plan, status: 'paused', supportDebugerFirst: true })
  expect(await openapi.operation.getGrayReleasePlan({})).toEqual({
    grayReleasePlan: { ...sent, supportDebugerFirst: true },
    ...OK,
  })
})

it('gives the facade back its own plan', async () => {
  const result = await getGrayReleasePlan(fakeCloud(sent))
  expect(result).toEqual({ ok: true, plan })
  if (result.ok) expect(await getGrayReleasePlan(fakeCloud(result.plan))).toEqual(result)
})

it('resolves with a release in progress by default', async () => {
  expect(await getGrayReleasePlan(fakeCloud())).toMatchObject({
    ok: true,
    plan: { status: 'running', grayPercentage: 8 },
  })
})

it('rejects with the very error it was given', async () => {
  const error = new Error('socket hang up')
  await expect(fakeCloud(error).openapi.operation.getGrayReleasePlan()).rejects.toBe(error)
  const refusal = { errCode: 48001, errMsg: 'api unauthorized' }
  await expect(fakeCloud(refusal).openapi.operation.getGrayReleasePlan()).rejects.toBe(refusal)
})

it('takes errCode 0 for no error', async () => {
  const { openapi } = fakeCloud({ ...sent, errCode: 0 })
  expect(await openapi.operation.getGrayReleasePlan()).toMatchObject({ grayReleasePlan: sent })
})

it('sends a plan that is not as documented', async () => {
  const result = await getGrayReleasePlan(fakeCloud({ grayPercentage: 8 } as never))
  expect(result).toMatchObject({ ok: false, error: { kind: 'invalid_response' } })
})

it.each([
  ['the name of a scenario', 'busy'],
  ['null', null],
  ['an error without a code', { errCode: 0, errMsg: 'no answer within 5 ms' }],
])('says what it takes, not %s', async (_name, answer) => {
  expect(() => fakeCloud(answer as never)).toThrow(TypeError)
  const late = fakeCloud(() => answer as never)
  await expect(late.openapi.operation.getGrayReleasePlan()).rejects.toThrow('startGateway has')
})

it('asks a function each time', async () => {
  const answers: (FakeAnswer | Promise<FakeAnswer>)[] = [
    { errCode: -1, errMsg: 'system error' },
    Promise.resolve(sent),
  ]
  const cloud = fakeCloud(() => answers.shift() as FakeAnswer)
  expect(await getGrayReleasePlan(cloud, { retries: 1 })).toEqual({ ok: true, plan })
  expect(cloud.calls).toHaveLength(2)
})

it('rejects with what a function throws', async () => {
  const cloud = fakeCloud(() => {
    throw new Error('thrown')
  })
  await expect(cloud.openapi.operation.getGrayReleasePlan()).rejects.toThrow('thrown')
})

it('records what it was called with, and for which account', async () => {
  const cloud = fakeCloud(sent)
  await getGrayReleasePlan(cloud)
  await getGrayReleasePlan(cloud, { appid: 'wx0123456789abcdef' })
  await cloud.openapi({}).operation.getGrayReleasePlan({ extra: 1 })
  expect(cloud.calls).toEqual([
    { data: {} },
    { appid: 'wx0123456789abcdef', data: {} },
    { data: { extra: 1 } },
  ])
})
