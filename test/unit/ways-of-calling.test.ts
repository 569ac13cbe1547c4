import { ERROR_KINDS, type Hint, hintFor, kindOfCode } from '../../src/core/error-codes'
import { CERTIFICATE, hintOverHttps } from '../../src/https/hints'
import { toError } from '../../src/sdk/to-error'
import { expectBothLanguages } from '../both-languages'

/** Every code of the table, found by asking. */
const CODES = [
  ...Array.from({ length: 100_000 }, (_, at) => at),
  ...Array.from({ length: 200_000 }, (_, at) => -700_000 + at),
  -1,
].filter((code) => kindOfCode(code) !== 'unknown')

/** Faults that the SDK's words tell, not their code. */
const WORDS: [errCode: number, errMsg: string][] = [
  [-1, "Cloud API isn't enabled, please call init first"],
  [-1, 'openapi:fail TypeError: x is not a function'],
  [-501007, 'missing wxCloudApiToken'],
  [-501007, 'missing secretId or secretKey'],
  [-501001, 'invalid wx openapi access_token'],
  [-501001, 'The "listener" argument must be a function'],
  [-501001, 'env status is isolated'],
  [-501001, 'Env Not Exists'],
  [-501001, 'secret id error'],
  [-501001, 'self-signed certificate'],
  [-501001, 'Permission denied'],
  [-501001, 'request timeout'],
  [-501001, 'socket hang up'],
  [-501001, '504 Gateway Timeout'],
  [-501001, 'system is busy'],
  [99999, 'something new'],
]

/** What there is over HTTPS alone: whoever calls through the SDK has none of it. */
const OF_HTTPS = /token|令牌|凭证|allowlist|whitelist|白名单|AppSecret|baseUrl/i
/** What there is inside cloud functions alone. */
const OF_THE_SDK =
  /cloud\.init|config\.json|permissions\.openapi|\bSDK\b|wx-server|Node\.js|secretId/i

function expectHint(hint: Hint, not: RegExp): void {
  expectBothLanguages(hint)
  expect(hint.zh).not.toMatch(not)
  expect(hint.en).not.toMatch(not)
}

test('the table has codes of WeChat’s and of the SDK’s', () => {
  expect(CODES.filter((code) => code > 0).length).toBeGreaterThan(50)
  expect(CODES.filter((code) => code < 0).length).toBeGreaterThan(30)
})

describe('through the SDK a hint names no token and no allowlist', () => {
  test.each(CODES)('code %i', (errCode) => {
    expectHint(toError({ errCode, errMsg: 'fail' }, 1).hint, OF_HTTPS)
  })

  test.each(WORDS)('code %i, %s', (errCode, errMsg) => {
    expectHint(toError({ errCode, errMsg }, 1).hint, OF_HTTPS)
  })

  test.each(ERROR_KINDS)('kind %s', (kind) => expectHint(hintFor(kind), OF_HTTPS))
})

describe('over HTTPS a hint names no cloud.init, config.json, SDK or Node.js', () => {
  test.each(CODES)('code %i', (errCode) => {
    expectHint(hintOverHttps(kindOfCode(errCode), errCode), OF_THE_SDK)
  })

  test.each(ERROR_KINDS)('kind %s', (kind) => expectHint(hintOverHttps(kind), OF_THE_SDK))

  test('an untrusted certificate', () => expectHint(CERTIFICATE, OF_THE_SDK))
})

test('a person in a cloud function, who holds no token, learns what to do about a refused one', () => {
  expect(hintFor('credential', 42001).en).toMatch(
    /identity that the platform gives.*deploy it again/,
  )
})
