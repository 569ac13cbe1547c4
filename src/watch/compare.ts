import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan } from '../core/plan'
import type { GetGrayReleasePlanResult } from '../core/result'
import type { ChangedEvent, ReleaseEvent } from './event'
import { isTime, plainCopy } from './plain'
import { createdAt, dueAt, fullAt, isPlan, isUnderWay } from './release'
import { type Memory, type PlanMemory, readSeen, type Seen } from './seen'

/** What {@link compare} gives. */
export interface Comparison {
  /** What to pass to the next call. It equals the one before if the look brought nothing new. */
  seen: Seen
  /** What happened since the look before, in the order in which to tell it; often nothing. */
  events: ReleaseEvent[]
}

/** Retryable errors in a row until they are told: less than that passes by itself. */
const MOST_FAILURES = 3

/** Plans that are remembered, so that one that WeChat reports once more is not told once more. */
const MOST_PLANS = 20

/**
 * Compares a look at a release with what was seen before, and tells what happened in between.
 *
 * Pure: it keeps nothing and asks nobody, so the same looks in the same order give the same events
 * (as long as `now` is passed). It never throws. Each thing that happens is told once, however often
 * it is looked at. Plans are told apart by `createTimestamp`.
 *
 * - A first look tells of a plan that is running or paused, and of no other.
 * - `seen` of another version of its shape, or a broken one, counts as `undefined`, and this look as
 *   the first.
 * - A status that WeChat added after this package was made changes nothing.
 * - A value that is no result changes nothing either, and `seen` stays as it was.
 *
 * @param seen - what the call before gave; `undefined` at the first look
 * @param result - what WeChat said, over whichever way of asking; a look that its own caller aborted
 * is better left out, since its error counts like any other
 * @param now - when the look was made, in Unix milliseconds; the clock's time if absent or no time
 * @returns the events, and what to pass to the next call
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 * import { compare, describe, type Seen } from 'wx-gray-release-plan/watch'
 *
 * let seen: Seen | undefined
 *
 * async function look() {
 *   const { WX_ACCESS_TOKEN = '' } = process.env
 *   const result = await getGrayReleasePlanOverHttps({ accessToken: WX_ACCESS_TOKEN })
 *   const compared = compare(seen, result)
 *   seen = compared.seen
 *   for (const event of compared.events) console.log(describe(event).title.en)
 * }
 *
 * setInterval(look, 10 * 60 * 1000)
 * ```
 */
export function compare(
  seen: Seen | undefined,
  result: GetGrayReleasePlanResult,
  now?: number,
): Comparison {
  const at = isTime(now) ? now + 0 : Date.now()
  const before = readSeen(seen)
  // A result that JSON can't hold is none, whatever its type says.
  const look = plainCopy(result) as GetGrayReleasePlanResult | null | undefined
  if (look?.ok === true && isPlan(look.plan)) {
    return answered(before, withPlan(before.plans, look.plan, at), at)
  }
  if (look?.ok !== false || typeof look.error?.kind !== 'string') {
    return { seen: before, events: [] }
  }
  if (look.error.kind === 'no_plan') return answered(before, withoutPlan(before.plans, at), at)
  return failed(before, look.error, at)
}

/** What a look at the plans came to. */
interface Look {
  plans: readonly PlanMemory[]
  events: ReleaseEvent[]
}

function answered({ version, failure }: Memory, { plans, events }: Look, at: number): Comparison {
  const recovered: ReleaseEvent[] = failure?.told
    ? [{ type: 'recovered', at, since: failure.since }]
    : []
  return { seen: { version, plans } as Memory, events: [...recovered, ...events] }
}

function failed(before: Memory, error: GrayReleasePlanError, at: number): Comparison {
  const { count, since, told } = before.failure ?? { count: 0, since: at, told: false }
  if (told) return { seen: before, events: [] }
  const telling = !error.retryable || count + 1 >= MOST_FAILURES
  const failure = { count: count + 1, since, told: telling }
  return {
    seen: { ...before, failure } as Memory,
    events: telling ? [{ type: 'failing', at, since, error }] : [],
  }
}

function withPlan(plans: readonly PlanMemory[], plan: GrayReleasePlan, at: number): Look {
  const known = plans.find((one) => one.plan.createTimestamp === plan.createTimestamp)
  // No plan goes back to its beginning: a known one that seems to is an old answer.
  if (plan.status === 'unknown' || (plan.status === 'initial' && known))
    return { plans, events: [] }
  const underWay = isUnderWay(plan)
  const events: ReleaseEvent[] = []
  if (underWay && !known?.started) {
    const [last] = plans
    const previous = last && isExpected(last) && { previous: last.plan }
    events.push({ type: 'started', at: createdAt(plan), plan, ...previous })
  } else if (known) {
    events.push(...changes(known, plan, at))
  }
  const nowDue = underWay && known?.due !== true && at >= dueAt(plan)
  if (nowDue) events.push({ type: 'due', at, fullAt: fullAt(plan), plan })
  const memory: PlanMemory = {
    plan,
    started: underWay || known?.started === true,
    due: nowDue || known?.due === true,
    gone: false,
  }
  const others = plans.filter((one) => one !== known)
  return { plans: [memory, ...others].slice(0, MOST_PLANS), events }
}

/** What changed about a plan that is known. */
function changes({ plan: before, gone }: PlanMemory, plan: GrayReleasePlan, at: number) {
  const { grayPercentage: from } = before
  const { grayPercentage: to, status } = plan
  const change = (type: ChangedEvent['type']): ChangedEvent => ({ type, at, from, to, plan })
  const turned = gone || status !== before.status
  if (status === 'completed' || status === 'deleted') return turned ? [change(status)] : []
  return [
    ...(from === to ? [] : [change('progressed')]),
    ...(turned ? [change(status === 'paused' ? 'paused' : 'resumed')] : []),
  ]
}

function withoutPlan(plans: readonly PlanMemory[], at: number): Look {
  const [last, ...others] = plans
  if (!last || !isExpected(last)) return { plans, events: [] }
  return {
    plans: [{ ...last, gone: true }, ...others],
    events: [{ type: 'ended', at, plan: last.plan }],
  }
}

/** Whether a plan was under way and is not known to have ended. */
const isExpected = ({ plan, gone }: PlanMemory): boolean => !gone && isUnderWay(plan)
