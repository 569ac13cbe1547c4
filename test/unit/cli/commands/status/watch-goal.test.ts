import { PassThrough } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { type Reply, startGateway } from '../../../../../src/testing'
import { erased } from '../../fake-terminal'
import type { Given } from '../../run'
import { CREATED, gatewayForAll, lines, plan, watch as watchOn } from './support'

const gateway = gatewayForAll()
const watch = (reply: Reply, args: string[] = [], given?: Given) =>
  watchOn(gateway(), reply, args, given)

const initial = plan(0, 0)
const running = (share: number) => plan(1, share)
const paused = (share: number) => plan(2, share)
const completed = plan(3, 100)
const deleted = plan(4, 60)
const none = 'no-plan'

describe('--until', () => {
  it.each([
    ['50', [running(50)], 0],
    ['50', [running(49.99), running(50.01)], 0],
    ['50', [running(20), paused(20), paused(50)], 0],
    ['12.5', [running(12), running(13)], 0],
    ['.5', [running(0), running(1)], 0],
    ['0', [running(0)], 0],
    ['0', [initial, running(0)], 0],
    ['50', [initial, plan(0, 100), running(60)], 0],
    ['50', [running(20), completed], 0],
    ['100', [running(99), running(100)], 0],
    ['100', [running(99), plan(3, 99)], 0],
    // A status that came later says nothing of who has it.
    ['50', [plan(9, 80), running(50)], 0],
    ['50', [running(20), deleted], 1],
    ['0', [initial, deleted], 1],
    ['50', [running(20), 'quota'], 1],
    ['50', [running(20), 'busy', 'busy', 'busy', running(50)], 0],
    ['50', [none], 1],
    ['50', [running(20), none], 1],
  ] as const)('%s of %j: %d', async (until, replies, expected) => {
    const busy = replies.filter((reply) => reply === 'busy').length
    const { status, sleeps } = await watch([...replies], ['--until', until])
    expect([status, sleeps.length]).toEqual([expected, replies.length - 1 - Math.max(0, busy - 1)])
  })
})

describe('--created-after', () => {
  const old = (status: number, share: number) => plan(status, share, CREATED)
  const young = (status: number, share: number) => plan(status, share, CREATED + 1)
  const after = ['--created-after', String(CREATED)]

  it.each([
    ['waits for a plan, and through its beginning', [none, young(0, 0), young(3, 100)], 0],
    ['takes one that was created a second later', [young(3, 100)], 0],
    ['takes no completed one of before', [old(3, 100), none, young(1, 50), young(3, 100)], 0],
    ['does not end at one of before that is deleted', [old(4, 20), young(1, 5), young(3, 100)], 0],
    ['does not end when one of before is gone', [old(1, 20), none, young(3, 100)], 0],
    ['survives what passes', [none, 'rate-limit', young(3, 100)], 0],
    ['ends at an error that stays', [none, 'quota'], 1],
    ['ends at a deleted one', [none, young(4, 5)], 1],
    ['ends when the new one is gone', [none, young(1, 5), none], 1],
    ['ends when the one of before is back', [young(2, 5), old(3, 100)], 1],
  ] as const)('%s', async (_what, replies, expected) => {
    for (const args of [[], ['--json']]) {
      const { status, sleeps } = await watch([...replies], [...after, ...args])
      expect([status, sleeps.length]).toEqual([expected, replies.length - 1])
    }
  })

  it('lets no percentage of a release before open the gate', async () => {
    const replies = [old(1, 80), old(3, 100), young(1, 10), young(1, 60)]
    const { status, sleeps } = await watch(replies, [...after, '--until', '50'])
    expect([status, sleeps.length]).toEqual([0, 3])
  })

  it('says what it waits for, once in a row, and keeps JSON clean', async () => {
    const replies = [none, none, old(3, 100), 'rate-limit', none, young(3, 100)] as const
    const words = 'Waiting for a release created after 2 Jan 2026, 18:00.'
    const json = await watch([...replies], [...after, '--json'])
    expect(lines(json.err)).toEqual([words, words])
    const shares = lines(json.out).map((line) => JSON.parse(line).plan?.grayPercentage ?? 0)
    expect(shares).toEqual([0, 0, 100, 0, 0, 100])
    const text = await watch([...replies], after)
    expect(lines(text.err).filter((line) => line === words)).toHaveLength(2)
    expect(text.err).not.toContain('no_plan')
    const nothing = 'No staged release in progress'
    const shown = text.out.match(/No staged release in progress|\d+%/g)
    expect(shown).toEqual([nothing, '100%', nothing, '100%'])
    const chinese = await watch([none, young(3, 100)], after, { env: { LANG: 'zh_CN' } })
    expect(chinese.err).toBe('等待 2026年1月2日 18:00 之后创建的发布。\n')
  })

  it('says what it waits for on a terminal, and forgets a plan that was another one', async () => {
    const tty = { tty: true, columns: 80, env: { NO_COLOR: '1' } }
    const { out, err } = await watch([old(1, 20), none, young(3, 100)], after, tty)
    expect(err).toBe('')
    const [first, second, last] = out.split(new RegExp(`(?:${erased(1).replaceAll('[', '\\[')})+`))
    expect(first).toMatch(/20%[\s\S]+\n {2}Waiting for .+ 18:00\.\n {2}Checking every/)
    expect(second).toMatch(/^\n {2}No staged release in progress\n\n {2}Waiting for /)
    expect(second).not.toContain('%')
    expect(last).toMatch(/100%/)
    expect(last).not.toMatch(/Waiting|Checking/)
  })
})

describe('--timeout', () => {
  const sleep = (ms: number, signal: AbortSignal) =>
    wait(ms, undefined, { signal }).catch(() => undefined)

  it.each([
    ['in a wait', running(20), ['--until', '50'], /^error: timed out after 0\.2 s .+ 50%\.\n$/],
    [
      'in a request',
      'timeout',
      [],
      /^error: timed out after 0\.2 s .+ a release to reach 100%\.\n$/,
    ],
    ['in a request, with JSON', 'timeout', ['--json'], /^error: timed out after 0\.2 s/],
    ['between two retries', 'busy', ['--interval', '3600'], /error: timed out after 0\.2 s/],
  ] as const)('ends it with 1%s, and says why', async (_where, reply, args, words) => {
    const ran = await watch(reply, ['--timeout', '0.2', ...args], { sleep })
    expect(ran.status).toBe(1)
    expect(ran.err).toMatch(words)
    if (reply === 'timeout') expect(ran.out).toBe('')
  })

  it('says it in Chinese', async () => {
    const given = { sleep, env: { LANG: 'zh_CN' } }
    const { err } = await watch('timeout', ['--timeout', '0.1', '--until', '12.5'], given)
    expect(err).toBe('错误：等待超过 0.1 秒（--timeout），仍没有达到 12.5% 的发布。\n')
  })

  it.each([
    ['en', /a release to start\.\n$/],
    ['zh_CN', /发布仍未开始。\n$/],
  ])('says in %s that nothing has started', async (LANG, words) => {
    const given = { sleep, env: { LANG } }
    const { err } = await watch(initial, ['--timeout', '0.1', '--until', '0'], given)
    expect(err).toMatch(words)
  })

  it('ends it while a token is fetched or read', async () => {
    const silent = await startGateway({ reply: () => ({ http: { delayMs: 60_000 } }) })
    const env = { WX_ACCESS_TOKEN: '', WX_APPID: 'wx1', WX_APPSECRET: 's' }
    const given = { sleep, env: { ...env, WX_API_BASE_URL: silent.baseUrl } }
    const fetching = await watch(running(1), ['--timeout', '0.2'], given)
    expect([fetching.status, fetching.out]).toEqual([1, ''])
    expect(fetching.err).toMatch(/^error: timed out after 0\.2 s/)
    await silent.close()
    const fromStdin = ['--timeout', '0.2', '--access-token-stdin']
    const reading = await watch(running(1), fromStdin, { sleep, stdin: new PassThrough() })
    expect([reading.status, reading.out]).toEqual([1, ''])
    expect(reading.err).toMatch(/^error: timed out after 0\.2 s/)
  })

  it('changes nothing of what ends before', async () => {
    const { status, err } = await watch([running(20), completed], ['--timeout', '1000'])
    expect([status, err]).toEqual([0, ''])
  })
})
