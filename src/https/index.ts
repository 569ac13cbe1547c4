import { type Attempt, type Call, callWithin } from '../core/call'
import { createError } from '../core/error'
import {
  type CallOptions,
  type Checked,
  checkLimits,
  checkOptions,
  type Limits,
} from '../core/options'
import type { GetGrayReleasePlanResult } from '../core/result'
import { checkBaseUrl } from './base-url'
import { checkCredential, type HttpsCredential, type TokenBearer, tokenHint } from './credential'
import { checkFetch, type FetchLike } from './fetch'
import { type Exchange, request } from './http-client'
import { readPlan } from './read-response'
import { redactError } from './redact'
import { Secrets } from './secrets'

export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export { ERROR_KINDS, type ErrorKind, type Hint } from '../core/error-codes'
export type { AbortSignalLike, CallOptions } from '../core/options'
export { GRAY_RELEASE_STATUS, type GrayReleasePlan, type GrayReleaseStatus } from '../core/plan'
export type { GetGrayReleasePlanResult } from '../core/result'
export type { AccessTokenHint, AccessTokenSource, HttpsCredential } from './credential'
export type { FetchInit, FetchLike, FetchResponse } from './fetch'
export {
  type StableAccessToken,
  type StableAccessTokenOptions,
  stableAccessToken,
} from './stable-access-token'
export { StableAccessTokenException } from './stable-access-token-exception'

/**
 * How {@link getGrayReleasePlanOverHttps} calls. `undefined` and `null` stand for the default of
 * each option.
 */
export interface GetGrayReleasePlanOverHttpsOptions extends CallOptions {
  /**
   * Limit for the whole call in milliseconds, with its retries, waits and token function; 1 to
   * 2^31-1. A request under way is cancelled then, and the connection that is being opened for it is
   * closed, so that nothing holds the process; before Node.js 22.17 and 24.2 `fetch` goes on opening
   * one for TLS, and that holds the process until 10 s after it began.
   *
   * @default 10000
   */
  timeoutMs?: number | null | undefined
  /**
   * Where WeChat's API is, for a proxy or the local gateway: https, or http on a loopback host
   * (`localhost`, `127.0.0.0/8`, `[::1]`). A path in it is put before the API's own; a user name, a
   * query or a fragment is refused.
   *
   * @default 'https://api.weixin.qq.com'
   */
  baseUrl?: string | null | undefined
  /**
   * What sends the requests. Needed where Node.js has none, before 18.
   *
   * @default the global `fetch`, looked up at each call
   */
  fetch?: FetchLike | null | undefined
}

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Queries the staged release under way (查询当前分阶段发布详情) over HTTPS, for servers and CI that
 * run outside cloud functions.
 *
 * Never throws and never rejects. Wrong options are an error of kind `environment`, a malformed
 * credential one of kind `credential`, both with `attempts: 0`. A token function that throws, or
 * gives no token, is `credential` too; nothing of what it threw is passed on.
 *
 * The token is in no result, error, cause or stack: `error.cause` is a redacted copy. Redirects are
 * not followed, and no more than 1 MiB of a reply is read.
 *
 * @see GET /wxa/getgrayreleaseplan (查询当前分阶段发布详情)
 * @param credential - an access token of either sort, or a function that gives one, such as the one
 * that {@link stableAccessToken} makes
 * @param options - deadline, retries, abort, API host, fetch
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 *
 * const result = await getGrayReleasePlanOverHttps({
 *   accessToken: String(process.env['WX_ACCESS_TOKEN']),
 * })
 * if (result.ok) console.log(`${result.plan.status}: ${result.plan.grayPercentage} %`)
 * else console.error(`${result.error.kind}: ${result.error.hint.en}`)
 * ```
 */
export async function getGrayReleasePlanOverHttps(
  credential: HttpsCredential,
  options?: GetGrayReleasePlanOverHttpsOptions | null,
): Promise<GetGrayReleasePlanResult> {
  const secrets = new Secrets()
  const bearer = checkCredential(credential, secrets)
  if (bearer.error) return { ok: false, error: bearer.error }
  const result = await ask(bearer.value, options)
  if (result.ok) return result
  const { error } = result
  // A function may hold a token that this call has not seen: it could not be taken out of what the
  // caller's own options threw, or gave as the reason of an abort.
  const ofCaller = error.kind === 'aborted' || (error.kind === 'environment' && error.errCode === 0)
  return { ok: false, error: redactError(error, secrets, bearer.value.renewable && ofCaller) }
}

function ask(bearer: TokenBearer, options: unknown): Promise<GetGrayReleasePlanResult> {
  const checked = checkOptions(options, checkHttpsOptions)
  if (checked.error) return Promise.resolve({ ok: false, error: checked.error })
  const { limits, endpoint } = checked.value
  return callWithin(limits, httpsAttempt(bearer, endpoint))
}

/** Where the query is sent, and how. */
interface Endpoint {
  url: string
  fetch: FetchLike
}

function checkHttpsOptions(given: {
  readonly [name: string]: unknown
}): Checked<{ limits: Limits; endpoint: Endpoint }> {
  const limits = checkLimits(given, DEFAULT_TIMEOUT_MS)
  if (limits.error) return limits
  const baseUrl = checkBaseUrl(given)
  if (baseUrl.error) return baseUrl
  const fetch = checkFetch(given)
  if (fetch.error) return fetch
  const url = `${baseUrl.value}/wxa/getgrayreleaseplan`
  return { value: { limits: limits.value, endpoint: { url, fetch: fetch.value } } }
}

/** One query, repeated with a fresh token, once per call, where WeChat refuses the first. */
function httpsAttempt(bearer: TokenBearer, endpoint: Endpoint): Attempt {
  let { renewable } = bearer
  return async (call) => {
    const query = querying(call, bearer, endpoint)
    const sentBefore = call.attempts
    const { result, token } = await query()
    const refused = !result.ok && result.error.kind === 'credential' && call.attempts > sentBefore
    if (!refused || !renewable) return result
    renewable = false
    return (await query(token)).result
  }
}

/** What came of a query, and the token that it was sent with. */
interface Queried {
  result: GetGrayReleasePlanResult
  token?: string
}

/** The queries of one attempt; the end of the call ends the one under way, and all later ones. */
function querying(call: Call, { parameter, ask }: TokenBearer, { url, fetch }: Endpoint) {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  let ended = false
  let exchange: Exchange | undefined
  call.onEnd = () => {
    ended = true
    controller?.abort()
    exchange?.cancel()
  }
  return async (refused?: string): Promise<Queried> => {
    const token = await ask(tokenHint(refused, controller?.signal), call.attempts)
    if (token.error) return { result: { ok: false, error: token.error } }
    // A token that comes too late is not sent; nobody sees this result any more.
    if (ended) return { result: { ok: false, error: createError('aborted', ENDED) } }
    call.attempts += 1
    exchange = request({ fetch, url: `${url}?${parameter}=${token.encoded}` })
    return { result: readPlan(await exchange.answer, call.attempts), token: token.given }
  }
}

const ENDED = { errMsg: 'the call had ended before this query', attempts: 0 }
