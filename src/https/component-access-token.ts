import * as z from 'zod/mini'
import { readSource } from './read-source'
import { requestToken } from './request-token'
import type { StableAccessToken } from './token-function'
import {
  platformAppid,
  readSecret,
  type TokenOptions,
  tokenFunctionOf,
  tokenOptions,
} from './token-options'

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
 * It works like {@link stableAccessToken}: it keeps the token until five minutes before it expires, in
 * `store` too (key `component-APPID`), concurrent callers share a request of 10 s at most, and it
 * rejects with a {@link StableAccessTokenException}, which contains neither the secret nor the ticket.
 *
 * @see POST /cgi-bin/component/api_component_token (获取第三方平台调用凭据)
 * @param options - AppID, AppSecret and ticket of the platform, and how to request
 * @returns the token function
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
  return tokenFunctionOf(componentOptions, options, ({ appid, store, ...transport }, given) => {
    const { value: secret, error } = readSecret(given, 'the third-party platform')
    if (error) return { error }
    const { verifyTicket } = given
    return {
      value: {
        key: `component-${appid}`,
        store,
        issue: async (renewal, kept) => {
          const ticket = await readSource(renewal, verifyTicket, 'verifyTicket')
          return requestToken(
            renewal,
            {
              path: '/cgi-bin/component/api_component_token',
              json: {
                component_appid: appid,
                component_appsecret: secret,
                component_verify_ticket: ticket,
              },
              secrets: kept ? [secret, ticket, kept.token] : [secret, ticket],
              fields: { token: 'component_access_token' },
            },
            transport,
          )
        },
      },
    }
  })
}

const componentOptions = z.object(
  { ...tokenOptions, appid: platformAppid },
  'must be an object, such as { appid, secret, verifyTicket }',
)
