import * as z from 'zod/mini'
import { type Attempt, callWithin } from '../core/call'
import { invalidResponse } from '../core/error'
import { guard } from '../core/guard'
import {
  type CallOptions,
  type Checked,
  callOptions,
  invalidOption,
  limitsOf,
  parseOptions,
  textOption,
} from '../core/options'
import { isText, read } from '../core/read'
import { type ReplyFormat, readReply } from '../core/read-reply'
import type { GetGrayReleasePlanResult } from '../core/result'
import { toError } from './to-error'

/**
 * Any wx-server-sdk: the module itself, `new cloud.Cloud({ … })` or `cloud.createNewInstance(…)`,
 * of any version since 0.4.0, or a stand-in of the same shape.
 */
export interface CloudLike {
  /**
   * Holds WeChat's APIs, `operation.getGrayReleasePlan` among them; called as `openapi({ appid })` it
   * chooses an account. The SDK's own types call it `any` too, and no two of its lines alike.
   */
  // biome-ignore lint/suspicious/noExplicitAny: anything narrower would refuse some SDK version
  openapi: any
}

/** How {@link getGrayReleasePlan} calls. `undefined` and `null` stand for the default of each option. */
export interface GetGrayReleasePlanOptions extends CallOptions {
  /**
   * Calls for another account that shares this environment, through `cloud.openapi({ appid })`.
   * Needs wx-server-sdk 2.2.0, since older ones would answer for the wrong account without a word.
   */
  appid?: string | null | undefined
  /**
   * Limit for the whole call in milliseconds, retries and waits included; 1 to 2^31-1.
   *
   * The default ends before the platform's default limit of 3 s for a cloud function, which would
   * otherwise end the function with no word to its caller. The SDK can't cancel a request, so one
   * that this limit cuts short goes on inside the SDK, until the SDK's own timeout (15 s by default,
   * `cloud.init({ timeout })`), or for good if a reply drips in: that timeout does not see it.
   *
   * @default 2500
   */
  timeoutMs?: number | null | undefined
}

const DEFAULT_TIMEOUT_MS = 2500

/** Hands one request to the SDK. */
export type SendRequest = () => unknown

/**
 * Queries the staged release under way (查询当前分阶段发布详情) through
 * `cloud.openapi.operation.getGrayReleasePlan`.
 *
 * Never throws and never rejects, whatever WeChat, the network, the SDK or the arguments do: a
 * missing `cloud` or a wrong option is an error of kind `environment` with `attempts: 0`. The one
 * thing that no caller can catch: wx-server-sdk 4.0.2 outside a cloud function, with neither
 * secretId nor secretKey, rejects a promise that nobody holds, and Node.js ends the process. It shows
 * nobody whether `cloud.init()` was given them, so that this can't be told before the call. To run a
 * function on your own machine, put `env` of `startGateway()` (`wx-gray-release-plan/testing`) into
 * `process.env` first.
 *
 * The function that calls it needs `"operation.getGrayReleasePlan"` under `permissions.openapi` in
 * its `config.json`.
 *
 * @param cloud - wx-server-sdk, after `cloud.init()`
 * @param options - deadline, retries, abort, account
 * @returns the plan, or an error with its kind and what to do about it
 * @example
 * ```ts
 * import { getGrayReleasePlan } from 'wx-gray-release-plan'
 * import cloud from 'wx-server-sdk'
 *
 * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
 *
 * export const main = async () => {
 *   const result = await getGrayReleasePlan(cloud)
 *   if (!result.ok) return result.error.hint.zh
 *   return `${result.plan.status}: ${result.plan.grayPercentage} %`
 * }
 * ```
 */
export function getGrayReleasePlan(
  cloud: CloudLike,
  options?: GetGrayReleasePlanOptions | null,
): Promise<GetGrayReleasePlanResult> {
  return guard(async () => {
    const given = parseOptions(facadeOptions, options)
    if (given.error) return { ok: false, error: given.error }
    const api = findApi(cloud, given.value.appid ?? undefined)
    if (api.error) return { ok: false, error: api.error }
    return callWithin(limitsOf(given.value, DEFAULT_TIMEOUT_MS), sdkAttempt(api.value))
  })
}

const facadeOptions = z.object(
  {
    ...callOptions,
    appid: textOption('must be the AppID of an account, such as "wx…"'),
  },
  'must be an object, such as { timeoutMs: 2500, retries: 2 }',
)

/**
 * Finds the API on a `cloud`. The SDK's `openapi` is a proxy on which every path is callable, `then`
 * included: neither it nor `operation` may ever be awaited or returned from an async function.
 */
export function findApi(cloud: CloudLike, appid?: string): Checked<SendRequest> {
  if (!cloud) return { error: invalidOption("cloud is missing: pass require('wx-server-sdk')") }
  try {
    const mistaken = mistakenFor(cloud)
    if (mistaken) return { error: invalidOption(mistaken) }
    const { openapi } = cloud
    if (appid !== undefined && !canCallForOthers(cloud, openapi)) {
      return { error: invalidOption('options.appid needs wx-server-sdk 2.2.0 or later') }
    }
    const scoped = appid === undefined ? openapi : openapi({ appid })
    // No SDK gives a promise here. One that rejects would end the process if nobody held it.
    if (scoped instanceof Promise) scoped.then(undefined, () => undefined)
    const { operation } = scoped
    if (typeof operation.getGrayReleasePlan === 'function') {
      return { value: () => operation.getGrayReleasePlan({}) }
    }
    return { error: invalidOption(UNREACHABLE) }
  } catch (thrown) {
    return { error: invalidOption(UNREACHABLE, { value: thrown }) }
  }
}

/** What else of wx-server-sdk was handed in, and what to write. */
function mistakenFor(cloud: object): string | undefined {
  const { default: sdk, openapi, operation } = cloud as { [name: string]: unknown }
  // On `cloud.openapi` every path is callable, so that a call would go to another API.
  if (operation) return 'cloud is cloud.openapi, or a part of it: pass cloud itself'
  if (openapi || !read(sdk, 'openapi')) return undefined
  return "cloud is the namespace of an ES module, which has the SDK as its default: write import cloud from 'wx-server-sdk', not import * as cloud"
}

const UNREACHABLE =
  "cloud.openapi.operation.getGrayReleasePlan can't be reached: pass wx-server-sdk 0.4.0 or later, after cloud.init()"

/** SDKs before 2.2.0 either can't call `openapi` or drop the appid in silence. */
function canCallForOthers(cloud: object, openapi: unknown): boolean {
  if (typeof openapi !== 'function') return false
  const { version } = cloud as { version?: unknown }
  if (version === undefined || version === null) return true
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(String(version)) ?? []
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 2)
}

/** One call of the SDK, read as the contract wants it. */
export const sdkAttempt =
  (send: SendRequest): Attempt =>
  async (call) => {
    call.attempts += 1
    const { attempts } = call
    try {
      const reply = await send()
      // Some lines resolve with an error, with a plan beside it or not.
      const errCode = read(reply, 'errCode') ?? 0
      if (errCode !== 0 && errCode !== '0') return { ok: false, error: toError(reply, attempts) }
      const result = readReply(reply, SDK_REPLY, attempts)
      const type = read(reply, 'contentType')
      if (result.ok || !isText(type)) return result
      // What is no JSON, the SDK gives as bytes.
      const issues = [{ path: 'grayReleasePlan', message: `the reply is ${type}, not JSON` }]
      return { ok: false, error: invalidResponse(issues, attempts, { value: reply }) }
    } catch (thrown) {
      return { ok: false, error: toError(thrown, attempts) }
    }
  }

const SDK_REPLY: ReplyFormat = {
  errCode: 'errCode',
  errMsg: 'errMsg',
  plan: 'grayReleasePlan',
  toCamelCase: (reply) => reply,
}
