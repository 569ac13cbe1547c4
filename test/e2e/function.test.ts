import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gateway } from '../gateway'
import { FunctionProcess, type Round } from './function-process'

const folder = join(__dirname, '../../cloudfunctions/getGrayReleasePlan')
const processes: FunctionProcess[] = []

beforeEach(() => {
  gateway.reply('running')
  gateway.requests.length = 0
})
afterEach(() => {
  for (const one of processes.splice(0)) one.end()
})

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
  const events = [undefined, null, { appid: 'wx9', timeoutMs: 1, userInfo: { openId: 'o' } }, 'x']
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
  const listed = (list: string) => ({ GRAY_RELEASE_ALLOWED_OPENIDS: list })

  it.each([
    ['wx_devtools', callerEnv('wx_devtools', 'oAnyone')],
    ['a timer', callerEnv('wx_trigger')],
    ['another function', callerEnv('wx_client,scf', 'oAnyone')],
    ['local debugging', { ...callerEnv('wx_client', 'oAnyone'), TCB_ENV: 'local' }],
    ['a listed user', { ...callerEnv('wx_client', 'oB'), ...listed(' oA ， oB ') }],
    ['digits', { ...callerEnv('wx_client', '00123456789'), ...listed('00123456789') }],
    ['anyone', { ...callerEnv('wx_client', 'oAnyone'), ...listed('*') }],
    // Where getWXContext() is empty.
    ['who is in the variables alone', { TCB_SOURCE: 'wx_trigger' }],
  ])('lets %s in', async (_who, env) =>
    expect((await callAs(env)).results).toMatchObject([{ ok: true }]),
  )

  it.each([
    ['wx_client', 'oAnyone'],
    ['scf,wx_client', 'oAnyone'],
    [undefined, undefined],
  ])('refuses %s that is not listed, without a call', async (source, openid) => {
    const { results, lines } = await callAs({ ...callerEnv(source, openid), ...listed('oA,oB') })
    expect(results).toMatchObject([{ ok: false, error: { kind: 'forbidden', attempts: 0 } }])
    expect(JSON.stringify(results)).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    if (openid) expect(JSON.stringify(results)).toContain(openid)
    expect(gateway.requests).toHaveLength(0)
    expect(lines).toEqual([])
  })
})

it('looks for credentials before it calls, so that the SDK does not end the process', async () => {
  const one = start({ ...callerEnv('wx_devtools'), TENCENTCLOUD_SECRETID: '' })
  for (let round = 0; round < 2; round += 1) {
    const { results } = await one.call()
    expect(results).toMatchObject([{ error: { kind: 'environment', attempts: 0 } }])
  }
})

/** The lines that the function itself has logged. */
const ours = ({ lines }: Round) =>
  lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))

it('follows the time limit of its context', async () => {
  gateway.reply('timeout')
  const startedAt = Date.now()
  const round = await start().call([{ context: { time_limit_in_ms: 1000 } }])
  const timeout = { kind: 'timeout', errMsg: 'no answer within 500 ms' }
  expect(round.results).toMatchObject([{ error: timeout }])
  expect(Date.now() - startedAt).toBeLessThan(3000)
  expect(ours(round)).toMatchObject([{ outcome: 'error', kind: 'timeout', attempts: 1 }])
})

it('answers from its cache for its time, and lets callers share a request', async () => {
  const one = start({ ...callerEnv('wx_devtools'), GRAY_RELEASE_CACHE_SECONDS: '0.4' })
  const { results } = await one.call([{}, {}, {}])
  expect(results).toEqual([results[0], results[0], results[0]])
  await one.call()
  expect(gateway.requests).toHaveLength(1)
  await new Promise((resolve) => setTimeout(resolve, 500))
  await one.call()
  expect(gateway.requests).toHaveLength(2)
})

it('logs one line for a call that reached WeChat, with neither OPENID nor token', async () => {
  gateway.reply('busy')
  const round = await start(callerEnv('wx_devtools', 'oSecretOpenid')).call()
  expect(ours(round)).toEqual([
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
  expect(round.lines.join()).not.toMatch(/oSecretOpenid|secret-api-token/)
})
