import { createError } from '../../../core/error'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { isUnderWay } from '../../../watch/release'
import { EXIT } from '../../failure'
import type { Session } from '../../session'
import { localTime } from '../../time'
import type { Next, View } from './views'
import type { WatchSettings } from './watch-options'

/** What it asks for, and whom it lets know. */
export interface Parts {
  ask: () => Promise<GetGrayReleasePlanResult>
  view: View
  /** Called with each answer, as it counts. */
  tell: (look: GetGrayReleasePlanResult) => Promise<void>
}

/** What decides when it ends. */
type Goal = Pick<WatchSettings, 'seconds' | 'until' | 'createdAfter'>

/**
 * Asks until the release has got as far as it is to get, or is over, or an error comes that asking
 * again does not mend.
 *
 * @returns the exit status: 0 if the release got there, 1 if it was deleted or can't be asked for
 */
export async function watch(session: Session, goal: Goal, parts: Parts): Promise<number> {
  const { signal, sleep } = session
  const { ask, view, tell } = parts
  let wasUnderWay = false
  for (;;) {
    const result = await ask()
    signal.throwIfAborted()
    const look = asItCounts(result, goal)
    const next = nextAfter(session, look, goal, wasUnderWay)
    view.show(result, next)
    await tell(look)
    // What is known stays so, though the time be up by now.
    if ('exit' in next) return next.exit
    wasUnderWay ||= look.ok && isUnderWay(look.plan)
    await sleep(next.seconds * 1000, signal)
    signal.throwIfAborted()
  }
}

/** A plan of before is no plan yet: the release before must open no gate. */
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
  look: GetGrayReleasePlanResult,
  { seconds, until = Number.POSITIVE_INFINITY, createdAfter }: Goal,
  wasUnderWay: boolean,
): Next {
  const { deleted, vanished, waiting } = texts.status
  if (look.ok) {
    const { status, grayPercentage } = look.plan
    if (status === 'completed') return { exit: EXIT.plan }
    if (status === 'deleted') return { exit: EXIT.failure, words: deleted, isInAnswer: true }
    return isUnderWay(look.plan) && grayPercentage >= until ? { exit: EXIT.plan } : { seconds }
  }
  const { kind, errCode, retryable } = look.error
  if (kind === 'no_plan') {
    if (wasUnderWay) return { exit: EXIT.failure, words: vanished }
    if (createdAfter === undefined) return { exit: EXIT.failure }
    return { seconds, words: waiting(localTime(createdAfter / 1000, errorLook)) }
  }
  const atLeast = SECONDS_UNTIL_IT_PASSES.get(errCode) ?? 0
  return retryable || atLeast > 0 ? { seconds: Math.max(seconds, atLeast) } : { exit: EXIT.failure }
}
