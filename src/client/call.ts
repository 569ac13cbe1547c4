import { type CallFunctionOptions, type ClientCloud, checkCall, invalidCall } from './check-call'
import { type FailedCall, type FunctionFailure, failedCall } from './failure'
import { readFailure } from './read-failure'

type Reader<Result> = (value: unknown, name: string) => Result

/** Calls a function once. Never rejects: `read` reads its reply; what can't be read is a failure. */
export function callFunction<Result>(
  cloud: ClientCloud | null | undefined,
  options: CallFunctionOptions | null | undefined,
  defaultName: string,
  read: Reader<Result>,
): Promise<Result | FailedCall> {
  return new Promise((resolve) => {
    const call = guarded(
      () => checkCall(cloud, options, defaultName),
      (thrown) => invalidCall('wx.cloud or the options could not be read', thrown),
    )
    if (!call.ok) return resolve(call)
    const { request, timeoutMs } = call
    const { name } = request

    const end = (result: Result | FailedCall) => {
      clearTimeout(timer)
      resolve(result)
    }
    const timer = setTimeout(
      () => end(failedCall('timed_out', { errMsg: `no answer within ${timeoutMs} ms` })),
      timeoutMs,
    )

    const reading =
      (reader: Reader<Result | FailedCall>, unreadable: FunctionFailure) => (value: unknown) => {
        const failed = (cause: unknown) =>
          failedCall(unreadable, { name, errMsg: 'the reply could not be read', cause })
        end(guarded(() => reader(value, name), failed))
      }

    new Promise((called) => called(call.cloud.callFunction(request))).then(
      reading(read, 'not_ours'),
      reading(readFailure, 'call_failed'),
    )
  })
}

/** Runs code that reads values from outside, which may throw. */
function guarded<T>(run: () => T, otherwise: (thrown: unknown) => T): T {
  try {
    return run()
  } catch (thrown) {
    return otherwise(thrown)
  }
}
