import * as z from 'zod/mini'
import { type Attempt, type Call, callWithin } from '../core/call'
import { createError } from '../core/error'
import { guard } from '../core/guard'
import { type CallOptions, callOptions, limitsOf, parseOptions } from '../core/options'
import type { GetGrayReleasePlanResult } from '../core/result'
import { apiUrl, baseUrlOption, DEFAULT_BASE_URL, TOKENLESS_BASE_URL } from './base-url'
import { type HttpsCredential, readCredential } from './credential'
import { chooseFetch, type FetchLike, fetchOption } from './fetch'
import { hintOverHttps } from './hints'
import { readPlan } from './read-response'
import { withoutSecrets } from './secrets'
import { type PendingRequest, sendRequest } from './send-request'
import { type Access, type TokenSource, tokenHint } from './token'

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
   * query or a fragment is refused. {@link stableAccessToken} does not see it, and has a `baseUrl` of
   * its own: give both the same.
   *
   * @default 'https://api.weixin.qq.com'
   */
  baseUrl?: string | null | undefined
  /**
   * What sends the requests. Needed if Node.js has none, before 18.
   *
   * @default the global `fetch`, looked up at each call
   */
  fetch?: FetchLike | null | undefined
}

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Queries the staged release under way (查询当前分阶段发布详情) over HTTPS, for servers and CI that
 * run outside cloud functions, and for containers of WeChat CloudRun (微信云托管).
 *
 * Never throws and never rejects. Wrong options are an error of kind `environment`, a malformed
 * credential one of kind `credential`, both with `attempts: 0`. A token function that throws, or
 * gives no token, is `credential` too; nothing of what it threw is passed on.
 *
 * The token is in no result, error, cause or stack: of what was thrown, `error.cause` holds names and
 * codes alone. Redirects are not followed, and no more than 1 MiB of a response is read.
 *
 * @see GET /wxa/getgrayreleaseplan (查询当前分阶段发布详情)
 * @param credential - an access token of either sort, or a function that gives one, such as the one
 * that {@link stableAccessToken} makes; or `{ cloudRun: true }` inside a container of CloudRun
 * @param options - deadline, retries, abort, API host, fetch
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 *
 * const { WX_ACCESS_TOKEN = '' } = process.env
 * const result = await getGrayReleasePlanOverHttps({ accessToken: WX_ACCESS_TOKEN })
 * if (result.ok) console.log(`${result.plan.status}: ${result.plan.grayPercentage} %`)
 * else console.error(`${result.error.kind}: ${result.error.hint.en}`)
 * ```
 */
export async function getGrayReleasePlanOverHttps(
  credential: HttpsCredential,
  options?: GetGrayReleasePlanOverHttpsOptions | null,
): Promise<GetGrayReleasePlanResult> {
  const secrets = new Set<string>()
  const result = await guard(async () => {
    const token = readCredential(credential, secrets)
    if (token.error) return { ok: false, error: token.error }
    const given = parseOptions(httpsOptions, options)
    if (given.error) return { ok: false, error: given.error }
    const fetch = chooseFetch(given.value.fetch)
    if (fetch.error) return { ok: false, error: fetch.error }
    const { baseUrl } = given.value
    const attempt = httpsAttempt(token.value, { baseUrl, fetch: fetch.value })
    return callWithin(limitsOf(given.value, DEFAULT_TIMEOUT_MS), attempt, hintOverHttps)
  })
  return result.ok ? result : { ok: false, error: withoutSecrets(result.error, secrets) }
}

const httpsOptions = z.object(
  { ...callOptions, baseUrl: baseUrlOption, fetch: fetchOption },
  'must be an object, such as { timeoutMs: 2500, retries: 2 }',
)

/** Where the queries go, and through what. */
interface Target {
  baseUrl: string | null | undefined
  fetch: FetchLike
}

/** One query, repeated with a fresh token, once per call, if WeChat refuses the first. */
function httpsAttempt(source: TokenSource, target: Target): Attempt {
  let { renewable } = source
  return async (call) => {
    const query = queriesOf(call, source, target)
    const { result, token } = await query()
    const refused = token !== undefined && !result.ok && result.error.kind === 'credential'
    if (!refused || !renewable) return result
    renewable = false
    return (await query(token)).result
  }
}

/** What came of a query, and the token that it was sent with. */
interface Queried {
  result: GetGrayReleasePlanResult
  token?: string | undefined
}

/** The queries of one attempt; the end of the call ends the one under way, and all later ones. */
function queriesOf(call: Call, { ask }: TokenSource, { baseUrl, fetch }: Target) {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  let ended = false
  let pending: PendingRequest | undefined
  call.onEnd = () => {
    ended = true
    controller?.abort()
    pending?.cancel()
  }
  return async (refused?: string): Promise<Queried> => {
    if (ended) return tooLate()
    const access = await ask(tokenHint(refused, controller?.signal), call.attempts)
    if (access.error) return { result: { ok: false, error: access.error } }
    if (ended) return tooLate()
    call.attempts += 1
    pending = sendRequest({ fetch, url: urlOf(access, baseUrl) })
    const result = readPlan(await pending.answer, call.attempts)
    const hint = result.ok ? undefined : access.hints?.[result.error.errCode]
    if (!result.ok && hint) result.error.hint = { ...hint }
    return { result, token: access.token }
  }
}

/** Only what holds no token goes to WeChat over plain http. */
function urlOf({ query, token }: Access, baseUrl: string | null | undefined): string {
  const standard = token === undefined ? TOKENLESS_BASE_URL : DEFAULT_BASE_URL
  const url = apiUrl(baseUrl ?? standard, '/wxa/getgrayreleaseplan')
  return query === '' ? url : `${url}?${query}`
}

/** What comes after the end of the call is not sent, and nobody sees this result. */
const tooLate = (): Queried => {
  const errMsg = 'the call had ended before this query'
  return { result: { ok: false, error: createError('aborted', { errMsg, attempts: 0 }) } }
}
