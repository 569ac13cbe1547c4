import { type ScenarioName, startGateway } from '../../src/testing/index'
import { gateway } from '../gateway'
import { loadSdk } from './sdk'

// biome-ignore lint/suspicious/noExplicitAny: the SDK types it so
let cloud: any

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 400 })
})

const call = (): Promise<unknown> => cloud.openapi.operation.getGrayReleasePlan({})

/** What the SDK throws, as its caller sees it. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (reply) => ({ resolved: reply }),
    (thrown) => {
      const { errCode, errMsg } = thrown
      return { type: thrown.constructor.name, errCode, errMsg }
    },
  )

const OK = { errMsg: 'openapi.operation.getGrayReleasePlan:ok', errCode: 0 }
const FAIL = 'openapi.operation.getGrayReleasePlan:fail'
const RESOURCE = `${FAIL} -501001 resource system error.`
const RID = 'rid: 6743a1b2-1f0c2d3e-4b5a6978'
const BROKEN = `${FAIL} wechat server internal error, response body is invalid json: {"errcode":0`

const NUMBERS = { createTimestamp: expect.any(Number), grayPercentage: expect.any(Number) }
const planOf = (fields: object): unknown => ({ ...OK, grayReleasePlan: { ...NUMBERS, ...fields } })

const plan = (status: number): unknown =>
  planOf({ status, supportDebugerFirst: true, supportExperiencerFirst: false })

describe('what the real SDK resolves with', () => {
  const rows: [ScenarioName, unknown][] = [
    ['running', plan(1)],
    ['paused', plan(2)],
    ['completed', plan(3)],
    ['initial', plan(0)],
    ['deleted', plan(4)],
    ['members-only', plan(1)],
    ['older-reply', planOf({ status: 1, defaultFinishTimestamp: expect.any(Number) })],
    ['later-status', plan(9)],
    ['no-plan', OK],
    ['null-plan', { ...OK, grayReleasePlan: null }],
    ['empty', { ...OK, contentType: '', buffer: Buffer.alloc(0) }],
    ['html', { ...OK, contentType: 'text/html', buffer: expect.any(Buffer) }],
    ['text', { ...OK, result: 'hello' }],
    ['json-array', { ...OK, 0: 'running' }],
    ['json-string', { ...OK, 0: 'r', 1: 'u', 2: 'n', 3: 'n', 4: 'i', 5: 'n', 6: 'g' }],
    ['big-number', planOf({ status: 1, createTimestamp: expect.objectContaining({ e: 19 }) })],
  ]

  test.each(rows)('%s', async (scenario, reply) => {
    gateway.reply(scenario)
    expect(await call()).toEqual(reply)
  })
})

// WeChat's own errors all pass like `busy`.
describe('what the real SDK throws', () => {
  const rows: [ScenarioName, type: string, errCode: unknown, errMsg: string][] = [
    ['busy', 'CloudSDKError', -1, `${FAIL} system error ${RID}`],
    ['api-unauthorized', 'CloudSDKError', 48001, `${FAIL} api unauthorized ${RID}`],
    ['string-errcode', 'CloudSDKError', '48001', `${FAIL} api unauthorized ${RID}`],
    ['api-not-found', 'CloudSDKError', -604100, 'system error: error code: -604100'],
    ['no-ticket', 'Error', -501007, `${FAIL} -501007 invalid parameters. missing wxCloudApiToken`],
    ['ticket-refused', 'Error', -501001, `${RESOURCE} invalid wx openapi access_token`],
    ['permission-denied', 'Error', -501001, `${RESOURCE} Permission denied`],
    ['isolated', 'Error', -501001, `${RESOURCE} env status is isolated 请前往云开发AI小助手`],
    ['secret-id-error', 'Error', -501001, `${RESOURCE} secret id error 请前往云开发AI小助手`],
    ['platform-failure', 'CloudSDKError', -604103, 'system error: error code: -604103'],
    ['platform-timeout', 'Error', -501002, `${FAIL} -501002 resource server timeout. server tim`],
    ['platform-network', 'CloudSDKError', -601003, 'system error: error code: -601003'],
    ['no-permission', 'CloudSDKError', -604101, 'system error: error code: -604101'],
    ['invalid-env', 'Error', -501005, `${FAIL} -501005 invalid env. invalid env`],
    ['env-not-found', 'Error', -501001, `${FAIL} -501001 resource system error. Env Not Exists`],
    ['sign-invalid', 'Error', -501001, `${FAIL} -501001 resource system error. sign param`],
    ['rate-limit', 'Error', -501003, `${FAIL} -501003 exceed request limit. `],
    ['http-500', 'Error', -501001, '500 Internal Server Error | [http://127.0.0.1:'],
    ['http-502', 'Error', -501001, '502 Bad Gateway | [http://127.0.0.1:'],
    ['reset', 'Error', -501001, 'socket hang up'],
    ['cut', 'Error', -501001, 'resource system error. aborted'],
    ['timeout', 'Error', -501001, 'resource system error. request timeout'],
    ['json-null', 'TypeError', -1, `${FAIL} Cannot read properties of null`],
    ['broken-json', 'CloudSDKError', -601001, `${BROKEN},"gray_release_plan":{`],
    ['proto-key', 'CloudSDKError', -601001, `${BROKEN},"errmsg":"ok","__proto__":`],
    ['broken-protobuf', 'CloudSDKError', -601001, 'unknown wx response received: RangeError'],
  ]

  test.each(rows)('%s', async (scenario, type, errCode, errMsg) => {
    gateway.reply(scenario)
    const failure = { type, errCode, errMsg: expect.stringContaining(errMsg) }
    expect(await failureOf(call())).toEqual(failure)
  })

  test('an API that is not simulated', async () => {
    const failure = failureOf(cloud.openapi.security.msgSecCheck({ content: 'x' }))
    expect(await failure).toMatchObject({ type: 'CloudSDKError', errCode: -604100 })
  })

  test('an action that is not simulated', async () => {
    const action = 'the action functions.invokeFunction; simulated are database.'
    await expect(cloud.callFunction({ name: 'other' })).rejects.toThrow(
      `this call is not simulated here: ${action}`,
    )
  })
})

describe('what the gateway records of the real SDK', () => {
  test('a call', async () => {
    gateway.reply('running')
    await call()
    expect(gateway.requests.at(-1)).toEqual({
      kind: 'cloud',
      method: 'POST',
      path: expect.stringMatching(/^\/admin\?env=local-gateway&seqId=/),
      headers: expect.objectContaining({ 'x-sdk-version': 'wx-server-sdk/4.0.2' }),
      at: expect.any(Number),
      action: 'wx.openApi',
      apiName: 'operation.getGrayReleasePlan',
      data: {},
      fields: expect.objectContaining({
        envName: 'local-gateway',
        sessionToken: 'local-session-token',
      }),
    })
  })

  test('a call for another account, with arguments of every kind', async () => {
    const file = { contentType: 'image/png', value: Buffer.from('no JSON') }
    const data = { camelCase: '值', count: 1, nested: { list: [true, null] }, file }
    await cloud.openapi({ appid: 'wx0123456789abcdef' }).operation.getGrayReleasePlan(data)
    expect(gateway.requests.at(-1)).toMatchObject({
      appid: 'wx0123456789abcdef',
      data: { camel_case: '值', count: 1, nested: { list: [true, null] }, file: 'no JSON' },
    })
  })
})

test('accounts have their own replies; cloud.init({ serviceUrl }) points at a gateway too', async () => {
  const other = await startGateway({ accounts: { wx1: 'paused', wx2: ['busy', 'completed'] } })
  const options = { env: 'another', serviceUrl: other.url }
  const instance = cloud.createNewInstance(options)
  await instance.init(options)
  const callFor = (appid?: string): Promise<unknown> =>
    instance.openapi({ appid }).operation.getGrayReleasePlan({})
  expect(await callFor('wx1')).toEqual(plan(2))
  expect(await failureOf(callFor('wx2'))).toMatchObject({ errCode: -1 })
  expect(await callFor('wx2')).toEqual(plan(3))
  expect(await callFor('wx3')).toEqual(plan(1))
  expect(await instance.openapi.operation.getGrayReleasePlan({})).toEqual(plan(1))
  expect(other.requests).toHaveLength(5)
  await other.close()
})

test('a plan of one’s own reaches the SDK with every field', async () => {
  const own = { status: 1, createTimestamp: 1, grayPercentage: 2.5, somethingNew: [1] }
  gateway.reply(own)
  expect(await call()).toEqual({ ...OK, grayReleasePlan: own })
})

test('a reply that drips quickly arrives whole', async () => {
  gateway.reply({ http: { dripMs: 1 } })
  expect(await call()).toEqual(plan(1))
})

test('a reply that drips ends with the gateway, since no timeout of the SDK sees it', async () => {
  gateway.reply({ http: { dripMs: 100 } })
  const failure = failureOf(call())
  const late = new Promise((resolve) => setTimeout(() => resolve('still dripping'), 1000))
  expect(await Promise.race([failure, late])).toBe('still dripping')
  await gateway.close()
  const errMsg = expect.stringContaining('aborted')
  expect(await failure).toMatchObject({ errCode: -501001, errMsg })
})
