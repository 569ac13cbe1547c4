import * as z from 'zod/mini'
import type { AccessTokenSource } from './credential'
import { readSource } from './read-source'
import type { Renewal } from './renewal'
import { requestToken } from './request-token'
import type { StableAccessTokenException } from './stable-access-token-exception'
import { type Issued, REFRESH_TOKEN_REJECTED, type StableAccessToken } from './token-function'
import {
  accountAppid,
  platformAppid,
  type TokenOptions,
  tokenFunctionOf,
  tokenOptions,
} from './token-options'
import type { TransportOptions } from './transport'

/** Whose token {@link authorizerAccessToken} requests, and how. */
export interface AuthorizerAccessTokenOptions extends TokenOptions {
  /** AppID of the third-party platform. */
  componentAppid: string
  /** The platform's token, or its function: see {@link componentAccessToken}. */
  componentAccessToken: AccessTokenSource
  /** AppID of the account that has authorized the platform. */
  appid: string
  /**
   * The `authorizer_refresh_token` from the authorization, or a function that returns it. Used while
   * `store` contains none, and if WeChat rejects the stored one (61023) because the account was
   * authorized again.
   */
  refreshToken: string | (() => string | Promise<string>)
}

/**
 * Creates a token function for one account of a third-party platform (第三方平台), for
 * {@link getGrayReleasePlanOverHttps}. Create one for each account; they share one
 * {@link componentAccessToken}.
 *
 * It works like {@link stableAccessToken}. In addition:
 * - WeChat may send a new refresh token with a token, and a lost one can be replaced only by a new
 *   authorization. So both are stored (key `token-APPID`) before the token is used, and a request that
 *   was sent is not cancelled. If the store fails, the error is `system`, and they are stored before
 *   anything else is requested. Without `store`, the new one is lost when the process ends.
 * - If WeChat rejects the platform's token, its function is called again with `{ refresh: true }`, and
 *   the request is repeated once.
 *
 * @see POST /cgi-bin/component/api_authorizer_token (获取授权账号调用令牌)
 * @param options - platform, account, refresh token, store, and how to request
 * @returns the token function
 * @example
 * ```ts
 * import {
 *   authorizerAccessToken,
 *   componentAccessToken,
 *   getGrayReleasePlanOverHttps,
 * } from 'wx-gray-release-plan/https'
 * import { fileStore } from 'wx-gray-release-plan/watch'
 *
 * const { COMPONENT_APPID = '', COMPONENT_APPSECRET = '', TICKET = '' } = process.env
 * const store = fileStore('tokens')
 * const platformToken = componentAccessToken({
 *   appid: COMPONENT_APPID,
 *   secret: COMPONENT_APPSECRET,
 *   verifyTicket: () => TICKET,
 *   store,
 * })
 *
 * export function query(appid: string, refreshToken: string) {
 *   const accessToken = authorizerAccessToken({
 *     componentAppid: COMPONENT_APPID,
 *     componentAccessToken: platformToken,
 *     appid,
 *     refreshToken,
 *     store,
 *   })
 *   return getGrayReleasePlanOverHttps({ accessToken })
 * }
 * ```
 */
export function authorizerAccessToken(options: AuthorizerAccessTokenOptions): StableAccessToken {
  return tokenFunctionOf(authorizerOptions, options, (checked, given) => {
    const { componentAppid, appid, store, ...transport } = checked
    const { componentAccessToken, refreshToken } = given
    const request = requesting(
      { component_appid: componentAppid, authorizer_appid: appid },
      componentAccessToken,
      transport,
    )
    return {
      value: {
        key: `token-${appid}`,
        store,
        issue: async (renewal, kept) => {
          const ask = () => readSource(renewal, refreshToken, 'refreshToken')
          const own = kept?.refreshToken
          if (own === undefined) return request(renewal, await ask())
          try {
            return await request(renewal, own)
          } catch (thrown) {
            if ((thrown as StableAccessTokenException).errCode !== REFRESH_TOKEN_REJECTED)
              throw thrown
            const other = await ask().then(
              (text) => text,
              () => own,
            )
            if (other === own) throw thrown
            return request(renewal, other)
          }
        },
      },
    }
  })
}

/** Requests with a refresh token, and once again with a fresh token of the platform if need be. */
const requesting =
  (json: object, platformToken: AccessTokenSource, transport: TransportOptions) =>
  async (renewal: Renewal, refreshToken: string, rejected?: string): Promise<Issued> => {
    const token = await readSource(renewal, platformToken, 'componentAccessToken', rejected)
    try {
      const issued = await requestToken(
        renewal,
        {
          path: `/cgi-bin/component/api_authorizer_token?access_token=${encodeURIComponent(token)}`,
          json: { ...json, authorizer_refresh_token: refreshToken },
          secrets: [token, refreshToken],
          fields: { token: 'authorizer_access_token', refreshToken: 'authorizer_refresh_token' },
        },
        transport,
      )
      return { refreshToken, ...issued }
    } catch (thrown) {
      const { kind, errCode } = thrown as StableAccessTokenException
      const again =
        kind === 'credential' && errCode !== REFRESH_TOKEN_REJECTED && rejected === undefined
      if (!again || typeof platformToken !== 'function') throw thrown
      return requesting(json, platformToken, transport)(renewal, refreshToken, token)
    }
  }

const authorizerOptions = z.object(
  { ...tokenOptions, componentAppid: platformAppid, appid: accountAppid },
  'must be an object, such as { componentAppid, componentAccessToken, appid, refreshToken }',
)
