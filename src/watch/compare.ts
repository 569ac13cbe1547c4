import * as z from 'zod/mini'
import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan } from '../core/plan'
import type { GetGrayReleasePlanResult } from '../core/result'
import type { ChangedEvent, ReleaseEvent } from './event'
import { createdAt, dueAt, fullAt, isInProgress, isPlan, isTime, plainCopy } from './release'

/**
 * What {@link compare} remembers of the checks so far. Plain JSON: keep it in a file, a database or a
 * variable, and pass it to the next call as it is. What is in it may change with each version of this
 * package: one that this version can't read counts as none.
 */
export interface Seen {
  /** The version of its shape. Nothing else in it is meant to be read. */
  readonly version: number
}

/** What {@link compare} returns. */
export interface Comparison {
  /** What to pass to the next call. It equals the previous one if the check found nothing new. */
  seen: Seen
  /** What happened since the previous check, in the order to report it; often nothing. */
  events: ReleaseEvent[]
}

/** Retryable errors in a row until they are reported: fewer pass by themselves. */
const MOST_FAILURES = 3

/** Plans that are remembered, so that one that WeChat returns again is not reported again. */
const MOST_PLANS = 20

/**
 * Compares a check of a release with what was seen before, and returns what happened in between.
 *
 * Pure: it stores and requests nothing, so the same checks in the same order give the same events
 * (as long as `now` is passed). It never throws. Each event is reported once, however often you
 * check. Plans are identified by `createTimestamp`.
 *
 * - A first check reports a plan that is running or paused, and no other.
 * - `seen` of another version of its shape, or a corrupt one, counts as none, and this check as the
 *   first.
 * - A status that WeChat added after this package was made changes nothing.
 * - A value that is not a result changes nothing either, and `seen` stays as it was.
 *
 * @param seen - what the previous call returned; `undefined` or `null` at the first check
 * @param result - what WeChat returned, whichever way it was called; leave out a check that you
 * aborted yourself, because its error counts like any other
 * @param now - when the check was made, in Unix milliseconds; the clock's time if absent or not a time
 * @returns the events, and what to pass to the next call
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 * import { compare, describe, type Seen } from 'wx-gray-release-plan/watch'
 *
 * let seen: Seen | undefined
 *
 * async function check() {
 *   const { WX_ACCESS_TOKEN = '' } = process.env
 *   const result = await getGrayReleasePlanOverHttps({ accessToken: WX_ACCESS_TOKEN })
 *   const compared = compare(seen, result)
 *   seen = compared.seen
 *   for (const event of compared.events) console.log(describe(event).title.en)
 * }
 *
 * setInterval(check, 10 * 60 * 1000)
 * ```
 */
export function compare(
  seen: Seen | null | undefined,
  result: GetGrayReleasePlanResult,
  now?: number,
): Comparison {
  const at = isTime(now) ? now + 0 : Date.now()
  const before = readSeen(seen)
  // What JSON can't hold is not a result, whatever its type says.
  const check = plainCopy(result) as GetGrayReleasePlanResult | null | undefined
  if (check?.ok === true && isPlan(check.plan)) {
    return answered(before, withPlan(before.plans, check.plan, at), at)
  }
  if (check?.ok !== false || typeof check.error?.kind !== 'string') {
    return { seen: before, events: [] }
  }
  if (check.error.kind === 'no_plan') return answered(before, withoutPlan(before.plans, at), at)
  return failed(before, check.error, at)
}

/** What a check of the plans found. */
interface Found {
  plans: readonly PlanMemory[]
  events: ReleaseEvent[]
}

function answered({ version, failure }: Memory, { plans, events }: Found, at: number): Comparison {
  const recovered: ReleaseEvent[] = failure?.told
    ? [{ type: 'recovered', at, since: failure.since }]
    : []
  return { seen: { version, plans } as Memory, events: [...recovered, ...events] }
}

function failed(before: Memory, error: GrayReleasePlanError, at: number): Comparison {
  const { count, since, told } = before.failure ?? { count: 0, since: at, told: false }
  if (told) return { seen: before, events: [] }
  const reported = !error.retryable || count + 1 >= MOST_FAILURES
  const seen: Memory = { ...before, failure: { count: count + 1, since, told: reported } }
  return { seen, events: reported ? [{ type: 'failing', at, since, error }] : [] }
}

function withPlan(plans: readonly PlanMemory[], plan: GrayReleasePlan, at: number): Found {
  const known = plans.find((one) => one.plan.createTimestamp === plan.createTimestamp)
  // No plan goes back to its beginning: a known one that seems to is an old answer.
  if (plan.status === 'unknown' || (plan.status === 'initial' && known))
    return { plans, events: [] }
  const inProgress = isInProgress(plan)
  const events: ReleaseEvent[] = []
  if (inProgress && !known?.started) {
    const [last] = plans
    const previous = last && isExpected(last) && { previous: last.plan }
    events.push({ type: 'started', at: createdAt(plan), plan, ...previous })
  } else if (known) {
    events.push(...changes(known, plan, at))
  }
  const nowDue = inProgress && known?.due !== true && at >= dueAt(plan)
  if (nowDue) events.push({ type: 'due', at, fullAt: fullAt(plan), plan })
  const memory: PlanMemory = {
    plan,
    started: inProgress || known?.started === true,
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

function withoutPlan(plans: readonly PlanMemory[], at: number): Found {
  const [last, ...others] = plans
  if (!last || !isExpected(last)) return { plans, events: [] }
  return {
    plans: [{ ...last, gone: true }, ...others],
    events: [{ type: 'ended', at, plan: last.plan }],
  }
}

/** Whether a plan was in progress and is not known to have ended. */
const isExpected = ({ plan, gone }: PlanMemory): boolean => !gone && isInProgress(plan)

/** What is remembered, as this version writes it. */
type Memory = z.infer<typeof memory>
type PlanMemory = z.infer<typeof planMemory>

const flag = z.custom<boolean>((value) => typeof value === 'boolean')

const planMemory = z.object({
  /** As it was last seen. */
  plan: z.custom<GrayReleasePlan>(isPlan),
  /** Whether it was seen in progress. */
  started: flag,
  /** Whether it was reported to be due. */
  due: flag,
  /** Whether WeChat reported no plan when this one was expected. */
  gone: flag,
})

const memory = z.object({
  version: z.custom<1>((value) => value === 1),
  /** The one that was checked last comes first. */
  plans: z.array(planMemory),
  /** The errors since the last check without one: how many, since when, and whether they were reported. */
  failure: z.optional(z.object({ count: z.number(), since: z.custom<number>(isTime), told: flag })),
})

/** A copy of what is remembered; nothing if it is of another version, or broken. */
const readSeen = (seen: unknown): Memory =>
  memory.safeParse(plainCopy(seen)).data ?? { version: 1, plans: [] }
