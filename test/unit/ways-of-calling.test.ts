import { CODES, ERROR_KINDS, type Hint, kindOfCode } from '../../src/core/error-codes'
import * as https from '../../src/https/hints'
import * as sdk from '../../src/sdk/hints'
import { expectBothLanguages } from '../both-languages'

const codes = Object.values(CODES).flat()

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
  for (const errCode of codes)
    expectHint(sdk.hintThroughSdk(kindOfCode(errCode), errCode), OF_HTTPS)
  for (const kind of ERROR_KINDS) expectHint(sdk.hintThroughSdk(kind), OF_HTTPS)
  for (const hint of Object.values(sdk.BY_MESSAGE)) expectHint(hint, OF_HTTPS)
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
