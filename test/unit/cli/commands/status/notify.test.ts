import { Failure, Interrupted } from '../../../../../src/cli/failure'
import { type Reply, startGateway } from '../../../../../src/testing'
import { erased } from '../../fake-terminal'
import type { Given } from '../../run'
import { CREATED, gatewayForAll, lines, plan, watch as watchOn } from './support'

const gateway = gatewayForAll()
const robots = () => gateway().robots

afterEach(() => {
  for (const robot of Object.values(robots())) {
    robot.reply('ok')
    robot.messages.length = 0
  }
})

/** Watches, and tells the webhook if no other channels are given. */
const watch = (reply: Reply, args: string[] = [], given: Given = {}, channels?: string[]) =>
  watchOn(gateway(), reply, ['--notify', ...args], {
    ...given,
    env: {
      GRAY_RELEASE_NOTIFY: (channels ?? [robots().webhook.channel]).join(' '),
      ...given.env,
    },
  })

const titles = () => robots().webhook.messages.map((message) => lines(message)[0])

const [running, more, completed] = [plan(1, 50), plan(1, 60), plan(3, 100)]

it('notifies of each event once, in the language of the command', async () => {
  const story: Reply = [running, running, more, plan(2, 60), completed]
  const { status, err } = await watch(story)
  expect([status, err]).toEqual([0, ''])
  expect(titles()).toEqual([
    'Staged release started: 50%',
    'Staged release progressed: 50% → 60%',
    'Staged release paused: 60%',
    'Staged release completed: the new version is available to all users',
  ])
  robots().webhook.messages.length = 0
  await watch([running, completed], [], { env: { LANG: 'zh_CN' } })
  expect(titles()).toEqual(['分阶段发布已开始：50%', '分阶段发布已完成：新版本已对全部用户开放'])
})

it.each([
  ['is withdrawn', plan(4, 50), 'Staged release cancelled, last at 50%'],
  ['is gone', 'no-plan', 'Staged release ended: WeChat no longer reports it'],
  ['can’t be queried', 'quota', 'Staged release: status check failed'],
] as const)('notifies that it %s, and ends with 1', async (_what, reply, title) => {
  expect(await watch([running, reply])).toMatchObject({ status: 1 })
  expect(titles()).toEqual(['Staged release started: 50%', title])
})

it('notifies of the percentage that opens the gate', async () => {
  expect(await watch([running, more], ['--until', '60'])).toMatchObject({ status: 0 })
  expect(titles()).toEqual(['Staged release started: 50%', 'Staged release progressed: 50% → 60%'])
})

it('notifies of nothing about a release before', async () => {
  const before = CREATED - 1000
  const old = [plan(1, 20, before), plan(1, 40, before), plan(3, 100, before)]
  const after = ['--created-after', String(before)]
  expect(await watch([...old, 'no-plan', running, completed], after)).toMatchObject({ status: 0 })
  expect(titles()).toEqual([
    'Staged release started: 50%',
    'Staged release completed: the new version is available to all users',
  ])
})

describe('what a bot did not accept at the last check', () => {
  const NOTE = 'note: Not everyone has been notified yet; trying again in 60 s.'

  it.each([
    ['completed', completed, 0],
    ['cancelled', plan(4, 50), 1],
  ])('is sent before it ends: %s', async (word, last, expected) => {
    robots().webhook.reply(['ok', ...Array(6).fill('http-502'), 'ok'])
    const { status, err, sleeps } = await watch([running, last])
    expect(status).toBe(expected)
    expect(lines(err).filter((line) => line === NOTE)).toHaveLength(2)
    expect(sleeps).toEqual([60_000, 60_000, 60_000])
    expect(titles().at(-1)).toContain(word)
  })

  it('is tried three times more, and not after the time is up', async () => {
    robots().wecom.reply('too-frequent')
    const channels = [robots().wecom.channel]
    const tried = await watch([running, completed], ['--interval', '1'], {}, channels)
    expect([tried.status, tried.sleeps]).toEqual([0, [1000, 1000, 1000, 1000]])
    const endedBy = async (reason: Error) => {
      const ending = new AbortController()
      const given = { ending, sleep: async () => ending.abort(reason) }
      return (await watch([more], ['--until', '10'], given, channels)).status
    }
    expect(await endedBy(new Failure('late'))).toBe(0)
    expect(await endedBy(new Interrupted(130))).toBe(130)
    expect(await endedBy(new Interrupted(141))).toBe(0)
  })
})

describe('a bot that is down', () => {
  it.each([[], ['--json']])('is survived, and named by its host, with %j', async (...args) => {
    robots().wecom.reply('refused')
    const channels = [robots().wecom.channel, robots().webhook.channel]
    const { status, out, err } = await watch([running, completed], args, {}, channels)
    expect(status).toBe(0)
    const { host } = new URL(gateway().baseUrl)
    const reason = 'was not notified: WeCom rejected the message with 93000'
    expect(lines(err)).toEqual(
      Array(2).fill(expect.stringContaining(`note: wecom at ${host} ${reason}`)),
    )
    expect(titles()).toHaveLength(2)
    if (args.length > 0) for (const line of lines(out)) JSON.parse(line)
  })

  it('is reported in Chinese, and changes no other status', async () => {
    robots().wecom.reply('refused')
    const given = { env: { LANG: 'zh_CN' } }
    const { status, err } = await watch([running, plan(4, 50)], [], given, [robots().wecom.channel])
    expect(status).toBe(1)
    expect(err).toMatch(
      /^提示：未能通知 wecom（127\.0\.0\.1:\d+）：企业微信拒绝了消息（93000）：[\s\S]+\n该发布已取消（状态：已删除）。\n/,
    )
    expect(err).not.toContain('rejected')
  })

  it('is reported above the plan on a terminal, and below it in the end', async () => {
    robots().wecom.reply('refused')
    const given = { tty: true, env: { NO_COLOR: '1' } }
    const ran = await watch([running, more, completed], [], given, [robots().wecom.channel])
    expect(lines(ran.err)).toHaveLength(3)
    // Drawn, taken away for the note, and drawn again; so with the next one.
    const shown = ran.out.split(erased(6)).map((frame) => /\d+%/.exec(frame)?.[0])
    expect(shown).toEqual(['50%', '50%', '60%', '60%', '100%'])
  })

  it('that hangs holds no gate longer than its deadline', async () => {
    robots().wecom.reply('timeout')
    const args = ['--timeout', '0.3']
    const ran = await watch([running, running], args, {}, [robots().wecom.channel])
    expect(ran.status).toBe(1)
    expect(lines(ran.err)).toEqual([
      expect.stringMatching(/^note: wecom at .+ was not notified: /),
      expect.stringMatching(/^error: timed out after 0\.3 s/),
    ])
    // What is known stays so.
    const known = await watch([more], ['--until', '60', ...args], {}, [robots().wecom.channel])
    expect(known.status).toBe(0)
    expect(known.err).toMatch(/^note: wecom at .+ was not notified: .+\n$/)
  })

  it('says nothing when the user ends it', async () => {
    const hanging = await startGateway()
    hanging.robots.wecom.reply('timeout')
    const ending = new AbortController()
    const given = {
      ending,
      env: { GRAY_RELEASE_NOTIFY: hanging.robots.wecom.channel },
    }
    const ran = watch([running], [], given)
    while (hanging.robots.wecom.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    ending.abort(new Interrupted(130))
    expect(await ran).toMatchObject({ status: 130, err: '' })
    await hanging.close()
  })
})
