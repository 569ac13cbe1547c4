import { readFailure } from '../../../src/client/read-failure'
import { RETRYABLE, SAID } from './table'

const NAME = 'getGrayReleasePlan'

it.each(SAID)('$failure: $name', ({ thrown, failure, errCode, rid }) => {
  const { ok, error } = readFailure(thrown, NAME)
  const { errMsg, message } = Object(thrown)
  const said = errMsg || message || thrown
  expect({ ok, error }).toEqual({
    ok: false,
    error: {
      kind: 'function_failed',
      failure,
      errCode,
      errMsg: typeof said === 'string' ? said : String(JSON.stringify(said)),
      retryable: RETRYABLE.includes(failure),
      hint: { zh: expect.any(String), en: expect.any(String) },
      attempts: 1,
      ...(rid && { rid }),
    },
  })
  // JSON has no -0.
  expect(Object.is(error.errCode, errCode)).toBe(true)
  expect(error.cause).toBe(thrown)
  expect(JSON.parse(JSON.stringify(error))).toEqual({ ...error })
})

describe('the hint', () => {
  const hintOf = (errMsg: string, errCode = -501000) =>
    readFailure({ errMsg, errCode }, NAME).error.hint

  it.each([
    ['Environment not found', '核对环境 ID', 'check its ID'],
    ['env isolated-1a2b3c not exists', '核对环境 ID', 'check its ID'],
    ['env prod-expired not exists', '核对环境 ID', 'check its ID'],
    ['INVALID_ENV', '核对环境 ID', 'check its ID'],
    ['env status is isolated', '续费', 'renew it'],
    ['the environment has expired', '续费', 'renew it'],
    ['ENV_ISOLATED', '续费', 'renew it'],
    ['ENV_EXPIRED', '续费', 'renew it'],
    ['INVALID_ENV_STATUS', '续费', 'renew it'],
    ['环境已过期', '续费', 'renew it'],
    ['isolated env', '续费', 'renew it'],
    ['请先开通云开发', '创建环境', 'Test accounts have none'],
    ["Cloud API isn't enabled", 'wx.cloud.init', 'wx.cloud.init'],
    ["Cloud API isn't enabled", 'await c.init()', 'new wx.cloud.Cloud({ resourceAppid'],
  ])('for %p says what is wrong with the environment', (errMsg, zh, en) => {
    const hint = hintOf(errMsg)
    expect(hint.zh).toContain(zh)
    expect(hint.en).toContain(en)
    // And nothing of the other cases.
    const others = ['核对环境 ID', '续费', '创建环境', 'onLaunch'].filter(
      (text) => text !== zh && !zh.includes('init') && hint.zh.includes(text),
    )
    expect(others).toEqual([])
  })

  it('says what is missing if the cloud call of the function was not permitted', () => {
    const crash = 'errCode: -504002 functions execute fail | errMsg: Error: errCode: '
    const { error } = readFailure({ errMsg: `${crash}-604101 function has no permission` }, NAME)
    expect(error).toMatchObject({ failure: 'crashed', errCode: -504002 })
    expect(error.hint.en).toMatch(/permissions\.openapi.*config\.json.*DevTools.*10 minutes/)
    expect(error.hint.zh).toMatch(/permissions\.openapi.*开发者工具.*10 分钟/)
    expect(hintOf(`${crash}-6041011`, -504002).en).toMatch(/check its log/)
  })

  it('names the function, whatever it is called', () => {
    const { hint } = readFailure({ errMsg: 'FUNCTION_NOT_FOUND' }, "$& $' {name}").error
    expect(hint.zh).toContain("云函数 $& $' {name}：")
    expect(hint.en).toContain("no function $& $' {name}:")
  })
})

it('reads a very long message in no time', () => {
  for (const part of ['env ', 'callId: ', 'errCode: -1 | ', 'requestId:a.', ' | errMsg:', '环境']) {
    const errMsg = part.repeat(1e6 / part.length)
    const start = performance.now()
    readFailure({ errMsg }, NAME)
    // Were it quadratic, it would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000)
  }
})
