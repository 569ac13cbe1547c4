import type { Outcome } from '../core/call'
import type { GrayReleasePlanError } from '../core/error'
import type { AbortSignalLike } from '../core/options'
import type { Delivery, DeliveryOutcome } from './deliver'
import { nextFor, type Outbox, settled } from './outbox'
import type { Recipient } from './recipients'

/** How an outbox is sent. */
export interface Sending {
  recipients: readonly Recipient[]
  /** What the next message may take, in milliseconds; undefined if it is too late to start one. */
  nextLimit(): number | undefined
  signal: AbortSignalLike | undefined
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
 * What a channel accepted is stored before it gets its next message. A channel that fails is left
 * alone until the next check.
 */
export async function sendOutbox(
  first: Outbox,
  { recipients, nextLimit, signal, store, onLost }: Sending,
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
      const timeoutMs = nextLimit()
      const waiting = nextFor(outbox, id)
      if (stopped || timeoutMs === undefined || !waiting) break
      const { delivery, outcome } = await recipient.send(waiting.event, { timeoutMs, signal })
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
