import { URL } from 'node:url'
import * as z from 'zod/mini'
import { type AgentLike, type Exchange, request } from '../core/request'
import { baseUrlOption } from './base-url'
import { type FetchLike, requestByFetch } from './fetch'
import { type Answer, MAX_BODY_BYTES } from './read-response'

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

const isFunction = (value: unknown): boolean => typeof value === 'function'

/** The fields of {@link TransportOptions}, for the schema of each function's options. */
export const transportOptions = {
  baseUrl: baseUrlOption,
  agent: z.nullish(
    z.custom<AgentLike>(
      (value) => isFunction(Object(value).addRequest),
      'must be an http.Agent or an https.Agent',
    ),
  ),
  fetch: z.nullish(z.custom<FetchLike>(isFunction, 'must be a function like the global fetch')),
}

/** Sends one request, a POST if there is JSON; follows no redirect. */
export function sendRequest(
  url: string,
  { fetch, agent }: TransportOptions,
  json?: object,
): Exchange<Answer> {
  const body = json && JSON.stringify(json)
  return fetch
    ? requestByFetch(fetch, url, body, MAX_BODY_BYTES)
    : request({
        url: new URL(url),
        method: json ? 'POST' : 'GET',
        body,
        agent,
        maxBytes: MAX_BODY_BYTES,
      })
}
