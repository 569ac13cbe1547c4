import type { DeliveryOutcome } from './deliver'
import type { ReleaseEvent } from './event'

/** An event, and the channels that it waits for. */
export interface Waiting {
  event: ReleaseEvent
  /** Their IDs. */
  channels: readonly string[]
  /** How often each channel was sent the event and did not answer, by ID. */
  unanswered?: { readonly [channel: string]: number }
}

/** All events that wait, oldest first: the queue of a channel is those that name it. */
export type Outbox = readonly Waiting[]

/** The most events that wait. */
export const MOST_WAITING = 100

/** A channel that doesn't answer may have accepted the event: it is sent this often at most. */
const MOST_UNANSWERED = 3

/** Adds events for these channels, and forgets all others; if too many wait, the oldest are dropped. */
export function withEvents(
  outbox: Outbox,
  events: readonly ReleaseEvent[],
  channels: readonly string[],
): { outbox: Outbox; dropped: number } {
  const all = [...outbox, ...events.map((event) => ({ event, channels }))]
    .map((one) => ({ ...one, channels: one.channels.filter((id) => channels.includes(id)) }))
    .filter(isWaiting)
  const dropped = Math.max(0, all.length - MOST_WAITING)
  return { outbox: all.slice(dropped), dropped }
}

/** The first event in the queue of a channel. */
export const nextFor = (outbox: Outbox, channel: string): Waiting | undefined =>
  outbox.find(({ channels }) => channels.includes(channel))

/**
 * The outbox after the first event in the queue of a channel was sent.
 *
 * @returns also whether the event has left the queue without being accepted
 */
export function settled(
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
