import * as z from 'zod/mini'
import type { AgentLike } from '../core/request'
import { baseUrlOption } from './base-url'
import { type FetchLike, fetchOption } from './fetch'

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

/** The fields of {@link TransportOptions}, for the schema of each function's options. */
export const transportOptions = {
  baseUrl: baseUrlOption,
  agent: z.nullish(z.custom<AgentLike>(isAgent, 'must be an http.Agent or an https.Agent')),
  fetch: fetchOption,
}

function isAgent(value: unknown): boolean {
  return typeof (value as { addRequest?: unknown } | undefined)?.addRequest === 'function'
}
