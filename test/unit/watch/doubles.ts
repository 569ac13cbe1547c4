import type { GetGrayReleasePlanResult } from '../../../src'
import type { ReleaseEvent, Store } from '../../../src/watch'
import { memoryStore } from '../../../src/watch'
import { check, type Watch } from '../../../src/watch/check'
import type { CallLimits, DeliveryOutcome } from '../../../src/watch/deliver'
import { readState, type State } from '../../../src/watch/state'
import { CREATED_MS, found } from './results'

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

/** Simulates all that waits in the tests of a file: clocks, timers, channels and stores. */
export function simulateTime(): void {
  beforeEach(() => jest.useFakeTimers({ now: CREATED_MS + 60_000 }))
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0)
    jest.useRealTimers()
  })
}

/** Runs a check to its end in simulated time, with the time that it takes. */
export async function run(watch: Watch, timeoutMs = 10_000, signal?: AbortSignal) {
  const startedAt = Date.now()
  const checking = check(watch, { timeoutMs, signal })
  let ms = Number.NaN
  checking.then(() => {
    ms = Date.now() - startedAt
  })
  while (Number.isNaN(ms)) await jest.advanceTimersByTimeAsync(10)
  return { ...(await checking), ms }
}

/** A release at 8%, and a watch of it with the bots `a` and `b`, which answer as given. */
export function setUp(
  answer: Answer = 'accepted',
  store: Store = memoryStore(),
  more?: Partial<Watch>,
) {
  const [a, b] = [bot('a'), bot('b')]
  for (const one of [a, b]) one.answer = () => answer
  const { query, say, count } = release(found('running', 8))
  const watchBy = (bots = [a], by = store, options = more) => watchOf(query, bots, by, options)
  return { a, b, query, say, count, store, watchBy, watch: watchBy() }
}

/** Makes a check at each of these percentages. */
export async function progress({ say, watch }: ReturnType<typeof setUp>, from: number, to: number) {
  for (let percentage = from; percentage <= to; percentage += 1) {
    say(found('running', percentage))
    await run(watch, 2500)
  }
}

/** What the channels' messages may take, as they are told. */
export function limitsOf(watch: Watch): number[] {
  const limits: number[] = []
  watch.recipients = watch.recipients.map(({ id, send }) => ({
    id,
    send: (event, given) => {
      limits.push(given.timeoutMs)
      return send(event, given)
    },
  }))
  return limits
}

type Step = (operation: 'get' | 'set', key: string) => Promise<void> | void

/** A store with an operation in front of each of its own, and one behind it. */
export const storeWith = (
  before: Step,
  store = memoryStore(),
  after: Step = () => undefined,
): Store => ({
  get: async (key) => {
    await before('get', key)
    const value = await store.get(key)
    await after('get', key)
    return value
  },
  compareAndSet: async (key, from, to) => {
    await before('set', key)
    const done = await store.compareAndSet(key, from, to)
    await after('set', key)
    return done
  },
})
