import { URL } from 'node:url'
import { guarded } from '../core/error'
import { isLoopback } from '../core/loopback'
import { type Checked, type GivenOptions, misuse } from '../core/options'

/** WeChat's API host. */
export const DEFAULT_BASE_URL = 'https://api.weixin.qq.com'

/**
 * Checks the option `baseUrl` and gives it without its trailing slash. Whatever is judged is judged
 * on the parsed URL, since text such as `http://localhost:80@evil.com` only looks like loopback.
 */
export function checkBaseUrl(given: GivenOptions): Checked<string> {
  const text = given['baseUrl'] ?? DEFAULT_BASE_URL
  const url = typeof text === 'string' ? parse(text) : undefined
  if (!url) return refused(`must be a URL as text, such as ${DEFAULT_BASE_URL}`)
  if (url.username !== '' || url.password !== '') return refused('must not hold a user name')
  // The parser drops the mark of an empty query or fragment, so the text is asked.
  if (/[?#]/.test(text as string)) return refused('must have neither a query nor a fragment')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refused('must start with https://, since it is sent a secret')
  }
  return { value: url.origin + url.pathname.replace(/\/+$/, '') }
}

/** The text itself stays out of the message: it may hold a password or a token. */
const refused = (reason: string) => ({ error: misuse(`options.baseUrl ${reason}`) })

function parse(text: string): URL | undefined {
  let url: URL | undefined
  guarded(() => {
    url = new URL(text)
  })
  return url
}
