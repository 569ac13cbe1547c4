import * as z from 'zod/mini'
import { type AbortSignalLike, callOptions, limitsOf, parseOptions } from '../core/options'
import type { Delivery, Rejection } from './channels/channel'
import { rejection } from './channels/reply'
import { deliver, undelivered } from './deliver'
import { type Account, type Description, messageOptions } from './description'
import type { ReleaseEvent } from './event'
import { readChannels } from './target'

/** How {@link notify} sends. `undefined` and `null` mean the default of each option. */
export interface NotifyOptions {
  /**
   * The language of the message.
   *
   * @default 'zh'
   */
  language?: 'zh' | 'en' | null | undefined
  /**
   * Limit for the whole call in milliseconds, including all attempts at all channels and the waits
   * between them; 1 to 2^31-1. A request in progress is cancelled then.
   *
   * @default 5000
   */
  timeoutMs?: number | null | undefined
  /** Ends the call immediately, and cancels what is in progress. */
  signal?: AbortSignalLike | null | undefined
  /** Whose release it is: the title begins with its name, or its AppID. */
  account?: Account | null | undefined
}

const DEFAULT_TIMEOUT_MS = 5000

/**
 * Notifies channels of an event: group bots of WeCom (企业微信), Feishu (飞书), Lark and DingTalk (钉钉),
 * which get the message of {@link describe}, and any other https host, which gets `POST` JSON
 * `{ event, account?, title, text, plan? }` and accepts it with any status from 200 to 299. The text
 * begins with the title.
 *
 * A channel is a URL. Its host determines the bot, or a prefix does, for a proxy or a private
 * deployment: `wecom+https://…`, `feishu+…`, `dingtalk+…`, `webhook+…`. What follows its `#` is the
 * signing secret of Feishu and DingTalk, which is never sent. Only https is allowed, except for http
 * on a loopback host.
 *
 * Never rejects. All channels are notified at the same time, and none waits for another. Temporary
 * failures (too frequent, 408, 429, 5xx, no connection) are tried up to three times within the
 * deadline. Redirects are not followed, and no more than 64 KiB of a reply is read. The result
 * contains neither the key in a URL nor the secret.
 *
 * @see https://developer.work.weixin.qq.com/document/path/91770 (企业微信),
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (飞书),
 * https://open.dingtalk.com/document/robots/custom-robot-access (钉钉)
 * @param channels - an array of URLs, or a string of URLs separated by spaces, line breaks, commas or
 * semicolons, Chinese ones included; one that is not a URL is reported by its position
 * @param what - an event from {@link compare}; or a message, from {@link describe} or your own, of
 * which a webhook gets `{ account?, title, text }`
 * @param options - language, deadline, abort, account
 * @returns one delivery for each channel, in their order
 * @example
 * ```ts
 * import { notify, type ReleaseEvent } from 'wx-gray-release-plan/watch'
 *
 * async function notifyTeam(event: ReleaseEvent) {
 *   const { GRAY_RELEASE_NOTIFY = '' } = process.env
 *   const account = { name: 'My shop' }
 *   for (const { channel, host, error } of await notify(GRAY_RELEASE_NOTIFY, event, { account })) {
 *     if (error) console.error(`${channel} at ${host}: ${error.message}`)
 *   }
 * }
 * ```
 */
export async function notify(
  channels: string | readonly string[],
  what: ReleaseEvent | Description,
  options?: NotifyOptions | null,
): Promise<Delivery[]> {
  const addressees = readChannels(channels)
  const reject = (error: Rejection): Delivery[] =>
    addressees.map((addressee) => undelivered(addressee, error))
  try {
    const { value, error } = parseOptions(notifyOptions, options)
    if (error) return reject(rejection(error.errMsg, '传给 notify 的选项有误', false))
    const { language, account } = value
    const limits = { ...limitsOf(value, DEFAULT_TIMEOUT_MS), language: language ?? 'zh' }
    const sent = addressees.map((one) => deliver(one, what, account ?? undefined, limits))
    return (await Promise.all(sent)).map(({ delivery }) => delivery)
  } catch (thrown) {
    const what = `an option could not be read: it threw (${typeof thrown})`
    return reject(rejection(what, '有一个选项无法读取', false))
  }
}

const { timeoutMs, signal } = callOptions
const notifyOptions = z.object(
  { timeoutMs, signal, ...messageOptions },
  "must be an object, such as { language: 'en', timeoutMs: 5000 }",
)
