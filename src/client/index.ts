import { type CallFunctionOptions, type ClientCloud, checkCall, invalidOption } from './check-call'
import { type FunctionFailure, failedCall } from './failure'
import { fieldsOf } from './fields'
import { readFailure } from './read-failure'
import { type CallResult, readReply } from './read-reply'

export type { ErrorBase, GrayReleasePlanError } from '../core/error'
export type { Hint } from '../core/error-codes'
export type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
export type { CallFunctionOptions, ClientCloud } from './check-call'
export type { FunctionFailedError, FunctionFailure } from './failure'
export type { CallResult } from './read-reply'

/**
 * Asks the deployed function `getGrayReleasePlan` how far the staged release (分阶段发布) has got,
 * from a page of a mini program: native, or built with Taro, uni-app and the like.
 *
 * Never throws and never rejects, and calls once. What the function said is passed on as it came;
 * an error of kind `function_failed` says why it said nothing.
 *
 * @see wx.cloud.callFunction and the list of cloud error codes (云开发错误码)
 * @param cloud - `wx.cloud` after `wx.cloud.init`, also if there is none, or `new wx.cloud.Cloud(…)`
 * @param options - name of the function, deadline, environment
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { callGetGrayReleasePlan, type ClientCloud } from 'wx-gray-release-plan/client'
 *
 * declare const wx: { cloud?: ClientCloud } // known to every mini program
 *
 * const result = await callGetGrayReleasePlan(wx.cloud)
 * if (result.ok) console.log(`${result.plan.status}: ${result.plan.grayPercentage} %`)
 * else console.log(result.error.kind, result.error.hint.zh)
 * ```
 */
export function callGetGrayReleasePlan(
  cloud: ClientCloud | null | undefined,
  options?: CallFunctionOptions | null,
): Promise<CallResult> {
  return new Promise((resolve) => {
    const call = guarded(
      () => checkCall(cloud, options),
      (thrown) => invalidOption('wx.cloud or the options could not be read', { value: thrown }),
    )
    if (!call.ok) {
      resolve(call)
      return
    }
    const { request, timeoutMs } = call
    const { name } = request

    const end = (result: CallResult) => {
      clearTimeout(timer)
      resolve(result)
    }
    const timer = setTimeout(() => {
      end(failedCall('timed_out', { errMsg: `no answer within ${timeoutMs} ms` }))
    }, timeoutMs)

    const reading =
      (read: (value: unknown, name: string) => CallResult, unreadable: FunctionFailure) =>
      (value: unknown) => {
        const result = guarded(
          () => read(value, name),
          (thrown) =>
            failedCall(unreadable, { name, errMsg: UNREADABLE, cause: { value: thrown } }),
        )
        end(result)
      }
    const answered = reading(readReply, 'not_ours')
    const failed = reading(readFailure, 'call_failed')

    guarded(() => {
      const called = call.cloud.callFunction(request)
      if (isThenable(called)) called.then(answered, failed)
      else answered(called)
    }, failed)
  })
}

const UNREADABLE = 'what came back could not be read'

/** Runs what touches things that others made, and so may throw. */
function guarded<T>(run: () => T, otherwise: (thrown: unknown) => T): T {
  try {
    return run()
  } catch (thrown) {
    return otherwise(thrown)
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof fieldsOf(value)['then'] === 'function'
