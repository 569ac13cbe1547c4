import { type Gateway, type Robots, startGateway } from '../../src/testing'
import { gateway } from '../gateway'
import { command } from './command'

jest.setTimeout(60_000)

const CHANNELS = ['wecom', 'feishu', 'dingtalk', 'webhook'] as const

let env: { [name: string]: string }
/** What the environment of a gate holds. */
const envOf = ({ baseUrl, robots }: Gateway) => ({
  WX_API_BASE_URL: baseUrl,
  WX_ACCESS_TOKEN: 'token',
  GRAY_RELEASE_NOTIFY: CHANNELS.map((name) => robots[name].channel).join(' '),
})
beforeAll(() => {
  env = envOf(gateway)
})

const gate = (args: string[], options: Parameters<typeof command>[1] = {}) =>
  command(['status', '--watch', '--interval', '0.2', ...args], { env, ...options })

const old = { status: 3, createTimestamp: 1_700_000_000, grayPercentage: 100 }

/** The first line of each message, without its markup. */
const titlesOf = (robots: Robots, name: (typeof CHANNELS)[number]): string[] =>
  robots[name].messages.map((message) => (message.split('\n')[0] as string).replaceAll('**', ''))

describe.each([
  [
    'en',
    /^Staged release started: \d+%$/,
    /^Staged release progressed: \d+% → \d+%$/,
    'Staged release completed: the new version is available to all users',
    /Created: 20\d\d-.+ Beijing time \(UTC\+8\)\n+Automatic release to everyone: /,
  ],
  [
    'zh',
    /^分阶段发布已开始：\d+%$/,
    /^分阶段发布比例变化：\d+% → \d+%$/,
    '分阶段发布已完成：新版本已对全部用户开放',
    /创建时间：20\d\d-.+（北京时间）\n+自动全量发布时间：.+（北京时间）/,
  ],
])('a release of the gateway, from start to finish, in %s', (lang, start, move, finish, words) => {
  let moving: Gateway
  let ended: Awaited<ReturnType<typeof command>>
  beforeAll(async () => {
    moving = await startGateway({ releaseSeconds: 10 })
    let looks = 0
    moving.reply(() => {
      looks += 1
      // The release before, nothing, and the one that is waited for.
      return looks === 1 ? old : looks === 2 ? 'no-plan' : 'running'
    })
    const after = ['--created-after', String(old.createTimestamp)]
    ended = await gate(['--json', '--notify', '--lang', lang, ...after], { env: envOf(moving) })
  }, 60_000)
  afterAll(() => moving.close())

  it('is waited for and watched, in lines of JSON', () => {
    expect(ended.status).toBe(0)
    expect(ended.err).toMatch(/^(Waiting for .+ 2023.+|等待 2023年.+)\n$/)
    const results = ended.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const shares = results.map(({ plan, error }) => plan?.grayPercentage ?? error.kind)
    expect(shares.slice(0, 2)).toEqual([100, 'no_plan'])
    expect(shares.slice(2)).toEqual([...shares.slice(2)].sort((a, b) => a - b))
    expect(results.at(-1)).toMatchObject({ ok: true, plan: { status: 'completed' } })
  })

  it.each(CHANNELS)('is told to a team on %s, as it happens', (name) => {
    const titles = titlesOf(moving.robots, name)
    expect(titles.length).toBeGreaterThan(2)
    expect(titles[0]).toMatch(start)
    for (const title of titles.slice(1, -1)) expect(title).toMatch(move)
    expect(titles.at(-1)).toBe(finish)
    expect(moving.robots[name].messages[0]).toMatch(words)
    for (const { problem } of moving.robots[name].requests) expect(problem).toBeUndefined()
  })

  it('is reported to a webhook as data too', () => {
    const events = moving.robots.webhook.requests.map(({ body }) => body as { event: object })
    expect(events[0]).toMatchObject({ event: { type: 'started', plan: { status: 'running' } } })
    expect(events.at(-1)).toMatchObject({ event: { type: 'completed' }, plan: { statusCode: 3 } })
  })
})

describe('--timeout', () => {
  // Far less than what it would wait for, far more than a slow machine needs.
  const SOON_MS = 20_000

  it.each([
    ['in a wait', 'running', ['--interval', '3600'], 'en', /^error: timed out after 1 s/],
    ['in a request', 'timeout', ['--json'], 'zh', /^错误：等待超过 1 秒/],
  ] as const)('ends it with 1, %s', async (_where, reply, args, lang, words) => {
    gateway.reply(reply)
    const before = Date.now()
    const ended = await gate(['--timeout', '1', '--lang', lang, ...args])
    expect(Date.now() - before).toBeLessThan(SOON_MS)
    expect(ended.status).toBe(1)
    expect(ended.err).toMatch(words)
    expect(ended.out === '').toBe(reply === 'timeout')
  })
})
