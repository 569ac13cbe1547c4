import { URL } from 'node:url'
import * as z from 'zod/mini'
import { isLoopback } from '../core/loopback'
import { orUndefined } from '../core/read'

/** WeChat's API host. */
export const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'

/** Where CloudRun's open API service adds the token: the only plain http to another host. */
export const TOKENLESS_BASE_URL = 'http://api.weixin.qq.com'

/**
 * The option `baseUrl`. The parsed URL counts, since `http://localhost:80@evil.com` only looks like
 * loopback. Messages don't repeat it: it may contain a password or a token.
 */
export const baseUrlOption = z.nullish(
  z.custom<string>((value) => problemOf(value) === undefined, {
    error: ({ input }) => problemOf(input),
  }),
)

/** The URL of an API below a base URL. */
export function apiUrl(baseUrl: string, path: string): string {
  const { origin, pathname } = new URL(baseUrl)
  return origin + pathname.replace(/\/+$/, '') + path
}

function problemOf(text: unknown): string | undefined {
  const url = orUndefined(() => (typeof text === 'string' ? new URL(text) : undefined))
  if (!url) return `must be a URL as a string, such as ${DEFAULT_BASE_URL}`
  if (url.username !== '' || url.password !== '') return 'must not contain a user name'
  // The parser drops the mark of an empty query or fragment.
  if (/[?#]/.test(String(text))) return 'must have neither a query nor a fragment'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    return undefined
  }
  return 'must start with https://, because it gets a secret'
}
