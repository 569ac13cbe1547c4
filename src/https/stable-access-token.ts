import * as z from 'zod/mini'
import {
  accountAppid,
  type StableAccessToken,
  type TokenOptions,
  textOption,
  tokenFunctionOf,
  tokenOptions,
} from './token-function'

/** Whose token {@link stableAccessToken} requests, and how. */
export interface StableAccessTokenOptions extends TokenOptions {
  /** AppID of the account. */
  appid: string
  /** AppSecret of the account. It leaves the process only in the body of the request for a token. */
  secret: string
}

/**
 * Creates a token function for {@link getGrayReleasePlanOverHttps} from an AppID and an AppSecret.
 * Create it once and use it for every call.
 *
 * - It keeps the token until five minutes before it expires, in `store` too (key `token-APPID`).
 *   Concurrent callers share a request of 10 s at most, which is cancelled when nobody waits for it any
 *   more. A failure is not kept: the next caller requests again.
 * - `{ refresh: true }` requests again, unless the kept token is newer than the rejected one.
 *   `force_refresh` is never used: it invalidates the token for everybody else.
 * - The server's IP must be on the account's IP allowlist.
 *
 * Never throws: its function rejects with a {@link StableAccessTokenException}, for invalid options too.
 * A wrong AppID or an IP that is not on the allowlist is of kind `environment`, a wrong AppSecret
 * `credential`, and WeChat being busy or a store that fails `system`, which is retried.
 *
 * @see POST /cgi-bin/stable_token (获取稳定版接口调用凭据)
 * @param options - AppID, AppSecret, and how to request
 * @returns the token function
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps, stableAccessToken } from 'wx-gray-release-plan/https'
 *
 * const { WX_APPID = '', WX_APPSECRET = '' } = process.env
 * const accessToken = stableAccessToken({ appid: WX_APPID, secret: WX_APPSECRET })
 *
 * const result = await getGrayReleasePlanOverHttps({ accessToken })
 * if (result.ok) console.log(`${result.plan.grayPercentage}%`)
 * ```
 */
export function stableAccessToken(options: StableAccessTokenOptions): StableAccessToken {
  return tokenFunctionOf(stableOptions, options, ({ appid, secret, store, ...transport }) => ({
    key: `token-${appid}`,
    store,
    secret,
    issue: (renewal) => {
      const json = { grant_type: 'client_credential', appid, secret }
      const request = { path: '/cgi-bin/stable_token', json, field: 'access_token' }
      return renewal.request(request, transport)
    },
  }))
}

const stableOptions = z.object(
  {
    ...tokenOptions,
    appid: accountAppid,
    secret: textOption('must be the AppSecret of the account'),
  },
  'must be an object, such as { appid, secret }',
)
