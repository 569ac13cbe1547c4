import type { GetGrayReleasePlanResult } from '../../../core/result'
import { isInProgress } from '../../../watch/release'
import { EXIT } from '../../failure'
import { localTime } from '../../render'
import type { Session } from '../../session'
import type { StatusCheck } from './checks'
import type { StatusSettings } from './options'
import type { Next, View } from './views'

/** What decides when it ends. */
type Goal = Pick<StatusSettings, 'seconds' | 'until' | 'createdAfter'>

/**
 * Checks until the release has reached its goal, or is over, or an error comes that another check
 * doesn't mend.
 *
 * @returns the exit status: 0 if the release got there, 1 if it was deleted or can't be queried
 */
export async function watch(
  session: Session,
  goal: Goal,
  check: () => Promise<StatusCheck>,
  view: View,
): Promise<number> {
  const { signal } = session.ending
  let wasInProgress = false
  for (;;) {
    const { shown, result, hasEnded, notes } = await check()
    const next = nextAfter(session, result, goal, wasInProgress || hasEnded)
    view(shown, next, notes)
    if ('exit' in next) return next.exit
    wasInProgress ||= result.ok && isInProgress(result.plan)
    signal.throwIfAborted()
    await session.sleep(next.seconds * 1000, signal)
    signal.throwIfAborted()
  }
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
  wasInProgress: boolean,
): Next {
  const { deleted, vanished, waiting } = texts.status
  if (result.ok) {
    const { status, grayPercentage } = result.plan
    if (status === 'completed') return { exit: EXIT.plan }
    if (status === 'deleted') return { exit: EXIT.failure, message: deleted, isInResult: true }
    return isInProgress(result.plan) && grayPercentage >= until ? { exit: EXIT.plan } : { seconds }
  }
  const { kind, errCode, retryable } = result.error
  if (kind === 'no_plan') {
    if (wasInProgress) return { exit: EXIT.failure, message: vanished }
    if (createdAfter === undefined) return { exit: EXIT.failure }
    return { seconds, message: waiting(localTime(createdAfter / 1000, errorLook)) }
  }
  const atLeast = SECONDS_UNTIL_IT_PASSES.get(errCode) ?? 0
  return retryable || atLeast > 0 ? { seconds: Math.max(seconds, atLeast) } : { exit: EXIT.failure }
}
