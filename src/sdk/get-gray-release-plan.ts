import * as z from 'zod/mini'
import { callWithin } from '../core/call'
import { guard } from '../core/guard'
import { type CallOptions, callOptions, limitsOf, optional, parseOptions } from '../core/options'
import { isText } from '../core/read'
import type { GetGrayReleasePlanResult } from '../core/result'
import { type CloudLike, findApi, sdkAttempt } from './api'
import { hintThroughSdk } from './hints'

/** Options of {@link getGrayReleasePlan}. `undefined` and `null` mean the default of each. */
export interface GetGrayReleasePlanOptions extends CallOptions {
  /**
   * Calls for another account that shares this environment, through `cloud.openapi({ appid })`.
   * Needs wx-server-sdk 2.2.0, because older versions silently answer for the wrong account.
   */
  appid?: string | null | undefined
  /**
   * The limit for the whole call in milliseconds, including retries and waits; 1 to 2^31-1.
   *
   * The default is below the platform's default timeout of 3 s for a cloud function, so that the
   * function can still respond. The SDK can't cancel a request: after this limit, it continues inside
   * the SDK until the SDK's own timeout (15 s by default, `cloud.init({ timeout })`), or forever if a
   * reply arrives slowly, which that timeout doesn't notice.
   *
   * @default 2500
   */
  timeoutMs?: number | null | undefined
}

const DEFAULT_TIMEOUT_MS = 2500

/**
 * Queries the staged release in progress (查询当前分阶段发布详情) through
 * `cloud.openapi.operation.getGrayReleasePlan`.
 *
 * Never throws or rejects, whatever WeChat, the network, the SDK or the arguments do. A missing `cloud`
 * or an invalid option gives an error of kind `environment` with `attempts: 0`. One case can't be
 * caught or detected: outside a cloud function, without secretId and secretKey, wx-server-sdk 4.0.2
 * causes an unhandled rejection, and Node.js exits. To run a function on your own machine, first copy
 * `env` of `startGateway()` (`wx-gray-release-plan/testing`) to `process.env`.
 *
 * The calling cloud function needs `"operation.getGrayReleasePlan"` under `permissions.openapi` in
 * its `config.json`.
 *
 * @param cloud - wx-server-sdk, after `cloud.init()`
 * @param options - deadline, retries, abort, account
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { getGrayReleasePlan } from 'wx-gray-release-plan'
 * import cloud from 'wx-server-sdk'
 *
 * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
 *
 * export const main = async () => {
 *   const result = await getGrayReleasePlan(cloud)
 *   if (!result.ok) return result.error.hint.zh
 *   return `${result.plan.status}: ${result.plan.grayPercentage}%`
 * }
 * ```
 */
export function getGrayReleasePlan(
  cloud: CloudLike,
  options?: GetGrayReleasePlanOptions | null,
): Promise<GetGrayReleasePlanResult> {
  return guard(async () => {
    const given = parseOptions(facadeOptions, options)
    if (given.error) return { ok: false, error: given.error }
    const api = findApi(cloud, given.value.appid ?? undefined)
    if (api.error) return { ok: false, error: api.error }
    return callWithin(
      limitsOf(given.value, DEFAULT_TIMEOUT_MS),
      sdkAttempt(api.value),
      hintThroughSdk,
    )
  })
}

const facadeOptions = z.object(
  {
    ...callOptions,
    appid: optional<string>(isText, 'must be the AppID of an account, such as "wx…"'),
  },
  'must be an object, such as { timeoutMs: 2500, retries: 2 }',
)
