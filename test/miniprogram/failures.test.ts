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

const NOT_DEPLOYED = ['云函数还没有部署', 'The function is not deployed'] as const
const NO_ENVIRONMENT = ['还没有选好云环境', 'No cloud environment chosen'] as const
const TIMED_OUT = ['云函数没有及时回应', 'The function did not answer in time'] as const
const OFFLINE = ['网络不通', 'No connection'] as const
const CRASHED = ['云函数运行出错', 'The function fell over'] as const
const FAILED = ['调用云函数失败', 'The call of the function failed'] as const

const CASES: [string, unknown, readonly [zh: string, en: string]][] = [
  [
    'a function that is not there',
    failed('errCode: -501000 | errMsg: FunctionName parameter could not be found', -501000),
    NOT_DEPLOYED,
  ],
  [
    'a function that is not there, by words alone',
    failed('errCode: -404011 | errMsg: FunctionName parameter could not be found'),
    NOT_DEPLOYED,
  ],
  ['a bare -501000', failed('errCode: -501000 | errMsg: resource error'), NOT_DEPLOYED],
  [
    'a cloud that was not opened',
    failed('errCode: -601034 | errMsg: 没有权限，请先开通云开发或者云托管', -601034),
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
  ['a phone that is offline', { errMsg: 'cloud.callFunction:fail request:fail ' }, OFFLINE],
  ['a phone with no network', { errMsg: 'cloud.callFunction:fail network is down' }, OFFLINE],
  [
    'a function that fell over',
    failed("errCode: -504002 functions execute fail | errMsg: Error: Cannot find module 'socket'"),
    CRASHED,
  ],
  ['a code of WeChat that means nothing here', failed('errCode: -502001 | errMsg: odd'), FAILED],
  ['an Error', new Error('odd'), FAILED],
  ['a text', 'odd', FAILED],
]

describe.each([
  ['zh_CN', 0],
  ['en', 1],
] as const)('in %s', (language, line) => {
  test.each(CASES)('says what to do about %s', async (_name, thrown, titles) => {
    const phone = await show(rejecting(thrown), { language })
    expect(phone.all('title').flatMap(({ children }) => children)).toEqual([titles[line]])
    expect(phone.all('step').length).toBeGreaterThan(0)
    const { errMsg, message } = Object(thrown)
    expect(phone.words()).toContain(errMsg ?? message ?? thrown)
  })

  test('says what to do where there is no cloud', async () => {
    const phone = await show(rejecting('never called'), { language, withoutCloud: true })
    expect(phone.words()).toContain(['这里没有云开发', 'No cloud here'][line])
    expect(phone.words()).toContain('project.config.json')
    expect(phone.calls).toEqual([])
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['another object', { ok: 1, data: [] }],
    ['a success without a plan', { ok: true }],
    ['a failure without an error', { ok: false }],
  ])('says so where the function answers with %s', async (_name, result) => {
    const phone = await show(async () => ({ result }), { language })
    expect(phone.words()).toContain(['同名云函数答非所问', 'Another function answered'][line])
  })
})

test('reads what was thrown instead of rejected', async () => {
  const phone = await show(() => {
    throw new Error("Cloud API isn't enabled, please call wx.cloud.init first")
  })
  expect(phone.words()).toContain(NO_ENVIRONMENT[0])
})

test("copies the id of the call, by which WeChat's support finds it", async () => {
  const errMsg = 'errCode: -504002 | errMsg: oops (callId: 1700000000000-0.25)(trace: 09:00 start)'
  const phone = await show(rejecting(failed(errMsg, -504002)))
  await phone.tap('copy')
  expect(phone.clipboard).toEqual(['1700000000000-0.25'])
})

test('asks an old WeChat for its language in the old way', async () => {
  const opened = openPage({ language: 'en', oldWechat: true })
  phone = opened
  expect(opened.title).toBe('Staged release')
})
