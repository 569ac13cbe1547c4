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
    const others = ['核对环境 ID', '续费', '创建环境', 'app.js'].filter(
      (text) => text !== zh && !zh.includes('init') && hint.zh.includes(text),
    )
    expect(others).toEqual([])
  })

  const crash = (message: string) =>
    `errCode: -504002 functions execute fail | errMsg: Error: ${message}`
  const PERMISSION = [
    /permissions\.openapi.*开发者工具.*10 分钟/,
    /permissions\.openapi.*config\.json.*DevTools.*10 minutes/,
  ]
  const ACCOUNT = [/可能无法解决.*权限集 18/, /may be final.*permission set 18/]
  const BEGAN = [/发起的位置.*小程序.*网页.*HTTPS/, /where it began.*mini program.*web page.*HTTPS/]
  const NOT_HERE = [/不支持该接口.*HTTPS/, /isn't available to cloud calls here.*HTTPS/]
  const QUOTA = [/配额.*稍后再试/, /Too many calls/]
  const LATE = [/未能及时/, /No answer in time/]
  const LOG = [/查看日志/, /check its log/]

  it.each([
    ['errCode: -604101 function has no permission', PERMISSION],
    ['errCode: 48001  | errMsg: api unauthorized', ACCOUNT],
    ['{"errcode":48001,"errmsg":"api unauthorized"}', ACCOUNT],
    ['openapi.operation.getGrayReleasePlan:fail 48001 api unauthorized', ACCOUNT],
    ['errCode: -604100 API not found', NOT_HERE],
    ['errCode: -604104 invalid token', BEGAN],
    ['errCode: -501001 resource system error | errMsg: missing wxCloudApiToken', BEGAN],
    ['errCode: -501007 invalid parameters | errMsg: invalid wxCloudApiToken', BEGAN],
    ['errCode: -604101 | errMsg: INVALID_WX_ACCESS_TOKEN', BEGAN],
    ['errCode: -501001 | errMsg: invalid wx openapi access_token', BEGAN],
    ['errCode: 45009 | errMsg: reach max api daily quota limit', QUOTA],
    ['errCode: 45011 | errMsg: api minute-quota reach limit', QUOTA],
    ['{"errcode":45009}', QUOTA],
    ['api:fail 45011 minute-quota', QUOTA],
    ['errCode: -501003 exceed request limit', QUOTA],
    ['errCode: -501004 exceed concurrent request limit', QUOTA],
    ['errCode: -501002 resource server timeout', LATE],
    ['errCode: -601008 | errMsg: system error', LATE],
    ['errCode: -604102 | errMsg: system error', LATE],
    // Longer numbers, lines of a bundle and ports.
    ['errCode: -6041011', LOG],
    ['errCode: 480011', LOG],
    ['boom at index.js:48001:5', LOG],
    ['boom at index.js:45009:5', LOG],
    ['errcode45009', LOG],
    ['connect ECONNREFUSED 127.0.0.1:48001', LOG],
    ['errCode: -501001 resource system error', LOG],
  ])('of a function that threw %p is the one of that error', (message, [zh, en]) => {
    for (const errMsg of [crash(message), `FUNCTIONS_EXECUTE_FAIL: ${message}`]) {
      const { error } = readFailure({ errMsg, errCode: -504002 }, NAME)
      expect(error).toMatchObject({ failure: 'crashed', errCode: -504002, retryable: false })
      expect(error.hint.zh).toMatch(zh as RegExp)
      expect(error.hint.en).toMatch(en as RegExp)
    }
  })

  it('of a call that failed with a code of a cloud call is not the one of a crash', () => {
    expect(hintOf('errCode: -604101 function has no permission', -604101).en).toMatch(/see errMsg/)
  })

  it('names the function, whatever it is called', () => {
    const { hint } = readFailure({ errMsg: 'FUNCTION_NOT_FOUND' }, "$& $' {name}").error
    expect(hint.zh).toContain("云函数 $& $' {name}：")
    expect(hint.en).toContain("no function $& $' {name}:")
  })
})

it.each([
  ...['env ', 'code: ', 'code', ' ', 'callId: ', '环境'],
  ...['errCode: -1 | ', 'requestId:a.', ' | errMsg:'],
])('reads a very long message of %j in no time', (part) => {
  const start = performance.now()
  readFailure({ errMsg: part.repeat(1e6 / part.length) }, NAME)
  // Were it quadratic, it would take minutes.
  expect(performance.now() - start).toBeLessThan(10_000)
})
