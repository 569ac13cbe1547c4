import { toError } from '../../../src/sdk/to-error'
import { expectBothLanguages } from '../../both-languages'
import { table } from '../cli/table'

/** An error as wx-server-sdk throws it. */
const thrown = (errCode: unknown, errMsg: unknown, name = 'Error') =>
  Object.assign(new Error(String(errMsg)), { errCode, errMsg, name })

const API = 'openapi.operation.getGrayReleasePlan:fail'

/** The cases of a table: the last cell of a line has a message for each, with ` / ` between them. */
const cases = (text: string): string[][] =>
  table(text).flatMap((line) =>
    (line.at(-1) ?? '').split(' / ').map((message) => [...line.slice(0, -1), message]),
  )

const RETRYABLE = ['timeout', 'network', 'system']

describe('toError: codes whose words decide', () => {
  it.each(
    cases(`
      -1      | invalid_response | Cannot read properties of null (reading 'errcode') / Cannot read property 'errcode' of null
      -1      | invalid_response | TypeError: x is not a function; at openapi / ReferenceError: x is not defined
      -1      | invalid_response | SyntaxError: Unexpected token / RangeError: Invalid array length
      -1      | system           | TypeError: Cannot read properties of null (reading 'code'); at
      -1      | system           | TypeError: Cannot read property 'code' of null; at / system error rid: 1-2-3
      -601001 | invalid_response | response body is invalid json: null / unknown wx response received: Error
      -601001 | system           | empty response
      -501001 | environment      | missing secretId or secretKey of tencent cloud / missing secretKey
      -501001 | environment      | missing authoration key, redeploy the function
      -501001 | credential       | secretId is not found / wrong secretKey / check sign fail
      -501001 | environment      | env not found / Env Not Exists / ENV_NOT_FOUND / the environment test-1 does not exist
      -501001 | timeout          | request timeout / connect ETIMEDOUT 127.0.0.1 / ESOCKETTIMEDOUT
      -501001 | network          | socket hang up / aborted / read ECONNRESET / connect ECONNREFUSED 127.0.0.1:1
      -501001 | network          | getaddrinfo ENOTFOUND host / getaddrinfo EAI_AGAIN host / write EPIPE
      -501001 | network          | connect EHOSTUNREACH / connect ENETUNREACH
      -501001 | system           | 504 Gateway Timeout / Request Timeout
      -501023 | permission       | Unauthenticated access is denied
      -502001 | system           | -502001 database request fail
      -502003 | permission       | -502003 database permission denied
      -502004 | quota            | -502004 database limit
      -502005 | environment      | -502005 database collection not exists
      12345   | environment      | The "listener" argument must be a function
      -501001 | environment      | The "listener" argument must be a function
      -501001 | environment      | The "listener" argument must be of type Function
    `),
  )('%s is %s with %j', (code, kind = '', words) => {
    const error = toError(thrown(Number(code), `${API} ${words}`), 1)
    const retryable = RETRYABLE.includes(kind)
    expect(error).toMatchObject({ kind, retryable, errMsg: `${API} ${words}` })
  })

  it.each([
    'document.add:fail E11000 duplicate key error collection',
    "document.update:fail Cannot create field 'a' in element {b: 1}",
  ])('what the database will not do later either is not retryable: %s', (errMsg) => {
    expect(toError(thrown(-502001, errMsg), 1)).toMatchObject({ kind: 'system', retryable: false })
  })

  it.each(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])(
    '-1 thrown as a %s is a fault of the SDK',
    (name) => {
      expect(toError(thrown(-1, 'oops', name), 1)).toMatchObject({
        kind: 'invalid_response',
        issues: [{ path: '', message: 'oops' }],
      })
      expect(toError(thrown(48001, 'oops', name), 1).kind).toBe('permission')
    },
  )

  it('counts no attempt before cloud.init and says what to call', () => {
    const errMsg = "Cloud API isn't enabled, please call init first\n请先调用 init"
    const error = toError(thrown(-1, errMsg), 1)
    expect(error).toMatchObject({ attempts: 0, kind: 'environment', retryable: false, errMsg })
    expect(error.hint.zh).toMatch(/^调用前/)
    expect(error.hint.en).toMatch(/^Call cloud\.init\(\{ env/)
    const quoted = toError(thrown(-1, "it said: Cloud API isn't enabled"), 1)
    expect(quoted).toMatchObject({ attempts: 1, kind: 'system' })
    expect(quoted.hint.en).not.toContain('cloud.init')
  })
})

/** Where SDK 2.6 and later say -501001 themselves. */
const GATEWAY = `${API} -501001 resource system error.`
const CONSOLE = 'https://tcb.cloud.tencent.com/cloud-admin#/copilot?q='
const HELPER = '请前往云开发AI小助手查看问题：https://tcb.cloud.tencent.com/dev#/helper/copilot?q='
const DOCS = 'https://docs.cloudbase.net/error-code/'

describe('toError: what the gateway says beside -501001', () => {
  it.each([
    // The code of the gateway, in the address of its page, decides before the words do.
    ...cases(`
      environment | failed, ${CONSOLE}INVALID_ENV / failed, ${DOCS}INVALID_ENV
      environment | failed, ${DOCS}basic/INVALID_ENV_STATUS / failed, ${DOCS}service/ENV_NOT_ACTIVE
      environment | check the sign ${DOCS}basic/INVALID_ENV / failed, ${DOCS}INVALID_OPERATION
      credential  | failed, ${CONSOLE}SIGN_PARAM_INVALID / failed, ${DOCS}SIGN_EXPIRED
      credential  | env not found, ${DOCS}basic/SIGN_PARAM_INVALID
      permission  | failed, ${DOCS}PERMISSION_DENIED / check sign fail ${DOCS}basic/PERMISSION_DENIED
      permission  | no such rule ${DOCS}basic/DATABASE_PERMISSION_DENIED / failed, ${CONSOLE}PERMISSION_DENIEDX
      credential  | check sign fail ${CONSOLE}PERMISSION_DENIEDX
      system      | failed, ${DOCS}basic/SYS_ERR
    `),
    // An environment, whatever its id looks like; and what is said of something else beside it.
    ...cases(`
      environment | env design-1a2b3c not found / env sign-1a2b3c not exist / the env of 'sign-1a2b3c' doesn't exist
      environment | envId: secret-1a2b3c does not exist / Environment  not found / no such env: a / invalid env
      environment | [100003] Env Not Exists (85ab9ac4-006f-4935-918d-e2c97ac3828e) INVALID_ENV
      environment | Env invalid. For more information, please refer to the docs / the environment cannot be found
      environment | env-id a can't be found / the environment has been deleted
      environment | 环境 design-1a2b3c 不存在 / 环境ID无效 / 未找到环境 a / 无效的云环境 / 云环境已被销毁
      environment | ENV STATUS IS ISOLATED / env design-1a2b3c has expired / the environment is in arrears / 云环境已欠费
      credential  | env a: sign param is invalid / env a: secretId not found
      credential  | env a: the signature has expired / env a: 签名已过期
      system      | envoy: no healthy upstream, route not found / env design-1a2b3c: 500 Internal Server Error
    `),
    // A secret or a signature, as words of their own.
    ...cases(`
      credential  | secret id error / secret id error ${HELPER}SIGN_PARAM_INVALID / SecretKey is wrong
      credential  | Signature mismatch / please check your signature. / 签名错误 / SIGN_PARAM_INVALID
      environment | missing secretId and signature
      system      | the request is not assigned to sign-1a2b3c / design error
      network     | getaddrinfo ENOTFOUND sign.example / getaddrinfo ENOTFOUND a.sign
    `),
    // A permission, and the connection.
    ...cases(`
      permission  | PERMISSION_DENIED / Permission denied for this action
      timeout     | [FailedOperation.Timeout] Execution request timeout, please check
      network     | tunneling socket could not be established, statusCode=407
      system      | 502 Bad Gateway / system busy / 系统繁忙
      system      |
    `),
  ])('is %s: %j', (kind = '', words) => {
    const error = toError(thrown(-501001, `${GATEWAY} ${words}`), 1)
    expect(error).toMatchObject({ kind, retryable: RETRYABLE.includes(kind), errCode: -501001 })
    expectBothLanguages(error.hint)
  })

  it.each(['EXCEED_RATELIMIT', 'EXCEED_REQUEST_LIMIT', 'EXCEED_CONCURRENT_REQUEST_LIMIT'])(
    'a link to %s is a limit that passes within seconds',
    (code) => {
      for (const link of [CONSOLE, DOCS, `${DOCS}basic/`]) {
        for (const tail of ['', ' | [http://127.0.0.1:1/admin?env=e]', '&from=sdk', '。']) {
          const error = toError(thrown(-501001, `${GATEWAY} failed, ${link}${code}${tail}`), 1)
          expect(error).toMatchObject({ kind: 'quota', retryable: true, errCode: -501001 })
          expect(error.hint.en).toMatch(/Too many calls/)
        }
      }
    },
  )

  it.each(
    cases(`
      -501001 | failed, ${DOCS}basic/INVALID_ENV_STATUS / failed, ${CONSOLE}ENV_EXPIRED
      -501001 | env status is isolated ${HELPER}INVALID_ENV / env design-1a2b3c has expired
      -501001 | the resource is in arrears: env a / 账户已欠费，请续费云环境 / 云环境已停服 / 套餐已于今日到期
      -501005 | invalid env. env status is isolated
    `),
  )('an environment that has ended is to be renewed: %s %s', (code, words) => {
    const { kind, hint } = toError(thrown(Number(code), `${API} ${code} ${words}`), 1)
    expect([kind, hint.en]).toEqual(['environment', expect.stringContaining('renew')])
  })

  it.each([-502001, -502003, -502004, -502005])('%i names the database alone', (code) => {
    const hint = toError(thrown(code, 'document.get:fail'), 1).hint
    expect(JSON.stringify(hint)).not.toMatch(/openapi|cloud\.init/)
  })

  it('asks to read the words where they are not known, and speaks of "busy" only where they do', () => {
    const hintOf = (words: string) => toError(thrown(-501001, `${GATEWAY} ${words}`), 1).hint
    expect(hintOf('system busy').en).toMatch(/busy/)
    const { zh, en } = hintOf('504 Gateway Timeout')
    for (const text of [zh, en]) expect(text).toMatch(/^(?!.*(?:busy|繁忙)).*errMsg/)
  })

  it.each([
    [-501001, 'missing secretId or secretKey of tencent cloud', /passed to cloud\.init/],
    [-501007, 'missing secretKey', /passed to cloud\.init/],
    [-501001, 'check sign fail', /redeploy.*clock/],
    [-501001, `failed ${DOCS}SIGN_EXPIRED`, /redeploy.*clock/],
    [-1, 'The "listener" argument must be a function', /newer runtime/],
    [-501001, 'connect ETIMEDOUT 127.0.0.1:443', /network, DNS and proxy/],
    [-501001, 'request timeout', /timeoutMs/],
    [-502001, 'E11000 duplicate key error', /errMsg/],
    [-502003, 'database permission denied', /database.*permission/],
    [-502004, 'database limit', /database limit/],
    [-502005, 'collection not exists', /create it in the CloudBase console/],
    [-604100, 'system error', /HTTPS entry/],
    [-604101, 'system error', /permissions\.openapi.*config\.json.*10 minutes/],
    [-604104, 'system error', /mini program.*timer.*HTTP API.*not from the CloudBase console/],
    [48001, 'api unauthorized', /may be final/],
    [42001, 'expired', /identity that the platform gives.*redeploy it/],
  ])('%i with %j has a hint of its own', (code, words, hint) => {
    const error = toError(thrown(code, `${API} ${words}`), 1)
    expect(error.hint.en).toMatch(hint)
    expectBothLanguages(error.hint)
  })
})

it.each([
  [-501007, `${API} -501007 invalid parameters. Invalid wxCloudApiToken`],
  [-501007, `${API} -501007 invalid parameters. missing wxCloudApiToken`],
  [-501001, `${GATEWAY} failed, ${CONSOLE}INVALID_WX_ACCESS_TOKEN`],
  [-501001, `${GATEWAY} invalid wx openapi access_token`],
  [0, 'invalid wx openapi access_token'],
  [-604104, 'system error: error code: -604104'],
])('toError: %i with %j was refused because of where it began', (errCode, errMsg) => {
  const error = toError(thrown(errCode, errMsg), 1)
  expect(error).toMatchObject({ kind: 'permission', retryable: false, errCode })
  expect(error.hint).toEqual({
    zh: expect.stringContaining('发起的位置'),
    en: expect.stringContaining('where it began'),
  })
})

describe('toError: the words', () => {
  it.each([
    ['500 Internal Server Error | [http://127.0.0.1:1/admin?env=e]', '500 Internal Server Error'],
    ['a | [https://e.example/admin?env=e&seqId=1]', 'a'],
    ['a [http://[::1]:80/admin?env=e]', 'a'],
    ['a[http://x]', 'a'],
    ['a |[http://x]', 'a'],
    ['a | [http://unclosed', 'a'],
    ['a | [http://x] b', 'a b'],
    ['a  |  [ HTTP://x]', 'a'],
    ['a [b] | c', 'a [b] | c'],
    ['[http://x?env=e]', 'no message came with this error'],
  ])('cuts the gateway from %j', (errMsg, expected) => {
    expect(toError(thrown(-501001, errMsg), 1).errMsg).toBe(expected)
  })

  it('cuts the gateway before the words are looked at', () => {
    const errMsg = '502 Bad Gateway | [http://sign.example/admin?env=ECONNRESET]'
    expect(toError(thrown(-501001, errMsg), 1).kind).toBe('system')
  })

  it.each([
    ['system error rid: 6512f0a1-2b3c4d5e-0a1b2c3d', '6512f0a1-2b3c4d5e-0a1b2c3d'],
    ['rid:6512F0A1-2B3C4D5E-0A1B2C3D trailing', '6512F0A1-2B3C4D5E-0A1B2C3D'],
    ['no id here', undefined],
    ['grid: 6512f0a1', undefined],
  ])('finds the request id of %j', (errMsg, rid) => {
    const error = toError(thrown(-1, errMsg), 1)
    expect(error.rid).toBe(rid)
    expect('rid' in error).toBe(rid !== undefined)
    expect(error.errMsg).toBe(errMsg)
  })

  it.each(['[http://', 'rid: ', ' | ', 'env ', 'env sign ', '环境', 'rid:  a-', ' '])(
    'is not slowed down by %j repeated without end',
    (part) => {
      // A pattern that backtracks would not be done with this before the test's time is up.
      expect(toError(thrown(-501001, part.repeat(300_000)), 1).errCode).toBe(-501001)
    },
  )

  it.each([
    ['a string', 'a string'],
    [{ message: 'from message' }, 'from message'],
    [{ errMsg: 'from errMsg' }, 'from errMsg'],
    [{ errMsg: '', message: 'from message' }, 'from message'],
    [{ errMsg: 7 }, 'no message came with this error'],
    [null, 'no message came with this error'],
    [undefined, 'no message came with this error'],
  ])('words of %j', (value, errMsg) => {
    expect(toError(value, 2)).toMatchObject({ errMsg, attempts: 2, kind: 'unknown', errCode: 0 })
  })
})

describe('toError: hostile values', () => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const throwing = {
    get errCode(): number {
      throw new Error('errCode')
    },
    get errMsg(): string {
      throw new Error('errMsg')
    },
  }
  it.each([
    ['a revoked proxy', revoked.proxy],
    ['throwing getters', throwing],
    ['a frozen object', Object.freeze({ errCode: 1 })],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
  ])('%s is unknown, and kept as the cause', (_name, value) => {
    const error = toError(value, 1)
    expect(error.kind).toBe('unknown')
    expect(error.cause).toBe(value)
    expect(Object.keys(error)).not.toContain('cause')
    expect(JSON.parse(JSON.stringify(error))).toEqual(error)
  })
})
