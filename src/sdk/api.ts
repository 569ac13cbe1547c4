import type { Attempt } from '../core/call'
import { invalidOption, invalidResponse } from '../core/error'
import type { Checked } from '../core/options'
import { isText, read } from '../core/read'
import { type ReplyFormat, readReply } from '../core/read-reply'
import { toError } from './to-error'

/**
 * Any wx-server-sdk: the module itself, `new cloud.Cloud({ … })` or `cloud.createNewInstance(…)`,
 * of any version since 0.4.0, or a fake of the same shape.
 */
export interface CloudLike {
  /**
   * WeChat's APIs, including `operation.getGrayReleasePlan`; `openapi({ appid })` selects an account.
   * Its type differs between versions of the SDK, and is `any` in the SDK's own types too.
   */
  // biome-ignore lint/suspicious/noExplicitAny: anything narrower would reject some SDK version
  openapi: any
}

/** Passes a request to the SDK. */
export type SendRequest = () => unknown

/**
 * Finds the API in a `cloud`. The SDK's `openapi` is a proxy on which every path is callable, including
 * `then`: never await it or `operation`, and never return them from an async function.
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
    // A fake may return a promise here, and its rejection would end the process.
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

/** The message for another part of wx-server-sdk passed by mistake. */
function mistakenFor(cloud: object): string | undefined {
  const { default: sdk, openapi, operation } = cloud as { [name: string]: unknown }
  // Every path of `cloud.openapi` is callable, so a call would reach another API.
  if (operation) return 'cloud is cloud.openapi, or a part of it: pass cloud itself'
  if (openapi || !read(sdk, 'openapi')) return undefined
  return "cloud is the namespace of an ES module: write import cloud from 'wx-server-sdk', not import * as cloud"
}

const UNREACHABLE =
  "cloud.openapi.operation.getGrayReleasePlan can't be reached: pass wx-server-sdk 0.4.0 or later, after cloud.init()"

/** SDKs before 2.2.0 either can't call `openapi` or silently drop the appid. */
function canCallForOthers(cloud: object, openapi: unknown): boolean {
  if (typeof openapi !== 'function') return false
  const { version } = cloud as { version?: unknown }
  if (version === undefined || version === null) return true
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(String(version)) ?? []
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 2)
}

/** An attempt through the SDK. */
export const sdkAttempt =
  (send: SendRequest): Attempt =>
  async (call) => {
    call.attempts += 1
    const { attempts } = call
    try {
      const reply = await send()
      // Some versions resolve with an error, with or without a plan.
      const errCode = read(reply, 'errCode') ?? 0
      if (errCode !== 0 && errCode !== '0') return { ok: false, error: toError(reply, attempts) }
      const result = readReply(reply, SDK_REPLY, attempts)
      const type = read(reply, 'contentType')
      if (result.ok || !isText(type)) return result
      // The SDK passes anything but JSON on as bytes.
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
