import { readFailure } from '../../src/client/read-failure'
import { show, textsOf } from './checks'
import { type CallFunction, openPage, type PhoneOptions } from './phone'

const rejecting =
  (thrown: unknown): CallFunction =>
  () =>
    Promise.reject(thrown)

/** One of each failure; test/unit/client/table.ts has all that WeChat says. */
const CASES: [thrown: unknown, zh: string, en: string][] = [
  [{ errCode: -501000, errMsg: 'odd' }, '云函数还没有部署', 'The function is not deployed'],
  [{ errMsg: 'invalid env' }, '尚未选择云环境', 'No cloud environment selected'],
  [{ errCode: -601034, errMsg: 'odd' }, '尚未选择云环境', 'No cloud environment selected'],
  [
    new Error("Cloud API isn't enabled, please call wx.cloud.init first"),
    '尚未选择云环境',
    'No cloud environment selected',
  ],
  [{ errMsg: 'request:fail timeout' }, '云函数没有及时返回', 'The function did not answer in time'],
  [{ errMsg: 'errCode: -501003' }, '云环境的调用次数超限', 'The environment has reached its limit'],
  [{ errMsg: 'request:fail ' }, '网络不通', 'No connection'],
  [{ errMsg: 'errCode: -504002 | errMsg: oops' }, '云函数运行出错', 'The function crashed'],
  ['odd', '调用云函数失败', 'Calling the function failed'],
  [{ code: 7 }, '调用云函数失败', 'Calling the function failed'],
  [undefined, '调用云函数失败', 'Calling the function failed'],
]

describe.each([
  ['zh_CN', 'zh', 0],
  ['en', 'en', 1],
] as const)('in %s', (language, key, line) => {
  test.each(CASES)('says what to do about %p', async (thrown, ...titles) => {
    const phone = await show({ callFunction: rejecting(thrown), language })
    const { hint, errMsg } = readFailure(thrown, 'getGrayReleasePlan').error
    expect(textsOf(phone, 'title')).toEqual([titles[line]])
    expect(textsOf(phone, 'hint')).toEqual([hint[key]])
    expect(textsOf(phone, 'message')).toEqual([errMsg])
    expect(phone.all('step').length).toBeGreaterThan(0)
  })

  test('says what to do where there is no cloud', async () => {
    const phone = await show({ language, withoutCloud: true })
    expect(phone.text()).toContain(['当前环境没有云开发', 'CloudBase is not available'][line])
    expect(phone.text()).toContain('project.config.json')
    expect(phone.calls).toEqual([])
  })

  test.each([{ result: 'hello' }, { result: { ok: true } }, undefined])(
    'says so where another function answers: %j',
    async (reply) => {
      const callFunction = (async () => reply) as unknown as CallFunction
      const phone = await show({ callFunction, language })
      expect(phone.text()).toContain(['调用到了别的云函数', 'Another function answered'][line])
    },
  )

  test('names the AppID first: a guest has wx.cloud and yet no cloud', async () => {
    const phone = await show({ callFunction: rejecting({ errCode: -601034 }), language })
    expect(textsOf(phone, 'step-text')[0]).toContain(
      [
        '把 project.config.json 中的 appid 换成',
        'Put the AppID of your own mini program into project.config.json',
      ][line],
    )
  })
})

test.each<[thrown: object, codes: string[]]>([
  [{ errMsg: 'errCode: -504002 | errMsg: oops (callId: 17-0.25)' }, ['17-0.25', 'crashed -504002']],
  [{ errMsg: 'requestID , service error code -1' }, ['call_failed -1']],
  [{ errCode: 'TEXT', errMsg: 'odd' }, ['call_failed']],
])('shows the id and the code of %j, as far as there are any', async (thrown, codes) => {
  const phone = await show({ callFunction: rejecting(thrown) })
  expect(textsOf(phone, 'code')).toEqual(codes)
})

const copy = async (options: PhoneOptions) => {
  const callFunction = rejecting({ errMsg: 'oops (callId: 1700000000000-0.25)(trace: 09:00)' })
  const phone = await show({ callFunction, ...options })
  await phone.tap('copy')
  return phone
}

test("copies the id of the call, by which WeChat's support finds it", async () => {
  expect(await copy({})).toMatchObject({ clipboard: ['1700000000000-0.25'], toasts: [] })
})

test.each([
  ['zh_CN', '未能复制：请长按文字选择'],
  ['en', 'Copy failed: long-press the text to select it'],
])('says so in %s where the clipboard is refused', async (language, words) => {
  expect(await copy({ language, refusesClipboard: true })).toMatchObject({ toasts: [words] })
})

test('asks an old WeChat for its language in the old way', () => {
  const phone = openPage({ language: 'en', oldWechat: true })
  expect(phone.title).toBe('Staged release')
  phone.unload()
})
