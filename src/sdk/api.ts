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
   * Holds WeChat's APIs, `operation.getGrayReleasePlan` among them; called as `openapi({ appid })` it
   * chooses an account. The SDK's own types call it `any` too, and no two of its lines alike.
   */
  // biome-ignore lint/suspicious/noExplicitAny: anything narrower would reject some SDK version
  openapi: any
}

/** Passes one request to the SDK. */
export type SendRequest = () => unknown

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

/** What else of wx-server-sdk was passed, and what to write instead. */
function mistakenFor(cloud: object): string | undefined {
  const { default: sdk, openapi, operation } = cloud as { [name: string]: unknown }
  // On `cloud.openapi` every path is callable, so that a call would go to another API.
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

/** One call of the SDK. */
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
      // The SDK passes on anything but JSON as bytes.
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
