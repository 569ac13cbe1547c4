// Compiled by types.test.ts against the built declarations.
import type {
  CallFunctionOptions,
  CallResult,
  ClientCloud,
  FunctionFailedError,
  FunctionFailure,
  GrayReleasePlan,
  GrayReleasePlanError,
} from 'wx-gray-release-plan/client'
import { callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const assertType = <T extends true>(): T | undefined => undefined

declare const cloud: ClientCloud
declare const result: CallResult

export function narrow(): string {
  if (result.ok === true) {
    assertType<Equal<typeof result.plan, GrayReleasePlan>>()
    // @ts-expect-error a success has no error
    result.error
    return result.plan.status
  }
  const { error } = result
  if (error.kind === 'function_failed') {
    assertType<Equal<typeof error, FunctionFailedError>>()
    return error.failure
  }
  // @ts-expect-error only function_failed has a failure
  error.failure
  const ofFunction: GrayReleasePlanError = error
  return ofFunction.hint.zh
}

// A switch over failure is exhaustive.
export function advise(failure: FunctionFailure): number {
  switch (failure) {
    case 'no_cloud':
    case 'not_deployed':
    case 'no_environment':
    case 'timed_out':
    case 'limited':
    case 'offline':
    case 'crashed':
    case 'not_ours':
    case 'call_failed':
      return 1
    default: {
      const impossible: never = failure
      return impossible
    }
  }
}

assertType<Equal<ReturnType<typeof callGetGrayReleasePlan>, Promise<CallResult>>>()

const options: CallFunctionOptions = { name: 'fn', timeoutMs: 1000, env: undefined }
callGetGrayReleasePlan(cloud, options)
callGetGrayReleasePlan(cloud)
callGetGrayReleasePlan(undefined)
callGetGrayReleasePlan(null, null)
// @ts-expect-error no cloud
callGetGrayReleasePlan()
// @ts-expect-error nothing to call
callGetGrayReleasePlan({})
// @ts-expect-error milliseconds are a number
callGetGrayReleasePlan(cloud, { timeoutMs: '1000' })
// @ts-expect-error no such option
callGetGrayReleasePlan(cloud, { retries: 1 })
