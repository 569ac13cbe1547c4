import { readFailure } from '../../src/client/read-failure'
import { answered, expectSound } from './checks'
import { type CallFunction, openPage, type Phone, type PhoneOptions } from './phone'

let phone: Phone | undefined
afterEach(() => phone?.unload())

async function show(callFunction: CallFunction, options: PhoneOptions = {}): Promise<Phone> {
  const opened = openPage({ callFunction, ...options })
  phone = opened
  opened.show()
  await answered(opened)
  expectSound(opened)
  return opened
}

const rejecting =
  (thrown: unknown): CallFunction =>
  () =>
    Promise.reject(thrown)

const failed = (errMsg: string, errCode?: number) => ({
  errMsg: `cloud.callFunction:fail Error: ${errMsg}`,
  ...(errCode !== undefined && { errCode }),
})

const PLAN = { status: 'running', statusCode: 1, grayPercentage: 42, createTimestamp: 1700000000 }

const NOT_DEPLOYED = ['云函数还没有部署', 'The function is not deployed'] as const
const NO_ENVIRONMENT = ['尚未选择云环境', 'No cloud environment selected'] as const
const TIMED_OUT = ['云函数没有及时返回', 'The function did not answer in time'] as const
const LIMITED = ['云环境的调用次数超限', 'The environment has reached its limit'] as const
const OFFLINE = ['网络不通', 'No connection'] as const
const CRASHED = ['云函数运行出错', 'The function crashed'] as const
const FAILED = ['调用云函数失败', 'Calling the function failed'] as const

/** How older versions of WeChat put it. */
const older = (code: number, words: string) =>
  failed(
    `errCode: -404011 cloud function execution error | errMsg: cloud.callFunction:fail requestID ${OLD_ID}, cloud function service error code ${code}, error message ${words}; at cloud.callFunction api; `,
    -404011,
  )
const OLD_ID = '1cb6a1f2-9c5e-11e9-b0a4-5254001e2f0e'

const CASES: [string, unknown, readonly [zh: string, en: string]][] = [
  [
    'a function that is not there',
    failed('errCode: -501000 | errMsg: FunctionName parameter could not be found', -501000),
    NOT_DEPLOYED,
  ],
  [
    'a function that is not there, by its message alone',
    failed('errCode: -404011 | errMsg: FunctionName parameter could not be found'),
    NOT_DEPLOYED,
  ],
  [
    'a function that is not there, in an older message',
    older(-504002, 'Function not found: [login]'),
    NOT_DEPLOYED,
  ],
  ['a bare -501000', failed('errCode: -501000 | errMsg: resource error'), NOT_DEPLOYED],
  [
    'a cloud that was not opened',
    failed('errCode: -601034 | errMsg: 没有权限，请先开通云开发或者云托管', -601034),
    NO_ENVIRONMENT,
  ],
  [
    'a cloud that was not opened, in an older message',
    { errMsg: 'cloud.callFunction:fail invalid scope 没有权限，请先开通云服务' },
    NO_ENVIRONMENT,
  ],
  ['-601034 in the property alone', failed('no permission', -601034), NO_ENVIRONMENT],
  [
    'an environment that is not there',
    failed('errCode: -501000 | errMsg: Environment not found', -501000),
    NO_ENVIRONMENT,
  ],
  [
    'an environment of a wrong name',
    failed('errCode: -501000 | errMsg: [100003] Param Invalid: env not exists', -501000),
    NO_ENVIRONMENT,
  ],
  [
    'an environment of a wrong name, in an older message',
    older(-501000, '[100004] env not exists'),
    NO_ENVIRONMENT,
  ],
  ['an envId', failed('errCode: -501000 | errMsg: envId does not exist'), NO_ENVIRONMENT],
  ['an invalid env', failed('errCode: -1 | errMsg: invalid env'), NO_ENVIRONMENT],
  ['a missing 环境', failed('errCode: -1 | errMsg: 当前环境不存在'), NO_ENVIRONMENT],
  ['INVALID_ENV', failed('errCode: -1 | errMsg: INVALID_ENV'), NO_ENVIRONMENT],
  [
    'no wx.cloud.init',
    new Error("Cloud API isn't enabled, please call wx.cloud.init first"),
    NO_ENVIRONMENT,
  ],
  [
    'a time limit',
    failed('errCode: -504003 | errMsg: Invoking task timed out after 3 seconds', -504003),
    TIMED_OUT,
  ],
  [
    'a slow server',
    failed('errCode: -501002 resource server timeout | errMsg: ESOCKETTIMEDOUT'),
    TIMED_OUT,
  ],
  ['polling in vain', failed('errCode: -404012 polling exceed max retry', -404012), TIMED_OUT],
  ['too many calls', failed('errCode: -501003 | errMsg: exceed request limit'), LIMITED],
  ['too many calls at a time', failed('errCode: -501004 | errMsg: exceed limit', -501004), LIMITED],
  ['a phone that is offline', { errMsg: 'cloud.callFunction:fail request:fail ' }, OFFLINE],
  ['a phone with no network', { errMsg: 'cloud.callFunction:fail network is down' }, OFFLINE],
  [
    'a function that crashed',
    failed("errCode: -504002 functions execute fail | errMsg: Error: Cannot find module 'socket'"),
    CRASHED,
  ],
  [
    'a function that crashed, in an older message',
    older(-504002, 'connect ECONNREFUSED 127.0.0.1:443'),
    CRASHED,
  ],
  ['a code of WeChat that means nothing here', failed('errCode: -502001 | errMsg: odd'), FAILED],
  ['an Error', new Error('odd'), FAILED],
  ['a text', 'odd', FAILED],
  ['a code as a string', { errCode: 'TEXT', errMsg: 'odd' }, FAILED],
  [
    'a code as a string beside a real one',
    { errCode: 'TEXT', errMsg: 'errCode: -504001' },
    CRASHED,
  ],
  ['an object', { code: 7 }, FAILED],
  ['nothing', undefined, FAILED],
]

describe.each([
  ['zh_CN', 0],
  ['en', 1],
] as const)('in %s', (language, line) => {
  test.each(CASES)('says what to do about %s', async (_name, thrown, titles) => {
    const phone = await show(rejecting(thrown), { language })
    expect(phone.all('title').flatMap(({ children }) => children)).toEqual([titles[line]])
    expect(phone.all('step').length).toBeGreaterThan(0)
    const { hint } = readFailure(thrown, 'getGrayReleasePlan').error
    expect(phone.all('hint').flatMap(({ children }) => children)).toEqual([
      [hint.zh, hint.en][line],
    ])
    const { errMsg, message } = Object(thrown)
    const said = errMsg ?? message ?? thrown
    const words = typeof said === 'string' ? said : String(JSON.stringify(said))
    expect(phone.all('message').flatMap(({ children }) => children)).toEqual([words])
  })

  test('says what to do where there is no cloud', async () => {
    const phone = await show(rejecting('never called'), { language, withoutCloud: true })
    expect(phone.text()).toContain(['当前环境没有云开发', 'CloudBase is not available'][line])
    expect(phone.text()).toContain('project.config.json')
    expect(phone.calls).toEqual([])
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['another object', { ok: 1, data: [] }],
    ['a success without a plan', { ok: true }],
    ['a failure without an error', { ok: false }],
    ['a plan that is none', { ok: true, plan: true }],
    ["WeChat's own plan", { ok: true, plan: { ...PLAN, status: 1, statusCode: undefined } }],
    ['a plan with a number for a status', { ok: true, plan: { ...PLAN, status: 1 } }],
    ['a plan without a code', { ok: true, plan: { ...PLAN, statusCode: null } }],
    ['a plan without a share', { ok: true, plan: { ...PLAN, grayPercentage: '42' } }],
    ['a plan without a creation', { ok: true, plan: { ...PLAN, createTimestamp: undefined } }],
    ['an error that is a text', { ok: false, error: 'boom' }],
    [
      'an error without a kind',
      { ok: false, error: { errMsg: 'boom', hint: { zh: '无', en: 'none' } } },
    ],
    [
      'an error without words',
      { ok: false, error: { kind: 'system', hint: { zh: '无', en: 'none' } } },
    ],
    ['an error without a hint', { ok: false, error: { kind: 'system', errMsg: 'boom' } }],
  ])('says so where the function answers with %s', async (_name, result) => {
    const phone = await show(async () => ({ result }), { language })
    expect(phone.text()).toContain(['调用到了别的云函数', 'Another function answered'][line])
  })
})

test.each([undefined, null])('says so where the call comes to %p', async (reply) => {
  const phone = await show((async () => reply) as unknown as CallFunction)
  expect(phone.text()).toContain('调用到了别的云函数')
})

test('shows no more than the beginning of a long answer', async () => {
  const phone = await show(async () => ({ result: 'a'.repeat(1e6) }))
  const [words] = phone.all('message').flatMap(({ children }) => children)
  expect(words).toHaveLength(1000)
})

test('reads what was thrown instead of rejected', async () => {
  const phone = await show(() => {
    throw new Error("Cloud API isn't enabled, please call wx.cloud.init first")
  })
  expect(phone.text()).toContain(NO_ENVIRONMENT[0])
})

test("copies the id of the call, by which WeChat's support finds it", async () => {
  const errMsg = 'errCode: -504002 | errMsg: oops (callId: 1700000000000-0.25)(trace: 09:00 start)'
  const phone = await show(rejecting(failed(errMsg, -504002)))
  await phone.tap('copy')
  expect(phone.clipboard).toEqual(['1700000000000-0.25'])
})

test.each([
  ['older words', older(-504002, 'wx is not defined'), 'crashed -504002', [OLD_ID]],
  [
    'no id where older words leave it out',
    failed('requestID , service error code -1'),
    'call_failed -1',
    [],
  ],
  ['no code of words', { errCode: 'TEXT', errMsg: 'odd' }, 'call_failed', []],
])('reads code and id out of %s', async (_name, thrown, code, ids) => {
  const phone = await show(rejecting(thrown))
  const codes = phone.all('code').flatMap(({ children }) => children)
  expect(codes).toEqual([...ids, code])
})

test.each([
  ['zh_CN', '未能复制：请长按文字选择'],
  ['en', 'Copy failed: long-press the text to select it'],
])('says so in %s where the clipboard is refused', async (language, words) => {
  const errMsg = 'oops (callId: 1700000000000-0.25)'
  const phone = await show(rejecting({ errMsg }), { language, refusesClipboard: true })
  await phone.tap('copy')
  expect(phone.toasts).toEqual([words])
})

test.each([
  ['zh_CN', '把 project.config.json 中的 appid 换成'],
  ['en', 'Put the AppID of your own mini program into project.config.json'],
])(
  'names the AppID first in %s: a guest has wx.cloud and yet no cloud',
  async (language, words) => {
    const phone = await show(rejecting(failed('no permission', -601034)), { language })
    const [first] = phone.all('step-text').flatMap(({ children }) => children)
    expect(first).toContain(words)
  },
)

test('asks an old WeChat for its language in the old way', async () => {
  const opened = openPage({ language: 'en', oldWechat: true })
  phone = opened
  expect(opened.title).toBe('Staged release')
})
