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
    ['Environment not found', '核对环境 ID', 'look its id up'],
    ['env isolated-1a2b3c not exists', '核对环境 ID', 'look its id up'],
    ['env prod-expired not exists', '核对环境 ID', 'look its id up'],
    ['INVALID_ENV', '核对环境 ID', 'look its id up'],
    ['env status is isolated', '续费', 'renew it'],
    ['the environment has expired', '续费', 'renew it'],
    ['ENV_ISOLATED', '续费', 'renew it'],
    ['ENV_EXPIRED', '续费', 'renew it'],
    ['INVALID_ENV_STATUS', '续费', 'renew it'],
    ['环境已过期', '续费', 'renew it'],
    ['isolated env', '续费', 'renew it'],
    ['请先开通云开发', '开通并创建环境', 'create an environment'],
    ["Cloud API isn't enabled", 'wx.cloud.init', 'wx.cloud.init'],
  ])('for %p says what is wrong with the environment', (errMsg, zh, en) => {
    const hint = hintOf(errMsg)
    expect(hint.zh).toContain(zh)
    expect(hint.en).toContain(en)
    // And nothing of the other cases.
    const others = ['核对环境 ID', '续费', '开通并创建环境', 'onLaunch'].filter(
      (words) => words !== zh && zh !== 'wx.cloud.init' && hint.zh.includes(words),
    )
    expect(others).toEqual([])
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
