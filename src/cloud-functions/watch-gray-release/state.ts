import * as z from 'zod/mini'
import type { GrayReleasePlan, GrayReleaseStatus } from '../../core/plan'
import { isText, parseJson } from '../../core/read'
import type { ReleaseEvent } from '../../watch/event'
import type { Seen } from '../../watch/seen'

/** What the function remembers from look to look: one document, kept as JSON. */
export interface State {
  /** The version of this shape. */
  shape: 1
  /** What `compare` remembers. */
  seen?: Seen
  /** The events that some channel has not taken yet, oldest first. */
  outbox: readonly Waiting[]
  /** The newest plan, as it went. */
  history?: History
  /** Until when another look leaves sending to the one that wrote this, in Unix milliseconds. */
  lease?: number
}

/** An event, and the ids of the channels that it waits for. */
export interface Waiting {
  event: ReleaseEvent
  channels: readonly string[]
}

/** How one plan went. */
export interface History {
  createTimestamp: number
  points: readonly Point[]
}

/** What a plan was from a time on. */
export interface Point {
  /** When a look found it so, in Unix milliseconds. */
  at: number
  status: GrayReleaseStatus
  grayPercentage: number
}

/** The id of the document. */
export const STATE_ID = 'state'

export const EMPTY: State = { shape: 1, outbox: [] }

/** The most events that wait. */
export const MOST_WAITING = 100

/** The most points of a history: a share of whole percents has 101, and may pause between any two. */
const MOST_POINTS = 300

/** The most that is kept of the words of an error, in characters. */
const MOST_WORDS = 500

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isWaiting = (value: unknown): boolean => {
  const { event, channels } = (value ?? {}) as Waiting
  return isObject(event) && isText(event.type) && Array.isArray(channels) && channels.every(isText)
}

const isPoint = (value: unknown): boolean => {
  const { at, status, grayPercentage } = (value ?? {}) as Point
  return typeof at === 'number' && isText(status) && typeof grayPercentage === 'number'
}

/** Whether a value is the points of a plan. */
export const isHistory = (value: unknown): value is History => {
  const { createTimestamp, points } = (value ?? {}) as History
  return typeof createTimestamp === 'number' && Array.isArray(points) && points.every(isPoint)
}

const schema = z.object({
  shape: z.literal(1),
  seen: z.nullish(z.custom<Seen>(isObject)),
  outbox: z.array(z.custom<Waiting>(isWaiting)),
  history: z.nullish(z.custom<History>(isHistory)),
  lease: z.nullish(z.number()),
})

/** Reads a state; undefined if it is of another shape, or broken. */
export function readState(text: unknown): State | undefined {
  const parsed = schema.safeParse(typeof text === 'string' ? parseJson(text) : undefined)
  return parsed.success ? (parsed.data as State) : undefined
}

/** Adds events to those that wait, for channels that are told; of too many the oldest go. */
export function withEvents(
  outbox: readonly Waiting[],
  events: readonly ReleaseEvent[],
  channels: readonly string[],
): { outbox: Waiting[]; dropped: number } {
  const all = [...outbox, ...events.map((event) => ({ event: shortened(event), channels }))]
    // Those of channels that are told no more.
    .map((one) => ({ ...one, channels: one.channels.filter((id) => channels.includes(id)) }))
    .filter((one) => one.channels.length > 0)
  const dropped = Math.max(0, all.length - MOST_WAITING)
  return { outbox: all.slice(dropped), dropped }
}

/** The words of an error come from elsewhere, and may be of any length. */
function shortened(event: ReleaseEvent): ReleaseEvent {
  if (event.type !== 'failing') return event
  const { error } = event
  return { ...event, error: { ...error, errMsg: error.errMsg.slice(0, MOST_WORDS) } }
}

/** The history with what a plan is now; the very same if nothing has changed. */
export function withPoint(history: History, plan: GrayReleasePlan, at: number): History {
  const { status, grayPercentage } = plan
  const { createTimestamp, points } = history
  const last = points[points.length - 1]
  if (last?.status === status && last.grayPercentage === grayPercentage) return history
  const next = [...points, { at, status, grayPercentage }].slice(-MOST_POINTS)
  return { createTimestamp, points: next }
}
