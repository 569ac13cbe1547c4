import { createError, type GrayReleasePlanError } from '../core/error'
import type { Hint } from '../core/error-codes'
import type { AbortSignalLike, Checked } from '../core/options'
import { orUndefined } from '../core/read'
import { hintOverHttps } from './hints'

/**
 * What a token function gets. Only `refresh` is enumerable: logs and JSON show neither the token nor
 * the signal, and a copy made by spreading has neither.
 */
export interface AccessTokenHint {
  /** Whether WeChat has just rejected the token returned before: don't return a kept one again. */
  refresh: boolean
  /**
   * The token that WeChat has just rejected, as the function returned it: if another one is kept by
   * now, since other calls were rejected too, there is no need to request one more.
   */
  readonly refused?: string | undefined
  /** Aborts if the call ends first: nobody waits for the token any more. */
  readonly signal?: AbortSignalLike | undefined
}

/** Makes the hint of one call of a token function. */
export function tokenHint(refused: string | undefined, signal: AbortSignalLike): AccessTokenHint {
  const hint = { refresh: refused !== undefined }
  return Object.defineProperties(hint, { refused: { value: refused }, signal: { value: signal } })
}

/** Whether the token function that got a hint is still establishing its connection. */
export const connecting = new WeakMap<AccessTokenHint, () => boolean>()

/** Gives each query of a call what it is sent with. Never rejects. */
export type TokenSource = (hint: AccessTokenHint) => Promise<Checked<Access>>

/** What a query is sent with. */
export interface Access {
  /** The query of the request, percent-encoded. */
  query: string
  /** The token in it, as it was given, if asking again may give another one. */
  token?: string
  /** Where the query goes by default, if not to {@link DEFAULT_BASE_URL}. */
  baseUrl?: string
  /** Hints for codes that mean something else for this way of calling. */
  hints?: { readonly [errCode: number]: Hint }
}

/**
 * Puts a token into a query, and adds it to `secrets`.
 *
 * @param must - who must do what with a token, for the message of an error
 * @param suffix - what is sent after the token
 */
export function accessBy(
  parameter: 'access_token' | 'cloudbase_access_token',
  token: unknown,
  must: string,
  secrets: Set<string>,
  suffix = '',
): Checked<Access & { token: string }> {
  if (typeof token !== 'string' || !isWellFormed(token)) {
    return { error: refused(`${must} a token: a well-formed string`) }
  }
  // A file often ends with a line break.
  const text = token.trim()
  // As of String(process.env['…']).
  if (['', 'undefined', 'null'].includes(text)) {
    const problem = `${must} a token, not "${text}": is the variable set that it comes from?`
    return { error: refused(problem) }
  }
  secrets.add(text)
  return { value: { query: `${parameter}=${encodeURIComponent(text + suffix)}`, token } }
}

/** Half of a surrogate pair can't be percent-encoded. */
export const isWellFormed = (text: string): boolean =>
  orUndefined(() => encodeURIComponent(text)) !== undefined

/** The error for a credential that is missing or malformed. */
export const refused = (errMsg: string, hint = hintOverHttps('credential')): GrayReleasePlanError =>
  createError('credential', { errMsg, attempts: 0, hint })
