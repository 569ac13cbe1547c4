import type { Exchange, HttpAnswer } from '../core/request'

/** The request as {@link FetchLike} gets it. */
export interface FetchInit {
  /** `'GET'` for the plan, `'POST'` for a token. */
  method: 'GET' | 'POST'
  /** Names in lower case. */
  headers: { [name: string]: string }
  /** JSON; only with `'POST'`. */
  body?: string
  /** Always `'manual'`: following a redirect would send the token to another host. */
  redirect: 'manual'
  /** An `AbortSignal` that cancels the request when its call ends; absent before Node.js 15. */
  // biome-ignore lint/suspicious/noExplicitAny: each fetch types it as the AbortSignal of its own
  signal?: any
}

/** What is used of a response. Up to 1 MiB of it is read. */
export interface FetchResponse {
  /** The HTTP status; 200 for success. */
  readonly status: number
  /** Not read, so that any value will do. */
  readonly headers?: unknown
  /** A web stream, as the global `fetch` returns it, or a Node.js stream, as node-fetch does. */
  readonly body?: unknown
  /** The whole body; called only if `body` can't be iterated over. */
  text(): Promise<string>
}

/**
 * Any `fetch`: the global one, undici's, node-fetch's, or your own function.
 *
 * It gets a URL that contains the access token (or, for a token function, a body that contains the
 * secret): it must not log them, and must not follow redirects.
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

/** Sends a request with the caller's own `fetch`; what that throws is its answer. */
export function requestByFetch(
  fetch: FetchLike,
  url: string,
  body: string | undefined,
  maxBytes: number,
): Exchange<HttpAnswer | { thrown: unknown }> {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  const init: FetchInit = {
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    redirect: 'manual',
    ...(body && { body }),
    ...(controller && { signal: controller.signal }),
  }
  const send = async (): Promise<HttpAnswer> => {
    const response = await fetch(url, init)
    return { reply: { status: response.status, text: await readText(response, maxBytes) } }
  }
  return {
    answer: send().catch((thrown: unknown) => ({ thrown })),
    sent: () => true,
    cancel: () => controller?.abort(),
  }
}

/** The text of a response; undefined if it is too long. */
async function readText(response: FetchResponse, maxBytes: number): Promise<string | undefined> {
  const body = Object(response.body)
  const chunks: Buffer[] = []
  let length = 0
  // Leaving the loop closes the stream.
  for await (const chunk of Symbol.asyncIterator in body ? body : [await response.text()]) {
    chunks.push(Buffer.from(chunk))
    length += Buffer.byteLength(chunk)
    if (length > maxBytes) return undefined
  }
  return Buffer.concat(chunks).toString()
}
