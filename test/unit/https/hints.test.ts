import { hintFor, kindOfCode } from '../../../src/core/error-codes'
import { CERTIFICATE, HTTPS_HINTS } from '../../../src/https/hints'
import { expectBothLanguages } from '../../both-languages'

it.each(Object.entries(HTTPS_HINTS).map(([code, hint]) => [Number(code), hint] as const))(
  '%i is advised on in both languages, and otherwise than its kind is',
  (code, hint) => {
    expectBothLanguages(hint)
    expect(kindOfCode(code)).not.toBe('unknown')
    expect(hint).not.toEqual(hintFor(kindOfCode(code), code))
  },
)

it.each([
  [40001, /stableAccessToken.*cloudbaseAccessToken/],
  [40066, /baseUrl/],
  [40125, /AppSecret/],
  [40164, /allowlist of the account.*AppSecret/],
  [48001, /another account's.*can be the final answer/],
  [61004, /allowlist of the third-party platform/],
  [85105, /another account's.*can be the final answer/],
  [85112, /ticket with the environment id and rid/],
  [89507, /administrator/],
])('%i names what applies', (code, words) => expect(HTTPS_HINTS[code]?.en).toMatch(words))

it('the certificate is advised on in both languages', () => {
  expectBothLanguages(CERTIFICATE)
})
