import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan } from '../core/plan'

/** What every event has, whatever its type. */
export interface EventBase {
  /**
   * When it happened, in Unix milliseconds: for `started`, when WeChat created the plan; for all
   * others, for which WeChat gives no time, when the check noticed it.
   */
  at: number
}

/** A staged release is in progress that was not before. */
export interface StartedEvent extends EventBase {
  /** A plan is running or paused for the first time. */
  type: 'started'
  /** The plan as this check found it: its percentage, and whether it is paused already. */
  plan: GrayReleasePlan
  /**
   * The plan that was in progress at the previous check, if there was one: how it ended was missed.
   */
  previous?: GrayReleasePlan
}

/** The percentage, or the status, of a known release has changed. */
export interface ChangedEvent extends EventBase {
  /**
   * `progressed`: the percentage changed; `paused`, `resumed`, `completed`, `deleted`: the status
   * did. `completed` and `deleted` include a change of the percentage.
   */
  type: 'progressed' | 'paused' | 'resumed' | 'completed' | 'deleted'
  /** The percentage at the previous check. */
  from: number
  /** The percentage now. */
  to: number
  /** The plan as this check found it. */
  plan: GrayReleasePlan
}

/** WeChat no longer reports the release, which was in progress: it either completed or was cancelled. */
export interface EndedEvent extends EventBase {
  /** A plan that was in progress has turned into `no_plan`. */
  type: 'ended'
  /** The plan as last seen. */
  plan: GrayReleasePlan
}

/** It is time to decide on the release: WeChat releases it to everyone on day 15. */
export interface DueEvent extends EventBase {
  /** A plan was created 12 days ago, or more, and is running or paused. */
  type: 'due'
  /** When WeChat releases it to everyone, in Unix milliseconds; past if it should have by now. */
  fullAt: number
  /** The plan as this check found it. */
  plan: GrayReleasePlan
}

/** The release can't be queried: a final error, or three retryable ones in a row. */
export interface FailingEvent extends EventBase {
  /** Nothing is known of the release until it has `recovered`. */
  type: 'failing'
  /** When the first of these errors occurred, in Unix milliseconds. */
  since: number
  /** The error of this check. */
  error: GrayReleasePlanError
}

/** The release can be queried again. */
export interface RecoveredEvent extends EventBase {
  /** Comes first in its check, before what happened to the release in the meantime. */
  type: 'recovered'
  /** When the first of the errors occurred, in Unix milliseconds. */
  since: number
}

/**
 * What happened between two checks of a release. Plain data: it survives JSON unchanged. Narrow it by
 * `type`.
 */
export type ReleaseEvent =
  | StartedEvent
  | ChangedEvent
  | EndedEvent
  | DueEvent
  | FailingEvent
  | RecoveredEvent
