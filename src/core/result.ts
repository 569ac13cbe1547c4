import type { GrayReleasePlanError } from './error'
import { ErrorException } from './exception'
import type { GrayReleasePlan } from './plan'

/**
 * What a call comes to: the plan, or the reason why there is none. Plain data: it survives
 * `JSON.parse(JSON.stringify(result))` unchanged and narrows the same afterwards.
 *
 * @example
 * ```ts
 * import type { GetGrayReleasePlanResult } from 'wx-gray-release-plan'
 *
 * function describe(result: GetGrayReleasePlanResult): string {
 *   if (!result.ok) return `${result.error.kind}: ${result.error.hint.en}`
 *   return `${result.plan.status}, ${result.plan.grayPercentage} %`
 * }
 * ```
 */
export type GetGrayReleasePlanResult =
  | { ok: true; plan: GrayReleasePlan }
  | { ok: false; error: GrayReleasePlanError }

/**
 * Thrown by {@link unwrap} only: nothing else in this package throws it.
 *
 * @example
 * ```ts
 * import { type GetGrayReleasePlanResult, GrayReleasePlanException, unwrap } from 'wx-gray-release-plan'
 *
 * function percentage(result: GetGrayReleasePlanResult): number {
 *   try {
 *     return unwrap(result).grayPercentage
 *   } catch (thrown) {
 *     if (thrown instanceof GrayReleasePlanException && thrown.kind === 'permission') return 0
 *     throw thrown
 *   }
 * }
 * ```
 */
export class GrayReleasePlanException extends ErrorException {
  /** Always `'GrayReleasePlanException'`: tells it apart when `instanceof` can't. */
  override readonly name = 'GrayReleasePlanException'
}

/**
 * For people who prefer exceptions: gives the plan of a result, or throws its error.
 *
 * @throws GrayReleasePlanException if the result holds an error
 * @throws TypeError if it is no result at all
 * @example
 * ```ts
 * import { getGrayReleasePlan, unwrap } from 'wx-gray-release-plan'
 * import cloud from 'wx-server-sdk'
 *
 * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
 * const plan = unwrap(await getGrayReleasePlan(cloud))
 * ```
 */
export function unwrap(result: GetGrayReleasePlanResult): GrayReleasePlan {
  if (result?.ok === true) return result.plan
  if (result?.ok === false) throw new GrayReleasePlanException(result.error)
  throw new TypeError('unwrap() takes the result of getGrayReleasePlan(): did you forget `await`?')
}
