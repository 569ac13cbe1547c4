import type { ErrorBase } from '../core/error'
import { HINTS, type HintName } from './hints'

/**
 * Why the function gave no result.
 *
 * | failure | meaning |
 * |---|---|
 * | `no_cloud` | there is no `wx.cloud`: an old base library, a guest or a test account |
 * | `not_deployed` | the environment has no function of that name |
 * | `no_environment` | no such environment, one to renew, CloudBase not enabled, or no `wx.cloud.init` |
 * | `timed_out` | no answer within `timeoutMs`, or within the timeout of the function |
 * | `limited` | more calls than the environment allows |
 * | `offline` | the phone can't reach WeChat, or lost the result on the way |
 * | `crashed` | the function threw, or could not start |
 * | `not_ours` | it returned something other than a result of this package |
 * | `call_failed` | anything else; with `attempts: 0` an invalid option, which `errMsg` names |
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
 * No result came from the function; `failure` says why. `errCode` is the innermost code that WeChat
 * gave, `rid` its ID of this call (callId), and `attempts` 1, or 0 if the function was not called.
 * `timed_out`, `limited` and `offline` are retryable.
 */
export type FunctionFailedError = ErrorBase & { kind: 'function_failed'; failure: FunctionFailure }

const RETRYABLE: { readonly [failure in FunctionFailure]?: true } = {
  timed_out: true,
  limited: true,
  offline: true,
}

/** What {@link failedCall} needs to know. */
export interface FailureParts {
  errMsg: string
  errCode?: number
  attempts?: 0 | 1
  rid?: string | undefined
  /** The name of the function, for the hint. */
  name?: string
  /** If the failure has more than one. */
  hint?: HintName | undefined
  /** A box, so that a thrown `undefined` is kept too. */
  cause?: { value: unknown } | undefined
}

/** The result of a call that failed. */
export interface FailedCall {
  ok: false
  error: FunctionFailedError
}

/** Builds the result of a call that failed; hint and `retryable` follow from the failure. */
export function failedCall(failure: FunctionFailure, parts: FailureParts): FailedCall {
  const { errMsg, errCode = 0, attempts = 1, rid, name = '', hint = failure, cause } = parts
  const named = (text: string) => text.replace('{name}', () => name)
  const error: FunctionFailedError = {
    kind: 'function_failed',
    failure,
    errCode,
    errMsg,
    retryable: RETRYABLE[failure] === true,
    hint: { zh: named(HINTS[hint].zh), en: named(HINTS[hint].en) },
    attempts,
  }
  if (rid) error.rid = rid
  if (cause) Object.defineProperty(error, 'cause', { value: cause.value, configurable: true })
  return { ok: false, error }
}
