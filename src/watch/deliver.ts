import { callWithin } from '../core/call'
import { createError } from '../core/error'
import type { ErrorKind, Hint } from '../core/error-codes'
import type { Limits } from '../core/options'
import { read } from '../core/read'
import { type Exchange, type HttpAnswer, request } from '../core/request'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import type { Channel, Delivery, Message, Rejection } from './channels/channel'
import { rejection } from './channels/reply'
import { describe } from './describe'
import { type Account, type Description, isDescription, withAccount } from './description'
import type { ReleaseEvent } from './event'
import { plainCopy } from './release'
import type { Addressee } from './target'

/**
 * | outcome | meaning |
 * |---|---|
 * | `accepted` | the bot accepted the message |
 * | `rejected` | the bot rejected it for good, or its URL is unusable |
 * | `later` | a temporary failure, or our own limits ended it before it was sent |
 * | `unanswered` | it was sent, and no answer came: the bot may have accepted it |
 */
export type DeliveryOutcome = 'accepted' | 'rejected' | 'later' | 'unanswered'

/** What became of one message. */
export interface Delivered {
  delivery: Delivery
  outcome: DeliveryOutcome
}

/** How long something may take, and what ends it. */
export type CallLimits = Omit<Limits, 'retries'>

/** The most that is read of a reply. */
const MAX_REPLY_BYTES = 64 * 1024

/** With the first one, three attempts. */
const RETRIES = 2

/** The delivery of a message that was not accepted. */
export const undelivered = ({ channel, host }: Addressee, error: Rejection): Delivery => ({
  channel: channel?.name ?? 'unknown',
  host,
  ok: false,
  error,
})

/** Sends one message to one channel; its limits are for all attempts and the waits between them. */
export async function deliver(
  addressee: Addressee,
  what: ReleaseEvent | Description,
  account: Account | undefined,
  { language, ...limits }: CallLimits & { language: 'zh' | 'en' },
): Promise<Delivered> {
  const { channel, host, target, problem } = addressee
  if (!channel || !target) {
    return { delivery: undelivered(addressee, problem as Rejection), outcome: 'rejected' }
  }
  const message = toMessage(what, account, language)
  /** The last request, as long as it has no answer. */
  let open: Exchange | undefined
  const sent = await callWithin({ ...limits, retries: RETRIES }, async (call) => {
    call.attempts += 1
    const { url, body } = channel.post(message, target, Date.now())
    const maxBytes = MAX_REPLY_BYTES
    const exchange = request({ url, method: 'POST', body: JSON.stringify(body), maxBytes })
    open = exchange
    call.onEnd = exchange.cancel
    const answer = await exchange.answer
    if ('reply' in answer || isHandshake(answer.failed)) open = undefined
    const rejected = rejectionIn(answer, channel, language)
    if (!rejected) return { ok: true } as const
    const { message: errMsg, hint, retryable } = rejected
    const { attempts } = call
    return { ok: false, error: createError('system', { errMsg, hint, attempts, retryable }) }
  })
  if (sent.ok) return { delivery: { channel: channel.name, host, ok: true }, outcome: 'accepted' }
  const { kind, errMsg, hint } = sent.error
  const ended = ENDED[kind]
  const retryable = sent.error.retryable || ended !== undefined
  const unsent = retryable ? 'later' : 'rejected'
  return {
    delivery: undelivered(addressee, { message: errMsg, hint: ended ?? hint, retryable }),
    outcome: open?.sent() ? 'unanswered' : unsent,
  }
}

/** What is said if our own limits ended a call. */
const ENDED: { readonly [kind in ErrorKind]?: Hint } = {
  timeout: {
    zh: '没有在时限内收到回复：请检查网络能否访问该主机，可稍后再发送。',
    en: 'No answer in time: check that the network reaches the host. It can be sent again later.',
  },
  aborted: { zh: '发送被调用方中止。', en: 'Its caller aborted sending.' },
}

function toMessage(
  what: ReleaseEvent | Description,
  account: Account | undefined,
  language: 'zh' | 'en',
): Message {
  // What JSON can't hold is an event that nothing is known of.
  const given = plainCopy(what) ?? null
  const own = isDescription(given)
  const { title, lines } = own
    ? withAccount(given, account)
    : describe(given as ReleaseEvent, account)
  const plan = own ? undefined : read(given, 'plan')
  return {
    title: title[language],
    lines: lines.map((line) => line[language]),
    data: {
      ...(!own && { event: given }),
      ...(account && { account: plainCopy(account) }),
      ...(plan ? { plan } : {}),
    },
  }
}

/** Whether a connection failed before anything could be sent on it. */
const isHandshake = (failed: string): boolean =>
  TLS_FAULT.test(failed) || UNTRUSTED_CERTIFICATE.test(failed)

function rejectionIn(
  answer: HttpAnswer,
  channel: Channel,
  language: 'zh' | 'en',
): Rejection | undefined {
  if ('reply' in answer) return channel.rejectionIn(answer.reply, language)
  const { failed } = answer
  if (!TLS_FAULT.test(failed) && UNTRUSTED_CERTIFICATE.test(failed)) {
    return rejection(
      `its certificate is not trusted (${failed})`,
      `它的证书不受信任（${failed}）：请检查代理，或用 NODE_EXTRA_CA_CERTS 指定签发它的 CA`,
      true,
    )
  }
  return rejection(
    `the connection failed (${failed})`,
    `连接失败（${failed}）：请检查网络、域名解析和代理`,
    true,
  )
}
