import { createError, type GrayReleasePlanError } from '../core/error'
import type { Hint } from '../core/error-codes'
import type { AbortSignalLike } from '../core/options'
import { orUndefined } from '../core/read'
import { hintOverHttps } from './hints'

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
  /** Aborts if the call ends first: nobody waits for the token any more. */
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

/**
 * Whether the token function that was called with a hint is still establishing its connection: the
 * deadline of the call may pass before its request does.
 */
export const connecting = new WeakMap<AccessTokenHint, () => boolean>()

/** What lets the queries of a call in. */
export interface TokenSource {
  /** Whether another token may come of asking again. */
  renewable: boolean
  /** Gives what lets one query in, or the reason why nothing does. Never rejects. */
  ask(hint: AccessTokenHint, attempts: number): Promise<Admission>
}

/** What lets one query in. */
export interface Access {
  /** The query of the request, percent-encoded. */
  query: string
  /** The token in it, as it was given; absent if the query needs none. */
  token?: string
  /** Advice on codes that mean something else for this way of asking. */
  hints?: { readonly [errCode: number]: Hint }
  error?: never
}

/** What lets one query in, or the reason why nothing does. */
export type Admission = Access | { error: GrayReleasePlanError }

/** Name of a token in the query of a request. */
export type TokenParameter = 'access_token' | 'cloudbase_access_token'

const UNSET = 'is the variable set from which it comes?'

/**
 * Puts a token into a query, and adds it to `secrets`.
 *
 * @param must - who must do what with a token, for the words of an error
 */
export function accessBy(
  parameter: TokenParameter,
  token: unknown,
  must: string,
  attempts: number,
  secrets: Set<string>,
): Admission {
  const given = typeof token === 'string' ? token : ''
  // What was read from a file often ends with the end of a line, and no token holds blanks.
  const text = given.trim()
  if (text === 'undefined' || text === 'null') {
    return { error: refused(`${must} a token, and is the text "${text}": ${UNSET}`, attempts) }
  }
  if (token === '') return { error: refused(`${must} a token, and is empty: ${UNSET}`, attempts) }
  if (text === '' || !isWellFormed(text)) {
    return { error: refused(`${must} a token: well-formed text that is not blank`, attempts) }
  }
  secrets.add(text)
  return { query: `${parameter}=${encodeURIComponent(text)}`, token: given }
}

/** Half of a surrogate pair can't be percent-encoded. */
export const isWellFormed = (text: string): boolean =>
  orUndefined(() => encodeURIComponent(text)) !== undefined

/** A credential that is none. */
export const refused = (errMsg: string, attempts: number): GrayReleasePlanError =>
  createError('credential', { errMsg, attempts, hint: hintOverHttps('credential') })
