import { fieldsOf, isText } from '../core/read'
import { type FailedCall, failedCall } from './failure'

/** The part of `wx.cloud`, `new wx.cloud.Cloud(…)` or `Taro.cloud` that is used. */
export interface ClientCloud {
  /** Calls a cloud function; returns a promise of its reply. */
  callFunction(options: { name: string; config?: { env: string } }): unknown
}

/** Options of a call. `undefined` and `null` mean the default of each. */
export interface CallFunctionOptions {
  /**
   * The name of the deployed function.
   *
   * @default 'getGrayReleasePlan', or 'watchGrayRelease' for the history
   */
  name?: string | null | undefined
  /**
   * How long to wait for the reply, in milliseconds; 1 to 2^31-1. WeChat can't cancel a call: after
   * this time it continues, and its reply is ignored.
   *
   * @default 20000, twice the longest deadline of the ready-made function
   */
  timeoutMs?: number | null | undefined
  /**
   * The ID of the function's environment.
   *
   * @default the one passed to `wx.cloud.init`
   */
  env?: string | null | undefined
}

export function checkCall(cloud: unknown, options: unknown, defaultName: string) {
  if (!isCloud(cloud)) {
    return failedCall('no_cloud', { errMsg: 'there is no wx.cloud', attempts: 0 })
  }
  if (typeof (options ?? {}) !== 'object') return invalidCall('options must be an object')
  const { name: givenName, timeoutMs: givenTimeoutMs, env } = fieldsOf(options)
  const name = givenName ?? defaultName
  if (!isText(name)) return invalidCall('options.name must be a string')
  const timeoutMs = givenTimeoutMs ?? 20_000
  if (!(typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS)) {
    return invalidCall(`options.timeoutMs must be a number from 1 to ${MAX_TIMER_MS}`)
  }
  const request = isText(env) ? { name, config: { env } } : { name }
  return env === undefined || env === null || request.config
    ? { ok: true as const, cloud, request, timeoutMs }
    : invalidCall('options.env must be a string')
}

/** The result of a call with an invalid argument. */
export const invalidCall = (errMsg: string, cause?: unknown): FailedCall =>
  failedCall('call_failed', { errMsg, attempts: 0, cause })

/** The largest delay that a timer takes, in milliseconds. */
const MAX_TIMER_MS = 2147483647

const isCloud = (value: unknown): value is ClientCloud =>
  typeof fieldsOf(value)['callFunction'] === 'function'
