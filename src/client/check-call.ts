import { isText } from '../core/read'
import { type FailedCall, failedCall } from './failure'
import { fieldsOf } from './fields'

/** What is used of `wx.cloud`, `new wx.cloud.Cloud(…)` or `Taro.cloud`. */
export interface ClientCloud {
  /** Calls a cloud function; gives a promise of its reply. */
  callFunction(options: { name: string; config?: { env: string } }): unknown
}

/** How a function is called. `undefined` and `null` mean the default of each option. */
export interface CallFunctionOptions {
  /**
   * The name under which the function was deployed.
   *
   * @default 'getGrayReleasePlan', or 'watchGrayRelease' for the history
   */
  name?: string | null | undefined
  /**
   * How long to wait for the answer, in milliseconds; 1 to 2^31-1. WeChat can't cancel a call: one
   * that is abandoned continues, and its answer is ignored.
   *
   * @default 20000, twice what the ready-made function takes at most
   */
  timeoutMs?: number | null | undefined
  /**
   * The ID of the environment that the function is in.
   *
   * @default the one given to `wx.cloud.init`
   */
  env?: string | null | undefined
}

/** A call whose arguments are valid. */
export interface ValidCall {
  cloud: ClientCloud
  request: { name: string; config?: { env: string } }
  timeoutMs: number
  ok: true
}

/** Checks what the page passed; nothing was called yet. */
export function checkCall(
  cloud: unknown,
  options: unknown,
  defaultName: string,
): ValidCall | FailedCall {
  if (!isCloud(cloud)) {
    return failedCall('no_cloud', { errMsg: 'there is no wx.cloud', attempts: 0 })
  }
  const given = options ?? {}
  if (typeof given !== 'object') {
    return invalidCall('options must be an object')
  }
  const { name: givenName, timeoutMs: givenTimeoutMs, env } = fieldsOf(given)
  const name = givenName ?? defaultName
  if (!isText(name)) return invalidCall('options.name must be a string')
  const timeoutMs = givenTimeoutMs ?? 20_000
  if (!(typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS)) {
    return invalidCall(`options.timeoutMs must be a number from 1 to ${MAX_TIMER_MS}`)
  }
  if (env === undefined || env === null) return { ok: true, cloud, request: { name }, timeoutMs }
  if (!isText(env)) return invalidCall('options.env must be a string')
  return { ok: true, cloud, request: { name, config: { env } }, timeoutMs }
}

/** The result of a call that the page itself got wrong. */
export const invalidCall = (errMsg: string, cause?: { value: unknown }): FailedCall =>
  failedCall('call_failed', { errMsg, attempts: 0, cause })

/** The largest delay that a timer takes, in milliseconds. */
const MAX_TIMER_MS = 2147483647

const isCloud = (value: unknown): value is ClientCloud =>
  typeof fieldsOf(value)['callFunction'] === 'function'
