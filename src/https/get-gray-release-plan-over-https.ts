import * as z from 'zod/mini'
import { createController } from '../core/abort'
import { type Call, callWithin } from '../core/call'
import { createError } from '../core/error'
import type { ErrorKind, Hint } from '../core/error-codes'
import { guard } from '../core/guard'
import { type CallOptions, callOptions, limitsOf, parseOptions } from '../core/options'
import type { GetGrayReleasePlanResult } from '../core/result'
import { apiUrl, DEFAULT_BASE_URL } from './base-url'
import { type HttpsCredential, readCredential } from './credential'
import { hintOverHttps, NOT_CONNECTED } from './hints'
import { readPlan } from './read-response'
import { withoutSecrets } from './secrets'
import { connecting, type TokenSource, tokenHint } from './token'
import { sendRequest, type TransportOptions, transportOptions } from './transport'

/** How {@link getGrayReleasePlanOverHttps} calls. `null` means the default of each option. */
export interface GetGrayReleasePlanOverHttpsOptions extends CallOptions, TransportOptions {
  /**
   * Limit for the whole call in milliseconds, with its retries, waits and token function; 1 to
   * 2^31-1. It cancels a request in progress and closes its connection.
   *
   * @default 10000
   */
  timeoutMs?: number | null | undefined
}

/**
 * Queries the staged release in progress (查询当前分阶段发布详情) over HTTPS, for servers and CI
 * outside cloud functions, and for containers of WeChat CloudRun (微信云托管).
 *
 * Never throws and never rejects. Invalid options are an error of kind `environment`, a malformed
 * credential one of kind `credential`, both with `attempts: 0`. A token function that throws or returns
 * no token is `credential` too.
 *
 * The token is in no result, error, cause or stack: of what was thrown, `error.cause` has only names
 * and codes. Redirects are not followed, and at most 1 MiB of a response is read. Nothing is left
 * open when the call ends. Runs on Node.js 10.9 and later, and imports modules of Node.js: workerd
 * (Cloudflare Workers) needs `nodejs_compat` and the option `fetch`.
 *
 * @see GET /wxa/getgrayreleaseplan (查询当前分阶段发布详情)
 * @param credential - an access token of either type, or a function that returns one, such as the one
 * that {@link stableAccessToken} creates; or `{ cloudRun: true }` inside a container of CloudRun
 * @param options - deadline, retries, abort, API host, agent, fetch
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 *
 * const { WX_ACCESS_TOKEN = '' } = process.env
 * const result = await getGrayReleasePlanOverHttps({ accessToken: WX_ACCESS_TOKEN })
 * if (result.ok) console.log(`${result.plan.status}: ${result.plan.grayPercentage}%`)
 * else console.error(`${result.error.kind}: ${result.error.hint.en}`)
 * ```
 */
export async function getGrayReleasePlanOverHttps(
  credential: HttpsCredential,
  options?: GetGrayReleasePlanOverHttpsOptions | null,
): Promise<GetGrayReleasePlanResult> {
  const secrets = new Set<string>()
  const result = await guard(async () => {
    const source = readCredential(credential, secrets)
    if (source.error) return { ok: false, error: source.error }
    const given = parseOptions(httpsOptions, options)
    if (given.error) return { ok: false, error: given.error }
    const query = new Query(source.value, given.value)
    return callWithin(limitsOf(given.value, 10_000), query.attempt, query.hintOf)
  })
  return result.ok ? result : { ok: false, error: withoutSecrets(result.error, secrets) }
}

const httpsOptions = z.object(
  { ...callOptions, ...transportOptions },
  'must be an object, such as { timeoutMs: 2500, retries: 2 }',
)

/** The query of one call: the end of the call ends the request in progress and prevents further ones. */
class Query {
  /** Whether what the query waits for has no connection yet; set before it waits. */
  private isConnecting!: () => boolean
  /** Whether a token was rejected in this call. */
  private isRenewed = false
  private readonly controller = createController()

  constructor(
    private readonly source: TokenSource,
    private readonly transport: TransportOptions,
  ) {}

  /** Sends the query, and once per call again with a fresh token if WeChat rejects the first. */
  attempt = async (call: Call): Promise<GetGrayReleasePlanResult> => {
    try {
      const { result, token } = await this.send(call)
      const isRejected = token !== undefined && !result.ok && result.error.kind === 'credential'
      if (!isRejected || this.isRenewed) return result
      this.isRenewed = true
      return (await this.send(call, token)).result
    } catch (thrown) {
      const errMsg = 'this package failed: please open an issue'
      const { attempts } = call
      const error = createError('unknown', { errMsg, attempts, cause: { value: thrown } })
      return { ok: false, error }
    }
  }

  /** What to do about an error of the call itself. */
  hintOf = (kind: ErrorKind): Hint =>
    kind === 'timeout' && this.isConnecting() ? NOT_CONNECTED : hintOverHttps(kind)

  private async send(call: Call, rejected?: string) {
    this.stopIfEnded()
    call.onEnd = () => this.controller.abort()
    const hint = tokenHint(rejected, this.controller.signal)
    this.isConnecting = () => connecting.get(hint)?.() ?? false
    const { value: access, error } = await this.source(hint)
    if (error) {
      error.attempts = call.attempts
      return { result: { ok: false as const, error } }
    }
    this.stopIfEnded()
    call.attempts += 1
    const path = `/wxa/getgrayreleaseplan${access.query && `?${access.query}`}`
    const url = apiUrl(this.transport.baseUrl ?? access.baseUrl ?? DEFAULT_BASE_URL, path)
    const pending = sendRequest(url, this.transport)
    call.onEnd = () => {
      this.controller.abort()
      pending.cancel()
    }
    this.isConnecting = () => !pending.sent()
    const result = readPlan(await pending.answer, call.attempts)
    const special = result.ok ? undefined : access.hints?.[result.error.errCode]
    if (!result.ok && special) result.error.hint = special
    return { result, token: access.token }
  }

  private stopIfEnded(): void {
    if (this.controller.signal.aborted) throw new Error('the call has ended')
  }
}
