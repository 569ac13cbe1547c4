import { URL } from 'node:url'
import * as z from 'zod/mini'
import { isLoopback } from '../core/loopback'
import { orUndefined } from '../core/read'

/** WeChat's API host. */
export const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'

const NO_URL = `must be a URL as text, such as ${DEFAULT_BASE_URL}`

/**
 * Where a container of WeChat CloudRun asks without a token. It is the one host that is not this
 * machine to which http leads, so nothing secret may be sent there.
 */
export const TOKENLESS_BASE_URL = 'http://api.weixin.qq.com'

/**
 * The option `baseUrl`. It is judged by the parsed URL, since text such as
 * `http://localhost:80@evil.com` only looks like loopback. Messages leave the text out: it may hold a
 * password or a token.
 */
export const baseUrlOption = z.nullish(
  z.custom<string>((value) => problemOf(value) === undefined, {
    error: ({ input }) => problemOf(input),
  }),
)

/** The URL of an API, below a base URL that was checked. */
export function apiUrl(baseUrl: string, path: string): string {
  const { origin, pathname } = new URL(baseUrl)
  return origin + pathname.replace(/\/+$/, '') + path
}

function problemOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return NO_URL
  const url = orUndefined(() => new URL(text))
  if (!url) return NO_URL
  if (url.username !== '' || url.password !== '') return 'must not hold a user name'
  // The parser drops the mark of an empty query or fragment, so the text is asked.
  if (/[?#]/.test(text)) return 'must have neither a query nor a fragment'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    return undefined
  }
  return 'must start with https://, since it is sent a secret'
}
