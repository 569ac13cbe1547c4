import { createError, type GrayReleasePlanError } from '../core/error'
import type { AbortSignalLike, Checked } from '../core/options'
import { hintOverHttps } from './hints'
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

/** Where the tokens of a call come from. */
export interface TokenSource {
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

const NAMES = ['accessToken', 'cloudbaseAccessToken'] as const

/** Reads a credential; each token that it gives is added to `secrets`. */
export function readCredential(
  credential: HttpsCredential,
  secrets: Set<string>,
): Checked<TokenSource> {
  const given: { readonly [name in (typeof NAMES)[number]]?: unknown } = credential ?? {}
  const [name, ...others] = NAMES.filter((one) => (given[one] ?? undefined) !== undefined)
  if (!name || others.length > 0) return { error: refused(oneOf(given), 0) }
  const source = given[name]
  const parameter = PARAMETERS[name]
  if (typeof source === 'function') {
    const ask = async (hint: AccessTokenHint, attempts: number): Promise<Token> => {
      try {
        const token = await source.call(credential, hint)
        return toToken(token, 'the token function must return', attempts, secrets)
      } catch (thrown) {
        // It may hold the token, unless it is our own `stableAccessToken` that failed.
        return {
          error: failureOf(thrown, attempts) ?? refused('the token function threw', attempts),
        }
      }
    }
    return { value: { parameter, renewable: true, ask } }
  }
  const token = toToken(source, `credential.${name} must be`, 0, secrets)
  if (token.error) return token
  return { value: { parameter, renewable: false, ask: () => Promise.resolve(token) } }
}

/** A variable that is not set is the usual reason why there is no token. */
function oneOf(given: object): string {
  const unset = NAMES.find((name) => name in given && given[name as never] === undefined)
  return unset
    ? `credential.${unset} is undefined: is the variable set from which it comes?`
    : 'credential must be { accessToken } or { cloudbaseAccessToken }'
}

function toToken(token: unknown, must: string, attempts: number, secrets: Set<string>): Token {
  const given = typeof token === 'string' ? token : ''
  // What was read from a file often ends with the end of a line, and no token holds blanks.
  const text = given.trim()
  if (text === 'undefined' || text === 'null') {
    return { error: refused(`${must} a token, and is the text "${text}": ${UNSET}`, attempts) }
  }
  if (token === '') return { error: refused(`${must} a token, and is empty: ${UNSET}`, attempts) }
  // Half of a surrogate pair can't be percent-encoded.
  if (text === '' || /\p{Surrogate}/u.test(text)) {
    return { error: refused(`${must} a token: well-formed text that is not blank`, attempts) }
  }
  secrets.add(text)
  return { given, encoded: encodeURIComponent(text) }
}

const UNSET = 'is the variable set from which it comes?'

const refused = (errMsg: string, attempts: number): GrayReleasePlanError =>
  createError('credential', { errMsg, attempts, hint: hintOverHttps('credential') })
