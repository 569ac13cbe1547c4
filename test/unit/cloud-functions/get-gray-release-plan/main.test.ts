import { createPlanMain } from '../../../../src/cloud-functions/get-gray-release-plan/main'
import type { Dependencies, FunctionSdk } from '../../../../src/cloud-functions/handler'

const sent = { status: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const plan = { status: 'running', statusCode: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const credentials = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }
const trusted = { ...credentials, TCB_SOURCE: 'wx_trigger' }

function setUp(given: Partial<Dependencies<FunctionSdk>> & { call?: () => unknown } = {}) {
  const { call = async () => ({ grayReleasePlan: sent, errCode: 0 }), ...dependencies } = given
  const lines: string[] = []
  const api = jest.fn(call)
  const init = jest.fn()
  const sdk: FunctionSdk = {
    DYNAMIC_CURRENT_ENV: Symbol.for('CURRENT_ENV'),
    init,
    getWXContext: () => ({}),
    openapi: { operation: { getGrayReleasePlan: api } },
  }
  const loadSdk = jest.fn(() => sdk)
  const main = createPlanMain({
    loadSdk,
    env: () => trusted,
    nodeVersion: '20.19.5',
    log: (line) => lines.push(line),
    ...dependencies,
  })
  return { main, api, init, loadSdk, lines, sdk }
}

it('answers with the plan, whatever the event is', async () => {
  for (const event of [undefined, null, {}, { appid: 'wx1', data: { timeoutMs: 1 } }, 'x']) {
    const { main, api, init } = setUp()
    expect(await main(event, {})).toEqual({ ok: true, plan })
    expect(api.mock.calls).toEqual([[{}]])
    expect(init.mock.calls).toEqual([[{ env: Symbol.for('CURRENT_ENV') }]])
  }
})

it('initialises once, keeps the plan and logs only calls that api WeChat', async () => {
  const { main, api, init, lines } = setUp()
  await main()
  await main()
  expect(init).toHaveBeenCalledTimes(1)
  expect(api).toHaveBeenCalledTimes(1)
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ outcome: 'ok', attempts: 1 }),
  ])
})

it('logs an error with the calls that it took', async () => {
  const call = () => Promise.reject({ errCode: -604101, errMsg: 'system error' })
  const { main, lines } = setUp({ call })
  expect(await main()).toMatchObject({ error: { kind: 'permission', attempts: 1 } })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    outcome: 'error',
    kind: 'permission',
    errCode: -604101,
    attempts: 1,
  })
})

it('reports an invalid variable once per instance, beside the lines of the calls', async () => {
  const { main, lines } = setUp({
    env: () => ({ ...trusted, GRAY_RELEASE_CACHE_SECONDS: 'a secret, by mistake' }),
  })
  await main()
  await main()
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      warning: 'GRAY_RELEASE_CACHE_SECONDS',
      problem: 'must be a number of seconds from 0 to 3600; 10 is used',
    },
    expect.objectContaining({ outcome: 'ok' }),
  ])
})

it('loses no plan to a log that is broken', async () => {
  const { main } = setUp({
    log: () => {
      throw new Error('EPIPE')
    },
  })
  expect(await main()).toEqual({ ok: true, plan })
})

describe('the checks, in their order', () => {
  it.each(['8.9.4', '10.8.0', '6.0.0', ''])(
    'refuses Node.js %j without loading the SDK',
    async (v) => {
      const { main, loadSdk } = setUp({ nodeVersion: v, env: () => ({}) })
      expect(await main()).toMatchObject({
        error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining('10.9') },
      })
      expect(loadSdk).not.toHaveBeenCalled()
    },
  )

  it.each(['10.9.0', '10.15.3', '16.13.0', '26.10.0'])(
    'runs on Node.js %s',
    async (nodeVersion) => {
      expect(await setUp({ nodeVersion }).main()).toEqual({ ok: true, plan })
    },
  )

  it('refuses the caller before it looks for credentials', async () => {
    const { main, api, lines } = setUp({
      env: () => ({ TCB_SOURCE: 'wx_client', WX_OPENID: 'oA' }),
    })
    expect(await main()).toMatchObject({ error: { kind: 'forbidden', attempts: 0 } })
    expect(api).not.toHaveBeenCalled()
    expect(lines).toEqual([])
  })

  it('refuses the caller before the cache answers', async () => {
    const env: Record<string, string> = { ...trusted }
    const { main } = setUp({ env: () => env })
    expect(await main()).toMatchObject({ ok: true })
    env['TCB_SOURCE'] = 'wx_client'
    expect(await main()).toMatchObject({ error: { kind: 'forbidden' } })
  })

  it.each([
    [{}, 'TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY'],
    [{ TENCENTCLOUD_SECRETID: 'id' }, 'TENCENTCLOUD_SECRETKEY'],
    [{ TENCENTCLOUD_SECRETKEY: 'key' }, 'TENCENTCLOUD_SECRETID'],
  ])('names missing credentials: %j', async (env, names) => {
    const { main, api } = setUp({ env: () => ({ TCB_SOURCE: 'scf', ...env }) })
    expect(await main()).toMatchObject({
      error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining(`${names} not`) },
    })
    expect(api).not.toHaveBeenCalled()
  })

  it('tells an SDK that cannot be loaded, and tries again', async () => {
    const thrown = new Error('Unexpected token')
    const { main, loadSdk, sdk } = setUp({ loadSdk: undefined as never })
    expect(await main()).toMatchObject({ error: { kind: 'environment', attempts: 0 } })
    expect(loadSdk).not.toHaveBeenCalled()

    const load = jest.fn((): FunctionSdk => sdk)
    load
      .mockImplementationOnce(() => {
        throw thrown
      })
      .mockImplementationOnce(() => {
        throw thrown
      })
    const again = setUp({ loadSdk: load })
    const failed = await again.main()
    expect(failed).toMatchObject({
      error: {
        kind: 'environment',
        attempts: 0,
        errMsg: "wx-server-sdk can't work here: Unexpected token",
        cause: thrown,
      },
    })
    expect(await again.main()).toEqual({ ok: true, plan })
  })

  it('tells an SDK without the API', async () => {
    const { main, sdk } = setUp()
    sdk.openapi = {}
    expect(await main()).toMatchObject({ error: { kind: 'environment', attempts: 0 } })
  })
})
