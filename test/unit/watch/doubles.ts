import type { GetGrayReleasePlanResult } from '../../../src'
import type { ReleaseEvent, Store } from '../../../src/watch'
import { memoryStore } from '../../../src/watch'
import type { Watch } from '../../../src/watch/check'
import type { CallLimits, DeliveryOutcome } from '../../../src/watch/deliver'
import { readState, type State } from '../../../src/watch/state'

/** What a bot does with a message; `hangs` accepts it and never answers. */
export type Answer = DeliveryOutcome | 'hangs'

/** A channel in memory: what it accepted, and how it answers the next messages. */
export interface Bot {
  id: string
  /** What it accepted, as text such as `started 8`. */
  accepted: string[]
  answer: (event: ReleaseEvent) => Answer
  delayMs: number
  /** How many messages are being sent to it. */
  open: number
}

export const bot = (id: string): Bot => ({
  id,
  accepted: [],
  answer: () => 'accepted',
  delayMs: 0,
  open: 0,
})

/** An event as text. */
export const named = (event: ReleaseEvent): string =>
  'plan' in event ? `${event.type} ${event.plan.grayPercentage}` : event.type

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(() => resolve(), ms))

/** What `check` works with, in memory. */
export function watchOf(
  query: Watch['query'],
  bots: readonly Bot[],
  store: Store = memoryStore(),
  more: Partial<Watch> = {},
): Watch & { notes: unknown[] } {
  const notes: unknown[] = []
  return {
    query,
    store,
    key: 'release',
    retries: 0,
    note: (what, details) => notes.push([what, details]),
    recipients: bots.map((one) => ({
      id: one.id,
      send: (event, limits) => sendTo(one, event, limits),
    })),
    ...more,
    notes,
  }
}

async function sendTo(one: Bot, event: ReleaseEvent, { timeoutMs, signal }: CallLimits) {
  const delivery = { channel: one.id, host: `${one.id}.example` }
  one.open += 1
  const ended = (outcome: DeliveryOutcome) => {
    one.open -= 1
    const error = { message: outcome, retryable: outcome !== 'rejected' }
    return { delivery: { ...delivery, ok: outcome === 'accepted', error: error as never }, outcome }
  }
  const late = one.delayMs > timeoutMs
  if (one.delayMs > 0) await sleep(Math.min(one.delayMs, timeoutMs))
  if (signal?.aborted) return ended('later')
  const answer = one.answer(event)
  if (answer === 'accepted' || answer === 'hangs') one.accepted.push(named(event))
  if (answer === 'hangs') await sleep(timeoutMs)
  return ended(answer === 'hangs' || (answer === 'accepted' && late) ? 'unanswered' : answer)
}

/** The state that a store holds. */
export const stateIn = async (store: Store, key = 'release'): Promise<State | undefined> =>
  readState(await store.get(key))

/** A query that resolves with what was said last. */
export function release(first: GetGrayReleasePlanResult) {
  const said = { next: first, count: 0 }
  return {
    say: (next: GetGrayReleasePlanResult) => {
      said.next = next
    },
    count: () => said.count,
    query: async () => {
      said.count += 1
      return said.next
    },
  }
}
