import { inspect } from 'node:util'
import { createError, type ErrorParts } from '../../../src/core/error'
import { redact, safeCause, withoutSecrets } from '../../../src/https/secrets'

const SECRET = 'k3y-of-one'

it.each<[string, string[], string, string]>([
  ['takes a secret out as it is', [SECRET], `say ${SECRET} twice: ${SECRET}`, 'say *** twice: ***'],
  ['takes it out percent-encoded', ['a/b c d€f'], '?t=a%2Fb%20c%20d%E2%82%ACf&', '?t=***&'],
  ['takes it out as URLs have it', ["it's-a-token"], '?t=it%27s-a-token&', '?t=***&'],
  ['takes it out of JSON', ['to"ken-12'], '{"t":"to\\"ken-12"}', '{"t":"***"}'],
  ['takes special characters literally', ['.*+?^${}()|[]'], '<.*+?^${}()|[]>', '<***>'],
  ['finds it right after a false start', ['aabaabaab'], 'aaabaabaab', 'a***'],
  ['takes eight characters out', ['12345678'], '12345678', '***'],
  ['takes half a character out', ['half-of-\ud800'], 'no half-of-\ud800', 'no ***'],
  ['begins with the longest', ['the-token', 'the-token-2'], 'the-token-2 the-token', '*** ***'],
  ['leaves text without a secret', [SECRET], 'nothing', 'nothing'],
  ['leaves text if it knows none', [], 'anything', 'anything'],
  ['ignores what is too short', ['e', '', '1234567'], 'the errmsg: 1234567', 'the errmsg: 1234567'],
])('redact() %s', (_name, secrets, text, expected) => {
  expect(redact(text, secrets)).toBe(expected)
  expect(redact(text, new Set(secrets))).toBe(expected)
})

describe('safeCause() keeps', () => {
  it('names and codes of the whole chain, and nothing else', () => {
    const deepest = Object.assign(new Error('to k3y'), { code: 'ECONNREFUSED', errno: -111 })
    const thrown = new TypeError('no k3y', { cause: new Error('why', { cause: deepest }) })
    expect(safeCause(thrown)).toStrictEqual({
      name: 'TypeError',
      cause: { name: 'Error', cause: { name: 'Error', code: 'ECONNREFUSED' } },
    })
    expect(inspect(safeCause(thrown), { showHidden: true })).not.toContain('k3y')
  })

  it.each(['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'UND_ERR_SOCKET', 20, -111, 'E'.repeat(48)])(
    'the code %p',
    (code) => expect(safeCause({ code })).toEqual({ code }),
  )

  it.each([
    ...[0.5, Number.NaN, '', '5XX', 'two words', 'https://host/?access_token=1', 'E'.repeat(49)],
    ...[{}, null, Symbol('code')],
  ])('not the code %p', (code) => expect(safeCause({ code })).toBeUndefined())

  it('no name and no code that is, or contains, a secret', () => {
    const thrown = { name: 'ATokenOfOurs', code: 'E_ATokenOfOurs', cause: { code: 'E2' } }
    expect(safeCause(thrown, ['ATokenOfOurs'])).toEqual({ cause: { code: 'E2' } })
  })

  const hostile = Object.defineProperty({}, 'code', {
    get: () => {
      throw new Error('hostile')
    },
  })

  it.each([undefined, null, 'text', 5, {}, Object.create(null), hostile])(
    'nothing of thrown values without either: case %#',
    (thrown) => expect(safeCause(thrown)).toBeUndefined(),
  )

  it('the first links of a ring', () => {
    const ring: { code: string; cause?: unknown } = { code: 'E1' }
    ring.cause = ring
    expect(JSON.stringify(safeCause(ring)).match(/E1/g)).toHaveLength(6)
  })
})

describe('withoutSecrets()', () => {
  it('cleans message, request ID and cause, and keeps the rest', () => {
    const given = { errCode: 7, errMsg: `no ${SECRET} rid: ${SECRET}`, attempts: 2 }
    const cause = { value: Object.assign(new Error(SECRET), { code: 'E1', url: SECRET }) }
    const error = createError('network', { ...given, hint: { zh: '做', en: 'do it' }, cause })
    const clean = withoutSecrets(error, [SECRET])
    const { kind, retryable, hint } = error
    const errMsg = 'no *** rid: ***'
    expect(clean).toEqual({ kind, errCode: 7, retryable, hint, attempts: 2, errMsg })
    expect(clean.cause).toStrictEqual({ name: 'Error', code: 'E1' })
    expect(Object.keys(clean)).not.toContain('cause')
  })

  it.each<['invalid_response' | 'forbidden' | 'system', Partial<ErrorParts>]>([
    ['invalid_response', { issues: [{ path: 'grayReleasePlan', message: 'expected it' }] }],
    ['forbidden', { openid: 'oABC' }],
    ['system', {}],
    ['system', { cause: { value: 'nothing of this is safe' } }],
  ])('keeps what is special about %s: %j, but no cause', (kind, parts) => {
    const error = createError(kind, { errMsg: 'no', attempts: 1, ...parts })
    const clean = withoutSecrets(error, [SECRET])
    expect(clean).toEqual(error)
    expect('cause' in clean).toBe(false)
  })
})
