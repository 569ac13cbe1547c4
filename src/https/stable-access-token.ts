import * as z from 'zod/mini'
import { requestToken } from './request-token'
import type { StableAccessToken } from './token-function'
import {
  accountAppid,
  readSecret,
  type TokenOptions,
  tokenFunctionOf,
  tokenOptions,
} from './token-options'

/** Whose token {@link stableAccessToken} requests, and how. */
export interface StableAccessTokenOptions extends TokenOptions {
  /** AppID of the account. */
  appid: string
  /** AppSecret of the account. It leaves the process only in the body of the request for a token. */
  secret: string
}

/**
 * Creates a token function for {@link getGrayReleasePlanOverHttps} from an AppID and an AppSecret, with
 * WeChat's `POST /cgi-bin/stable_token`. Create it once and use it for every call.
 *
 * - It keeps the token until five minutes before it expires, in `store` too if there is one (key
 *   `token-APPID`). Concurrent callers share a request.
 * - `{ refresh: true }` requests again in normal mode, unless the store has a newer token.
 *   `force_refresh` is never used: it invalidates the token for everybody else and is limited to 20 a
 *   day.
 * - A request takes 10 s at most, and is cancelled when nobody waits for it any more: a call stops
 *   waiting when it ends. A failed one is not kept: the next caller requests again.
 * - A token that is rejected for many calls at the same time costs one request.
 * - The server's IP must be on the account's IP allowlist.
 *
 * Creating it never throws. Its function rejects with a {@link StableAccessTokenException}, for invalid
 * options too; `getGrayReleasePlanOverHttps` turns that into its result: a wrong AppID or an IP that
 * is not on the allowlist is `environment`, a wrong AppSecret `credential`, and WeChat being busy or a
 * store that fails is `system`, which is retried.
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
  return tokenFunctionOf(stableOptions, options, ({ appid, store, ...transport }, given) => {
    const { value: secret, error } = readSecret(given, 'the account')
    if (error) return { error }
    const json = { grant_type: 'client_credential', appid, secret }
    return {
      value: {
        key: `token-${appid}`,
        store,
        issue: (renewal, kept) =>
          requestToken(
            renewal,
            {
              path: '/cgi-bin/stable_token',
              json,
              secrets: kept ? [secret, kept.token] : [secret],
              fields: { token: 'access_token' },
            },
            transport,
          ),
      },
    }
  })
}

const stableOptions = z.object(
  { ...tokenOptions, appid: accountAppid },
  'must be an object, such as { appid, secret }',
)
