import type { GetGrayReleasePlanResult } from '../../../core/result'
import { EXIT } from '../../failure'
import type { Session } from '../../session'
import type { Next, View } from './views'

/**
 * Asks until the release is over or an error comes that asking again does not mend.
 *
 * @returns the exit status: 0 if the release is completed, 1 if it was deleted or can't be asked for
 */
export async function watch(
  session: Session,
  ask: () => Promise<GetGrayReleasePlanResult>,
  seconds: number,
  view: View,
): Promise<number> {
  const { signal, sleep } = session
  let wasUnderWay = false
  for (;;) {
    const result = await ask()
    signal.throwIfAborted()
    const next = nextAfter(session, result, seconds, wasUnderWay)
    view(result, next)
    if ('exit' in next) return next.exit
    if (result.ok) wasUnderWay = ['running', 'paused'].includes(result.plan.status)
    await sleep(next.seconds * 1000)
    signal.throwIfAborted()
  }
}

/** Errors that pass with time, and after how many seconds: their hints say so. */
const SECONDS_UNTIL_IT_PASSES = new Map([
  [45011, 60],
  [85113, 180],
])

function nextAfter(
  { texts }: Session,
  result: GetGrayReleasePlanResult,
  seconds: number,
  wasUnderWay: boolean,
): Next {
  const { deleted, vanished } = texts.status
  if (result.ok) {
    if (result.plan.status === 'completed') return { exit: EXIT.plan }
    if (result.plan.status === 'deleted') return { exit: EXIT.failure, words: deleted }
    return { seconds }
  }
  const { kind, errCode, retryable } = result.error
  if (kind === 'no_plan') return { exit: EXIT.failure, words: wasUnderWay ? vanished : undefined }
  const atLeast = SECONDS_UNTIL_IT_PASSES.get(errCode) ?? 0
  return retryable || atLeast > 0 ? { seconds: Math.max(seconds, atLeast) } : { exit: EXIT.failure }
}
