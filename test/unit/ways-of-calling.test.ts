import { CODES, ERROR_KINDS, type Hint, kindOfCode } from '../../src/core/error-codes'
import * as https from '../../src/https/hints'
import { hintThroughSdk } from '../../src/sdk/hints'
import { toError } from '../../src/sdk/to-error'
import { expectBothLanguages } from '../both-languages'

const codes = Object.values(CODES).flat()

/** Faults that the message names, not the code. */
const MESSAGES: [errCode: number, errMsg: string][] = [
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
  [-501001, 'connect ETIMEDOUT 1.2.3.4:443'],
  [-502001, 'E11000 duplicate key error'],
  [-501001, 'request timeout'],
  [-501001, 'socket hang up'],
  [-501001, '504 Gateway Timeout'],
  [-501001, 'system is busy'],
  [99999, 'something new'],
]

/** What exists only over HTTPS: whoever calls through the SDK has none of it. */
const OF_HTTPS = /token|令牌|凭证|allowlist|whitelist|白名单|AppSecret|baseUrl/i
/** What exists only inside cloud functions. */
const OF_THE_SDK =
  /cloud\.init|config\.json|permissions\.openapi|\bSDK\b|wx-server|Node\.js|secretId/i

function expectHint(hint: Hint, not: RegExp): void {
  expectBothLanguages(hint)
  expect(hint.zh).not.toMatch(not)
  expect(hint.en).not.toMatch(not)
}

it('through the SDK a hint names no token and no allowlist', () => {
  for (const errCode of codes) expectHint(toError({ errCode, errMsg: 'fail' }, 1).hint, OF_HTTPS)
  for (const [errCode, errMsg] of MESSAGES) {
    expectHint(toError({ errCode, errMsg }, 1).hint, OF_HTTPS)
  }
  for (const kind of ERROR_KINDS) expectHint(hintThroughSdk(kind), OF_HTTPS)
})

it('over HTTPS a hint names no cloud.init, config.json, SDK or Node.js', () => {
  for (const errCode of codes) {
    expectHint(https.hintOverHttps(kindOfCode(errCode), errCode), OF_THE_SDK)
  }
  for (const kind of ERROR_KINDS) expectHint(https.hintOverHttps(kind), OF_THE_SDK)
  for (const value of Object.values(https)) {
    if (typeof value === 'object') expectHint(value, OF_THE_SDK)
  }
})

it('only for 40001, which has another hint where a token is requested, the hint recommends stableAccessToken', () => {
  const recommending = codes.filter((errCode) =>
    https.hintOverHttps(kindOfCode(errCode), errCode).en.includes('stableAccessToken'),
  )
  expect(recommending).toEqual([40001])
})
