import { callWithin } from '../core/call'
import { createError } from '../core/error'
import type { AbortSignalLike } from '../core/options'
import { type Answer, type Exchange, request } from '../core/request'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import type { Channel, Message, Refusal, Target } from './channels/channel'
import { type Account, type Description, describe, isDescription, withAccount } from './describe'
import type { ReleaseEvent } from './event'
import { plainCopy } from './plain'
import type { Addressee } from './target'

/** The result of notifying one channel. */
export interface Delivery {
  /** `wecom`, `feishu`, `dingtalk` or `webhook`; `unknown` if the channel's URL can't be read. */
  channel: string
  /** The host of the channel, with its port; empty if it can't be read. */
  host: string
  /** Whether the channel accepted the message. */
  ok: boolean
  /** Why it did not. */
  error?: {
    /** What went wrong, in English. */
    message: string
    /** Whether the same message may be accepted if it is sent again later. */
    retryable: boolean
  }
}

/**
 * | outcome | meaning |
 * |---|---|
 * | `accepted` | the bot accepted the message |
 * | `rejected` | the bot rejected it for good, or its URL is unusable |
 * | `later` | a temporary failure, or our own limits ended it before it was sent |
 * | `unanswered` | it was sent, and no answer came: the bot may have accepted it |
 */
export type Outcome = 'accepted' | 'rejected' | 'later' | 'unanswered'

/** How one message is sent. */
export interface DeliveryLimits {
  language: 'zh' | 'en'
  /** For all attempts and the waits between them; below 1 nothing is sent. */
  timeoutMs: number
  signal?: AbortSignalLike | undefined
}

/** The most that is read of a reply. */
const MAX_REPLY_BYTES = 64 * 1024

/** With the first one, three attempts. */
const RETRIES = 2

/** Sends one message to one channel. Never rejects. */
export async function deliver(
  addressee: Addressee,
  what: ReleaseEvent | Description,
  account: Account | undefined,
  limits: DeliveryLimits,
): Promise<{ delivery: Delivery; outcome: Outcome }> {
  const { channel, host, target, problem } = addressee
  if (!channel || !target) {
    const error = { message: String(problem), retryable: false }
    return { delivery: undelivered(addressee, error), outcome: 'rejected' }
  }
  if (limits.timeoutMs < 1) {
    const error = { message: 'there was no time left to send it', retryable: true }
    return { delivery: undelivered(addressee, error), outcome: 'later' }
  }
  try {
    const { error, unanswered } = await send(channel, target, what, account, limits)
    if (!error) return { delivery: { channel: channel.name, host, ok: true }, outcome: 'accepted' }
    const ended = error.retryable ? 'later' : 'rejected'
    return {
      delivery: undelivered(addressee, error),
      outcome: unanswered ? 'unanswered' : ended,
    }
  } catch (thrown) {
    const message = `an option could not be read: it threw (${typeof thrown})`
    return {
      delivery: undelivered(addressee, { message, retryable: false }),
      outcome: 'later',
    }
  }
}

/** The delivery of a message that was not accepted. */
export const undelivered = ({ channel, host }: Addressee, error: Refusal): Delivery => ({
  channel: channel?.name ?? 'unknown',
  host,
  ok: false,
  error,
})

async function send(
  channel: Channel,
  target: Target,
  what: ReleaseEvent | Description,
  account: Account | undefined,
  { language, timeoutMs, signal }: DeliveryLimits,
): Promise<{ error?: Refusal; unanswered: boolean }> {
  const message = toMessage(what, account, language)
  /** The last request, as long as it has no answer. */
  let open: Exchange | undefined
  const outcome = await callWithin({ timeoutMs, retries: RETRIES, signal }, async (call) => {
    call.attempts += 1
    const { url, body } = channel.post(message, target, Date.now())
    const exchange = request({
      url,
      method: 'POST',
      body: JSON.stringify(body),
      maxBytes: MAX_REPLY_BYTES,
    })
    open = exchange
    call.onEnd = exchange.cancel
    const answer = await exchange.answer
    if ('reply' in answer) open = undefined
    const refusal = refusalIn(answer, channel)
    if (!refusal) return { ok: true } as const
    const { message: errMsg, retryable } = refusal
    const { attempts } = call
    return { ok: false, error: createError('system', { errMsg, attempts, retryable }) }
  })
  const unanswered = open?.sent() ?? false
  if (outcome.ok) return { unanswered: false }
  const { kind, errMsg, retryable } = outcome.error
  return { error: { message: errMsg, retryable: retryable || kind === 'aborted' }, unanswered }
}

function toMessage(
  what: ReleaseEvent | Description,
  account: Account | undefined,
  language: 'zh' | 'en',
): Message {
  // What JSON can't hold is an event that nothing is known of.
  const given = (plainCopy(what) ?? null) as ReleaseEvent | Description | null
  const own = isDescription(given)
  const { title, lines } = own ? withAccount(given, account) : describe(given as never, account)
  const plan = own || !given || !('plan' in given) ? undefined : given.plan
  return {
    title: title[language],
    lines: lines.map((line) => line[language]),
    data: {
      ...(!own && { event: given }),
      ...(account && { account: plainCopy(account) }),
      ...(plan && { plan }),
    },
  }
}

function refusalIn(answer: Answer, channel: Channel): Refusal | undefined {
  if ('reply' in answer) return channel.refusalIn(answer.reply)
  const { failed } = answer
  if (!TLS_FAULT.test(failed) && UNTRUSTED_CERTIFICATE.test(failed)) {
    return { message: `its certificate is not trusted (${failed})`, retryable: true }
  }
  return { message: `the connection failed (${failed})`, retryable: true }
}
