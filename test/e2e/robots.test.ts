import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getGrayReleasePlan } from '../../src/index'
import type { RobotRequest } from '../../src/testing'
import { compare, type Delivery, notify, type ReleaseEvent, type Seen } from '../../src/watch'
import { gateway } from '../gateway'
import { root } from '../typescript'
import { loadSdk, type RealSdk } from './sdk'

const run = promisify(execFile)

let cloud: RealSdk

beforeAll(() => {
  cloud = loadSdk()
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
})

const plan = (status: number, grayPercentage: number) => {
  const createTimestamp = Math.floor(Date.now() / 1000) - 3600
  return { status, grayPercentage, createTimestamp, supportDebugerFirst: true }
}

/** What WeChat says, check by check. */
const REPLIES = [
  ...[plan(0, 0), plan(1, 0), plan(1, 8), plan(1, 8)],
  'api-unauthorized',
  ...[plan(2, 20), plan(1, 20), plan(3, 100)],
] as const

/** What a team reads of it. */
const TITLES = {
  zh: [
    '分阶段发布已开始：0%（仅项目成员可用）',
    '分阶段发布比例变化：0%（仅项目成员可用） → 8%',
    '分阶段发布：查询失败',
    '分阶段发布：查询已恢复正常',
    '分阶段发布比例变化：8% → 20%',
    '分阶段发布已暂停：20%',
    '分阶段发布已恢复：20%',
    '分阶段发布已完成：新版本已对全部用户开放',
  ],
  en: [
    'Staged release started: project members only (0%)',
    'Staged release progressed: project members only (0%) → 8%',
    'Staged release: status check failed',
    'Staged release: status check is working again',
    'Staged release progressed: 8% → 20%',
    'Staged release paused: 20%',
    'Staged release resumed: 20%',
    'Staged release completed: the new version is available to all users',
  ],
}

/** The bold first line of a message, or the plain one. */
const titleOf = (message: string): string => (message.split('\n')[0] as string).replaceAll('**', '')

describe.each(['wecom', 'feishu', 'dingtalk', 'webhook'] as const)('a team on %s', (name) => {
  it.each(['zh', 'en'] as const)(
    'reads the whole release in %s, through the real SDK',
    async (language) => {
      const robot = gateway.robots[name]
      robot.messages.length = 0
      let seen: Seen | undefined
      const deliveries: Delivery[] = []
      for (const reply of REPLIES) {
        gateway.reply(reply)
        const compared = compare(seen, await getGrayReleasePlan(cloud, { retries: 0 }))
        seen = JSON.parse(JSON.stringify(compared.seen))
        for (const event of compared.events) {
          deliveries.push(...(await notify(robot.channel, event, { language })))
        }
      }
      expect(robot.messages.map(titleOf)).toEqual(TITLES[language])
      const delivered = TITLES[language].map(() => ({ channel: name, ok: true }))
      expect(deliveries).toMatchObject(delivered)
      for (const message of robot.messages) expect(message).toMatch(/北京时间|Beijing time/)
    },
    60_000,
  )
})

describe('what is on the wire', () => {
  const event: ReleaseEvent = { type: 'recovered', at: Date.now(), since: Date.now() - 1000 }

  // Their bots check the signature.
  it.each([
    ['feishu', /"timestamp":"\d{10}"/],
    ['dingtalk', /timestamp=\d{13}&sign=/],
  ] as const)('for %s, has the time and a signature, but not the secret', async (name, time) => {
    const robot = gateway.robots[name]
    expect(await notify(robot.channel, event)).toMatchObject([{ ok: true }])
    const { path, body } = robot.requests.at(-1) as RobotRequest
    const wire = path + JSON.stringify(body)
    expect(wire).toMatch(time)
    expect(wire).not.toContain(robot.secret)
  })

  it.each(['feishu', 'dingtalk'] as const)('is refused by %s with a wrong secret', async (name) => {
    const { channel, messages } = gateway.robots[name]
    const before = messages.length
    const [delivery] = await notify(`${channel}wrong`, event)
    expect(delivery).toMatchObject({ ok: false, error: { retryable: false } })
    expect(delivery?.error?.message).toContain('the secret after the # of the URL')
    expect(messages).toHaveLength(before)
  })
})

describe('nothing of a finished call holds the process', () => {
  const LONGEST = 2 ** 31 - 1

  it.each([
    ['a message that was taken', 'ok', LONGEST],
    ['a refusal', 'refused', LONGEST],
    ['a reply that is too long', 'too-long', LONGEST],
    ['a robot that never answers', 'timeout', 500],
  ] as const)(
    '%s',
    async (_name, reply, timeoutMs) => {
      const { wecom, feishu } = gateway.robots
      wecom.reply(reply)
      const channels = [wecom.channel, feishu.channel]
      const script = `
      const { notify } = require(${JSON.stringify(join(root, 'dist/watch.js'))})
      const event = { type: 'recovered', at: 1, since: 0 }
      notify(${JSON.stringify(channels)}, event, { timeoutMs: ${timeoutMs} })
        .then((deliveries) => console.log(JSON.stringify(deliveries)))`
      // It ends by itself, or this test does not.
      const { stdout } = await run(process.execPath, ['-e', script])
      wecom.reply('ok')
      const first = { channel: 'wecom', ok: reply === 'ok' }
      expect(JSON.parse(stdout)).toMatchObject([first, { channel: 'feishu' }])
    },
    30_000,
  )
})
