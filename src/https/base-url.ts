import { URL } from 'node:url'
import { isLoopback } from '../core/loopback'
import { orUndefined } from '../core/read'
import { optionalField } from '../core/schema'

/** WeChat's API host. */
export const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'

const NO_URL = `must be a URL as text, such as ${DEFAULT_BASE_URL}`

/**
 * The option `baseUrl`. It is judged by the parsed URL, since text such as
 * `http://localhost:80@evil.com` only looks like loopback. Messages leave the text out: it may hold a
 * password or a token.
 */
export const baseUrlOption = optionalField<string>(
  (value) => problemOf(value) === undefined,
  ({ input }) => problemOf(input),
)

/** The URL of an API, from the option `baseUrl` as it was checked. */
export function apiUrl(baseUrl: string | null | undefined, path: string): string {
  const { origin, pathname } = new URL(baseUrl ?? DEFAULT_BASE_URL)
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
