import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan } from '../core/plan'

/** What every event tells, whatever its type. */
export interface EventBase {
  /**
   * When it happened, in Unix milliseconds: for `started` the time at which WeChat created the plan;
   * for all others, of which WeChat gives no time, that of the look which noticed it.
   */
  at: number
}

/** A staged release is under way that was not before. */
export interface StartedEvent extends EventBase {
  /** A plan is running or paused for the first time. */
  type: 'started'
  /** The plan as this look found it: its share, and whether it is paused already. */
  plan: GrayReleasePlan
  /**
   * The plan that was under way at the look before, if there was one: how that one ended was not
   * seen.
   */
  previous?: GrayReleasePlan
}

/** The share, or the status, of a release that is known already has changed. */
export interface ChangedEvent extends EventBase {
  /**
   * `progressed`: the share is another one; `paused`, `resumed`, `completed`, `deleted`: the status
   * is. `completed` and `deleted` stand for a change of the share as well.
   */
  type: 'progressed' | 'paused' | 'resumed' | 'completed' | 'deleted'
  /** The share at the look before, in percent. */
  from: number
  /** The share now, in percent. */
  to: number
  /** The plan as this look found it. */
  plan: GrayReleasePlan
}

/** WeChat reports the release no longer, which was under way: full and withdrawn can't be told apart. */
export interface EndedEvent extends EventBase {
  /** A plan that was under way has turned into `no_plan`. */
  type: 'ended'
  /** The plan as it was seen last. */
  plan: GrayReleasePlan
}

/** The release is to be decided on: WeChat makes it full on day 15. */
export interface DueEvent extends EventBase {
  /** A plan was created 12 days ago, or more, and is running or paused. */
  type: 'due'
  /** When WeChat makes it full, in Unix milliseconds. */
  fullAt: number
  /** The plan as this look found it. */
  plan: GrayReleasePlan
}

/** The release can't be looked at: a final error, or three retryable ones in a row. */
export interface FailingEvent extends EventBase {
  /** Nothing is known of the release until it has `recovered`. */
  type: 'failing'
  /** When the first of these errors was met, in Unix milliseconds. */
  since: number
  /** The error of this look. */
  error: GrayReleasePlanError
}

/** The release can be looked at again. */
export interface RecoveredEvent extends EventBase {
  /** Comes first in its look, before what has happened to the release in the meantime. */
  type: 'recovered'
  /** When the first of the errors was met, in Unix milliseconds. */
  since: number
}

/**
 * What happened between two looks at a release. Plain data: it survives JSON unchanged. Narrow it by
 * `type`.
 *
 * | type | what happened |
 * |---|---|
 * | `started` | a plan is running or paused that was not seen so before |
 * | `progressed` | its share has changed |
 * | `paused`, `resumed`, `completed`, `deleted` | its status has changed |
 * | `ended` | it was under way, and WeChat reports no plan any more |
 * | `due` | it was created 12 days ago and is under way: WeChat makes it full on day 15 |
 * | `failing` | a final error, or three retryable ones in a row |
 * | `recovered` | after `failing`: WeChat answers again |
 */
export type ReleaseEvent =
  | StartedEvent
  | ChangedEvent
  | EndedEvent
  | DueEvent
  | FailingEvent
  | RecoveredEvent
