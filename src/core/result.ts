import type { GrayReleasePlanError } from './error'
import { ErrorException } from './exception'
import type { GrayReleasePlan } from './plan'

/**
 * The result of a call: the plan, or the reason why there is none. Plain data: it survives
 * `JSON.parse(JSON.stringify(result))` unchanged and narrows the same way afterwards.
 *
 * @example
 * ```ts
 * import type { GetGrayReleasePlanResult } from 'wx-gray-release-plan'
 *
 * function describe(result: GetGrayReleasePlanResult): string {
 *   if (!result.ok) return `${result.error.kind}: ${result.error.hint.en}`
 *   return `${result.plan.status}, ${result.plan.grayPercentage}%`
 * }
 * ```
 */
export type GetGrayReleasePlanResult =
  | { ok: true; plan: GrayReleasePlan }
  | { ok: false; error: GrayReleasePlanError }

/**
 * Thrown only by {@link unwrap}.
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
  /** Always `'GrayReleasePlanException'`, for code where `instanceof` doesn't work. */
  override readonly name = 'GrayReleasePlanException'
}

/**
 * Returns the plan of a result or throws its error, for people who prefer exceptions.
 *
 * @throws GrayReleasePlanException if the result holds an error
 * @throws TypeError if it is not a result
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
