import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Gateway, startGateway } from '../../src/testing'
import { FunctionProcess, type Round } from './function-process'

const folder = join(__dirname, '../../cloudfunctions/getGrayReleasePlan')
let gateway: Gateway
const processes: FunctionProcess[] = []

beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => {
  gateway.reply('running')
  gateway.requests.length = 0
})
afterEach(() => {
  for (const one of processes.splice(0)) one.end()
})
afterAll(() => gateway.close())

/** The environment of a caller, as the platform sets it. */
const callerEnv = (SOURCE?: string, OPENID?: string): { [name: string]: string } => ({
  WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_API_TOKEN',
  WX_APPID: 'wx0123456789abcdef',
  WX_API_TOKEN: 'secret-api-token',
  ...(SOURCE !== undefined && { TCB_SOURCE: SOURCE }),
  ...(OPENID !== undefined && { WX_OPENID: OPENID }),
})

function start(env: { [name: string]: string } = callerEnv('wx_devtools')): FunctionProcess {
  const one = new FunctionProcess({ ...gateway.env, ...env } as { [name: string]: string })
  processes.push(one)
  return one
}
const callAs = async (env: { [name: string]: string }): Promise<Round> => start(env).call()

describe('what is uploaded', () => {
  it('is complete: one bundle that needs no package, its permission and its package.json', () => {
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['config.json', 'index.js', 'package.json']),
    )
    expect(readdirSync(folder)).not.toContain('node_modules')
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({
      permissions: { openapi: ['operation.getGrayReleasePlan'] },
    })
    const { dependencies, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    expect({ dependencies, main }).toEqual({ dependencies: undefined, main: 'index.js' })
  })

  it('works from anywhere, with nothing installed around it', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'function-'))
    execFileSync('cp', ['-r', folder, elsewhere])
    const script =
      "require('./getGrayReleasePlan').main({}, {}).then((r) => console.log(JSON.stringify(r)))"
    const printed = execFileSync(process.execPath, ['-e', script], {
      cwd: elsewhere,
      encoding: 'utf8',
      env: { TCB_SOURCE: 'wx_client' },
    })
    expect(JSON.parse(printed)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  })
})

it('answers with the plan, through the real SDK, whatever the event is', async () => {
  const one = start({ ...callerEnv('wx_devtools'), GRAY_RELEASE_CACHE_SECONDS: '0' })
  const events = [
    undefined,
    null,
    {},
    { appid: 'wx9', timeoutMs: 1, userInfo: { openId: 'o' } },
    'x',
  ]
  for (const event of events) {
    const { results } = await one.call([{ event, context: { time_limit_in_ms: 3000 } }])
    expect(results).toMatchObject([{ ok: true, plan: { status: 'running' } }])
  }
  expect(gateway.requests).toHaveLength(events.length)
  for (const request of gateway.requests) {
    expect(request).toMatchObject({ apiName: 'operation.getGrayReleasePlan', data: {} })
    expect('appid' in request && request.appid).toBeFalsy()
  }
})

describe('who may call, through the real getWXContext', () => {
  it.each(['wx_devtools', 'wx_localdebug', 'wx_trigger', 'wx_http', 'scf', 'wx_client,scf'])(
    'lets %s in',
    async (source) => {
      const { results } = await callAs(callerEnv(source, 'oAnyone'))
      expect(results).toMatchObject([{ ok: true }])
    },
  )

  it('lets local debugging in, whose source is that of the mini program', async () => {
    const { results } = await callAs({ ...callerEnv('wx_client', 'oAnyone'), TCB_ENV: 'local' })
    expect(results).toMatchObject([{ ok: true }])
  })

  it.each([
    ['wx_client', 'oAnyone'],
    ['scf,wx_client', 'oAnyone'],
    ['wx_unknown', 'oAnyone'],
    [undefined, undefined],
  ])('refuses %s that is not listed, without a call', async (source, openid) => {
    const env = { ...callerEnv(source, openid), GRAY_RELEASE_ALLOWED_OPENIDS: 'oBoss,oOther' }
    const { results, lines } = await callAs(env)
    expect(results).toMatchObject([{ ok: false, error: { kind: 'forbidden', attempts: 0 } }])
    expect(JSON.stringify(results)).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    if (openid) expect(JSON.stringify(results)).toContain(openid)
    expect(gateway.requests).toHaveLength(0)
    expect(lines).toEqual([])
  })

  it.each([
    ['oBoss', 'oBoss'],
    ['oOther', ' oBoss , oOther '],
    ['00123456789012345678901', '00123456789012345678901'],
    ['oAnyone', '*'],
  ])('lets %s in, listed as %j', async (openid, list) => {
    const env = { ...callerEnv('wx_client', openid), GRAY_RELEASE_ALLOWED_OPENIDS: list }
    expect((await callAs(env)).results).toMatchObject([{ ok: true }])
  })

  it('goes by the variables where getWXContext is empty', async () => {
    const { results } = await callAs({ TCB_SOURCE: 'wx_trigger' })
    expect(results).toMatchObject([{ ok: true }])
    const refused = await callAs({ TCB_SOURCE: 'wx_client', WX_OPENID: 'oA' })
    expect(refused.results).toMatchObject([{ error: { kind: 'forbidden' } }])
  })
})

it('looks for credentials before it calls, so that the SDK does not end the process', async () => {
  const { TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY, ...without } = gateway.env
  expect(TENCENTCLOUD_SECRETID && TENCENTCLOUD_SECRETKEY).toBeTruthy()
  const one = new FunctionProcess({ ...without, ...callerEnv('wx_devtools') })
  processes.push(one)
  for (let round = 0; round < 2; round += 1) {
    const { results } = await one.call()
    expect(results).toMatchObject([{ error: { kind: 'environment', attempts: 0 } }])
  }
})

it('follows the time limit of its context', async () => {
  gateway.reply('timeout')
  const startedAt = Date.now()
  const { results, lines } = await start().call([{ context: { time_limit_in_ms: 1000 } }])
  expect(results).toMatchObject([{ error: { kind: 'timeout', errMsg: 'no answer within 500 ms' } }])
  expect(Date.now() - startedAt).toBeLessThan(3000)
  expect(lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ outcome: 'error', kind: 'timeout', attempts: 1 }),
  ])
})

describe('the cache', () => {
  it('answers from it for its time, and lets callers share a request', async () => {
    const one = start({ ...callerEnv('wx_devtools'), GRAY_RELEASE_CACHE_SECONDS: '0.4' })
    const shared = await one.call([{}, {}, {}])
    expect(shared.results).toEqual([shared.results[0], shared.results[0], shared.results[0]])
    await one.call()
    expect(gateway.requests).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    await one.call()
    expect(gateway.requests).toHaveLength(2)
  })

  it('never keeps an error', async () => {
    const one = start()
    gateway.reply('api-unauthorized')
    expect((await one.call()).results).toMatchObject([{ ok: false }])
    gateway.reply('running')
    expect((await one.call()).results).toMatchObject([{ ok: true }])
  })

  it('is asked only after the caller was let in', async () => {
    const one = start(callerEnv('wx_devtools', 'oA'))
    expect((await one.call()).results).toMatchObject([{ ok: true }])
    const { results } = await one.call([{}], { TCB_SOURCE: 'wx_client' })
    expect(results).toMatchObject([{ error: { kind: 'forbidden' } }])
  })
})

it('logs one line for a call that reached WeChat, with neither OPENID nor token', async () => {
  gateway.reply('busy')
  const { lines } = await start(callerEnv('wx_devtools', 'oSecretOpenid')).call()
  const ours = lines.filter((line) => line.startsWith('{'))
  expect(ours.map((line) => JSON.parse(line))).toEqual([
    {
      api: 'operation.getGrayReleasePlan',
      outcome: 'error',
      kind: 'system',
      errCode: -1,
      rid: '6743a1b2-1f0c2d3e-4b5a6978',
      attempts: 3,
      milliseconds: expect.any(Number),
    },
  ])
  expect(lines.join()).not.toMatch(/oSecretOpenid|secret-api-token/)
})
