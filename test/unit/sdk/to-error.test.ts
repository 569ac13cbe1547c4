import { toError } from '../../../src/sdk/to-error'
import { expectBothLanguages } from '../../both-languages'

/** An error as wx-server-sdk throws it. */
const thrown = (errCode: unknown, errMsg: unknown, name = 'Error') =>
  Object.assign(new Error(String(errMsg)), { errCode, errMsg, name })

const API = 'openapi.operation.getGrayReleasePlan:fail'

describe('toError: codes whose words decide', () => {
  it.each([
    [-1, "Cloud API isn't enabled, please call init first\n请先调用 init", 'environment', false],
    [-1, `${API} Cannot read properties of null (reading 'errcode')`, 'invalid_response', false],
    [-1, `${API} Cannot read property 'errcode' of null`, 'invalid_response', false],
    [-1, `${API} TypeError: x is not a function; at openapi`, 'invalid_response', false],
    [-1, `${API} ReferenceError: x is not defined`, 'invalid_response', false],
    [-1, `${API} SyntaxError: Unexpected token`, 'invalid_response', false],
    [-1, `${API} RangeError: Invalid array length`, 'invalid_response', false],
    [-1, `${API} TypeError: Cannot read properties of null (reading 'code'); at`, 'system', true],
    [-1, `${API} TypeError: Cannot read property 'code' of null; at`, 'system', true],
    [-1, `${API} system error rid: 1-2-3`, 'system', true],
    [-601001, `${API} response body is invalid json: null`, 'invalid_response', false],
    [-601001, `${API} unknown wx response received: Error`, 'invalid_response', false],
    [-601001, `${API} empty response`, 'system', true],
    [-501001, `${API} missing secretId or secretKey of tencent cloud`, 'environment', false],
    [-501001, `${API} missing secretKey`, 'environment', false],
    [-501001, `${API} missing authoration key, redeploy the function`, 'environment', false],
    [-501001, `${API} secretId is not found`, 'credential', false],
    [-501001, `${API} wrong secretKey`, 'credential', false],
    [-501001, `${API} check sign fail`, 'credential', false],
    [-501001, `${API} env not found`, 'environment', false],
    [-501001, `${API} Env Not Exists`, 'environment', false],
    [-501001, `${API} ENV_NOT_FOUND`, 'environment', false],
    [-501001, `${API} the environment test-1 does not exist`, 'environment', false],
    [-501001, `${API} request timeout`, 'timeout', true],
    [-501001, `${API} connect ETIMEDOUT 127.0.0.1`, 'timeout', true],
    [-501001, `${API} ESOCKETTIMEDOUT`, 'timeout', true],
    [-501001, `${API} socket hang up`, 'network', true],
    [-501001, `${API} aborted`, 'network', true],
    [-501001, `${API} read ECONNRESET`, 'network', true],
    [-501001, `${API} connect ECONNREFUSED 127.0.0.1:1`, 'network', true],
    [-501001, `${API} getaddrinfo ENOTFOUND host`, 'network', true],
    [-501001, `${API} getaddrinfo EAI_AGAIN host`, 'network', true],
    [-501001, `${API} write EPIPE`, 'network', true],
    [-501001, `${API} connect EHOSTUNREACH`, 'network', true],
    [-501001, `${API} connect ENETUNREACH`, 'network', true],
    [-501001, `${API} 504 Gateway Timeout`, 'system', true],
    [-501001, 'Request Timeout', 'system', true],
    [-501023, 'Unauthenticated access is denied', 'permission', false],
    [-502001, 'document.add:fail -502001 database request fail', 'system', true],
    [-502001, 'document.add:fail E11000 duplicate key error collection', 'system', false],
    [-502001, "document.update:fail Cannot create field 'a' in element {b: 1}", 'system', false],
    [-502003, 'document.get:fail -502003 database permission denied', 'permission', false],
    [-502004, 'collection.create:fail -502004 database limit', 'quota', false],
    [-502005, 'document.get:fail -502005 database collection not exists', 'environment', false],
    [12345, 'The "listener" argument must be a function', 'environment', false],
    [-501001, 'The "listener" argument must be a function', 'environment', false],
    [-501001, 'The "listener" argument must be of type Function', 'environment', false],
  ] as const)('%i with %j is %s', (code, errMsg, kind, retryable) => {
    expect(toError(thrown(code, errMsg), 1)).toMatchObject({ kind, retryable, errMsg })
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
    const error = toError(thrown(-1, "Cloud API isn't enabled, please call init first"), 1)
    expect(error).toMatchObject({ attempts: 0, kind: 'environment' })
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
    [`failed, ${CONSOLE}INVALID_ENV`, 'environment'],
    [`failed, ${DOCS}INVALID_ENV`, 'environment'],
    [`failed, ${DOCS}basic/INVALID_ENV_STATUS`, 'environment'],
    [`failed, ${DOCS}service/ENV_NOT_ACTIVE`, 'environment'],
    [`check the sign ${DOCS}basic/INVALID_ENV`, 'environment'],
    [`failed, ${CONSOLE}SIGN_PARAM_INVALID`, 'credential'],
    [`failed, ${DOCS}SIGN_EXPIRED`, 'credential'],
    [`env not found, ${DOCS}basic/SIGN_PARAM_INVALID`, 'credential'],
    [`failed, ${DOCS}PERMISSION_DENIED`, 'permission'],
    [`check sign fail ${DOCS}basic/PERMISSION_DENIED`, 'permission'],
    [`no such rule ${DOCS}basic/DATABASE_PERMISSION_DENIED`, 'permission'],
    [`failed, ${DOCS}INVALID_OPERATION`, 'environment'],
    [`failed, ${DOCS}basic/SYS_ERR`, 'system'],
    [`failed, ${CONSOLE}PERMISSION_DENIEDX`, 'permission'],
    [`check sign fail ${CONSOLE}PERMISSION_DENIEDX`, 'credential'],
    // An environment, whatever its id looks like.
    ['env design-1a2b3c not found', 'environment'],
    ['env sign-1a2b3c not exist', 'environment'],
    ["the env of 'sign-1a2b3c' doesn't exist", 'environment'],
    ['envId: secret-1a2b3c does not exist', 'environment'],
    ['Environment  not found', 'environment'],
    ['[100003] Env Not Exists (85ab9ac4-006f-4935-918d-e2c97ac3828e) INVALID_ENV', 'environment'],
    ['Env invalid. For more information, please refer to the docs', 'environment'],
    ['invalid env', 'environment'],
    ['no such env: a', 'environment'],
    ['the environment cannot be found', 'environment'],
    ["env-id a can't be found", 'environment'],
    ['环境 design-1a2b3c 不存在', 'environment'],
    ['环境ID无效', 'environment'],
    ['未找到环境 a', 'environment'],
    ['无效的云环境', 'environment'],
    ['云环境已被销毁', 'environment'],
    ['the environment has been deleted', 'environment'],
    ['ENV STATUS IS ISOLATED', 'environment'],
    ['env design-1a2b3c has expired', 'environment'],
    ['the environment is in arrears', 'environment'],
    ['云环境已欠费', 'environment'],
    // What is said of something else beside an environment.
    ['env a: sign param is invalid', 'credential'],
    ['env a: secretId not found', 'credential'],
    ['env a: the signature has expired', 'credential'],
    ['env a: 签名已过期', 'credential'],
    ['envoy: no healthy upstream, route not found', 'system'],
    // A secret or a signature, as words of their own.
    ['secret id error', 'credential'],
    [`secret id error ${HELPER}SIGN_PARAM_INVALID`, 'credential'],
    ['SecretKey is wrong', 'credential'],
    ['Signature mismatch', 'credential'],
    ['please check your signature.', 'credential'],
    ['签名错误', 'credential'],
    ['SIGN_PARAM_INVALID', 'credential'],
    ['missing secretId and signature', 'environment'],
    ['env design-1a2b3c: 500 Internal Server Error', 'system'],
    ['the request is not assigned to sign-1a2b3c', 'system'],
    ['getaddrinfo ENOTFOUND sign.example', 'network'],
    ['getaddrinfo ENOTFOUND a.sign', 'network'],
    ['design error', 'system'],
    // A permission.
    ['PERMISSION_DENIED', 'permission'],
    ['Permission denied for this action', 'permission'],
    // The connection.
    ['[FailedOperation.Timeout] Execution request timeout, please check', 'timeout'],
    ['tunneling socket could not be established, statusCode=407', 'network'],
    ['502 Bad Gateway', 'system'],
    ['system busy', 'system'],
    ['系统繁忙', 'system'],
    ['', 'system'],
  ] as const)('%j is %s', (words, kind) => {
    const error = toError(thrown(-501001, `${GATEWAY} ${words}`), 1)
    const retryable = ['timeout', 'network', 'system'].includes(kind)
    expect(error).toMatchObject({ kind, retryable, errCode: -501001 })
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

  it.each([
    [-501001, `${GATEWAY} failed, ${DOCS}basic/INVALID_ENV_STATUS`],
    [-501001, `${GATEWAY} failed, ${CONSOLE}ENV_EXPIRED`],
    [-501001, `${GATEWAY} env status is isolated ${HELPER}INVALID_ENV`],
    [-501001, `${GATEWAY} env design-1a2b3c has expired`],
    [-501001, `${GATEWAY} the resource is in arrears: env a`],
    [-501001, `${GATEWAY} 账户已欠费，请续费云环境`],
    [-501001, `${GATEWAY} 云环境已停服`],
    [-501001, `${GATEWAY} 套餐已于今日到期`],
    [-501005, `${API} -501005 invalid env. env status is isolated`],
  ])('an environment that has ended is to be renewed: %i %s', (code, errMsg) => {
    const { kind, hint } = toError(thrown(code, errMsg), 1)
    expect([kind, hint.en]).toEqual(['environment', expect.stringContaining('renew')])
  })

  it.each([-502001, -502003, -502004, -502005])('%i names the database alone', (code) => {
    const hint = toError(thrown(code, 'document.get:fail'), 1).hint
    expect(JSON.stringify(hint)).not.toMatch(/openapi|cloud\.init/)
  })

  it('asks to read the words where they are not known, and speaks of "busy" only where they do', () => {
    const known = toError(thrown(-501001, `${GATEWAY} system busy`), 1)
    const unknown = toError(thrown(-501001, `${GATEWAY} 504 Gateway Timeout`), 1)
    expect(known.hint.en).toMatch(/busy/)
    expect(unknown.hint.zh).toMatch(/errMsg/)
    expect(unknown.hint.en).toMatch(/errMsg/)
    expect(JSON.stringify(unknown.hint)).not.toMatch(/busy|繁忙/)
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
