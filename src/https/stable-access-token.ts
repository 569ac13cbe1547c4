import * as z from 'zod/mini'
import { listen, unlisten } from '../core/abort'
import {
  createError,
  type GrayReleasePlanError,
  invalidOption,
  invalidResponse,
} from '../core/error'
import { type AbortSignalLike, type Checked, parseOptions } from '../core/options'
import { isText, read } from '../core/read'
import { type Sent, SharedRequest } from '../core/shared-request'
import { apiUrl, DEFAULT_BASE_URL } from './base-url'
import { hintForToken, hintOverHttps, NOT_CONNECTED } from './hints'
import type { Answer } from './pending-request'
import { readResponse } from './read-response'
import { withoutSecrets } from './secrets'
import { sendRequest } from './send-request'
import { exceptionFor, type StableAccessTokenException } from './stable-access-token-exception'
import type { AccessTokenHint } from './token'
import { type TransportOptions, transportOptions } from './transport'

/** Whose token {@link stableAccessToken} fetches, and how. */
export interface StableAccessTokenOptions extends TransportOptions {
  /** AppID of the account. */
  appid: string
  /** AppSecret of the account. It leaves the process only in the body of the request for a token. */
  secret: string
}

/**
 * Gives the token that it keeps, or with `{ refresh: true }` one that WeChat has just given; the kept
 * one will do if it is newer than the one `refused`.
 */
export type StableAccessToken = (hint?: AccessTokenHint) => Promise<string>

/** A token is kept until this long before it ends, in seconds, so that it outlives the call. */
const MARGIN_S = 300

/** How many tokens are kept out of errors: WeChat lets an older one live on for a while. */
const REMEMBERED = 8

/** Limit of one request for a token: it may be shared, so that no caller's deadline can bind it. */
const REQUEST_TIMEOUT_MS = 10_000

/**
 * Makes a token function for {@link getGrayReleasePlanOverHttps} out of an AppID and an AppSecret,
 * over WeChat's `POST /cgi-bin/stable_token`. Make it once and use it for every call.
 *
 * - It keeps the token until five minutes before it ends; callers at the same time share a request.
 * - `{ refresh: true }` asks WeChat again in normal mode. `force_refresh` is never used: it ends the
 *   token for everybody else and is limited to 20 a day.
 * - A request takes 10 s at most, and is cancelled once nobody waits for it any more: a call stops
 *   waiting when it ends. A failed one is not kept: the next caller asks again.
 * - One token that is refused to many calls at the same time costs one request.
 * - The server's IP must be on the account's IP allowlist.
 *
 * Making it never throws. Its function rejects with a {@link StableAccessTokenException}, for wrong
 * options too; `getGrayReleasePlanOverHttps` turns that into its result: a wrong AppID or an IP that
 * is not listed is `environment`, a wrong AppSecret `credential`, and WeChat being busy is `system`,
 * which is retried.
 *
 * @see POST /cgi-bin/stable_token (获取稳定版接口调用凭据)
 * @param options - AppID, AppSecret, and where to ask
 * @returns the token function
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps, stableAccessToken } from 'wx-gray-release-plan/https'
 *
 * const { WX_APPID = '', WX_APPSECRET = '' } = process.env
 * const accessToken = stableAccessToken({ appid: WX_APPID, secret: WX_APPSECRET })
 *
 * const result = await getGrayReleasePlanOverHttps({ accessToken })
 * if (result.ok) console.log(`${result.plan.grayPercentage} %`)
 * ```
 */
export function stableAccessToken(options: StableAccessTokenOptions): StableAccessToken {
  const account = readAccount(options)
  const secrets = new Set<string>()
  if (account.value) secrets.add(account.value.secret)
  let kept: { token: string; from: number; until: number } | undefined
  const shared = new SharedRequest<string>()

  const askWeChat = (): Sent<string> => {
    const from = Date.now()
    const sent = account.error ? { answer: Promise.resolve(account) } : requestToken(account.value)
    const answer = sent.answer.then((reply: TokenReply) => {
      if (isText(reply.token)) {
        secrets.delete(reply.token)
        secrets.add(reply.token)
      }
      if (reply.error) throw exceptionFor(withoutSecrets(reply.error, secrets))
      // WeChat lets a few older tokens live on; the rest need not be kept out of errors any more.
      for (const old of [...secrets].slice(1, -REMEMBERED)) secrets.delete(old)
      kept = { token: reply.token, from, until: from + (reply.lifetimeS - MARGIN_S) * 1000 }
      return reply.token
    })
    return { ...sent, answer }
  }

  return (hint) => {
    const { refresh, refused = kept?.token, signal } = hint ?? {}
    if (refresh && refused === kept?.token) kept = undefined
    const now = Date.now()
    // A clock that was set back says nothing about the age of the token.
    if (kept && now >= kept.from && now < kept.until) return Promise.resolve(kept.token)
    if (signal?.aborted) return Promise.reject(gaveUp())
    const joined = shared.join(() => askWeChat())
    return signal ? untilAborted(signal, joined) : joined.answer
  }
}

/** The answer, for a caller that stops waiting at the abort of its signal. */
function untilAborted(
  signal: AbortSignalLike,
  { answer, leave }: { answer: Promise<string>; leave: () => void },
): Promise<string> {
  let onAbort!: () => void
  const waiting = new Promise<string>((resolve, reject) => {
    onAbort = () => {
      leave()
      reject(gaveUp())
    }
    listen(signal, onAbort)
    answer.then(resolve, reject)
  })
  const stop = (): void => unlisten(signal, onAbort)
  waiting.then(stop, stop)
  return waiting
}

const gaveUp = (): StableAccessTokenException =>
  exceptionFor(
    createError('aborted', { errMsg: 'the caller waits for no token any more', attempts: 0 }),
  )

const APPID_RULE = 'must be the AppID of an account, such as "wx…"'

const accountOptions = z.object(
  {
    appid: z.string(APPID_RULE).check(z.minLength(1, APPID_RULE)),
    ...transportOptions,
  },
  'must be an object, such as { appid, secret }',
)

interface Account extends TransportOptions {
  appid: string
  secret: string
}

/** Reads the options once: a caller may wipe the secret from them afterwards. */
function readAccount(options: StableAccessTokenOptions): Checked<Account> {
  try {
    const { value, error } = parseOptions(accountOptions, options)
    if (error) return { error }
    const { secret } = options
    if (isText(secret)) return { value: { ...value, secret } }
    const errMsg = 'options.secret must be the AppSecret of the account'
    const hint = hintOverHttps('credential')
    return { error: createError('credential', { errMsg, attempts: 0, hint }) }
  } catch (thrown) {
    return { error: invalidOption('options could not be read: it threw', { value: thrown }) }
  }
}

/** A token with its lifetime in seconds; or an error, with the token that came beside it. */
type TokenReply =
  | { token: string; lifetimeS: number; error?: never }
  | { token?: unknown; error: GrayReleasePlanError }

function requestToken({ appid, secret, ...transport }: Account): Sent<TokenReply> {
  const url = apiUrl(transport.baseUrl ?? DEFAULT_BASE_URL, '/cgi-bin/stable_token')
  const json = { grant_type: 'client_credential', appid, secret }
  const pending = sendRequest(url, transport, json)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), REQUEST_TIMEOUT_MS)
  })
  const cancel = (): void => {
    clearTimeout(timer)
    pending.cancel()
  }
  const answer = Promise.race([pending.answer, late]).then((answered): TokenReply => {
    clearTimeout(timer)
    if (answered) return readToken(answered)
    pending.cancel()
    const errMsg = `no token within ${REQUEST_TIMEOUT_MS} ms`
    const hint = pending.sent() ? hintOverHttps('timeout') : { ...NOT_CONNECTED }
    return { error: createError('timeout', { errMsg, attempts: 0, hint }) }
  })
  return { answer, cancel }
}

function readToken(answer: Answer): TokenReply {
  const { body, error } = readResponse(answer, 0)
  const token = read(body, 'access_token')
  if (error) return { token, error: advised(error) }
  const lifetimeS = read(body, 'expires_in')
  if (!isText(token)) return undocumented('access_token', 'expected a token', token)
  if (typeof lifetimeS !== 'number' || !(lifetimeS >= 0 && lifetimeS < Infinity)) {
    return undocumented('expires_in', 'expected a number of seconds, 0 or more', token)
  }
  return { token, lifetimeS }
}

/** Where WeChat gives tokens, a code can have another reason. */
function advised(error: GrayReleasePlanError): GrayReleasePlanError {
  if (error.errCode !== 0) error.hint = hintForToken(error.kind, error.errCode)
  return error
}

const undocumented = (path: string, message: string, token: unknown): TokenReply => ({
  token,
  error: invalidResponse([{ path, message }], 0),
})
