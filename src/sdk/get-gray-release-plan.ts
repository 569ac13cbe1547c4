import * as z from 'zod/mini'
import { callWithin } from '../core/call'
import { guard } from '../core/guard'
import { type CallOptions, callOptions, limitsOf, optional, parseOptions } from '../core/options'
import { isText } from '../core/read'
import type { GetGrayReleasePlanResult } from '../core/result'
import { type CloudLike, findApi, sdkAttempt } from './api'
import { hintThroughSdk } from './hints'

/** How {@link getGrayReleasePlan} calls. `undefined` and `null` mean the default of each option. */
export interface GetGrayReleasePlanOptions extends CallOptions {
  /**
   * Calls for another account that shares this environment, through `cloud.openapi({ appid })`.
   * Needs wx-server-sdk 2.2.0, because older versions silently answer for the wrong account.
   */
  appid?: string | null | undefined
  /**
   * Limit for the whole call in milliseconds, retries and waits included; 1 to 2^31-1.
   *
   * The default is below the platform's default timeout of 3 s for a cloud function, which would
   * otherwise end the function without an answer to its caller. The SDK can't cancel a request: one
   * that this limit cuts short continues inside the SDK until the SDK's own timeout (15 s by default,
   * `cloud.init({ timeout })`), or forever if a reply drips in, which that timeout doesn't notice.
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
 * Never throws and never rejects, whatever WeChat, the network, the SDK or the arguments do: a
 * missing `cloud` or an invalid option gives an error of kind `environment` with `attempts: 0`. One
 * case no caller can catch: outside a cloud function, with neither secretId nor secretKey,
 * wx-server-sdk 4.0.2 causes an unhandled rejection, and Node.js ends the process. This can't be
 * detected before the call. To run a function on your own machine, first put `env` of
 * `startGateway()` (`wx-gray-release-plan/testing`) into `process.env`.
 *
 * The function that calls it needs `"operation.getGrayReleasePlan"` under `permissions.openapi` in
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
