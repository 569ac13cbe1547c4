import { ERROR_KINDS, hintFor, kindOfCode } from '../../../src/core/error-codes'
import { CERTIFICATE, hintOverHttps } from '../../../src/https/hints'
import { expectBothLanguages } from '../../both-languages'

/** What there is none of over HTTPS. */
const OF_THE_SDK = /cloud\.init|config\.json|Node\.js|SDK|wx-server-sdk|云函数/

const ownHint = (code: number) => hintOverHttps(kindOfCode(code), code)

describe('the hint of a kind', () => {
  it.each(ERROR_KINDS.filter((kind) => kind !== 'forbidden'))(
    '%s is in both languages, and speaks of nothing that there is not over HTTPS',
    (kind) => {
      expectBothLanguages(hintOverHttps(kind))
      expect(JSON.stringify(hintOverHttps(kind))).not.toMatch(OF_THE_SDK)
    },
  )

  it.each(['permission', 'credential', 'environment', 'timeout'] as const)(
    '%s is another one than through the SDK',
    (kind) => expect(hintOverHttps(kind)).not.toEqual(hintFor(kind)),
  )

  it('is that of every way of calling if nothing else is known', () => {
    for (const kind of ['quota', 'system', 'network', 'no_plan', 'unknown'] as const) {
      expect(hintOverHttps(kind, 99999)).toEqual(hintFor(kind))
    }
  })
})

describe('the hint of a code', () => {
  it.each([
    [40001, /stableAccessToken.*cloudbase_access_token.*cloudbaseAccessToken/],
    [40066, /baseUrl/],
    [40125, /AppSecret/],
    [40243, /AppSecret/],
    [41004, /AppSecret/],
    [40164, /allowlist of the account.*AppSecret/],
    [48001, /another account's.*can be the final answer/],
    [61004, /allowlist of the third-party platform/],
    [85105, /another account's.*can be the final answer/],
    [85107, /add \/wxa\/getgrayreleaseplan under/],
    [85112, /ticket with the environment id and rid/],
    [85113, /wait some minutes/],
    [89503, /administrator/],
    [89506, /administrator/],
    [89507, /administrator/],
  ])('%i names what applies, and otherwise than its kind does', (code, words) => {
    const hint = ownHint(code)
    expectBothLanguages(hint)
    expect(hint.en).toMatch(words)
    expect(hint).not.toEqual(hintOverHttps(kindOfCode(code)))
    expect(JSON.stringify(hint)).not.toMatch(OF_THE_SDK)
  })

  it.each([40013, 45009, 45011, 50002, 85079])('%i is the one of every way of calling', (code) => {
    expect(ownHint(code)).toEqual(hintFor(kindOfCode(code), code))
    expect(ownHint(code)).not.toEqual(hintOverHttps(kindOfCode(code)))
  })

  it('is of its own: who changes it changes no other', () => {
    ownHint(40001).en = 'changed'
    expect(ownHint(40001).en).not.toBe('changed')
    hintOverHttps('timeout').en = 'changed'
    expect(hintOverHttps('timeout').en).not.toBe('changed')
  })
})

it('the certificate is advised on in both languages', () => {
  expectBothLanguages(CERTIFICATE)
  for (const hint of Object.values(CERTIFICATE)) expect(hint).toContain('NODE_EXTRA_CA_CERTS')
})
