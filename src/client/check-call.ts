import { isText } from '../core/read'
import { type FailedCall, failedCall } from './failure'
import { fieldsOf } from './fields'

/** What is used of `wx.cloud`, `new wx.cloud.Cloud(…)` or `Taro.cloud`. */
export interface ClientCloud {
  /** Calls a cloud function; gives a promise of its reply. */
  callFunction(options: { name: string; config?: { env: string } }): unknown
}

/**
 * How {@link callGetGrayReleasePlan} calls. `undefined` and `null` stand for the default of each
 * option.
 */
export interface CallFunctionOptions {
  /**
   * The name under which the function was deployed.
   *
   * @default 'getGrayReleasePlan'
   */
  name?: string | null | undefined
  /**
   * How long to wait for the answer, in milliseconds; 1 to 2^31-1. WeChat can't cancel a call: one
   * that is given up goes on, and its answer is ignored.
   *
   * @default 20000, twice what the ready-made function takes at most
   */
  timeoutMs?: number | null | undefined
  /**
   * The id of the environment that the function is in.
   *
   * @default the one given to `wx.cloud.init`
   */
  env?: string | null | undefined
}

/** A call that may be made. */
export interface Call {
  cloud: ClientCloud
  request: { name: string; config?: { env: string } }
  timeoutMs: number
  ok: true
}

/** Checks what the page gave; nothing was called yet. */
export function checkCall(cloud: unknown, options: unknown): Call | FailedCall {
  if (!isCloud(cloud)) {
    return failedCall('no_cloud', { errMsg: 'there is no wx.cloud', attempts: 0 })
  }
  const given = options ?? {}
  if (typeof given !== 'object') {
    return invalidOption('options must be an object, such as { timeoutMs: 20000 }')
  }
  const { name: givenName, timeoutMs: givenTimeoutMs, env } = fieldsOf(given)
  const name = givenName ?? 'getGrayReleasePlan'
  if (!isText(name)) return invalidOption('options.name must be the name of a function')
  const timeoutMs = givenTimeoutMs ?? 20_000
  if (!(typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS)) {
    return invalidOption(`options.timeoutMs must be a number from 1 to ${MAX_TIMER_MS}`)
  }
  if (env === undefined || env === null) return { ok: true, cloud, request: { name }, timeoutMs }
  if (!isText(env)) return invalidOption('options.env must be the id of an environment')
  return { ok: true, cloud, request: { name, config: { env } }, timeoutMs }
}

/** What a call comes to that the page itself got wrong. */
export const invalidOption = (errMsg: string, cause?: { value: unknown }): FailedCall =>
  failedCall('call_failed', { errMsg, attempts: 0, cause })

/** The largest delay that a timer takes, in milliseconds. */
const MAX_TIMER_MS = 2147483647

const isCloud = (value: unknown): value is ClientCloud =>
  typeof fieldsOf(value)['callFunction'] === 'function'
