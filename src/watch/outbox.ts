import type { Outcome } from '../core/call'
import type { GrayReleasePlanError } from '../core/error'
import type { Delivery } from './channels/channel'
import type { CallLimits, DeliveryOutcome } from './deliver'
import type { ReleaseEvent } from './event'
import type { Recipient } from './recipients'

/** An event, and the channels that it waits for. */
interface Waiting {
  event: ReleaseEvent
  /** Their IDs. */
  channels: readonly string[]
  /** How often each channel was sent the event and did not answer, by ID. */
  unanswered?: { readonly [channel: string]: number }
}

/** All events that wait, oldest first: the queue of a channel is those that name it. */
export type Outbox = readonly Waiting[]

/** The most events that wait. */
const MOST_WAITING = 100

/** A channel that doesn't answer may have accepted the event: it is sent this often at most. */
const MOST_UNANSWERED = 3

/**
 * Adds events for these channels, and forgets all others; if too many wait, the oldest are dropped. A
 * check without channels, as by hand, changes nothing.
 */
export function withEvents(
  outbox: Outbox,
  events: readonly ReleaseEvent[],
  channels: readonly string[],
): { outbox: Outbox; dropped: number } {
  if (channels.length === 0) return { outbox, dropped: 0 }
  const all = [...outbox, ...events.map((event) => ({ event, channels }))]
    .map((one) => ({ ...one, channels: one.channels.filter((id) => channels.includes(id)) }))
    .filter(isWaiting)
  const dropped = Math.max(0, all.length - MOST_WAITING)
  return { outbox: all.slice(dropped), dropped }
}

/** The first event in the queue of a channel. */
const nextFor = (outbox: Outbox, channel: string): Waiting | undefined =>
  outbox.find(({ channels }) => channels.includes(channel))

/**
 * The outbox after the first event in the queue of a channel was sent.
 *
 * @returns also whether the event has left the queue without being accepted
 */
function settled(
  outbox: Outbox,
  channel: string,
  outcome: DeliveryOutcome,
): { outbox: Outbox; lost: boolean } {
  const first = nextFor(outbox, channel)
  if (!first || outcome === 'later') return { outbox, lost: false }
  const times = (first.unanswered?.[channel] ?? 0) + 1
  const stays = outcome === 'unanswered' && times < MOST_UNANSWERED
  const next: Waiting = stays
    ? { ...first, unanswered: { ...first.unanswered, [channel]: times } }
    : { ...first, channels: first.channels.filter((id) => id !== channel) }
  return {
    outbox: outbox.map((one) => (one === first ? next : one)).filter(isWaiting),
    lost: !stays && outcome !== 'accepted',
  }
}

const isWaiting = ({ channels }: Waiting): boolean => channels.length > 0

/** How an outbox is sent. */
interface Sending {
  recipients: readonly Recipient[]
  /** What the next message may take; undefined if it is too late to start one. */
  nextLimits(): CallLimits | undefined
  /** Stores what waits, and whether this check goes on sending; false if another check has taken over. */
  store(outbox: Outbox, sending: boolean): Promise<Outcome<{ ok: true; value: boolean }>>
  /** Reports an event that a channel did not accept and will not get again. */
  onLost(outcome: DeliveryOutcome, delivery: Delivery): void
}

/** What was sent. */
export interface Sent {
  /** What waits now, or as far as it could be stored. */
  outbox: Outbox
  /** In the order of the channels, and of the messages of each. */
  deliveries: Delivery[]
  /** Why the rest could not be stored. */
  error?: GrayReleasePlanError
}

/**
 * Sends what waits: all channels in parallel, each in its own order, so that none waits for another.
 * What a channel accepted is stored before it gets its next message. A channel that fails gets nothing
 * more until the next check.
 */
export async function sendOutbox(
  first: Outbox,
  { recipients, nextLimits, store, onLost }: Sending,
): Promise<Sent> {
  let outbox = first
  let storedOutbox = first
  let error: GrayReleasePlanError | undefined
  let stopped = false
  let leased = true
  const sending = new Set(recipients)

  const write = async (): Promise<void> => {
    if (stopped) return
    leased = sending.size > 0
    const written = outbox
    const stored = await store(written, leased)
    if (stored.ok) storedOutbox = written
    else error = stored.error
    stopped = !stored.ok || !stored.value
  }
  // One write at a time, each with all that happened before it starts.
  let last = Promise.resolve()
  let next: Promise<void> | undefined
  const flush = (): Promise<void> => {
    next ??= last.then(() => {
      next = undefined
      last = write()
      return last
    })
    return next
  }

  const serve = async (recipient: Recipient): Promise<Delivery[]> => {
    const deliveries: Delivery[] = []
    const { id } = recipient
    for (let going = true; going; ) {
      const limits = nextLimits()
      const waiting = nextFor(outbox, id)
      if (stopped || !limits || !waiting) break
      const { delivery, outcome } = await recipient.send(waiting.event, limits)
      const { outbox: rest, lost } = settled(outbox, id, outcome)
      if (lost && delivery.error) delivery.error.retryable = false
      deliveries.push(delivery)
      const changed = rest !== outbox
      outbox = rest
      if (lost) onLost(outcome, delivery)
      going = (outcome === 'accepted' || outcome === 'rejected') && !!nextFor(rest, id)
      if (!going) sending.delete(recipient)
      if (changed) await flush()
    }
    sending.delete(recipient)
    return deliveries
  }

  const deliveries = ([] as Delivery[]).concat(...(await Promise.all(recipients.map(serve))))
  if (leased) await flush()
  return error ? { outbox: storedOutbox, deliveries, error } : { outbox, deliveries }
}
