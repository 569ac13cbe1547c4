import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { getGrayReleasePlan } from '../../src/sdk/get-gray-release-plan'
import type { Reply } from '../../src/testing'
import { gateway } from '../gateway'
import { loadSdk, type RealSdk } from './sdk'

let cloud: RealSdk

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
})
beforeEach(() => {
  gateway.requests.length = 0
})

const once = { retries: 0, timeoutMs: 5000 }
const NONE = ''
const RID = '6743a1b2-1f0c2d3e-4b5a6978'
const CONSOLE = 'https://tcb.cloud.tencent.com/cloud-admin#/copilot?q='

it('asks for the plan, and gives it', async () => {
  gateway.reply('running')
  const result = await getGrayReleasePlan(cloud, once)
  expect(result).toMatchObject({ ok: true, plan: { status: 'running' } })
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(gateway.requests).toMatchObject([
    { kind: 'cloud', action: 'wx.openApi', apiName: 'operation.getGrayReleasePlan', data: {} },
  ])
})

const ISOLATED = { code: 'INVALID_ENV', message: `env status is isolated ${CONSOLE}INVALID_ENV` }
const SECRET = { code: 'SIGN_PARAM_INVALID', message: `secret id ${CONSOLE}SIGN_PARAM_INVALID` }
const NO_TICKET = { code: 'INVALID_PARAM', message: 'missing wxCloudApiToken' }
const TICKET = { code: 'INVALID_WX_ACCESS_TOKEN', message: 'invalid wx openapi access_token' }

/** What becomes of each source of an error; scenarios.test.ts has the kinds of all scenarios. */
it.each<[reply: Reply, kind: string, retryable: boolean, errCode: number, rid: string]>([
  ['no-plan', 'no_plan', false, 0, NONE],
  ['busy', 'system', true, -1, RID],
  ['api-unauthorized', 'permission', false, 48001, RID],
  ['string-errcode', 'permission', false, 48001, RID],
  ['no-permission', 'permission', false, -604101, NONE],
  [{ wechat: { errorCode: -604103 } }, 'system', true, -604103, NONE],
  [{ wechat: { errorCode: -601004 } }, 'permission', false, -601004, NONE],
  [{ wechat: { errorCode: -604104 } }, 'permission', false, -604104, NONE],
  ['invalid-env', 'environment', false, -501005, NONE],
  ['env-not-found', 'environment', false, -501001, NONE],
  ['rate-limit', 'quota', true, -501003, NONE],
  [{ gateway: ISOLATED }, 'environment', false, -501001, NONE],
  [{ gateway: SECRET }, 'credential', false, -501001, NONE],
  [{ gateway: NO_TICKET }, 'permission', false, -501007, NONE],
  [{ gateway: TICKET }, 'permission', false, -501001, NONE],
  ['http-502', 'system', true, -501001, NONE],
  ['reset', 'network', true, -501001, NONE],
  ['empty', 'invalid_response', false, 0, NONE],
  ['json-null', 'invalid_response', false, -1, NONE],
  ['broken-json', 'invalid_response', false, -601001, NONE],
])('%j', async (reply, kind, retryable, errCode, rid) => {
  gateway.reply(reply)
  const result = await getGrayReleasePlan(cloud, once)
  expect(result).toMatchObject({ ok: false, error: { kind, retryable, errCode, attempts: 1 } })
  if (result.ok) return
  expect(result.error.rid ?? NONE).toBe(rid)
  expect(result.error.errMsg).not.toMatch(/127\.0\.0\.1|\/admin/)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  expect(gateway.requests).toHaveLength(1)
})

it('the gateway cannot be reached', async () => {
  const lost = loadSdk()
  lost.init({ serviceUrl: 'http://127.0.0.1:1/admin', env: 'test' })
  expect(await getGrayReleasePlan(lost, once)).toMatchObject({
    error: { kind: 'network', retryable: true, errCode: -501001 },
  })
})

it('the call before cloud.init', async () => {
  const result = await getGrayReleasePlan(loadSdk(), once)
  expect(result).toMatchObject({ error: { kind: 'environment', errCode: -1, attempts: 0 } })
  expect(gateway.requests).toHaveLength(0)
})

it('cloud.openapi, or its operation, instead of cloud', async () => {
  for (const part of [cloud.openapi, cloud.openapi.operation]) {
    expect(await getGrayReleasePlan(part, once)).toMatchObject({
      error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining('cloud itself') },
    })
  }
  expect(gateway.requests).toHaveLength(0)
})

it('the namespace of the SDK, which an ES module gets from import *', () => {
  const run = `
    import * as cloud from 'wx-server-sdk'
    import { getGrayReleasePlan } from './dist/index.mjs'
    console.log((await getGrayReleasePlan(cloud)).error.errMsg)`
  const flags = ['--input-type=module', '-e', run]
  const cwd = join(__dirname, '../..')
  expect(execFileSync(process.execPath, flags, { cwd, encoding: 'utf8' })).toContain(
    "write import cloud from 'wx-server-sdk'",
  )
})

it('retries what is retryable, and then gives the plan', async () => {
  gateway.reply(['busy', 'http-502', 'running'])
  expect(await getGrayReleasePlan(cloud)).toMatchObject({ ok: true })
  expect(gateway.requests).toHaveLength(3)
})

it.each(['timeout', 'drip'] as const)('%s ends by the deadline', async (scenario) => {
  gateway.reply(scenario)
  const startedAt = process.hrtime.bigint()
  const result = await getGrayReleasePlan(cloud, { timeoutMs: 300 })
  const elapsedMs = Number(process.hrtime.bigint() - startedAt) / 1e6
  expect(result).toMatchObject({ error: { kind: 'timeout', errCode: 0, attempts: 1 } })
  expect(elapsedMs).toBeGreaterThan(295)
  expect(elapsedMs).toBeLessThan(1000)
})

it('hands the appid of another account to WeChat', async () => {
  gateway.reply('running')
  expect(await getGrayReleasePlan(cloud, { ...once, appid: 'wx0123' })).toMatchObject({ ok: true })
  expect(gateway.requests).toMatchObject([{ appid: 'wx0123' }])
})

it('takes every kind of cloud that the SDK makes', async () => {
  gateway.reply('running')
  const instance = cloud.createNewInstance({ env: cloud.DYNAMIC_CURRENT_ENV })
  expect(await getGrayReleasePlan(instance, once)).toMatchObject({ ok: true })
  const shared = new cloud.Cloud({ resourceEnv: 'shared-env', env: 'shared-env' })
  expect(await getGrayReleasePlan(shared, once)).toMatchObject({
    error: { kind: 'environment', attempts: 0 },
  })
  await shared.init()
  expect(await getGrayReleasePlan(shared, once)).toMatchObject({ ok: true })
})
