import { URL } from 'node:url'
import { optional } from '../core/options'
import { type AgentLike, type Exchange, type HttpAnswer, request } from '../core/request'
import { baseUrlOption } from './base-url'

/** How requests reach WeChat. `null` means the default of each option. */
export interface TransportOptions {
  /**
   * Where WeChat's API is, for a proxy or the local gateway: https, or http on a loopback host
   * (`localhost`, `127.0.0.0/8`, `[::1]`). It may have a path, but no user name, query or fragment. A
   * token function has its own: pass the same to both.
   *
   * @default 'https://api.weixin.qq.com'
   */
  baseUrl?: string | null | undefined
  /**
   * An `http.Agent` or `https.Agent`, such as a proxy's. Only the agent can close what it has opened.
   *
   * @default Node's own, with a connection for each request that ends with it
   */
  agent?: AgentLike | null | undefined
  /**
   * Sends the requests instead of Node's own `https`, for interceptors and other runtimes. `agent` does
   * not apply then, and only the function can close what it has opened.
   */
  fetch?: FetchLike | null | undefined
}

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
 * const logged: FetchLike = (url, init) => {
 *   console.log(init.method, new URL(url).pathname) // the query contains the token
 *   return fetch(url, init)
 * }
 * const credential = { accessToken: process.env['WX_ACCESS_TOKEN'] ?? '' }
 * export const result = await getGrayReleasePlanOverHttps(credential, { fetch: logged })
 * ```
 */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>

const isFunction = (value: unknown): boolean => typeof value === 'function'

/** The fields of {@link TransportOptions}, for the schema of each function's options. */
export const transportOptions = {
  baseUrl: baseUrlOption,
  agent: optional<AgentLike>(
    (value) => isFunction(Object(value).addRequest),
    'must be an http.Agent or an https.Agent',
  ),
  fetch: optional<FetchLike>(isFunction, 'must be a function like the global fetch'),
}

/** The most that is read of a reply, in bytes: the documented ones are far below 1 KiB. */
export const MAX_BODY_BYTES = 1024 * 1024

/** A reply, the code of the error with which the connection failed, or what a `fetch` threw. */
export type TransportAnswer = HttpAnswer | { thrown: unknown }

/** Sends one request, a POST if there is JSON; follows no redirect. */
export function sendRequest(
  url: string,
  { fetch, agent }: TransportOptions,
  json?: object,
): Exchange<TransportAnswer> {
  const method = json ? 'POST' : 'GET'
  const body = json && JSON.stringify(json)
  if (!fetch) return request({ url: new URL(url), method, body, agent, maxBytes: MAX_BODY_BYTES })
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  const send = async (): Promise<HttpAnswer> => {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
      redirect: 'manual',
      ...(body && { body }),
      ...(controller && { signal: controller.signal }),
    })
    return { reply: { status: response.status, text: await readText(response) } }
  }
  return {
    answer: send().catch((thrown: unknown) => ({ thrown })),
    sent: () => true,
    cancel: () => controller?.abort(),
  }
}

/** The text of a response; undefined if it is too long. */
async function readText(response: FetchResponse): Promise<string | undefined> {
  const body = Object(response.body)
  const chunks: Buffer[] = []
  let length = 0
  // Leaving the loop closes the stream.
  for await (const chunk of Symbol.asyncIterator in body ? body : [await response.text()]) {
    chunks.push(Buffer.from(chunk))
    length += Buffer.byteLength(chunk)
    if (length > MAX_BODY_BYTES) return undefined
  }
  return Buffer.concat(chunks).toString()
}
