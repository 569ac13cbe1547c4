import { callFunction } from './call'
import type { CallFunctionOptions, ClientCloud } from './check-call'
import {
  type CallHistoryResult,
  type CallResult,
  readHistoryReply,
  readPlanReply,
} from './read-reply'

export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export type { Hint } from '../core/error-codes'
export type { GrayReleasePlan, GrayReleaseStatus, Point } from '../core/plan'
export type { CallFunctionOptions, ClientCloud } from './check-call'
export type { FunctionFailedError, FunctionFailure } from './failure'
export type { AccountHistory, CallHistoryResult, CallResult } from './read-reply'

/**
 * Calls the deployed function `getGrayReleasePlan` for the staged release (分阶段发布) in progress,
 * from a page of a mini program: native, or built with Taro, uni-app and the like.
 *
 * Never throws or rejects, and calls once. The function's own result is passed on unchanged; if there
 * is none, an error of kind `function_failed` says why.
 *
 * @see wx.cloud.callFunction and the list of cloud error codes (云开发错误码)
 * @param cloud - `wx.cloud` after `wx.cloud.init`, even if it is undefined, or `new wx.cloud.Cloud(…)`
 * @param options - the function's name, the deadline, the environment
 * @returns the plan, or an error with its kind and a hint
 * @example
 * ```ts
 * import { callGetGrayReleasePlan, type ClientCloud } from 'wx-gray-release-plan/client'
 *
 * declare const wx: { cloud?: ClientCloud } // known to every mini program
 *
 * const result = await callGetGrayReleasePlan(wx.cloud)
 * if (result.ok) console.log(`${result.plan.status}: ${result.plan.grayPercentage}%`)
 * else console.log(result.error.kind, result.error.hint.zh)
 * ```
 */
export function callGetGrayReleasePlan(
  cloud: ClientCloud | null | undefined,
  options?: CallFunctionOptions | null,
): Promise<CallResult> {
  return callFunction(cloud, options, 'getGrayReleasePlan', readPlanReply)
}

/**
 * Calls the deployed function `watchGrayRelease` for the history of the newest staged release, from a
 * page of a mini program, like {@link callGetGrayReleasePlan}.
 *
 * Never throws or rejects, and calls once. In the simulator of WeChat DevTools, the function runs a
 * check instead and returns no history: the error is then of kind `function_failed`, failure
 * `not_ours`.
 *
 * @param cloud - `wx.cloud` after `wx.cloud.init`, even if it is undefined, or `new wx.cloud.Cloud(…)`
 * @param options - the function's name, the deadline, the environment
 * @returns the points of the newest plan, and of each account if the function watches several; or an
 * error with its kind and a hint
 * @example
 * ```ts
 * import { callGrayReleaseHistory, type ClientCloud } from 'wx-gray-release-plan/client'
 *
 * declare const wx: { cloud?: ClientCloud } // known to every mini program
 *
 * const result = await callGrayReleaseHistory(wx.cloud)
 * if (result.ok) {
 *   for (const { at, grayPercentage } of result.history) console.log(new Date(at), grayPercentage)
 * }
 * ```
 */
export function callGrayReleaseHistory(
  cloud: ClientCloud | null | undefined,
  options?: CallFunctionOptions | null,
): Promise<CallHistoryResult> {
  return callFunction(cloud, options, 'watchGrayRelease', readHistoryReply)
}
