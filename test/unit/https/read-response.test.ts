import type { Hint } from '../../../src/https'
import { readPlan, readResponse } from '../../../src/https/read-response'
import { RUNNING, RUNNING_PLAN } from './support'

const answered = (body: unknown, status = 200) =>
  ({ reply: { status, text: typeof body === 'string' ? body : JSON.stringify(body) } }) as const
const errorFor = (body: unknown, status?: number) => {
  const result = readPlan(answered(body, status), 1)
  if (result.ok) throw new Error('this was to be an error')
  return result.error
}
const plan = RUNNING.gray_release_plan

describe('readPlan() believes', () => {
  it.each([
    ['the documented reply', RUNNING],
    ['one with a byte order mark', `\ufeff${JSON.stringify(RUNNING)}`],
    ['one with an errcode of text', { ...RUNNING, errcode: '0' }],
    ['one without an errcode', { gray_release_plan: plan }],
    ['one with more in it', { ...RUNNING, more: 1, gray_release_plan: { ...plan, more: 1 } }],
  ])('%s', (_name, body) => {
    expect(readPlan(answered(body), 1)).toEqual({ ok: true, plan: RUNNING_PLAN })
  })
})

describe('readPlan() does not believe', () => {
  it.each([
    ['', null],
    ['', '"text"'],
    ['', 5],
    ['', []],
    ['grayReleasePlan', {}],
    ['grayReleasePlan', { gray_release_plan: null }],
    ['grayReleasePlan', { gray_release_plan: 'x' }],
    // Only the documented names count.
    ['grayReleasePlan', { grayReleasePlan: RUNNING_PLAN }],
    [
      'grayReleasePlan.createTimestamp',
      { ...RUNNING, gray_release_plan: { ...plan, create_timestamp: '1' } },
    ],
    ['grayReleasePlan.status', { ...RUNNING, gray_release_plan: { ...plan, status: 1.5 } }],
    [
      'grayReleasePlan.grayPercentage',
      { ...RUNNING, gray_release_plan: { ...plan, gray_percentage: 101 } },
    ],
    [
      'grayReleasePlan.defaultFinishTimestamp',
      { ...RUNNING, gray_release_plan: { ...plan, default_finish_timestamp: -1 } },
    ],
    [
      'grayReleasePlan.supportDebugerFirst',
      { ...RUNNING, gray_release_plan: { ...plan, support_debuger_first: 1 } },
    ],
    [
      'grayReleasePlan.supportExperiencerFirst',
      { ...RUNNING, gray_release_plan: { ...plan, support_experiencer_first: 'yes' } },
    ],
  ])('and names %j in %j', (path, body) => {
    const error = errorFor(body)
    expect(error.kind === 'invalid_response' && error.issues.map((issue) => issue.path)).toEqual([
      path,
    ])
  })
})

it.each([
  [{ reply: { status: 200, text: undefined } }, 'expected no more than 1048576 bytes'],
  [answered('{'), 'expected JSON'],
  [answered(`${JSON.stringify(RUNNING)}\ufeff`), 'expected JSON'],
])('%j is no documented reply, and it is said why', (answer, message) => {
  expect(readPlan(answer, 2)).toEqual({
    ok: false,
    error: {
      kind: 'invalid_response',
      errCode: 0,
      errMsg: `the response is not as documented: reply: ${message}`,
      retryable: false,
      hint: {
        zh: expect.stringContaining('提 issue'),
        en: expect.stringContaining('open an issue'),
      },
      attempts: 2,
      issues: [{ path: '', message }],
    },
  })
})

describe('an errcode', () => {
  it.each([
    [200, 48001, 'permission'],
    [404, 48001, 'permission'],
    [500, '40001', 'credential'],
    [302, 45009, 'quota'],
    [429, 40164, 'environment'],
    [200, 99999, 'unknown'],
    [200, 'many', 'unknown'],
  ])('decides under status %i: %p is %s', (status, errcode, kind) => {
    expect(errorFor({ ...RUNNING, errcode, errmsg: 'no' }, status)).toMatchObject({
      kind,
      errCode: Number(errcode) || 0,
      errMsg: 'no',
      attempts: 1,
    })
  })

  it.each([
    'system error',
    'TypeError: no',
    "Cloud API isn't enabled",
    "Cannot read properties of null (reading 'x')",
  ])('of -1 is WeChat being busy, whatever it says: %s', (errmsg) => {
    const error = errorFor({ errcode: -1, errmsg })
    expect(error).toMatchObject({ kind: 'system', errCode: -1, errMsg: errmsg, attempts: 1 })
    expect(error).toMatchObject({ retryable: true, hint: { en: expect.stringContaining('busy') } })
    expect(error).not.toHaveProperty('cause')
  })
})

describe('without an errcode, the status decides', () => {
  it.each([
    [500, 'system', true],
    [502, 'system', true],
    [599, 'system', true],
    [429, 'quota', true],
    [301, 'unknown', false],
    [304, 'unknown', false],
    [400, 'unknown', false],
    [401, 'unknown', false],
    [404, 'unknown', false],
    [499, 'unknown', false],
    [600, 'unknown', false],
    [204, 'invalid_response', false],
  ])('%i is %s', (status, kind, retryable) => {
    for (const body of ['', '<html>']) {
      expect(errorFor(body, status)).toMatchObject({ kind, retryable, errCode: 0, attempts: 1 })
    }
  })

  it.each([500, 429, 300, 302, 399, 400, 404])('%i, even beside a plan', (status) => {
    const redirect = status < 400 ? ': redirects are not followed' : ''
    expect(errorFor(RUNNING, status).errMsg).toBe(
      `HTTP status ${status}, and no errcode${redirect}`,
    )
  })

  it.each([300, 399, 400, 404])('%i asks to look at baseUrl, since there is no code', (status) => {
    expect(errorFor('', status).hint.en).toContain('check baseUrl')
  })
})

describe('what WeChat says, in words of public reports', () => {
  it.each<[errcode: number, errmsg: string, kind: string, hint: RegExp]>([
    [
      40001,
      'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: 654df33c-64386a2f-29857782',
      'credential',
      /stableAccessToken/,
    ],
    [
      40001,
      'invalid credential, access_token is invalid or not latest rid: 5fd8d0bd-670661c9-132104e9',
      'credential',
      /cloudbase_access_token.*cloudbaseAccessToken/,
    ],
    [40066, 'invalid url rid: 5f91b5d9-13751496-5b32aeb8', 'environment', /baseUrl/],
    [
      50002,
      'user limited rid: 6094a306-4b2ff16d-09f2d74d',
      'permission',
      /restricted, frozen or closed/,
    ],
    [
      85107,
      'URL不在白名单内,请前往「微信云托管控制台-服务管理-云调用-微信令牌」配置',
      'permission',
      /微信令牌.*\/wxa\/getgrayreleaseplan/,
    ],
    [85112, 'cloudbase_secret not found', 'system', /ticket/],
    [85113, 'cloudbase_access_token not ready', 'system', /wait a few minutes/],
    [89503, '此次调用需要管理员确认，请耐心等候', 'environment', /管理员.* .*administrator/],
  ])('%i, %s', (errcode, errmsg, kind, hint) => {
    const error = errorFor({ errcode, errmsg })
    expect(error).toMatchObject({ kind, retryable: false, errCode: errcode, errMsg: errmsg })
    expect(`${error.hint.zh} ${error.hint.en}`).toMatch(hint)
    expect(JSON.stringify(error.hint)).not.toMatch(
      /cloud\.init|config\.json|Node\.js|wx-server-sdk/,
    )
  })

  it('without words is told so', () => {
    for (const errmsg of [undefined, '', 7]) {
      expect(errorFor({ errcode: 48001, errmsg }).errMsg).toBe('no message came with this error')
    }
  })

  it('is no cause, since it may hold the token', () => {
    expect(errorFor({ errcode: '48001', errmsg: 'no', more: 1 })).not.toHaveProperty('cause')
  })
})

describe('a connection that failed', () => {
  const failed = (thrown: unknown) => readResponse({ thrown }, 3).error
  const coded = (code: string, message: string, cause?: unknown) =>
    Object.assign(new Error(message, { cause }), { code })

  it('is told by its codes, not by its words, which may hold the token', () => {
    const deepest = coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9')
    const thrown = new TypeError('fetch failed', { cause: new Error('no', { cause: deepest }) })
    expect(failed(thrown)).toMatchObject({
      kind: 'network',
      retryable: true,
      attempts: 3,
      errMsg: 'the connection failed: ECONNREFUSED',
    })
  })

  it('names each code once, and a name if there is no code', () => {
    const thrown = coded('ERR_X', 'fetch failed', coded('ERR_X', 'fetch failed', coded('E2', '')))
    expect(failed(thrown)?.errMsg).toBe('the connection failed: ERR_X: E2')
    expect(failed(new TypeError('no'))?.errMsg).toBe('the connection failed: TypeError')
    expect(failed(thrown)?.cause).toBe(thrown)
  })

  it.each([
    ...['ENOTFOUND', 'ECONNRESET', 'UND_ERR_SOCKET'],
    ...['NOT_ETIMEDOUT', 'ETIMEDOUT_NOT', 'Z_DATA_ERROR'],
    // The handshake failed, or what came was no TLS, or no HTTP: as the fetch of Node.js 18 to 26 says.
    ...['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    ...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ...['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'HPE_INVALID_CONSTANT', 'UND_ERR_HEADERS_OVERFLOW'],
  ])('by %s is network', (code) =>
    expect(failed(new TypeError('fetch failed', { cause: coded(code, 'x') }))).toMatchObject({
      kind: 'network',
      retryable: true,
    }),
  )

  it.each([
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ...['CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID', 'INVALID_PURPOSE'],
    // Of a key that is too weak, on Node.js 24 and 26.
    'UNSPECIFIED',
  ])('by %s is a certificate that is not trusted', (code) => {
    const native = new TypeError('fetch failed', { cause: coded(code, 'x') })
    // node-fetch has the code on the error itself.
    for (const answer of [{ thrown: native }, { thrown: coded(code, 'x') }, { failed: code }]) {
      const { error } = readResponse(answer, 3)
      expect(error).toMatchObject({ kind: 'environment', retryable: false, attempts: 3 })
      expect(error?.hint.zh).toMatch(/证书.*NODE_EXTRA_CA_CERTS/)
      expect(error?.hint.en).toMatch(/certificate.*NODE_EXTRA_CA_CERTS.*CloudRun/)
    }
  })

  it.each(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'])(
    'by %s is timeout',
    (code) =>
      expect(failed(new TypeError('fetch failed', { cause: coded(code, 'x') }))?.kind).toBe(
        'timeout',
      ),
  )

  it.each([
    ['ETIMEDOUT', true],
    ['ETIMEOUT', true],
    ['UND_ERR_CONNECT_TIMEOUT', true],
    ['UND_ERR_HEADERS_TIMEOUT', false],
  ])('by %s names the network in its hint: %p', (code, network) => {
    const { kind, hint } = failed(coded(code, 'x')) as { kind: string; hint: Hint }
    expect(kind).toBe('timeout')
    expect([/proxy/.test(hint.en), /代理/.test(hint.zh)]).toEqual([network, network])
    expect(/timeoutMs/.test(hint.en)).toBe(!network)
  })

  it('by an agent for another protocol is the environment, final', () => {
    expect(failed({ code: 'ERR_INVALID_PROTOCOL' })).toMatchObject({
      kind: 'environment',
      errMsg: 'options.agent does not fit baseUrl',
      retryable: false,
    })
  })

  it('by an AbortSignal.timeout() of a custom fetch is timeout', () => {
    expect(failed(new DOMException('late', 'TimeoutError'))?.kind).toBe('timeout')
  })

  it.each([undefined, null, 'text', 5, Object.create(null), { message: { toString: null } }])(
    'by throwing %p is network',
    (thrown) =>
      expect(failed(thrown)).toMatchObject({ kind: 'network', errMsg: 'the connection failed' }),
  )
})
