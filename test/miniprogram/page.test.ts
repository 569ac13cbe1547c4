import type { GrayReleaseStatus } from '../../src/core/plan'
import type { GetGrayReleasePlanResult } from '../../src/core/result'
import { type Reply, SCENARIOS } from '../../src/testing'
import { gateway } from '../gateway'
import { barOf, close, litOf, show, textsOf } from './checks'
import { type CloudOptions, cloudOf } from './cloud'
import { attrOf, nodesOf, type PhoneOptions } from './phone'

const STATUS_WORDS: { [status in GrayReleaseStatus]: { zh: string; en: string } } = {
  initial: { zh: '未开始', en: 'Not started' },
  running: { zh: '执行中', en: 'Running' },
  paused: { zh: '暂停中', en: 'Paused' },
  completed: { zh: '执行完毕', en: 'Completed' },
  deleted: { zh: '已删除', en: 'Deleted' },
  unknown: { zh: '未知状态 9', en: 'Unknown status 9' },
}

beforeAll(() => {
  // The function's own log lines; test/unit/cloud-functions/log.test.ts looks at them.
  jest.spyOn(console, 'log').mockImplementation(() => {})
})

/** Shows what the function that is uploaded answers. */
async function ask(cloudOptions: CloudOptions = {}, phoneOptions: PhoneOptions = {}) {
  const cloud = cloudOf(gateway, cloudOptions)
  const phone = await show({ callFunction: cloud.callFunction, ...phoneOptions })
  return { phone, result: cloud.last }
}

/** Shows a result. */
const showResult = (result: unknown, language = 'zh_CN') =>
  show({ callFunction: async () => ({ result }), language })

const LANGUAGES = [
  ['zh_CN', 'zh'],
  ['en', 'en'],
] as const

describe.each(SCENARIOS)('in the scenario %s', (name) => {
  let result: GetGrayReleasePlanResult

  beforeAll(async () => {
    gateway.reply(name)
    const hangs = name === 'timeout' || name === 'drip'
    const asked = await ask(hangs ? { timeLimitMs: 1000 } : {})
    result = asked.result as GetGrayReleasePlanResult
    close()
  })

  // test/e2e/scenarios.test.ts has what comes of each.
  test.each(LANGUAGES)('draws what came of it in %s', async (language, line) => {
    const phone = await showResult(result, language)
    if (result.ok) {
      const { status, grayPercentage } = result.plan
      expect(phone.text()).toContain(STATUS_WORDS[status][line])
      expect(phone.text()).toContain(`${grayPercentage}\n%`)
      expect(barOf(phone).percent).toBe(grayPercentage)
      expect(litOf(phone)).toBe(Math.round(grayPercentage))
      return
    }
    const { kind, hint, errMsg, rid } = result.error
    expect(phone.text()).toContain(hint[line])
    if (kind === 'no_plan') {
      // A state like any other: no picture of an error, nothing to report, nothing to press.
      expect(phone.text()).toContain(line === 'zh' ? '没有进行中的分阶段发布' : 'No staged release')
      expect(phone.text()).not.toContain(errMsg)
      expect(nodesOf(phone.drawn()).map(({ tagName }) => tagName)).not.toContain('wx-icon')
      expect(phone.all('button')).toEqual([])
      return
    }
    expect(phone.text()).not.toContain(hint[line === 'zh' ? 'en' : 'zh'])
    expect(phone.text()).toContain(errMsg)
    expect(barOf(phone).percent).toBeUndefined()
    if (rid) await phone.tap('copy')
    else expect(phone.all('copy')).toEqual([])
    expect(phone.clipboard).toEqual(rid ? [rid] : [])
  })
})

describe.each(LANGUAGES)('in %s', (language, line) => {
  test('tells a caller who is not allowed what to do', async () => {
    const openid = 'oX4Qd5Kq0fD1tGZb7m3vWc9-Yh_E'
    gateway.reply('running')
    const before = gateway.requests.length
    const { phone, result } = await ask({ openid, allowed: 'oSomebodyElse' }, { language })
    expect(result).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(gateway.requests.length).toBe(before)
    await phone.tap('button')
    expect(phone.clipboard).toEqual([openid])
    expect(phone.text().split(openid)).toHaveLength(2)
    expect(phone.text()).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    expect(phone.all('step')).toHaveLength(3)
  })

  test('has no button to copy an OPENID that is not there', async () => {
    const { phone, result } = await ask({ openid: '', allowed: 'oSomebodyElse' }, { language })
    expect(result).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(phone.all('openid')).toEqual([])
    if (result?.ok === false) expect(phone.text()).toContain(result.error.hint[line])
  })
})

describe('a newer function, which may know more,', () => {
  const newer = { statusCode: 7, grayPercentage: 42, createTimestamp: 0 }

  test.each(['rolling', 'loading', 'constructor', '__proto__'])(
    'may name the status %s',
    async (status) => {
      const phone = await showResult({ ok: true, plan: { ...newer, status } })
      expect(phone.text()).toContain('未知状态 7')
    },
  )

  test('may write null for a finish that is not known', async () => {
    const plan = { ...newer, status: 'paused', defaultFinishTimestamp: null }
    expect((await showResult({ ok: true, plan })).text()).toContain('预计全量\n微信未提供')
  })

  test.each(['rolling', 'constructor'])(
    'may name an error %s, and leave its code out',
    async (kind) => {
      const error = { kind, errMsg: 'odd', hint: { zh: '再试', en: 'Again' } }
      expect(textsOf(await showResult({ ok: false, error }), 'title')).toEqual(['未知错误'])
    },
  )
})

describe('the plan', () => {
  const plan = { status: 1, createTimestamp: 0, grayPercentage: 42 }
  const now = () => Math.floor(Date.now() / 1000)

  /** The page's own words for a moment of this year, on this machine's clock. */
  const local = (seconds: number) => {
    const date = new Date(seconds * 1000)
    const two = (number: number) => String(number).padStart(2, '0')
    const year = date.getFullYear() === new Date().getFullYear() ? '' : `${date.getFullYear()}年`
    const day = `${date.getMonth() + 1}月${date.getDate()}日`
    return `${year}${day} ${two(date.getHours())}:${two(date.getMinutes())}`
  }

  /** Shows a plan in both languages, and expects these words. */
  async function expectSaid(part: object, zh: string, en: string) {
    gateway.reply({ ...plan, ...part } as Reply)
    expect((await ask({}, { language: 'en' })).phone.text()).toContain(en)
    const { phone } = await ask()
    expect(phone.text()).toContain(zh)
    return phone.text()
  }

  test.each([
    [30, '刚刚', 'just now'],
    [90, '1 分钟前', '1 minute ago'],
    [59 * 60, '59 分钟前', '59 minutes ago'],
    [2 * 3600 + 60, '2 小时前', '2 hours ago'],
    [86400 + 60, '1 天前', '1 day ago'],
    [400 * 86400 + 60, '400 天前', '400 days ago'],
  ])('tells a creation %i seconds ago', async (seconds, zh, en) => {
    const createTimestamp = now() - seconds
    const words = `创建\n${zh}\n${local(createTimestamp)}`
    await expectSaid({ createTimestamp }, words, `Created\n${en}\n`)
  })

  test.each([
    [30, '即将', 'any moment'],
    [61 * 60, '1 小时后', 'in 1 hour'],
    [3 * 86400 + 60, '3 天后', 'in 3 days'],
    [-86400 - 60, '1 天前', '1 day ago'],
  ])('tells a finish expected in %i seconds', async (seconds, zh, en) => {
    const defaultFinishTimestamp = now() + seconds
    const words = `预计全量\n${zh}\n${local(defaultFinishTimestamp)}`
    const part = { createTimestamp: now(), defaultFinishTimestamp }
    await expectSaid(part, words, `Expected finish\n${en}\n`)
  })

  test.each([
    [{ status: 1 }, '第 15 天自动全量\n14 天后', 'To all users on day 15\nin 14 days'],
    [{ status: 2, defaultFinishTimestamp: 0 }, '第 15 天自动全量', 'To all users on day 15'],
    [{ status: 3 }, '预计全量\n微信未提供', 'Expected finish\nNot provided by WeChat'],
    [{ status: 1, createTimestamp: 0 }, '预计全量\n微信未提供', 'Expected finish\nNot provided'],
  ])('tells when WeChat makes it full where it leaves the finish out: %j', async (part, zh, en) => {
    const createTimestamp = now() - 60
    const text = await expectSaid({ createTimestamp, ...part }, zh, en)
    if (zh.startsWith('第')) expect(text).toContain(local(createTimestamp + 15 * 86400))
  })

  test('calls a creation at 0 unknown, not 1970', async () => {
    const text = await expectSaid({ createTimestamp: 0 }, '创建\n未知', 'Created\nUnknown')
    expect(text).not.toMatch(/19(69|70)|20\d\d年/)
  })

  test.each([
    [1, 0, true],
    [2, 0, true],
    [0, 0, false],
    [1, 0.5, false],
  ])('says members only at 0 %% under way: status %i, %d %%', async (status, share, only) => {
    const zh = only ? '仅成员可以使用新版本' : '的用户可以使用新版本'
    const en = only ? 'Members only' : 'of users can get the new version'
    const text = await expectSaid({ status, grayPercentage: share }, zh, en)
    expect(text.includes('的用户可以使用新版本')).toBe(!only)
  })

  test.each([
    [true, true, ['项目成员优先', '体验成员优先']],
    [true, false, ['项目成员优先']],
    [false, true, ['体验成员优先']],
    [undefined, undefined, []],
  ])('says who comes first: %s, %s', async (members, trial, chips) => {
    gateway.reply({
      ...plan,
      ...(members !== undefined && { supportDebugerFirst: members }),
      ...(trial !== undefined && { supportExperiencerFirst: trial }),
    })
    const { phone } = await ask()
    expect(textsOf(phone, 'chip')).toEqual(chips)
  })

  test.each([
    [0, 0],
    [0.2, 1],
    [12.5, 13],
    [99.7, 99],
    [100, 100],
  ])('lights all or none only at the ends: %d percent, %i users', async (grayPercentage, lit) => {
    gateway.reply({ ...plan, grayPercentage })
    const { phone } = await ask()
    expect(litOf(phone)).toBe(lit)
    expect(barOf(phone).percent).toBe(grayPercentage)
    expect(phone.text()).toContain(`${grayPercentage}\n%`)
    const [crowd] = phone.all('crowd')
    expect(crowd && attrOf(crowd, 'ariaRole')).toBe('img')
    expect(crowd && attrOf(crowd, 'ariaLabel')).toBe(`每 100 位用户中有 ${lit} 位可以使用新版本`)
  })

  test.each([
    [8.2, '8.2'],
    [64.1, '64.1'],
    [42.579, '42.57'],
    [99.999, '99.99'],
  ])('writes %d percent as %s: never too low, never rounded up', async (grayPercentage, words) => {
    gateway.reply({ ...plan, grayPercentage })
    const { phone } = await ask()
    expect(phone.text()).toContain(`\n${words}\n%`)
  })

  test('takes its colours from the theme, at once when that changes', async () => {
    gateway.reply({ ...plan })
    const { phone } = await ask({}, { theme: 'light' })
    const light = barOf(phone).colour
    phone.changeTheme('dark')
    expect(barOf(phone).colour).not.toBe(light)
    phone.changeTheme('light')
    expect(barOf(phone).colour).toBe(light)
  })
})
