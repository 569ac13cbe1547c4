import type { GrayReleasePlan } from '../core/plan'
import { isTime, plainCopy } from './plain'
import { isPlan } from './release'

/**
 * What {@link compare} remembers of the checks so far. Plain JSON: keep it in a file, a database or a
 * variable, and pass it to the next call as it is. What is in it may change with each version of this
 * package: one that this version can't read counts as none.
 */
export interface Seen {
  /** The version of its shape. Nothing else in it is meant to be read. */
  readonly version: number
}

/** What is remembered, as this version writes it. */
export interface Memory extends Seen {
  readonly version: 1
  /** The one that was checked last comes first. */
  readonly plans: readonly PlanMemory[]
  /** There while checks fail. */
  readonly failure?: FailureMemory
}

/** What is remembered of a plan. */
export interface PlanMemory {
  /** As it was last seen. */
  readonly plan: GrayReleasePlan
  /** Whether it was seen in progress. */
  readonly started: boolean
  /** Whether it was reported to be due. */
  readonly due: boolean
  /** Whether WeChat reported no plan when this one was expected. */
  readonly gone: boolean
}

/** What is remembered of the errors since the last check without one. */
export interface FailureMemory {
  readonly count: number
  /** When the first one occurred, in Unix milliseconds. */
  readonly since: number
  /** Whether they were reported. */
  readonly told: boolean
}

const NOTHING: Memory = { version: 1, plans: [] }

/** A copy of what is remembered; nothing if it is of another version, or broken. */
export function readSeen(seen: unknown): Memory {
  const copy = plainCopy(seen) as Memory | null | undefined
  const { version, plans, failure } = copy ?? NOTHING
  const sound =
    version === 1 &&
    Array.isArray(plans) &&
    plans.every(isPlanMemory) &&
    (failure === undefined || isFailureMemory(failure))
  return sound ? { version, plans, ...(failure && { failure }) } : NOTHING
}

function isPlanMemory(value: unknown): value is PlanMemory {
  const { plan, started, due, gone } = (value ?? {}) as PlanMemory
  return isPlan(plan) && [started, due, gone].every((flag) => typeof flag === 'boolean')
}

function isFailureMemory(value: unknown): value is FailureMemory {
  const { count, since, told } = (value ?? {}) as FailureMemory
  return typeof count === 'number' && isTime(since) && typeof told === 'boolean'
}
