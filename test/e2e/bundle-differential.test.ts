import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../src/index'
import {
  type CloudRequest,
  type Gateway,
  type Reply,
  SCENARIOS,
  type SingleReply,
} from '../../src/testing'
import { gateway } from '../gateway'
import { buildVariant } from '../package/bundle/variants'
import { type BundleAnswer, BundleProcess, comparable } from './bundle-process'

// The function as it is uploaded against the same function over the SDK that is in node_modules, of
// which nothing was left out: whatever the gateway does, both answer the same and had asked the same.

// Each test starts processes, which takes its time on a loaded machine.
jest.setTimeout(30_000)

type Result = GetGrayReleasePlanResult

const BUNDLED = join(__dirname, '../../cloudfunctions/getGrayReleasePlan/index.js')
const TIME_LIMIT_MS = 3000
let whole: string
let processes: BundleProcess<Result>[] = []

beforeAll(() => {
  const built = buildVariant('whole')
  expect(built.output).toBe('')
  whole = built.file
})
beforeEach(() => {
  gateway.requests.length = 0
  gateway.reply('running')
})
afterAll(() => {
  stop()
  rmSync(whole, { force: true })
})

function stop(): void {
  for (const each of processes) each.end()
  processes = []
}

/** The two, whose requests the token tells apart. */
function start(env: { [name: string]: string | undefined }): BundleProcess<Result>[] {
  const both = [BUNDLED, whole].map(
    (file, index) =>
      new BundleProcess<Result>(file, {
        WX_CONTEXT_KEYS: 'WX_API_TOKEN',
        WX_API_TOKEN: `${index}`,
        ...env,
      }),
  )
  processes.push(...both)
  return both
}

/** OpenSSL puts the number of its thread into its words. */
const textOf = (result: Result): string =>
  JSON.stringify(result, null, 1).replace(/[0-9A-F]{8,16}:error/, 'ID:error')

const askedBy = (token: string): string[] =>
  gateway.requests.flatMap((request) =>
    request.kind === 'cloud' && request.fields['wxCloudApiToken'] === token
      ? comparable({ ...request, fields: { ...request.fields, wxCloudApiToken: 'TOKEN' } })
      : [],
  )

async function expectTheSame(both: BundleProcess<Result>[]): Promise<void> {
  const answers = await Promise.all(both.map((each) => each.ask(TIME_LIMIT_MS)))
  const [bundled, unbundled] = answers as [BundleAnswer<Result>, BundleAnswer<Result>]
  expect(textOf(bundled.result)).toEqual(textOf(unbundled.result))
  expect(bundled.warnings).toEqual([])
  expect(askedBy('0')).toEqual(askedBy('1'))
}

const caller = { TCB_SOURCE: 'wx_devtools', GRAY_RELEASE_CACHE_SECONDS: '0' }

const plan = (status: number, more: object = {}): SingleReply =>
  ({ status, createTimestamp: 1_700_000_000, grayPercentage: 8.5, ...more }) as SingleReply

/** Beside the scenarios of the gateway; these hold no time of day. */
const REPLIES: { [name: string]: Reply } = {
  'a plan with all fields': plan(1, {
    defaultFinishTimestamp: 1_700_001_000,
    supportDebugerFirst: true,
    supportExperiencerFirst: false,
  }),
  ...Object.fromEntries([0, 2, 3, 4, 9].map((status) => [`status ${status}`, plan(status)])),
  'a plan out of range': plan(1, { grayPercentage: 101 }),
  'busy without rid': { errCode: -1, errMsg: 'system error' },
  'svrkit -604103': { wechat: { errorCode: -604103 } },
  'svrkit -601004': { wechat: { errorCode: -601004 } },
  'gateway SIGN_PARAM_INVALID': { gateway: { code: 'SIGN_PARAM_INVALID', message: 'bad sign' } },
  'gateway, a name not known': { gateway: { code: 'WHATEVER', message: 'whatever' } },
  'http 302': { http: { status: 302, body: '' } },
  'http 403': { http: { status: 403, contentType: 'text/html', body: 'no' } },
  'http 504': { http: { status: 504, body: '' } },
  'JSON that is not the message': {
    http: { contentType: 'application/json', body: '{"errcode":0,"errmsg":"ok"}' },
  },
  'half a message': { http: { body: Uint8Array.of(0x0a, 0x20, 0x7b) } },
}

/** Each of the two is busy once. */
function busyOnce(): Reply {
  const seen = new Set<string | undefined>()
  return (request) => {
    const token = (request as CloudRequest).fields['wxCloudApiToken']
    const first = !seen.has(token)
    seen.add(token)
    return first ? 'busy' : plan(1)
  }
}

/** Their plans are made at the time of the request. */
const TIMED = ['running', 'paused', 'completed', 'initial', 'deleted', 'later-status']

describe('the same answer to every reply', () => {
  let both: BundleProcess<Result>[]
  beforeAll(() => {
    both = start({ ...gateway.env, ...caller })
  })
  afterAll(stop)

  it.each([
    ...SCENARIOS.filter((name) => !TIMED.includes(name)).map((name) => [name, name] as const),
    ...Object.entries({ ...REPLIES, 'busy, then a plan': busyOnce() }),
  ])('%s', async (_name, reply) => {
    gateway.reply(reply)
    await expectTheSame(both)
    expect(gateway.requests.length).toBeGreaterThan(0)
  })
})

describe('the same answer in every surrounding', () => {
  afterEach(stop)
  const refused = 'http://127.0.0.1:1/admin'
  /** The gateway at another address. */
  const at = ({ TCB_CONTEXT_CNFG }: Gateway['env'], from: string, to: string) => ({
    TCB_CONTEXT_CNFG: TCB_CONTEXT_CNFG.replace(from, to),
  })

  it.each<[string, (env: Gateway['env']) => { [name: string]: string | undefined }]>([
    ['a caller who is refused', () => ({ TCB_SOURCE: 'wx_client', WX_OPENID: 'oA' })],
    ['no credentials', () => ({ TENCENTCLOUD_SECRETID: '', TENCENTCLOUD_SECRETKEY: '' })],
    ['no region and no environment', () => ({ TENCENTCLOUD_REGION: '', SCF_NAMESPACE: '' })],
    ['an environment of its own', () => ({ TCB_ENV: 'test-1a2b3c' })],
    ['a trigger', () => ({ TRIGGER_SRC: 'timer', WX_CONTEXT_KEYS: 'TRIGGER_SRC,WX_API_TOKEN' })],
    ['a trace', () => ({ TCB_CONTEXT_KEYS: 'TCB_TRACELOG', TCB_TRACELOG: 'trace' })],
    ['an address that refuses', () => ({ TCB_CONTEXT_CNFG: JSON.stringify({ URL: refused }) })],
    ['https to a server without', (env) => at(env, 'http:', 'https:')],
    ['an address with a query', (env) => at(env, 'admin', 'admin?x=1&')],
    ['an address in capitals', (env) => at(env, 'http:', 'HTTP:')],
    [
      'a host that is not found',
      () => ({ TCB_CONTEXT_CNFG: '{"URL":"http://host.invalid/admin"}' }),
    ],
    [
      'broken configuration',
      () => ({ TCB_CONTEXT_CNFG: '{', TENCENTCLOUD_RUNENV: 'SCF', http_proxy: refused }),
    ],
    // Outside a cloud function the SDK keeps connections, and asks whether this machine is Tencent's.
    [
      'local debugging',
      (env) => ({
        TENCENTCLOUD_RUNENV: 'WX_LOCAL_SCF',
        TCB_ENV: 'local',
        http_proxy: new URL(env.TCB_CONTEXT_CNFG.slice(8, -2)).origin,
      }),
    ],
    ["one of Tencent's machines", () => ({ TENCENTCLOUD_RUNENV: undefined, TENCENTCLOUD: 'true' })],
    ['a container', () => ({ TENCENTCLOUD_RUNENV: undefined, CBR_ENV_ID: 'env' })],
  ])('%s', async (_name, change) => {
    gateway.reply(plan(1))
    const both = start({ ...gateway.env, ...caller, ...change(gateway.env) })
    await expectTheSame(both)
    await expectTheSame(both)
  })
})

it('needs nothing that came after the oldest runtime', async () => {
  gateway.reply(plan(1))
  const env = { ...gateway.env, ...caller }
  const oldest = ['--require', join(__dirname, 'oldest-runtime.cjs')]
  const one = new BundleProcess<Result>(BUNDLED, env, oldest)
  processes.push(one)
  expect(await one.ask(TIME_LIMIT_MS)).toMatchObject({ result: { ok: true }, warnings: [] })
})
