import { atTerminal } from '../../../../../src/cli/commands/status/at-terminal'
import { createError } from '../../../../../src/core/error'
import { CODES, type ErrorKind, kindOfCode } from '../../../../../src/core/error-codes'
import type { HttpsCredential } from '../../../../../src/https'
import { hintOverHttps } from '../../../../../src/https/hints'
import { expectBothLanguages } from '../../../../both-languages'

const token: HttpsCredential = { accessToken: 'a-token' }
const fetched: HttpsCredential = { accessToken: () => 'a-token' }
const cloudRun: HttpsCredential = { cloudRun: true }

const overHttps = (kind: ErrorKind, errCode = 0) =>
  createError(kind, { errCode, errMsg: 'x', attempts: 1, hint: hintOverHttps(kind, errCode) })
const errorAt = (
  error: ReturnType<typeof createError>,
  credential: HttpsCredential,
  baseUrl?: string,
) => {
  const result = atTerminal({ ok: false, error }, credential, baseUrl)
  if (result.ok) throw new Error('it was an error')
  return result.error
}
const hintOf = (kind: ErrorKind, errCode: number, credential: HttpsCredential) =>
  errorAt(overHttps(kind, errCode), credential).hint

it('never names what only code can pass', () => {
  for (const credential of [token, { cloudbaseAccessToken: 'a-token' }]) {
    for (const code of [0, 1, ...Object.values(CODES).flat()]) {
      const hint = hintOf(kindOfCode(code), code, credential)
      expectBothLanguages(hint)
      expect(JSON.stringify(hint)).not.toMatch(
        /stableAccessToken|timeoutMs|[^-]baseUrl|cloudbaseAccessToken/,
      )
    }
  }
})

it.each<[ErrorKind, number, RegExp]>([
  ['credential', 40001, /WX_ACCESS_TOKEN.*WX_CLOUDBASE_ACCESS_TOKEN.*WX_APPID and WX_APPSECRET/],
  ['credential', 42001, /WX_ACCESS_TOKEN/],
  ['environment', 40066, /--base-url/],
  ['environment', 40097, /--base-url/],
  ['timeout', 0, /network, DNS and proxy/],
  ['unknown', 0, /--base-url/],
])('for %s, %i names what a person can set', (kind, code, text) =>
  expect(hintOf(kind, code, token).en).toMatch(text),
)

it.each<[ErrorKind, number, HttpsCredential]>([
  ['credential', 40125, fetched],
  ['credential', 40001, cloudRun],
  ['environment', 40164, fetched],
  ['environment', 0, cloudRun],
  ['unknown', 99999, token],
  ['quota', 45009, token],
])('for %s, %i keeps what is known', (kind, code, credential) =>
  expect(hintOf(kind, code, credential)).toEqual(hintOverHttps(kind, code)),
)

it('says which variables a token was fetched with, but not where fetching it failed', () => {
  expect(hintOf('credential', 40001, fetched).en).toMatch(/WX_APPID and WX_APPSECRET belong/)
  const failed = createError('credential', { errCode: 40001, errMsg: 'x', attempts: 0 })
  expect(errorAt(failed, fetched).hint).toEqual(failed.hint)
})

it('names the host of a connection that failed, and of nothing else', () => {
  const { errMsg } = errorAt(overHttps('network'), token, 'https://proxy.example:8443/x')
  expect(errMsg).toBe('x (proxy.example:8443)')
  expect(errorAt(overHttps('network'), token).errMsg).toBe('x (api.weixin.qq.com)')
  expect(errorAt(overHttps('system', -1), token).errMsg).toBe('x')
})

it('leaves a plan as it is', () => {
  const plan = { ok: true, plan: {} } as Parameters<typeof atTerminal>[0]
  expect(atTerminal(plan, token)).toBe(plan)
})
