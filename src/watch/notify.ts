import { type Attempt, callWithin } from '../core/call'
import { createError } from '../core/error'
import {
  type AbortSignalLike,
  callOptions,
  type Limits,
  limitsOf,
  parseOptions,
} from '../core/options'
import { orUndefined } from '../core/read'
import { object, optionalField } from '../core/schema'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import type { Channel, Message, Refusal, Target } from './channels/channel'
import { describe } from './describe'
import type { ReleaseEvent } from './event'
import { plainCopy } from './plain'
import { type Answer, post } from './post'
import { type Addressee, readChannel, splitChannels } from './target'

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
}

/** What came of telling one channel. */
export interface Delivery {
  /** `wecom`, `feishu`, `dingtalk` or `webhook`; `unknown` if the text of the channel tells none. */
  channel: string
  /** The host of the channel, with its port; empty if it could not be read. */
  host: string
  /** Whether the channel took the message. */
  ok: boolean
  /** Why it did not. */
  error?: {
    /** What went wrong, in English. */
    message: string
    /** Whether the same message may be taken if it is sent again later. */
    retryable: boolean
  }
}

const DEFAULT_TIMEOUT_MS = 5000

/** With the first one, three attempts. */
const RETRIES = 2

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
 * @param event - as {@link compare} gives it
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
  event: ReleaseEvent,
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
    const message = toMessage(event, given.value.language ?? 'zh')
    const limits = { ...limitsOf(given.value, DEFAULT_TIMEOUT_MS), retries: RETRIES }
    return await Promise.all(addressees.map((addressee) => sendMessage(addressee, message, limits)))
  } catch (thrown) {
    return refuse(`an option could not be read: it threw (${typeof thrown})`)
  }
}

const { timeoutMs, signal } = callOptions
const notifyOptions = object(
  {
    timeoutMs,
    signal,
    language: optionalField<'zh' | 'en'>(
      (value) => value === 'zh' || value === 'en',
      "must be 'zh' or 'en'",
    ),
  },
  "must be an object, such as { language: 'en', timeoutMs: 5000 }",
)

function textsOf(channels: unknown): unknown[] {
  if (typeof channels === 'string') return splitChannels(channels)
  return Array.isArray(channels) ? [...channels] : [undefined]
}

function toMessage(given: ReleaseEvent, language: 'zh' | 'en'): Message {
  const event = plainCopy(given) ?? null
  const { title, lines } = describe(given)
  const plan = (event as { plan?: unknown } | null)?.plan
  return {
    title: title[language],
    lines: lines.map((line) => line[language]),
    event,
    ...(plan !== undefined && { plan }),
  }
}

async function sendMessage(
  addressee: Addressee,
  message: Message,
  limits: Limits,
): Promise<Delivery> {
  const { channel, host, target, problem } = addressee
  if (!channel || !target) {
    return undelivered(addressee, { message: String(problem), retryable: false })
  }
  const outcome = await callWithin(limits, attempting(channel, target, message))
  if (outcome.ok) return { channel: channel.name, host, ok: true }
  const { kind, errMsg, retryable } = outcome.error
  return undelivered(addressee, { message: errMsg, retryable: retryable || kind === 'aborted' })
}

const undelivered = ({ channel, host }: Addressee, error: Refusal): Delivery => ({
  channel: channel?.name ?? 'unknown',
  host,
  ok: false,
  error,
})

const attempting =
  (channel: Channel, target: Target, message: Message): Attempt<{ ok: true }> =>
  async (call) => {
    call.attempts += 1
    const { answer, cancel } = post(channel.post(message, target, Date.now()))
    call.onEnd = cancel
    const refusal = refusalIn(await answer, channel)
    if (!refusal) return { ok: true }
    const { message: errMsg, retryable } = refusal
    const { attempts } = call
    return { ok: false, error: createError('system', { errMsg, attempts, retryable }) }
  }

function refusalIn(answer: Answer, channel: Channel): Refusal | undefined {
  if ('reply' in answer) return channel.refusalIn(answer.reply)
  const { failed } = answer
  if (!TLS_FAULT.test(failed) && UNTRUSTED_CERTIFICATE.test(failed)) {
    return { message: `its certificate is not trusted (${failed})`, retryable: false }
  }
  return { message: `the connection failed (${failed})`, retryable: true }
}
