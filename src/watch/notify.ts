import * as z from 'zod/mini'
import { type AbortSignalLike, callOptions, parseOptions } from '../core/options'
import { orUndefined } from '../core/read'
import { type Delivery, deliver, undelivered } from './deliver'
import { type Account, type Description, isAccount } from './describe'
import type { ReleaseEvent } from './event'
import { readChannel, splitChannels } from './target'

/** How {@link notify} sends. `undefined` and `null` stand for the default of each option. */
export interface NotifyOptions {
  /**
   * The language of the message.
   *
   * @default 'zh'
   */
  language?: 'zh' | 'en' | null | undefined
  /**
   * Limit for the whole call in milliseconds, with all attempts at all channels and the waits between
   * them; 1 to 2^31-1. A request under way is cancelled then.
   *
   * @default 5000
   */
  timeoutMs?: number | null | undefined
  /** Ends the call at once, and cancels what is under way. */
  signal?: AbortSignalLike | null | undefined
  /** Whose release it is: its name, or its AppID, comes first in the title. */
  account?: Account | null | undefined
}

const DEFAULT_TIMEOUT_MS = 5000

/**
 * Tells channels of an event: group robots of WeCom (企业微信), Feishu (飞书), Lark and DingTalk (钉钉),
 * which get the words of {@link describe}, and any other https host, which gets `POST` JSON
 * `{ event, title, text, plan? }` and takes it with any status from 200 to 299.
 *
 * A channel is a URL. Its host tells which it is, or a prefix does, for a proxy or a private
 * deployment: `wecom+https://…`, `feishu+…`, `dingtalk+…`, `webhook+…`. What follows its `#` is the
 * signing secret of Feishu and DingTalk, which is never sent. Only https is taken, but for http on a
 * loopback host.
 *
 * Never rejects. All channels are told at the same time, and none waits for another. What passes with
 * time (too frequent, 5xx, no connection) is tried up to three times within the deadline. Redirects
 * are not followed, and no more than 64 KiB of a reply is read. Neither the key in a URL nor the secret
 * is in what it gives.
 *
 * @see https://developer.work.weixin.qq.com/document/path/91770 (企业微信),
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (飞书),
 * https://open.dingtalk.com/document/robots/custom-robot-access (钉钉)
 * @param channels - an array of URLs, or a text of them that are separated by blanks or commas
 * @param what - an event as {@link compare} gives it, or a message of your own
 * @param options - language, deadline, abort
 * @returns one delivery for each channel, in their order
 * @example
 * ```ts
 * import { notify, type ReleaseEvent } from 'wx-gray-release-plan/watch'
 *
 * async function tell(event: ReleaseEvent) {
 *   const { GRAY_RELEASE_NOTIFY = '' } = process.env
 *   for (const { channel, host, error } of await notify(GRAY_RELEASE_NOTIFY, event)) {
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
  // Reading them may throw: then they are one channel, and none that can be told.
  const texts = orUndefined(() => textsOf(channels)) ?? [undefined]
  const addressees = texts.map(readChannel)
  const refuse = (message: string): Delivery[] =>
    addressees.map((addressee) => undelivered(addressee, { message, retryable: false }))
  try {
    const given = parseOptions(notifyOptions, options)
    if (given.error) return refuse(given.error.errMsg)
    const { language, timeoutMs, signal, account } = given.value
    const limits = {
      language: language ?? 'zh',
      timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signal: signal ?? undefined,
    }
    const sent = addressees.map((one) => deliver(one, what, account ?? undefined, limits))
    return (await Promise.all(sent)).map(({ delivery }) => delivery)
  } catch (thrown) {
    return refuse(`an option could not be read: it threw (${typeof thrown})`)
  }
}

const { timeoutMs, signal } = callOptions
const notifyOptions = z.object(
  {
    timeoutMs,
    signal,
    language: z.nullish(z.enum(['zh', 'en'], "must be 'zh' or 'en'")),
    account: z.nullish(
      z.custom<Account>(isAccount, "must be an object, such as { name: 'My shop' }"),
    ),
  },
  "must be an object, such as { language: 'en', timeoutMs: 5000 }",
)

function textsOf(channels: unknown): unknown[] {
  if (typeof channels === 'string') return splitChannels(channels)
  return Array.isArray(channels) ? [...channels] : [undefined]
}
