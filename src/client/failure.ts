import type { ErrorBase } from '../core/error'
import { HINTS, type Texts } from './hints'

/**
 * Why there is no result of the function.
 *
 * | failure | meaning |
 * |---|---|
 * | `no_cloud` | there is no `wx.cloud`: an old base library, a guest or a test account |
 * | `not_deployed` | the environment has no function of that name |
 * | `no_environment` | no such environment, one to renew, CloudBase not enabled, or no `wx.cloud.init` |
 * | `timed_out` | no response within `timeoutMs`, or within the timeout of the function |
 * | `limited` | the limit of calls of the environment was reached |
 * | `offline` | the phone can't reach WeChat, or lost the result on the way |
 * | `crashed` | the function threw, or could not start |
 * | `not_ours` | it returned something other than a result of this package |
 * | `call_failed` | anything else; with `attempts: 0`, an invalid option that `errMsg` names |
 */
export type FunctionFailure =
  | 'no_cloud'
  | 'not_deployed'
  | 'no_environment'
  | 'timed_out'
  | 'limited'
  | 'offline'
  | 'crashed'
  | 'not_ours'
  | 'call_failed'

/**
 * There is no result of the function; `failure` says why. `errCode` is the innermost code from WeChat,
 * `rid` is WeChat's ID of the call (callId), and `attempts` is 1, or 0 if the function was not called.
 * `timed_out`, `limited` and `offline` are retryable.
 */
export type FunctionFailedError = ErrorBase & { kind: 'function_failed'; failure: FunctionFailure }

const RETRYABLE: readonly FunctionFailure[] = ['timed_out', 'limited', 'offline']

interface FailureParts {
  errMsg: string
  errCode?: number
  attempts?: 0 | 1
  rid?: string | undefined
  /** The name of the function, for the hint. */
  name?: string
  /** If it isn't the one of the failure. */
  hint?: Texts | undefined
  cause?: unknown
}

/** The result of a failed call. */
export interface FailedCall {
  ok: false
  error: FunctionFailedError
}

/** Creates the result of a failed call; hint and `retryable` follow from the failure. */
export function failedCall(failure: FunctionFailure, parts: FailureParts): FailedCall {
  const { errMsg, errCode = 0, attempts = 1, rid, name = '', hint = HINTS[failure], cause } = parts
  const named = (text: string) => text.replace('{name}', () => name)
  const error: FunctionFailedError = {
    kind: 'function_failed',
    failure,
    errCode,
    errMsg,
    retryable: RETRYABLE.indexOf(failure) >= 0,
    hint: { zh: named(hint[0]), en: named(hint[1]) },
    attempts,
  }
  if (rid) error.rid = rid
  if (cause !== undefined)
    Object.defineProperty(error, 'cause', { value: cause, configurable: true })
  return { ok: false, error }
}
