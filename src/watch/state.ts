import type { GrayReleasePlan, Point } from '../core/plan'
import { isText, parseJson } from '../core/read'
import type { GetGrayReleasePlanResult } from '../core/result'
import type { Outbox, Waiting } from './outbox'
import type { Seen } from './seen'

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
  /** When it wrote this, in Unix milliseconds. */
  leasedAt?: number
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

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isNumber = (value: unknown): value is number => typeof value === 'number'

const isWaiting = (value: unknown): boolean => {
  const { event, channels, unanswered } = (value ?? {}) as Waiting
  return (
    isObject(event) &&
    isText(event.type) &&
    Array.isArray(channels) &&
    channels.every(isText) &&
    (unanswered === undefined || isObject(unanswered))
  )
}

const isPoint = (value: unknown): boolean => {
  const { at, status, grayPercentage } = (value ?? {}) as Point
  return isNumber(at) && isText(status) && isNumber(grayPercentage)
}

/** Whether a value is the points of a plan. */
export const isHistory = (value: unknown): value is History => {
  const { createTimestamp, points } = (value ?? {}) as History
  return isNumber(createTimestamp) && Array.isArray(points) && points.every(isPoint)
}

/** Reads a state; undefined if it has another shape, or is broken. */
export function readState(text: unknown): State | undefined {
  const state = (isText(text) ? parseJson(text) : undefined) as State | null | undefined
  const { shape, seen, outbox, history, lease } = state ?? ({} as Partial<State>)
  const sound =
    shape === 1 &&
    (seen === undefined || isObject(seen)) &&
    Array.isArray(outbox) &&
    outbox.every(isWaiting) &&
    (history === undefined || isHistory(history)) &&
    (lease === undefined || isNumber(lease))
  return sound ? (state as State) : undefined
}

/** Whether two states differ in what a check is about, and not only in who wrote them and when. */
export const differs = (one: State, other: State): boolean => bare(one) !== bare(other)

const bare = ({ seen, outbox, history }: State): string => JSON.stringify({ seen, outbox, history })

/** How far clocks of two machines may be apart. */
const CLOCKS_MS = 1000

/** The longest lease of earlier versions, which did not store when it began. */
const UNDATED_LEASE_MS = 20_000

/** A lease for the rest of a check. */
export const leaseFor = (msLeft: number): { lease: number; leasedAt: number } => {
  const leasedAt = Date.now()
  return { lease: Math.ceil(leasedAt + msLeft) + CLOCKS_MS, leasedAt }
}

/** Whether another check is sending. A lease from the future is none: a clock was wrong. */
export function isLeased({ lease = 0, leasedAt = lease - UNDATED_LEASE_MS }: State): boolean {
  const now = Date.now()
  return now < lease && now >= leasedAt - CLOCKS_MS
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
  return {
    createTimestamp,
    points: [...points, { at, status, grayPercentage }].slice(-MOST_POINTS),
  }
}

/** The most characters of an error's message, and of what it says of a field. */
const MOST_CHARACTERS = 500
const MOST_OF_FIELD = 200
const MOST_ISSUES = 10

const cut = (text: string, most: number): string => String(text).slice(0, most)

/** The result with a short error: it is stored and returned several times, and may come from anywhere. */
export function shortened(result: GetGrayReleasePlanResult): GetGrayReleasePlanResult {
  if (result.ok) return result
  const { error } = result
  const short = { ...error, errMsg: cut(error.errMsg, MOST_CHARACTERS) }
  if (short.kind === 'invalid_response') {
    short.issues = short.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
      path: cut(path, MOST_OF_FIELD),
      message: cut(message, MOST_OF_FIELD),
    }))
  }
  Object.defineProperty(short, 'cause', { value: error.cause, configurable: true })
  return { ok: false, error: short }
}
