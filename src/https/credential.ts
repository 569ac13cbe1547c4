import { createError, type GrayReleasePlanError, guarded, read } from '../core/error'
import type { AbortSignalLike } from '../core/options'
import type { Secrets } from './secrets'
import { failureOf } from './stable-access-token-exception'

/**
 * What a token function is told. Only `refresh` is enumerable: logs and JSON show neither the token
 * nor the signal, and a copy made by spreading has neither.
 */
export interface AccessTokenHint {
  /** Whether WeChat has just refused the token given before: a kept one must not be given again. */
  refresh: boolean
  /**
   * The token that WeChat has just refused, as the function gave it: if another one is kept by now,
   * since other calls were refused too, there is no need to fetch one more.
   */
  readonly refused?: string | undefined
  /** Aborts if the call ends first: nobody waits for the token any more. Absent before Node.js 15. */
  readonly signal?: AbortSignalLike | undefined
}

/** Makes the hint of one call of a token function. */
export function tokenHint(
  refused: string | undefined,
  signal: AbortSignalLike | undefined,
): AccessTokenHint {
  const hint = { refresh: refused !== undefined }
  return Object.defineProperties(hint, { refused: { value: refused }, signal: { value: signal } })
}

/** A token, or a function that gives one each time it is asked. */
export type AccessTokenSource = string | ((hint: AccessTokenHint) => string | Promise<string>)

/**
 * Who asks: a token of either sort, never both.
 *
 * | field | token |
 * |---|---|
 * | `accessToken` | `access_token` of the account, or `authorizer_access_token` of a third-party platform |
 * | `cloudbaseAccessToken` | `cloudbase_access_token` (微信令牌): WeChat CloudRun (微信云托管) puts it in a file |
 *
 * A function is called before each query, with `{ refresh: false }`. Where WeChat refuses its token,
 * it is called once more in that call, with `{ refresh: true }`, and the query is tried again: that
 * is no retry, so it happens with `retries: 0` too. Blanks around a token are no part of it.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { getGrayReleasePlanOverHttps, type HttpsCredential } from 'wx-gray-release-plan/https'
 *
 * const credential: HttpsCredential = {
 *   cloudbaseAccessToken: () => readFile('/.tencentcloudbase/wx/cloudbase_access_token', 'utf8'),
 * }
 * export const result = await getGrayReleasePlanOverHttps(credential)
 * ```
 */
export type HttpsCredential =
  | { accessToken: AccessTokenSource; cloudbaseAccessToken?: undefined }
  | { cloudbaseAccessToken: AccessTokenSource; accessToken?: undefined }

/** A credential that passed its check. */
export interface TokenBearer {
  /** Name of the token in the query of the request. */
  parameter: 'access_token' | 'cloudbase_access_token'
  /** Whether another token may come of asking again. */
  renewable: boolean
  /** Gives a token, or the reason why there is none. Never rejects. */
  ask(hint: AccessTokenHint, attempts: number): Promise<Token>
}

/** A token as it was given, and ready to be put into a query. */
export type Token =
  | { given: string; encoded: string; error?: never }
  | { given?: never; encoded?: never; error: GrayReleasePlanError }

const PARAMETERS = {
  accessToken: 'access_token',
  cloudbaseAccessToken: 'cloudbase_access_token',
} as const

/** Checks a credential, whatever it is; each token that it gives is told to `secrets`. */
export function checkCredential(
  credential: unknown,
  secrets: Secrets,
): { value: TokenBearer; error?: never } | { value?: never; error: GrayReleasePlanError } {
  const given = (['accessToken', 'cloudbaseAccessToken'] as const)
    .map((name) => ({ name, source: read(credential, name) }))
    .filter(({ source }) => source !== undefined && source !== null)
  const [first] = given
  if (first === undefined || given.length > 1) {
    return { error: refused('credential must be { accessToken } or { cloudbaseAccessToken }', 0) }
  }
  const { name, source } = first
  const parameter = PARAMETERS[name]
  if (typeof source === 'function') {
    const call = (hint: AccessTokenHint): unknown => source.call(credential, hint)
    const ask = (hint: AccessTokenHint, attempts: number) => callFor(call, hint, attempts, secrets)
    return { value: { parameter, renewable: true, ask } }
  }
  const token = toToken(source, `credential.${name} must be`, 0, secrets)
  if (token.error) return token
  return { value: { parameter, renewable: false, ask: () => Promise.resolve(token) } }
}

/**
 * Asks a token function. What it throws may hold the token, so nothing of it is passed on, unless
 * it is a failure of our own `stableAccessToken`, whose secrets are out of it already.
 */
function callFor(
  source: (hint: AccessTokenHint) => unknown,
  hint: AccessTokenHint,
  attempts: number,
  secrets: Secrets,
): Promise<Token> {
  return new Promise((resolve) => resolve(source(hint))).then(
    (token) => toToken(token, 'the token function must give', attempts, secrets),
    (thrown) => ({
      error: failureOf(thrown, attempts) ?? refused('the token function threw', attempts),
    }),
  )
}

function toToken(token: unknown, must: string, attempts: number, secrets: Secrets): Token {
  const given = typeof token === 'string' ? token : ''
  // What was read from a file often ends with the end of a line, and no token holds blanks.
  const text = given.trim()
  if (text !== '') {
    secrets.add(text)
    let encoded: string | undefined
    // Half of a surrogate pair can't be encoded.
    guarded(() => {
      encoded = encodeURIComponent(text)
    })
    if (encoded !== undefined) return { given, encoded }
  }
  return { error: refused(`${must} a token: well-formed text that is not blank`, attempts) }
}

const refused = (errMsg: string, attempts: number): GrayReleasePlanError =>
  createError('credential', { errMsg, attempts })
