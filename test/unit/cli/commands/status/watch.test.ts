import { Interrupted } from '../../../../../src/cli/failure'
import type { Reply } from '../../../../../src/testing'
import { erased } from '../../fake-terminal'
import type { Given } from '../../run'
import { gatewayForAll, lines, plan, watch as watchOn } from './support'

const gateway = gatewayForAll()
let sleeps: number[] = []
/** Each question is answered by one reply, so an error must not be repeated within one. */
async function watch(reply: Reply, args: string[] = [], given?: Given) {
  const { sleeps: slept, ...ran } = await watchOn(gateway(), reply, args, given)
  sleeps = slept
  return ran
}

const [running, more, completed, deleted] = [plan(1, 50), plan(1, 60), plan(3, 100), plan(4, 60)]

/** More of them than one question asks: 1 and 2 retries. */
const busyFor = (questions: number) => Array.from({ length: 3 * questions }, () => 'busy' as const)

it.each([
  [[], 60_000],
  [['--interval', '0.5'], 500],
])('asks until the release is completed, as often as %j says', async (args, ms) => {
  const { status, out, err } = await watch([running, running, more, completed], args)
  expect([status, err]).toEqual([0, ''])
  expect(sleeps).toEqual([ms, ms, ms])
  expect(out.match(/\d+%/g)).toEqual(['50%', '60%', '100%'])
})

it.each([false, true])(
  'ends with 1 where the release was deleted, on a terminal: %s',
  async (tty) => {
    const { status, out, err } = await watch([running, deleted], [], { tty })
    expect([status, err]).toEqual([1, 'The release was deleted.\n'])
    expect(out).toContain('Deleted')
  },
)

it('prints a line for each answer as JSON', async () => {
  const { status, out, err } = await watch([running, running, ...busyFor(1), deleted], ['--json'])
  expect([status, err]).toEqual([1, ''])
  expect(lines(out).map((line) => JSON.parse(line))).toMatchObject([
    { plan: { grayPercentage: 50 } },
    { plan: { grayPercentage: 50 } },
    { error: { kind: 'system', attempts: 3 } },
    { plan: { status: 'deleted' } },
  ])
})

it('reports and survives what passes', async () => {
  const { status, out, err } = await watch([running, ...busyFor(2), completed])
  expect(status).toBe(0)
  // The hint only once, and the time of what goes on.
  expect(lines(err)).toEqual([
    expect.stringMatching(/^error: system \(-1\): [^()]+$/),
    expect.stringContaining('WeChat is busy'),
    expect.stringMatching(/^error: system \(-1\): [^()]+ \(checked 2 Jan 2026, 20:00\)$/),
  ])
  expect(out.match(/\d+%/g)).toEqual(['50%', '100%'])
})

it('reports an error with its hint again if it is another one, or came back', async () => {
  const limits = ['rate-limit', 'rate-limit'] as const
  const { err } = await watch([...busyFor(1), running, ...busyFor(1), ...limits, completed])
  expect(lines(err)).toHaveLength(7)
  expect(err.match(/WeChat is busy/g)).toHaveLength(2)
  expect(err.match(/try again in a minute/g)).toHaveLength(1)
})

it.each([
  [45011, '0.5', 60_000],
  [45011, '300', 300_000],
  [85113, '60', 180_000],
])('waits as the hint of %d says', async (errCode, interval, waited) => {
  const passing = { errCode, errMsg: 'later' }
  const { status } = await watch([running, passing, completed], ['--interval', interval])
  expect(status).toBe(0)
  expect(sleeps).toEqual([Number(interval) * 1000, waited])
})

describe('no plan', () => {
  it('ends it at the first look', async () => {
    const once = { status: 1, out: 'No staged release in progress\n', err: '' }
    expect(await watch('no-plan')).toEqual(once)
    expect(await watch([plan(0, 0), 'no-plan'])).toMatchObject({ status: 1, err: '' })
    expect(sleeps).toEqual([60_000])
  })

  it.each([
    ['en', 'No staged release in progress\n', 'it has either completed or been cancelled.\n'],
    ['zh', '当前没有进行中的分阶段发布\n', '也可能已取消。\n'],
  ])('ends it after one in progress, and says what it means, in %s', async (LANG, out, err) => {
    for (const tty of [false, true]) {
      const replies: Reply = [running, ...busyFor(1), 'no-plan']
      const ran = await watch(replies, [], { tty, env: { LANG, NO_COLOR: '1' } })
      expect(ran.status).toBe(1)
      expect(ran.out.endsWith(out)).toBe(true)
      expect(ran.err.endsWith(err)).toBe(true)
      expect(ran.err).not.toContain('no_plan')
      // What was drawn last stays, with its time.
      if (tty) expect(ran.out.slice(ran.out.lastIndexOf('\u001b'))).toMatch(/50%[\s\S]+20:00/)
    }
  })
})

it('says on standard error what is in no line of JSON', async () => {
  const gone = await watch([running, 'no-plan'], ['--json'])
  expect(gone.err).toMatch(/^It was in progress before: .+ or been cancelled\.\n$/)
  const resets = ['reset', 'reset', 'reset'] as const
  const replies = [...resets, ...resets, running, ...resets, completed]
  const env = { HTTPS_PROXY: 'http://proxy.example:3128' }
  const { status, out, err } = await watch(replies, ['--json'], { env })
  expect(status).toBe(0)
  // Once for each time that it fails in a row.
  expect(err.match(/^note: HTTPS_PROXY is set/gm)).toHaveLength(2)
  expect(lines(out).map((line) => JSON.parse(line).ok)).toEqual([false, false, true, false, true])
})

it('ends with 1 where asking again does not help', async () => {
  const { status, err } = await watch([running, 'quota'])
  expect(status).toBe(1)
  expect(err).toMatch(/^error: quota \(45009\)/)
  expect(sleeps).toEqual([60_000])
})

it('fetches one token for all questions', async () => {
  gateway().requests.length = 0
  const env = { WX_ACCESS_TOKEN: '', WX_APPID: 'wx1', WX_APPSECRET: 's' }
  await watch([running, more, completed], [], { env })
  expect(gateway().requests.map(({ kind }) => kind)).toEqual(['token', 'https', 'https', 'https'])
})

describe('on a terminal', () => {
  const tty = { tty: true, columns: 80, env: { NO_COLOR: '1' } }

  it.each([
    ['en', 'Checking every 60 seconds; press Ctrl-C to stop.', 'Completed'],
    ['zh', '每 60 秒查询一次，按 Ctrl-C 结束。', '执行完毕'],
  ])('draws over what it drew, where it changed, in %s', async (LANG, checking, done) => {
    const given = { ...tty, env: { ...tty.env, LANG } }
    const { status, out, err } = await watch([running, running, more, completed], [], given)
    expect([status, err]).toEqual([0, ''])
    const frames = out.split(erased(6))
    expect(frames).toHaveLength(3)
    expect(frames[0]).toContain(checking)
    expect(frames[1]).toContain('60%')
    expect(frames[2]).toContain(done)
    expect(frames[2]).not.toContain('Ctrl-C')
  })

  it('shows what passes below the plan', async () => {
    const { out, err } = await watch([running, ...busyFor(1), completed], [], tty)
    expect(err).toBe('')
    const [, trouble] = out.split(erased(6))
    expect(trouble).toMatch(/50%[\s\S]+error: system \(-1\)[\s\S]+Checking every/)
    expect(trouble).toContain('  As of           2 Jan 2026, 20:00 (in 0 seconds)\n')
    expect(out.match(/As of/g)).toHaveLength(1)
  })

  it('leaves the plan, and reports the error that ends it', async () => {
    const { status, out, err } = await watch([running, 'quota'], [], tty)
    expect(status).toBe(1)
    expect(out.split(erased(6))[1]).toMatch(/50%/)
    expect(err).toMatch(/^error: quota \(45009\)/)
  })

  it('draws no more than a low terminal holds, and all of it in the end', async () => {
    const { out } = await watch([running, more, completed], [], { ...tty, rows: 4 })
    const frames = out.split(erased(3))
    expect(frames).toHaveLength(3)
    expect(frames[0]).toMatch(/^ {2}Running .+\n {2}Created .+\n {2}To everyone by .+\n$/)
    expect(frames[2]).toMatch(/^\n {2}Completed .+\n\n {2}Created .+\n\n$/)
  })

  it('draws nothing over anything where the terminal is a dumb one', async () => {
    const { out } = await watch([running, completed], [], { ...tty, env: { TERM: 'dumb' } })
    expect(out).not.toContain('\u001b')
  })
})

it('ends quietly while it asks, and while it waits', async () => {
  const asking = new AbortController()
  setTimeout(() => asking.abort(new Interrupted(130)), 50)
  const quiet = { status: 130, out: '', err: '' }
  expect(await watch('timeout', [], { ending: asking })).toEqual(quiet)
  const waiting = new AbortController()
  const ran = await watch(running, [], {
    ending: waiting,
    sleep: async () => waiting.abort(new Interrupted(143)),
  })
  expect(ran).toMatchObject({ status: 143, err: '' })
  expect(ran.out.match(/\d+%/g)).toEqual(['50%'])
})
