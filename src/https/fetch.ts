import * as z from 'zod/mini'
import { type Checked, invalidOption } from '../core/options'

/** The request as {@link FetchLike} gets it. */
export interface FetchInit {
  /** `'GET'` asks for the plan, `'POST'` for a token. */
  method: 'GET' | 'POST'
  /** Names in lower case. */
  headers: { [name: string]: string }
  /** JSON; only with `'POST'`. */
  body?: string
  /** Always `'manual'`: a redirect that were followed would carry the token to another host. */
  redirect: 'manual'
  /** An `AbortSignal` that cancels the request once its call has ended; absent before Node.js 15. */
  // biome-ignore lint/suspicious/noExplicitAny: each fetch types it as the AbortSignal of its own
  signal?: any
}

/** What is used of a response. Up to 1 MiB is read from `body`, or from `text()` if it has none. */
export interface FetchResponse {
  /** The HTTP status; 200 for success. */
  readonly status: number
  /** Asked for `content-length`. */
  readonly headers: { get(name: string): string | null }
  /** A web stream, as the global `fetch` gives it, or a Node.js stream, as node-fetch does. */
  readonly body?: unknown
  /** The whole body; asked only if there is no `body`, or none that can be read bit by bit. */
  text(): Promise<string>
}

/**
 * Any `fetch`: the global one, undici's, node-fetch's, or a function of your own, for example to go
 * through a proxy. Written out, so that the declarations need neither the DOM's types nor Node's.
 *
 * It gets a URL that holds the access token (or, for `stableAccessToken`, a body that holds the
 * AppSecret): it must not log them, and must leave redirects alone.
 *
 * @example
 * ```ts
 * import { type FetchLike, getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 *
 * const timed: FetchLike = async (url, init) => {
 *   const startedAt = Date.now()
 *   try {
 *     return await fetch(url, init)
 *   } finally {
 *     console.log(`${init.method} took ${Date.now() - startedAt} ms`)
 *   }
 * }
 *
 * const { WX_ACCESS_TOKEN = '' } = process.env
 * const credential = { accessToken: WX_ACCESS_TOKEN }
 * export const result = await getGrayReleasePlanOverHttps(credential, { fetch: timed })
 * ```
 */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>

/** The option `fetch`. */
export const fetchOption = z.nullish(
  z.custom<FetchLike>(
    (value) => typeof value === 'function',
    'must be a function like the global fetch',
  ),
)

/** The one given, else the global one, looked up now. */
export function chooseFetch(given: FetchLike | null | undefined): Checked<FetchLike> {
  if (given) return { value: given }
  if (typeof fetch === 'function') return { value: fetch }
  return {
    error: invalidOption('this Node.js has no fetch: use 18 or later, or pass options.fetch'),
  }
}
