import { readPlan, readResponse } from '../../../src/https/read-response'
import { RUNNING, RUNNING_PLAN } from './support'

const answered = (body: unknown, status = 200) =>
  ({ reply: { status, text: typeof body === 'string' ? body : JSON.stringify(body) } }) as const
const errorFor = (body: unknown, status?: number) => {
  const result = readPlan(answered(body, status), 1)
  if (result.ok) throw new Error('this was to be an error')
  return result.error
}
const TOO_LONG = { reply: { status: 200, text: undefined } }
const plan = RUNNING.gray_release_plan

it.each([
  ['the documented reply', RUNNING],
  ['one with a byte order mark', `\ufeff${JSON.stringify(RUNNING)}`],
  ['one with an errcode of text', { ...RUNNING, errcode: '0' }],
  ['one without an errcode', { gray_release_plan: plan }],
  ['one with more in it', { ...RUNNING, more: 1, gray_release_plan: { ...plan, more: 1 } }],
])('readPlan() believes %s', (_name, body) => {
  expect(readPlan(answered(body), 1)).toEqual({ ok: true, plan: RUNNING_PLAN })
})

it.each([
  ['', null],
  ['', '"text"'],
  ['', []],
  ['grayReleasePlan', {}],
  ['grayReleasePlan', { gray_release_plan: null }],
  ['grayReleasePlan', { gray_release_plan: 'x' }],
  // Only the documented names count.
  ['grayReleasePlan', { grayReleasePlan: RUNNING_PLAN }],
  ['grayReleasePlan.createTimestamp', { gray_release_plan: { ...plan, create_timestamp: '1' } }],
])('readPlan() names %j in %j', (path, body) => {
  expect(errorFor(body)).toMatchObject({ kind: 'invalid_response', issues: [{ path }] })
})

it.each([
  [TOO_LONG, 'expected no more than 1048576 bytes'],
  [answered('{'), 'expected JSON'],
  [answered(`${JSON.stringify(RUNNING)}\ufeff`), 'expected JSON'],
])('of %j it is said why it is no documented reply', (answer, message) => {
  expect(readPlan(answer, 2)).toMatchObject({
    error: {
      kind: 'invalid_response',
      errCode: 0,
      errMsg: `the response is not as documented: reply: ${message}`,
      retryable: false,
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
    const error = errorFor({ ...RUNNING, errcode, errmsg: 'no' }, status)
    const errCode = Number(errcode) || 0
    expect(error).toMatchObject({ kind, errCode, errMsg: 'no', attempts: 1 })
    // The message may contain the token.
    expect(error).not.toHaveProperty('cause')
  })

  it.each(['system error', 'TypeError: no', "Cloud API isn't enabled"])(
    'of -1 is WeChat being busy, whatever it says: %s',
    (errmsg) => {
      const hint = { en: expect.stringContaining('busy') }
      const expected = { kind: 'system', errCode: -1, errMsg: errmsg, retryable: true, hint }
      expect(errorFor({ errcode: -1, errmsg })).toMatchObject(expected)
    },
  )

  it.each([undefined, '', 7])('with the message %j has ours', (errmsg) => {
    expect(errorFor({ errcode: 48001, errmsg }).errMsg).toBe('no message came with this error')
  })
})

describe('without an errcode, the status decides', () => {
  it('500, even if the reply is too long', () => {
    const { reply } = TOO_LONG
    expect(readResponse({ reply: { ...reply, status: 500 } }, 1).error?.kind).toBe('system')
  })

  it.each([
    [500, 'system', true],
    [502, 'system', true],
    [599, 'system', true],
    [429, 'quota', true],
    [301, 'unknown', false],
    [304, 'unknown', false],
    [400, 'unknown', false],
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
    const { errMsg, hint } = errorFor(RUNNING, status)
    const redirect = status < 400 ? ': redirects are not followed' : ''
    expect(errMsg).toBe(`HTTP status ${status}, and no errcode${redirect}`)
    const isOther = status < 429
    expect(/check baseUrl/.test(hint.en)).toBe(isOther)
  })
})

describe('a connection that failed', () => {
  const failed = (thrown: unknown) => readResponse({ thrown }, 3).error
  const coded = (code: string, cause?: unknown) =>
    Object.assign(new Error('x', { cause }), { code })
  /** As the global fetch throws it, as node-fetch does, and as our own client answers. */
  const ways = (code: string) => [
    { thrown: new TypeError('fetch failed', { cause: coded(code) }) },
    { thrown: coded(code) },
    { failed: code },
  ]

  it.each<[unknown, string]>([
    [new TypeError('no', { cause: new Error('no', { cause: coded('E1') }) }), ': E1'],
    [coded('ERR_X', coded('ERR_X', coded('E2'))), ': ERR_X: E2'],
    [new TypeError('no'), ': TypeError'],
    ...[undefined, null, 'text', 5, Object.create(null), { message: { toString: null } }].map(
      (thrown): [unknown, string] => [thrown, ''],
    ),
  ])('by throwing %p is reported by its codes, or a name', (thrown, words) => {
    const errMsg = `the connection failed${words}`
    const error = failed(thrown)
    expect(error).toMatchObject({ kind: 'network', retryable: true, attempts: 3, errMsg })
    expect(error?.cause).toBe(thrown)
  })

  it.each([
    ...['ENOTFOUND', 'ECONNRESET', 'UND_ERR_SOCKET'],
    ...['NOT_ETIMEDOUT', 'ETIMEDOUT_NOT', 'Z_DATA_ERROR'],
    // The handshake failed, or what came was no TLS, or no HTTP: as the fetch of Node.js 18 to 26 says.
    ...['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    ...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ...['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'HPE_INVALID_CONSTANT', 'UND_ERR_HEADERS_OVERFLOW'],
  ])('by %s is network', (code) => {
    for (const answer of ways(code)) {
      expect(readResponse(answer, 3).error).toMatchObject({ kind: 'network', retryable: true })
    }
  })

  it.each([
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ...['CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID', 'INVALID_PURPOSE'],
    // Of a key that is too weak, on Node.js 24 and 26.
    'UNSPECIFIED',
  ])('by %s is a certificate that is not trusted', (code) => {
    for (const answer of ways(code)) {
      const { error } = readResponse(answer, 3)
      expect(error).toMatchObject({ kind: 'environment', retryable: false, attempts: 3 })
      expect(error?.hint.zh).toMatch(/证书.*NODE_EXTRA_CA_CERTS/)
      expect(error?.hint.en).toMatch(/certificate.*NODE_EXTRA_CA_CERTS.*CloudRun/)
    }
  })

  it.each([
    ['ETIMEDOUT', true],
    ['ETIMEOUT', true],
    ['UND_ERR_CONNECT_TIMEOUT', true],
    ['UND_ERR_HEADERS_TIMEOUT', false],
    ['ESOCKETTIMEDOUT', false],
  ])('by %s is timeout, and its hint names the network: %p', (code, network) => {
    for (const answer of ways(code)) {
      const { error } = readResponse(answer, 3)
      expect(error?.kind).toBe('timeout')
      expect([/proxy/.test(`${error?.hint.en}`), /代理/.test(`${error?.hint.zh}`)]).toEqual([
        ...[network, network],
      ])
    }
  })

  it('by an AbortSignal.timeout() of a custom fetch is timeout', () => {
    expect(failed(new DOMException('late', 'TimeoutError'))?.kind).toBe('timeout')
  })

  it('by an agent for another protocol is the environment, final', () => {
    expect(failed({ code: 'ERR_INVALID_PROTOCOL' })).toMatchObject({
      kind: 'environment',
      errMsg: 'options.agent does not fit baseUrl',
      retryable: false,
    })
  })
})
