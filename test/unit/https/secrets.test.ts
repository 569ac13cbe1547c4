import { inspect } from 'node:util'
import { createError } from '../../../src/core/error'
import { redact, safeCause, withoutSecrets } from '../../../src/https/secrets'

describe('redact() takes out', () => {
  it.each([
    ['as it is', 'k3y-of-one', 'say k3y-of-one twice: k3y-of-one', 'say *** twice: ***'],
    ['percent-encoded', 'a/b c d€f', '?t=a%2Fb%20c%20d%E2%82%ACf&', '?t=***&'],
    ['of characters that patterns are made of', '.*+?^${}()|[]', '<.*+?^${}()|[]>', '<***>'],
    ['right after a false start', 'aabaabaab', 'aaabaabaab', 'a***'],
    ['of eight characters', '12345678', '12345678', '***'],
    ['that can not be encoded', 'half-of-\ud800', 'no half-of-\ud800', 'no ***'],
  ])('a secret %s', (_name, secret, text, expected) => {
    expect(redact(text, [secret])).toBe(expected)
  })

  it('the longer one if one secret is part of the other', () => {
    expect(redact('the-token-2 the-token', ['the-token', 'the-token-2'])).toBe('*** ***')
  })

  it('all of them, from any collection', () => {
    expect(redact('one-secret two-secret', new Set(['one-secret', 'two-secret']))).toBe('*** ***')
  })
})

describe('redact() leaves alone', () => {
  it('text without a secret', () => expect(redact('nothing', ['k3y-of-one'])).toBe('nothing'))
  it('text if it knows none', () => expect(redact('anything', [])).toBe('anything'))
  it('what is too short for a secret, and would garble other words', () => {
    expect(redact('the errmsg of a 1234567', ['e', '', '1234567'])).toBe('the errmsg of a 1234567')
  })
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

  it.each([
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', true],
    ['UND_ERR_SOCKET', true],
    [20, true],
    [-111, true],
    [0.5, false],
    [Number.NaN, false],
    ['', false],
    ['5XX', false],
    ['two words', false],
    ['https://host/?access_token=1', false],
    ['E'.repeat(48), true],
    ['E'.repeat(49), false],
    [{}, false],
    [null, false],
    [Symbol('code'), false],
  ])('code %p: %p', (code, kept) => {
    expect(safeCause({ code })).toEqual(kept ? { code } : undefined)
  })

  it('no name and no code that is, or holds, a secret', () => {
    const thrown = { name: 'ATokenOfOurs', code: 'E_ATokenOfOurs', cause: { code: 'E2' } }
    expect(safeCause(thrown, ['ATokenOfOurs'])).toEqual({ cause: { code: 'E2' } })
  })

  it.each([
    undefined,
    null,
    'text',
    5,
    {},
    Object.create(null),
    Object.defineProperty({}, 'code', {
      get: () => {
        throw new Error('hostile')
      },
    }),
  ])('nothing of thrown values without either: case %#', (thrown) =>
    expect(safeCause(thrown)).toBeUndefined(),
  )

  it('the first links of a ring', () => {
    const ring: { code: string; cause?: unknown } = { code: 'E1' }
    ring.cause = ring
    expect(JSON.stringify(safeCause(ring)).match(/E1/g)).toHaveLength(6)
  })
})

describe('withoutSecrets()', () => {
  const secrets = ['k3y-of-one']

  it('cleans words, request id and cause, and keeps the rest', () => {
    const error = createError('network', {
      errCode: 7,
      errMsg: 'no k3y-of-one rid: k3y-of-one',
      attempts: 2,
      retryable: true,
      hint: { zh: '做', en: 'do it' },
      cause: { value: Object.assign(new Error('k3y-of-one'), { code: 'E1', url: 'k3y-of-one' }) },
    })
    const clean = withoutSecrets(error, secrets)
    const { kind, retryable, hint } = error
    expect(clean).toEqual({
      ...{ kind, errCode: 7, retryable, hint, attempts: 2 },
      errMsg: 'no *** rid: ***',
    })
    expect(clean.cause).toStrictEqual({ name: 'Error', code: 'E1' })
    expect(Object.keys(clean)).not.toContain('cause')
  })

  it('keeps issues, and the OPENID', () => {
    const issues = [{ path: 'grayReleasePlan', message: 'expected it' }]
    const invalid = createError('invalid_response', { errMsg: 'no', attempts: 1, issues })
    expect(withoutSecrets(invalid, secrets)).toEqual(invalid)
    const forbidden = createError('forbidden', { errMsg: 'no', attempts: 0, openid: 'oABC' })
    expect(withoutSecrets(forbidden, secrets)).toEqual(forbidden)
  })

  it('gives no cause if there was none, or nothing of it is safe', () => {
    const error = createError('system', { errMsg: 'no', attempts: 1 })
    expect('cause' in withoutSecrets(error, secrets)).toBe(false)
    const caused = createError('system', { errMsg: 'no', attempts: 1, cause: { value: 'text' } })
    expect('cause' in withoutSecrets(caused, secrets)).toBe(false)
  })
})
