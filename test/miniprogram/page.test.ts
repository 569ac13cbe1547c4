import type { GrayReleasePlanError } from '../../src/core/error'
import type { GrayReleaseStatus } from '../../src/core/plan'
import type { GetGrayReleasePlanResult } from '../../src/core/result'
import { type Gateway, SCENARIOS, type ScenarioName, startGateway } from '../../src/testing'
import { answered, barOf, expectSound, litOf } from './checks'
import { type CloudOptions, cloudOf } from './cloud'
import { attrOf, nodesOf, openPage, type Phone, type PhoneOptions } from './phone'

/** What the page makes of each scenario: a status, or the kind of the error. */
const EXPECTED: {
  [name in ScenarioName]: { status: GrayReleaseStatus } | { kind: GrayReleasePlanError['kind'] }
} = {
  running: { status: 'running' },
  paused: { status: 'paused' },
  completed: { status: 'completed' },
  initial: { status: 'initial' },
  deleted: { status: 'deleted' },
  'members-only': { status: 'running' },
  'older-reply': { status: 'running' },
  'later-status': { status: 'unknown' },
  'no-plan': { kind: 'no_plan' },
  'null-plan': { kind: 'no_plan' },
  'no-permission': { kind: 'permission' },
  'api-unauthorized': { kind: 'permission' },
  'api-not-found': { kind: 'environment' },
  'no-ticket': { kind: 'permission' },
  'ticket-refused': { kind: 'permission' },
  'permission-denied': { kind: 'permission' },
  'account-limited': { kind: 'permission' },
  'no-version': { kind: 'environment' },
  'token-expired': { kind: 'credential' },
  'appsecret-frozen': { kind: 'credential' },
  'ip-not-listed': { kind: 'environment' },
  'ip-unconfirmed': { kind: 'environment' },
  'not-a-platform': { kind: 'permission' },
  'account-not-authorized': { kind: 'permission' },
  'permission-set-missing': { kind: 'permission' },
  'platform-ip-not-listed': { kind: 'environment' },
  'verify-ticket-expired': { kind: 'credential' },
  'verify-ticket-invalid': { kind: 'credential' },
  'refresh-token-invalid': { kind: 'credential' },
  'cloudrun-not-listed': { kind: 'permission' },
  'cloudrun-not-ready': { kind: 'system' },
  quota: { kind: 'quota' },
  'rate-limit': { kind: 'quota' },
  busy: { kind: 'system' },
  'invalid-env': { kind: 'environment' },
  'env-not-found': { kind: 'environment' },
  isolated: { kind: 'environment' },
  'sign-invalid': { kind: 'credential' },
  'secret-id-error': { kind: 'credential' },
  'request-refused': { kind: 'environment' },
  'platform-failure': { kind: 'system' },
  'platform-timeout': { kind: 'timeout' },
  'platform-network': { kind: 'network' },
  'unlisted-code': { kind: 'unknown' },
  timeout: { kind: 'timeout' },
  reset: { kind: 'network' },
  cut: { kind: 'network' },
  drip: { kind: 'timeout' },
  'http-500': { kind: 'system' },
  'http-502': { kind: 'system' },
  html: { kind: 'invalid_response' },
  text: { kind: 'invalid_response' },
  empty: { kind: 'invalid_response' },
  'broken-json': { kind: 'invalid_response' },
  'broken-protobuf': { kind: 'invalid_response' },
  'proto-key': { kind: 'invalid_response' },
  'json-null': { kind: 'invalid_response' },
  'json-array': { kind: 'invalid_response' },
  'json-string': { kind: 'invalid_response' },
  'big-number': { kind: 'invalid_response' },
  'string-errcode': { kind: 'permission' },
}

const STATUS_WORDS: { [status in GrayReleaseStatus]: { zh: string; en: string } } = {
  initial: { zh: '未开始', en: 'Not started' },
  running: { zh: '执行中', en: 'Running' },
  paused: { zh: '暂停中', en: 'Paused' },
  completed: { zh: '执行完毕', en: 'Completed' },
  deleted: { zh: '已删除', en: 'Deleted' },
  unknown: { zh: '未知状态 9', en: 'Unknown status 9' },
}

let gateway: Gateway
let phone: Phone | undefined

beforeAll(async () => {
  // The function's own log lines; test/unit/cloud-functions/log.test.ts looks at them.
  jest.spyOn(console, 'log').mockImplementation(() => {})
  gateway = await startGateway()
})
afterAll(() => gateway.close())
afterEach(close)

/** A page that stays open keeps querying. */
function close() {
  phone?.unload()
  phone = undefined
}

/** Shows the page with an answer that came before. */
async function showResult(result: unknown, options: PhoneOptions): Promise<Phone> {
  const opened = openPage({ callFunction: async () => ({ result }), ...options })
  phone = opened
  opened.show()
  await answered(opened)
  expectSound(opened)
  return opened
}

async function show(cloudOptions: CloudOptions = {}, phoneOptions: PhoneOptions = {}) {
  const cloud = cloudOf(gateway, cloudOptions)
  const opened = openPage({ callFunction: cloud.callFunction, ...phoneOptions })
  phone = opened
  opened.show()
  await answered(opened)
  expectSound(opened)
  return { phone: opened, result: cloud.last }
}

const LANGUAGES = [
  ['zh_CN', 'zh'],
  ['en', 'en'],
] as const

describe.each(SCENARIOS)('in the scenario %s', (name) => {
  let result: GetGrayReleasePlanResult | undefined

  beforeAll(async () => {
    gateway.reply(name)
    const hangs = name === 'timeout' || name === 'drip'
    const shown = await show(hangs ? { timeLimitMs: 1000 } : {})
    result = shown.result
    close()
  })

  test.each(LANGUAGES)('draws what came of it in %s', async (language, line) => {
    const phone = await showResult(result, { language })
    const expected = EXPECTED[name]
    if ('status' in expected) {
      if (!result?.ok) throw new Error(`no plan: ${JSON.stringify(result)}`)
      const { plan } = result
      expect(plan.status).toBe(expected.status)
      expect(phone.text()).toContain(STATUS_WORDS[expected.status][line])
      expect(phone.text()).toContain(`${plan.grayPercentage}\n%`)
      expect(barOf(phone).percent).toBe(plan.grayPercentage)
      expect(litOf(phone)).toBe(Math.round(plan.grayPercentage))
    } else {
      if (result?.ok !== false) throw new Error(`no error: ${JSON.stringify(result)}`)
      const { error } = result
      expect(error.kind).toBe(expected.kind)
      expect(phone.text()).toContain(error.hint[line])
      if (error.kind === 'no_plan') {
        // A state like any other: no picture of an error, nothing to report, nothing to press.
        expect(phone.text()).toContain(
          line === 'zh' ? '没有进行中的分阶段发布' : 'No staged release',
        )
        expect(phone.text()).not.toContain(error.errMsg)
        expect(nodesOf(phone.drawn()).map(({ tagName }) => tagName)).not.toContain('wx-icon')
        expect(phone.all('button')).toEqual([])
        return
      }
      expect(phone.text()).not.toContain(error.hint[line === 'zh' ? 'en' : 'zh'])
      expect(phone.text()).toContain(error.errMsg)
      expect(barOf(phone).percent).toBeUndefined()
      if (error.rid) {
        await phone.tap('copy')
        expect(phone.clipboard).toEqual([error.rid])
      } else {
        expect(phone.all('copy')).toEqual([])
      }
    }
  })
})

describe.each(LANGUAGES)('in %s', (language, line) => {
  test('tells a caller who is not allowed what to do', async () => {
    const openid = 'oX4Qd5Kq0fD1tGZb7m3vWc9-Yh_E'
    gateway.reply('running')
    const before = gateway.requests.length
    const { phone, result } = await show({ openid, allowed: 'oSomebodyElse' }, { language })
    expect(result).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(gateway.requests.length).toBe(before)
    await phone.tap('button')
    expect(phone.clipboard).toEqual([openid])
    expect(phone.text().split(openid)).toHaveLength(2)
    expect(phone.text()).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    expect(phone.all('step')).toHaveLength(3)
  })

  test('has no button to copy an OPENID that is not there', async () => {
    const { phone, result } = await show({ openid: '', allowed: 'oSomebodyElse' }, { language })
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
      const phone = await showResult({ ok: true, plan: { ...newer, status } }, {})
      expect(phone.text()).toContain('未知状态 7')
    },
  )

  test('may write null for a finish that is not known', async () => {
    const plan = { ...newer, status: 'paused', defaultFinishTimestamp: null }
    const phone = await showResult({ ok: true, plan }, {})
    expect(phone.text()).toContain('预计全量\n微信未提供')
  })

  test.each(['rolling', 'constructor'])(
    'may name an error %s, and leave its code out',
    async (kind) => {
      const phone = await showResult(
        { ok: false, error: { kind, errMsg: 'odd', hint: { zh: '再试', en: 'Again' } } },
        {},
      )
      expect(phone.all('title').flatMap(({ children }) => children)).toEqual(['未知错误'])
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

  test.each([
    [30, '刚刚', 'just now'],
    [90, '1 分钟前', '1 minute ago'],
    [59 * 60, '59 分钟前', '59 minutes ago'],
    [2 * 3600 + 60, '2 小时前', '2 hours ago'],
    [86400 + 60, '1 天前', '1 day ago'],
    [400 * 86400 + 60, '400 天前', '400 days ago'],
  ])('tells a creation %i seconds ago', async (seconds, zh, en) => {
    const createTimestamp = now() - seconds
    gateway.reply({ ...plan, createTimestamp })
    const { phone } = await show()
    expect(phone.text()).toContain(`创建\n${zh}\n${local(createTimestamp)}`)
    close()
    const { phone: english } = await show({}, { language: 'en' })
    expect(english.text()).toContain(`Created\n${en}\n`)
  })

  test.each([
    [30, '即将', 'any moment'],
    [61 * 60, '1 小时后', 'in 1 hour'],
    [3 * 86400 + 60, '3 天后', 'in 3 days'],
    [-86400 - 60, '1 天前', '1 day ago'],
  ])('tells a finish expected in %i seconds', async (seconds, zh, en) => {
    const defaultFinishTimestamp = now() + seconds
    gateway.reply({ ...plan, createTimestamp: now(), defaultFinishTimestamp })
    const { phone } = await show()
    expect(phone.text()).toContain(`预计全量\n${zh}\n${local(defaultFinishTimestamp)}`)
    close()
    const { phone: english } = await show({}, { language: 'en' })
    expect(english.text()).toContain(`Expected finish\n${en}\n`)
  })

  test.each([
    [{ status: 1 }, '第 15 天自动全量\n14 天后', 'To all users on day 15\nin 14 days'],
    [{ status: 2, defaultFinishTimestamp: 0 }, '第 15 天自动全量', 'To all users on day 15'],
    [{ status: 3 }, '预计全量\n微信未提供', 'Expected finish\nNot provided by WeChat'],
    [{ status: 1, createTimestamp: 0 }, '预计全量\n微信未提供', 'Expected finish\nNot provided'],
  ])('tells when WeChat makes it full where it leaves the finish out: %j', async (part, zh, en) => {
    const createTimestamp = now() - 60
    gateway.reply({ ...plan, createTimestamp, ...part })
    const { phone } = await show()
    expect(phone.text()).toContain(zh)
    if (zh.startsWith('第')) expect(phone.text()).toContain(local(createTimestamp + 15 * 86400))
    close()
    const { phone: english } = await show({}, { language: 'en' })
    expect(english.text()).toContain(en)
  })

  test('calls a creation at 0 unknown, not 1970', async () => {
    gateway.reply({ ...plan, createTimestamp: 0 })
    const { phone } = await show()
    expect(phone.text()).toContain('创建\n未知')
    expect(phone.text()).not.toMatch(/19(69|70)|20\d\d年/)
    close()
    const { phone: english } = await show({}, { language: 'en' })
    expect(english.text()).toContain('Created\nUnknown')
  })

  test.each([
    [1, 0, true],
    [2, 0, true],
    [0, 0, false],
    [1, 0.5, false],
  ])('says members only at 0 %% under way: status %i, %d %%', async (status, share, only) => {
    gateway.reply({ ...plan, status, grayPercentage: share })
    const { phone } = await show()
    expect(phone.text()).toContain(only ? '仅成员可以使用新版本' : '的用户可以使用新版本')
    expect(phone.text().includes('的用户可以使用新版本')).toBe(!only)
    close()
    const { phone: english } = await show({}, { language: 'en' })
    expect(english.text()).toContain(only ? 'Members only' : 'of users can get the new version')
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
    const { phone } = await show()
    expect(phone.all('chip').flatMap(({ children }) => children)).toEqual(chips)
  })

  test.each([
    [0, 0],
    [0.2, 1],
    [12.5, 13],
    [99.7, 99],
    [100, 100],
  ])('lights all or none only at the ends: %d percent, %i users', async (grayPercentage, lit) => {
    gateway.reply({ ...plan, grayPercentage })
    const { phone } = await show()
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
    const { phone } = await show()
    expect(phone.text()).toContain(`\n${words}\n%`)
  })

  test('takes its colours from the theme, at once when that changes', async () => {
    gateway.reply({ ...plan })
    const { phone } = await show({}, { theme: 'light' })
    const light = barOf(phone).colour
    phone.changeTheme('dark')
    expect(barOf(phone).colour).not.toBe(light)
    phone.changeTheme('light')
    expect(barOf(phone).colour).toBe(light)
  })
})
