import type { GrayReleasePlanError } from '../core/error'
import type { Checked } from '../core/options'
import { fieldsOf } from '../core/read'
import { nameAndCode } from '../core/store'
import { type CloudRunOptions, cloudRunSource } from './cloud-run'
import { hintOverHttps, TOKEN_FUNCTION_REJECTED } from './hints'
import { failureOf } from './stable-access-token-exception'
import { type AccessTokenHint, accessBy, refused, type TokenSource } from './token'

/** A token, or a function that returns one. */
export type AccessTokenSource = string | ((hint: AccessTokenHint) => string | Promise<string>)

/**
 * Who queries: a token of either type, or a container of WeChat CloudRun (微信云托管); exactly one.
 *
 * | field | token |
 * |---|---|
 * | `accessToken` | `access_token` of the account, or `authorizer_access_token` of a third-party platform |
 * | `cloudbaseAccessToken` | `cloudbase_access_token` (微信令牌) |
 * | `cloudRun` | the container's own: see below |
 *
 * A function is called before each query, with `{ refresh: false }`. If WeChat rejects its token, it is
 * called once more in that call, with `{ refresh: true }`, and the query is repeated: that is no retry,
 * so it happens with `retries: 0` too. Spaces around a token are removed.
 *
 * With `cloudRun: true`, or an object of options, a container needs no AppSecret. If its certificate
 * file exists, the open API service (开放接口服务) is switched on: the query goes to
 * `http://api.weixin.qq.com` without a token; WeChat adds one. Otherwise the `cloudbase_access_token` is
 * read from its file before each query, and once more if WeChat rejects it, and sent over https. With
 * neither file the error is of kind `environment`.
 *
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps, type HttpsCredential } from 'wx-gray-release-plan/https'
 *
 * const { WX_ACCESS_TOKEN } = process.env
 * const credential: HttpsCredential = WX_ACCESS_TOKEN
 *   ? { accessToken: WX_ACCESS_TOKEN }
 *   : { cloudRun: true }
 * export const result = await getGrayReleasePlanOverHttps(credential)
 * ```
 */
export type HttpsCredential =
  | { accessToken: AccessTokenSource; cloudbaseAccessToken?: undefined; cloudRun?: undefined }
  | { cloudbaseAccessToken: AccessTokenSource; accessToken?: undefined; cloudRun?: undefined }
  | { cloudRun: true | CloudRunOptions; accessToken?: undefined; cloudbaseAccessToken?: undefined }

const PARAMETERS = {
  accessToken: 'access_token',
  cloudbaseAccessToken: 'cloudbase_access_token',
} as const

const NAMES = ['accessToken', 'cloudbaseAccessToken', 'cloudRun'] as const

/** Reads a credential; each token that it gives is added to `secrets`. */
export function readCredential(
  credential: HttpsCredential,
  secrets: Set<string>,
): Checked<TokenSource> {
  const given = fieldsOf(credential)
  const [name, ...others] = NAMES.filter((one) => (given[one] ?? undefined) !== undefined)
  if (!name || others.length > 0) return { error: notOneOf(given) }
  const source = given[name]
  if (name === 'cloudRun') return cloudRunSource(source, secrets)
  const access = (token: unknown, must: string) => accessBy(PARAMETERS[name], token, must, secrets)
  if (typeof source !== 'function') {
    const { value, error } = access(source, `credential.${name} must be`)
    return error ? { error } : { value: async () => ({ value: { query: value.query } }) }
  }
  const ask: TokenSource = async (hint) => {
    try {
      const token = await source.call(credential, hint)
      const { value, error } = access(token, 'the token function must return')
      return error ? { error } : { value: { ...value, hints: { 40001: TOKEN_FUNCTION_REJECTED } } }
    } catch (thrown) {
      // It may contain the token, unless it is an exception of ours.
      const problem = `the token function threw${nameAndCode(thrown)}`
      return { error: failureOf(thrown) ?? refused(problem) }
    }
  }
  return { value: ask }
}

/** A variable that is not set is the usual reason why there is no token. */
function notOneOf(given: { readonly [name: string]: unknown }): GrayReleasePlanError {
  const unset = NAMES.find((name) => name in given && given[name] === undefined)
  return unset
    ? refused(`credential.${unset} is undefined: is the variable set that it comes from?`)
    : refused(
        'credential must be { accessToken }, { cloudbaseAccessToken } or { cloudRun }',
        hintOverHttps('environment'),
      )
}
