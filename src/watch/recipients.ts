import { callWithin } from '../core/call'
import { createError } from '../core/error'
import { nameAndCode } from '../core/store'
import { rejection } from './channels/reply'
import { type CallLimits, type Delivered, deliver } from './deliver'
import type { Account } from './description'
import type { ReleaseEvent } from './event'
import { plainCopy } from './release'
import { readChannels } from './target'

/**
 * A channel of your own, such as a queue: resolves once the event is accepted. If it rejects, or takes
 * longer than 5 s or the check does, the event is kept for the next check.
 */
export type Send = (event: ReleaseEvent, account?: Account) => Promise<void>

/** A channel as a watcher knows it. */
export interface Recipient {
  /** What it is stored by. */
  id: string
  /** Never rejects. */
  send(event: ReleaseEvent, limits: CallLimits): Promise<Delivered>
}

/** The channels that a caller named, each once. */
export function recipientsOf(
  channels: string | readonly string[] | Send,
  account: Account | undefined,
  language: 'zh' | 'en',
): Recipient[] {
  if (typeof channels === 'function') return [ownChannel(channels, account)]
  const addressees = new Map(readChannels(channels).map((one) => [one.id, one]))
  return [...addressees].map(([id, addressee]) => ({
    id,
    send: (event, limits) => deliver(addressee, event, account, { ...limits, language }),
  }))
}

const OWN = { channel: 'send', host: '' }

const ownChannel = (send: Send, account: Account | undefined): Recipient => ({
  id: OWN.channel,
  send: async (event, limits) => {
    const sent = await callWithin({ ...limits, retries: 0 }, async () => {
      try {
        // A copy: the event itself waits until it is accepted, whatever becomes of it here.
        await send(plainCopy(event) as ReleaseEvent, account)
        return { ok: true } as const
      } catch (thrown) {
        const errMsg = `the message was not accepted${nameAndCode(thrown)}`
        return { ok: false, error: createError('system', { errMsg, attempts: 1 }) }
      }
    })
    if (sent.ok) return { delivery: { ...OWN, ok: true }, outcome: 'accepted' }
    const error = rejection(sent.error.errMsg, '渠道没有接受消息，下次查询时会再发送', true)
    return { delivery: { ...OWN, ok: false, error }, outcome: 'later' }
  },
})
