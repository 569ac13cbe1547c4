import { toError } from '../../../src/sdk/to-error'

/** An error as wx-server-sdk throws it. */
const thrown = (errCode: unknown, errMsg: unknown, name = 'Error') =>
  Object.assign(new Error(String(errMsg)), { errCode, errMsg, name })

const API = 'openapi.operation.getGrayReleasePlan:fail'

describe('toError: every code of the table', () => {
  const table: [kind: string, retryable: boolean, codes: number[]][] = [
    ['credential', false, [40001, 40014, 42001, 42007, 41001, 41002, 61005, 61006, 61014, 61015]],
    ['environment', false, [40013, 40164, 61004, 85088, 85089]],
    ['environment', false, [40097, 44002, 47001, 43001, 43002, 43003]],
    ['environment', false, [61008, 61009, 61010, 61011, 61012, 61013]],
    ['credential', false, [40125, 40243, 41004]],
    ['environment', false, [40002, 89501, 89503, 89506, 89507]],
    ['permission', false, [50004, 50007]],
    ['quota', false, [45009, 45011]],
    ['permission', false, [48001, 48004, 50002, 61003, 61007, 61016, 61017, 86000]],
    ['environment', false, [85079, 86002]],
    ['timeout', true, [-501002, -601008, -604102]],
    ['quota', true, [-501003, -501004]],
    ['environment', false, [-501005, -501006, -501007, -501009]],
    ['environment', false, [-601002, -601012, -601016, -604100]],
    ['permission', false, [-501008, -601004, -601010, -601011, -601013, -601015]],
    ['permission', false, [-601017, -601018, -602018, -604101, -604104]],
    ['network', true, [-601003]],
    ['system', true, [-1, -601001, -604103, -501001]],
    ['unknown', false, [0, 1, 99999, -999999, 40003]],
  ]
  const rows = table.flatMap(([kind, retryable, codes]) =>
    codes.map((code) => [code, kind, retryable] as const),
  )

  it.each(rows)('%i is %s, retryable: %s', (code, kind, retryable) => {
    const error = toError(thrown(code, `${API} words`), 1)
    expect(error).toMatchObject({ kind, retryable, errCode: code, errMsg: `${API} words` })
    expect(error.attempts).toBe(1)
  })
})

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
    [12345, 'The "listener" argument must be a function', 'environment', false],
    [-501001, 'The "listener" argument must be a function', 'environment', false],
  ] as const)('%i with %j is %s', (code, errMsg, kind, retryable) => {
    expect(toError(thrown(code, errMsg), 1)).toMatchObject({ kind, retryable, errMsg })
  })

  it.each(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])(
    '-1 thrown as a %s is a fault of the SDK',
    (name) => expect(toError(thrown(-1, 'oops', name), 1).kind).toBe('invalid_response'),
  )

  it('counts no attempt before cloud.init and says what to call', () => {
    const error = toError(thrown(-1, "Cloud API isn't enabled, please call init first"), 1)
    expect(error).toMatchObject({ attempts: 0, kind: 'environment' })
    expect(error.hint).toMatch(/^调用前.*\nCall cloud\.init\(\{ env/)
    expect(toError(thrown(-1, 'system error'), 1).hint).not.toContain('cloud.init')
  })

  it('names the issue of a reply that the SDK could not read', () => {
    expect(toError(thrown(-1, 'TypeError: x'), 1)).toMatchObject({
      issues: [{ path: '', message: 'TypeError: x' }],
    })
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

  it.each(['[http://', 'rid: ', ' | ', 'env ', 'rid:  a-', ' '])(
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
