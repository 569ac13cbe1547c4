import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod/mini'
import { callWithin, type Outcome } from '../core/call'
import type { Limits } from '../core/options'
import type { GrayReleasePlan, Point } from '../core/plan'
import { parseJson } from '../core/read'
import { STORE_HINT, type Store, storeError } from '../core/store'
import type { Seen } from './compare'
import type { Outbox } from './outbox'

/** What a watcher stores between checks, as one JSON string. */
export interface State {
  /** The version of this shape. */
  shape: 1
  /** What `compare` returned. */
  seen?: Seen
  outbox: Outbox
  history?: History
  /** Until when only the check that wrote this sends messages, in Unix milliseconds. */
  lease?: number
  /** Makes each string unique, so that a check recognizes its own. */
  writer?: string
}

/** How the newest plan progressed. */
export interface History {
  createTimestamp: number
  points: readonly Point[]
}

export const EMPTY: State = { shape: 1, outbox: [] }

/** The most points of a history: whole percentages have 101, and may pause between any two. */
const MOST_POINTS = 300

const history = z.object({
  createTimestamp: z.number(),
  points: z.array(z.object({ at: z.number(), status: z.string(), grayPercentage: z.number() })),
})
const waiting = z.object({
  event: z.object({ type: z.string() }),
  channels: z.array(z.string()),
  unanswered: z.optional(z.object({})),
})
const state = z.object({
  shape: z.custom((value) => value === 1),
  seen: z.optional(z.object({})),
  outbox: z.array(waiting),
  history: z.optional(history),
  lease: z.optional(z.number()),
})

/** Whether a value is the points of a plan. */
export const isHistory = (value: unknown): value is History => history.safeParse(value).success

/** Reads a state; undefined if it has another shape, or is broken. */
export function readState(given: unknown): State | undefined {
  const found = typeof given === 'string' ? parseJson(given) : undefined
  return state.safeParse(found).success ? (found as State) : undefined
}

/** Whether two states differ in what a check is about, and not only in who wrote them and when. */
export const differs = (one: State, other: State): boolean => bare(one) !== bare(other)

const bare = ({ seen, outbox, history }: State): string => JSON.stringify({ seen, outbox, history })

/** How far the clocks of two machines may be apart. */
const CLOCKS_MS = 1000

/** A check that goes on for longer has written, and so leased, again. One that was killed has not. */
const LONGEST_LEASE_MS = 60_000

/** The end of a lease for the rest of a check. */
export const leaseFor = (msLeft: number): number =>
  Date.now() + Math.min(Math.ceil(msLeft) + CLOCKS_MS, LONGEST_LEASE_MS)

/** Whether another check is sending. No lease is longer than the longest: a clock was wrong. */
export function isLeased({ lease = 0 }: State): boolean {
  const msLeft = lease - Date.now()
  return msLeft > 0 && msLeft <= LONGEST_LEASE_MS + CLOCKS_MS
}

/** The history with the present state of a plan; the same object if nothing has changed. */
export function withPoint(
  history: History | undefined,
  { createTimestamp, status, grayPercentage }: GrayReleasePlan,
  at: number,
): History {
  const known = history?.createTimestamp === createTimestamp ? history : undefined
  const points = known?.points ?? []
  const last = points[points.length - 1]
  if (known && last?.status === status && last.grayPercentage === grayPercentage) return known
  const point = { at, status, grayPercentage }
  return { createTimestamp, points: [...points, point].slice(-MOST_POINTS) }
}

type Found<Value> = Promise<Outcome<{ ok: true; value: Value }>>

/** The state in a store, as one check reads and replaces it. Never rejects. */
export class StoredState {
  /** What is in the store, as far as this check knows. */
  private current: string | undefined
  private readonly writer = randomBytes(9).toString('base64')
  private writes = 0

  constructor(
    private readonly store: Store,
    private readonly key: string,
  ) {}

  /** Resolves with undefined if there is none, or none that can be read. */
  read(limits: Limits): Found<State | undefined> {
    return run(limits, async () => {
      // Some clients have null for what is not there.
      this.current = (await this.store.get(this.key)) ?? undefined
      return readState(this.current)
    })
  }

  /** Keeps what can't be read under another key, and resolves with that; undefined if there is nothing. */
  keepAside(limits: Limits): Found<string | undefined> {
    const { current, store } = this
    return run(limits, async () => {
      if (current === undefined) return undefined
      const hash = createHash('sha256').update(String(current)).digest('hex').slice(0, 12)
      const id = `${this.key}-kept-aside-${hash}`
      await store.compareAndSet(id, undefined, current)
      return id
    })
  }

  /**
   * Replaces what was read, or written before, if nobody else has. An attempt whose answer was lost is
   * recognized by the next one, because no two values are alike.
   *
   * @returns whether it was replaced
   */
  replace(state: State, limits: Limits): Found<boolean> {
    const { current, store, key } = this
    this.writes += 1
    const next = JSON.stringify({ ...state, writer: `${this.writer} ${this.writes}` })
    this.current = next
    let attempts = 0
    return run(limits, async () => {
      attempts += 1
      if (await store.compareAndSet(key, current, next)) return true
      return attempts > 1 && (await store.get(key)) === next
    })
  }
}

/** Reads the history that a watcher stored under a key. */
export async function historyIn(
  store: Store,
  key: string,
  limits: Limits,
): Promise<Outcome<{ ok: true; history: readonly Point[] }>> {
  const found = await new StoredState(store, key).read(limits)
  return found.ok ? { ok: true, history: found.value?.history?.points ?? [] } : found
}

function run<Value>(limits: Limits, operation: () => Promise<Value>): Found<Value> {
  const attempt = async (): Found<Value> => {
    try {
      return { ok: true, value: await operation() }
    } catch (thrown) {
      return { ok: false, error: storeError(thrown, 0) }
    }
  }
  const timeoutMs = Math.max(1, limits.timeoutMs)
  return callWithin<{ ok: true; value: Value }>({ ...limits, timeoutMs }, attempt, () => STORE_HINT)
}
