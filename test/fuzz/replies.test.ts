import fc from 'fast-check'
import { type GetGrayReleasePlanResult, getGrayReleasePlanOverHttps } from '../../src/https'
import { ERROR_KINDS, getGrayReleasePlan } from '../../src/index'
import type { Reply } from '../../src/testing'
import { loadSdk, type RealSdk } from '../e2e/sdk'
import { gateway } from '../gateway'

let cloud: RealSdk

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
})

const once = { retries: 0, timeoutMs: 20_000 }
const WIRES = {
  'the real SDK': () => getGrayReleasePlan(cloud, once),
  HTTPS: () =>
    getGrayReleasePlanOverHttps({ accessToken: 'token' }, { ...once, baseUrl: gateway.baseUrl }),
}
type Wire = keyof typeof WIRES

async function meet(wire: Wire, reply: Reply): Promise<GetGrayReleasePlanResult> {
  gateway.requests.length = 0
  gateway.reply(reply)
  return WIRES[wire]()
}

const PLAN_KEYS = [
  ...['createTimestamp', 'defaultFinishTimestamp', 'grayPercentage', 'status', 'statusCode'],
  ...['supportDebugerFirst', 'supportExperiencerFirst'],
]

/** Whatever came, the result is one of the two documented shapes and survives JSON. */
function expectSound(result: GetGrayReleasePlanResult): void {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(Object.keys({}).concat(Object.getOwnPropertyNames(Object.prototype))).not.toContain('bad')
  if (result.ok) {
    const { plan } = result
    expect(PLAN_KEYS).toEqual(expect.arrayContaining(Object.keys(plan)))
    expect(Number.isInteger(plan.statusCode) && plan.statusCode >= 0).toBe(true)
    expect(plan.grayPercentage >= 0 && plan.grayPercentage <= 100).toBe(true)
    expect(plan.createTimestamp >= 0 && plan.createTimestamp <= 8.64e12).toBe(true)
    expect(Object.getPrototypeOf(plan)).toBe(Object.prototype)
    return
  }
  expect(ERROR_KINDS).toContain(result.error.kind)
  expect(['aborted', 'forbidden', 'timeout']).not.toContain(result.error.kind)
  expect(result.error.attempts).toBe(1)
}

const wechat = (body: unknown): Reply => ({ wechat: { body } })
jest.setTimeout(60_000)

/** Whatever reply of these comes. */
const expectAlwaysSound = (wire: Wire, replies: fc.Arbitrary<Reply>) =>
  fc.assert(
    fc.asyncProperty(replies, async (reply) => expectSound(await meet(wire, reply))),
    { numRuns: 60 },
  )

describe.each(Object.keys(WIRES) as Wire[])('through %s', (wire) => {
  it('any JSON is an answer', () => expectAlwaysSound(wire, fc.json({ maxDepth: 5 }).map(wechat)))

  it('a plan whose fields are anything is believed or not', () => {
    const sent = { status: 1, create_timestamp: 1700000000, gray_percentage: 8 }
    const extreme = fc.constantFrom('1e400', '-0', '9007199254740993', '1e-7', '8.64e12', '"1"')
    const value = fc.oneof(extreme, fc.json({ maxDepth: 2 }))
    const name = fc.constantFrom(...Object.keys(sent), 'default_finish_timestamp', 'more')
    const changes = fc.array(fc.tuple(name, value), { maxLength: 4 })
    const replies = changes.map((changed) => {
      const fields = Object.entries({ ...sent, ...Object.fromEntries(changed) })
      const plan = fields.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()
      return wechat(`{"errcode":0,"gray_release_plan":{${plan}}}`)
    })
    return expectAlwaysSound(wire, replies)
  })

  it('any bytes are an answer', () =>
    expectAlwaysSound(
      wire,
      fc.uint8Array({ maxLength: 400 }).map((body) => ({ http: { body } })),
    ))

  it.each([
    ['__proto__ at the top', '"__proto__":{"bad":1},"gray_release_plan":PLAN'],
    ['__proto__ as the plan', '"gray_release_plan":{"__proto__":PLAN}'],
    ['__proto__ within the plan', '"gray_release_plan":{"__proto__":{"bad":1},"status":1}'],
    ['constructor', '"constructor":{"prototype":{"bad":1}},"gray_release_plan":PLAN'],
    ['toString, hasOwnProperty', '"toString":1,"hasOwnProperty":1,"gray_release_plan":PLAN'],
  ])('%s pollutes nothing', async (_name, fields) => {
    const plan = '{"status":1,"create_timestamp":1700000000,"gray_percentage":8}'
    const result = await meet(wire, wechat(`{"errcode":0,${fields.replace('PLAN', plan)}}`))
    expectSound(result)
    expect((result as { bad?: unknown }).bad).toBeUndefined()
    expect(({} as { bad?: unknown }).bad).toBeUndefined()
  })

  it.each([
    ['create_timestamp', '9007199254740993'],
    ['create_timestamp', '17000000000000000000'],
    ['gray_percentage', '1e400'],
    ['gray_percentage', '100.00000000000001'],
    ['status', '-9007199254740993'],
    ['status', '1.0000000000000002'],
    ['default_finish_timestamp', '1e21'],
  ])('%s of %s is not believed', async (field, number) => {
    const sent = { status: 1, create_timestamp: 1700000000, gray_percentage: 8, [field]: 'HERE' }
    const body = JSON.stringify({ errcode: 0, gray_release_plan: sent }).replace('"HERE"', number)
    expect(await meet(wire, wechat(body))).toMatchObject({
      ok: false,
      error: { kind: 'invalid_response', retryable: false },
    })
  })

  it.each([
    ['arrays', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['arrays without an end', '['.repeat(200_000)],
    ['objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['a plan', `{"errcode":0,"gray_release_plan":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
  ])('%s nested without end is an error', async (_name, body) => {
    const result = await meet(wire, wechat(body))
    expectSound(result)
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid_response' } })
  })

  it("keeps WeChat's words as they are, control characters and all", async () => {
    const errMsg = 'a\u001b[2J\u001b]0;title\u0007\r\n\u0000\u202e\u2028 rid: ab12-cd34'
    const result = await meet(wire, { errCode: 48001, errMsg })
    expectSound(result)
    const error = { kind: 'permission', rid: 'ab12-cd34', errMsg: expect.stringContaining(errMsg) }
    expect(result).toMatchObject({ ok: false, error })
  })

  it('takes words of half a megabyte', async () => {
    const errMsg = `${'busy [http://'.repeat(40_000)} rid: ab12-cd34`
    const result = await meet(wire, { errCode: 48001, errMsg })
    expectSound(result)
    expect(result).toMatchObject({ error: { kind: 'permission' } })
  })

  it.each([
    ['"48001"', 'permission', 48001],
    ['-0', undefined, undefined],
    ['48001.0', 'permission', 48001],
    ['1e20', 'unknown', undefined],
    ['"1e3"', 'unknown', 0],
    ['"-1 "', 'unknown', 0],
    ['[48001]', 'unknown', 0],
    ['{"valueOf":1}', 'unknown', 0],
    ['true', 'unknown', 0],
  ])('an errcode of %s', async (errcode, kind, code) => {
    const plan = '{"status":1,"create_timestamp":1700000000,"gray_percentage":8}'
    const body = `{"errcode":${errcode},"errmsg":"words","gray_release_plan":${plan}}`
    const result = await meet(wire, wechat(body))
    expectSound(result)
    if (kind === undefined) return expect(result.ok).toBe(true)
    expect(result).toMatchObject({ ok: false, error: { kind } })
    if (code !== undefined) expect(result).toMatchObject({ error: { errCode: code } })
  })
})
