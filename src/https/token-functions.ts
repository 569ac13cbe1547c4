import * as z from 'zod/mini'
import type { AccessTokenSource } from './credential'
import {
  APPID_RULE,
  REFRESH_TOKEN_REJECTED,
  type StableAccessToken,
  type TokenOptions,
  textOption,
  tokenFunctionOf,
  tokenOptions,
} from './kept-token'
import type { Issued, Renewal } from './renewal'
import type { StableAccessTokenException } from './stable-access-token-exception'

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
    appid: textOption(APPID_RULE),
    secret: textOption('must be the AppSecret of the account'),
  },
  'must be an object, such as { appid, secret }',
)

/** Whose token {@link componentAccessToken} requests, and how. */
export interface ComponentAccessTokenOptions extends TokenOptions {
  /** AppID of the third-party platform. */
  appid: string
  /** AppSecret of the third-party platform. */
  secret: string
  /**
   * Returns, or resolves with, the newest `component_verify_ticket`, which WeChat pushes to the platform
   * every ten minutes. Called before each request. If it throws or returns none, the error is of kind
   * `credential`, and nothing is requested.
   */
  verifyTicket: () => string | Promise<string>
}

/**
 * Creates a function for the `component_access_token` of a third-party platform (第三方平台), which
 * {@link authorizerAccessToken} needs: thousands of accounts share one.
 *
 * It works like {@link stableAccessToken}; its key in `store` is `component-APPID`.
 *
 * @see POST /cgi-bin/component/api_component_token (获取第三方平台调用凭据)
 * @param options - AppID, AppSecret and ticket of the platform, and how to request
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { componentAccessToken } from 'wx-gray-release-plan/https'
 *
 * const { COMPONENT_APPID = '', COMPONENT_APPSECRET = '' } = process.env
 * export const platformToken = componentAccessToken({
 *   appid: COMPONENT_APPID,
 *   secret: COMPONENT_APPSECRET,
 *   verifyTicket: () => readFile('component_verify_ticket', 'utf8'),
 * })
 * ```
 */
export function componentAccessToken(options: ComponentAccessTokenOptions): StableAccessToken {
  return tokenFunctionOf(componentOptions, options, (checked) => {
    const { appid, secret, verifyTicket, store, ...transport } = checked
    return {
      key: `component-${appid}`,
      store,
      secret,
      issue: async (renewal) => {
        const json = {
          component_appid: appid,
          component_appsecret: secret,
          component_verify_ticket: await renewal.read(verifyTicket, 'verifyTicket'),
        }
        const path = '/cgi-bin/component/api_component_token'
        return renewal.request({ path, json, field: 'component_access_token' }, transport)
      },
    }
  })
}

const platformAppid = textOption('must be the AppID of a third-party platform, such as "wx…"')

const componentOptions = z.object(
  {
    ...tokenOptions,
    appid: platformAppid,
    secret: textOption('must be the AppSecret of the third-party platform'),
    verifyTicket: z.unknown(),
  },
  'must be an object, such as { appid, secret, verifyTicket }',
)

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
 *   was sent is not cancelled. Without `store`, the new one is lost when the process ends.
 * - If WeChat rejects the platform's token, its function is called again with `{ refresh: true }`, and
 *   the request is repeated once.
 *
 * @see POST /cgi-bin/component/api_authorizer_token (获取授权账号调用令牌)
 * @param options - platform, account, refresh token, store, and how to request
 * @example
 * ```ts
 * import { authorizerAccessToken, getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 * import { fileStore } from 'wx-gray-release-plan/watch'
 *
 * const { COMPONENT_APPID = '', COMPONENT_TOKEN = '', APPID = '', REFRESH_TOKEN = '' } = process.env
 * const accessToken = authorizerAccessToken({
 *   componentAppid: COMPONENT_APPID,
 *   componentAccessToken: COMPONENT_TOKEN, // or the function of componentAccessToken()
 *   appid: APPID,
 *   refreshToken: REFRESH_TOKEN,
 *   store: fileStore('tokens'),
 * })
 * export const result = await getGrayReleasePlanOverHttps({ accessToken })
 * ```
 */
export function authorizerAccessToken(options: AuthorizerAccessTokenOptions): StableAccessToken {
  return tokenFunctionOf(authorizerOptions, options, (checked) => {
    const { componentAppid, componentAccessToken, appid, refreshToken, store, ...transport } =
      checked
    /** Requests a token, and once again with a fresh token of the platform if WeChat rejects that. */
    const request = async (
      renewal: Renewal,
      current: string,
      rejected?: string,
    ): Promise<Issued> => {
      const token = await renewal.read(componentAccessToken, 'componentAccessToken', rejected)
      const api = {
        path: `/cgi-bin/component/api_authorizer_token?access_token=${encodeURIComponent(token)}`,
        json: {
          component_appid: componentAppid,
          authorizer_appid: appid,
          authorizer_refresh_token: current,
        },
        field: 'authorizer_access_token',
        refreshField: 'authorizer_refresh_token',
      }
      try {
        return { refreshToken: current, ...(await renewal.request(api, transport)) }
      } catch (thrown) {
        const { kind, errCode } = thrown as StableAccessTokenException
        const isRejected = kind === 'credential' && errCode !== REFRESH_TOKEN_REJECTED
        if (!isRejected || rejected || typeof componentAccessToken !== 'function') throw thrown
        return request(renewal, current, token)
      }
    }
    return {
      key: `token-${appid}`,
      store,
      issue: async (renewal, kept) => {
        const own = await renewal.read(kept ?? refreshToken, 'refreshToken')
        try {
          return await request(renewal, own)
        } catch (thrown) {
          const { errCode } = thrown as StableAccessTokenException
          if (!kept || errCode !== REFRESH_TOKEN_REJECTED) throw thrown
          const given = await renewal.read(refreshToken, 'refreshToken').then(
            (text) => text,
            () => own,
          )
          if (given === own) throw thrown
          return request(renewal, given)
        }
      },
    }
  })
}

const authorizerOptions = z.object(
  {
    ...tokenOptions,
    componentAppid: platformAppid,
    componentAccessToken: z.unknown(),
    appid: textOption(APPID_RULE),
    refreshToken: z.unknown(),
  },
  'must be an object, such as { componentAppid, componentAccessToken, appid, refreshToken }',
)
