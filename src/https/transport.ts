import { URL } from 'node:url'
import * as z from 'zod/mini'
import { type AgentLike, type Exchange, request } from '../core/request'
import { baseUrlOption } from './base-url'
import { type FetchLike, requestByFetch } from './fetch'
import { type Answer, MAX_BODY_BYTES } from './read-response'

/** How requests reach WeChat. `undefined` and `null` mean the default of each option. */
export interface TransportOptions {
  /**
   * Where WeChat's API is, for a proxy or the local gateway: https, or http on a loopback host
   * (`localhost`, `127.0.0.0/8`, `[::1]`). A path in it is put before the API's own; a user name, a
   * query or a fragment is rejected. A query and the function that gets its token have one each: pass
   * the same to both.
   *
   * @default 'https://api.weixin.qq.com'
   */
  baseUrl?: string | null | undefined
  /**
   * An `http.Agent` or `https.Agent`, for example one that goes through a proxy, or keeps connections
   * between calls. What an agent has opened, such as a connection to its proxy, only the agent can close.
   *
   * @default Node's own, with a connection for each request that ends with it
   */
  agent?: AgentLike | null | undefined
  /**
   * Sends the requests instead of Node's own `https`, for interceptors and other runtimes; `agent` does
   * not apply then. What it leaves open after a call is its own.
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
