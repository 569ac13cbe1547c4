import { createError } from '../../../core/error'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { isUnderWay } from '../../../watch/release'
import { EXIT } from '../../failure'
import type { Session } from '../../session'
import { localTime } from '../../time'
import type { Next, View } from './views'
import type { WatchSettings } from './watch-options'

/** What it queries, and whom it notifies. */
export interface Parts {
  query: () => Promise<GetGrayReleasePlanResult>
  view: View
  /** Called with each result, as it counts. */
  notify: (result: GetGrayReleasePlanResult) => Promise<void>
}

/** What decides when it ends. */
type Goal = Pick<WatchSettings, 'seconds' | 'until' | 'createdAfter'>

/**
 * Checks until the release has reached its goal, or is over, or an error comes that another check
 * doesn't mend.
 *
 * @returns the exit status: 0 if the release got there, 1 if it was deleted or can't be queried
 */
export async function watch(session: Session, goal: Goal, parts: Parts): Promise<number> {
  const { signal, sleep } = session
  const { query, view, notify } = parts
  let wasUnderWay = false
  for (;;) {
    const result = await query()
    signal.throwIfAborted()
    const counted = asItCounts(result, goal)
    const next = nextAfter(session, counted, goal, wasUnderWay)
    view.show(result, next)
    await notify(counted)
    // What is known stays so, even if the time is up by now.
    if ('exit' in next) return next.exit
    wasUnderWay ||= counted.ok && isUnderWay(counted.plan)
    await sleep(next.seconds * 1000, signal)
    signal.throwIfAborted()
  }
}

/** An earlier plan is no plan yet: the release before must not open a gate. */
function asItCounts(
  result: GetGrayReleasePlanResult,
  { createdAfter = Number.NEGATIVE_INFINITY }: Goal,
): GetGrayReleasePlanResult {
  if (!result.ok || result.plan.createTimestamp * 1000 > createdAfter) return result
  const error = createError('no_plan', { errMsg: 'no plan that is new enough', attempts: 1 })
  return { ok: false, error }
}

/** Errors that pass with time, and after how many seconds: their hints say so. */
const SECONDS_UNTIL_IT_PASSES = new Map([
  [45011, 60],
  [85113, 180],
])

function nextAfter(
  { texts, errorLook }: Session,
  result: GetGrayReleasePlanResult,
  { seconds, until = Number.POSITIVE_INFINITY, createdAfter }: Goal,
  wasUnderWay: boolean,
): Next {
  const { deleted, vanished, waiting } = texts.status
  if (result.ok) {
    const { status, grayPercentage } = result.plan
    if (status === 'completed') return { exit: EXIT.plan }
    if (status === 'deleted') return { exit: EXIT.failure, message: deleted, isInResult: true }
    return isUnderWay(result.plan) && grayPercentage >= until ? { exit: EXIT.plan } : { seconds }
  }
  const { kind, errCode, retryable } = result.error
  if (kind === 'no_plan') {
    if (wasUnderWay) return { exit: EXIT.failure, message: vanished }
    if (createdAfter === undefined) return { exit: EXIT.failure }
    return { seconds, message: waiting(localTime(createdAfter / 1000, errorLook)) }
  }
  const atLeast = SECONDS_UNTIL_IT_PASSES.get(errCode) ?? 0
  return retryable || atLeast > 0 ? { seconds: Math.max(seconds, atLeast) } : { exit: EXIT.failure }
}
