import { createError } from '../../../core/error'
import type { GrayReleasePlan } from '../../../core/plan'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import { type Account, createWatcher, memoryStore, type WatcherOptions } from '../../../watch'
import { isInProgress } from '../../../watch/release'
import { EXIT, type Failure, Interrupted, STATUS_OF_SIGNAL } from '../../failure'
import { localTime } from '../../render'
import type { Session } from '../../session'
import type { StatusSettings } from './options'
import type { Next, View } from './views'

/** Half of it is for the query. */
const CHECK_MS = 20_000

/** For each check: queries a release, and notifies channels of what happened since the last one. */
export function checksOf(
  { language, ending: { signal }, texts }: Session,
  { channels, store, createdAfter = Number.NEGATIVE_INFINITY }: StatusSettings,
  account: Account,
  query: WatcherOptions['query'],
) {
  let reply: GetGrayReleasePlanResult | undefined
  const isNew = (plan: GrayReleasePlan): boolean => plan.createTimestamp * 1000 > createdAfter
  // The release before must not open a gate.
  const newOnly = (given: GetGrayReleasePlanResult): GetGrayReleasePlanResult => {
    if (!given.ok || isNew(given.plan)) return given
    const error = createError('no_plan', { errMsg: 'no plan that is new enough', attempts: 1 })
    return { ok: false, error }
  }
  const watcher = createWatcher({
    query: async (limits) => {
      reply = await query(limits)
      // A folder is for other runs too, which want to know of every release.
      return store ? reply : newOnly(reply)
    },
    store: store ?? memoryStore(),
    account,
    channels,
    language,
  })
  return async () => {
    const checked = await watcher.check({ timeoutMs: CHECK_MS, signal })
    const { events, deliveries, waiting, ...checkedResult } = checked
    const result = newOnly(checkedResult)
    const isKnown = result.ok || result.error.kind !== 'aborted'
    // What is known stays so, even if the time is up by now.
    if (!isKnown || signal.reason instanceof Interrupted) signal.throwIfAborted()
    return {
      /** To be shown: what WeChat replied, though the plan may not be new enough to count. */
      shown: reply?.ok && !result.ok && result.error.kind === 'no_plan' ? reply : result,
      result,
      /** A release in progress turned into none since the last check. */
      hasEnded: events.some((event) => event.type === 'ended' && isNew(event.plan)),
      /** How many events wait for these channels. */
      waiting: channels.length > 0 ? waiting : 0,
      /** Who was not notified, and why. */
      notes: deliveries.flatMap(({ channel, host, error }) => {
        if (!error) return []
        const reason = language === 'zh' ? error.hint.zh : error.message
        return [texts.status.notNotified(channel, host, reason)]
      }),
    }
  }
}

/** Checks until the release has reached its goal, or is over, or an error comes that stays. */
export async function watch(
  session: Session,
  settings: StatusSettings,
  check: ReturnType<typeof checksOf>,
  view: View,
): Promise<number> {
  const { signal } = session.ending
  let wasInProgress = false
  for (;;) {
    const { shown, result, hasEnded, waiting, notes } = await check()
    const next = nextAfter(session, result, settings, wasInProgress || hasEnded)
    view(shown, next, notes)
    if ('exit' in next) {
      await sendRest(session, settings, check, waiting)
      return next.exit
    }
    wasInProgress ||= result.ok && isInProgress(result.plan)
    signal.throwIfAborted()
    await session.sleep(next.seconds * 1000, signal)
    signal.throwIfAborted()
  }
}

/** The most checks after the last result, and the longest wait before each, in seconds. */
const MOST_MORE = 3
const LONGEST_WAIT = 60

/** Checks again while a bot has not accepted everything, as when it is busy: no later check would. */
async function sendRest(
  session: Session,
  { seconds }: StatusSettings,
  check: ReturnType<typeof checksOf>,
  waiting: number,
): Promise<void> {
  const { signal } = session.ending
  const wait = Math.min(seconds, LONGEST_WAIT)
  try {
    for (let left = MOST_MORE; waiting > 0 && left > 0; left -= 1) {
      signal.throwIfAborted()
      session.printNotes([session.texts.status.notifyingAgain(wait)])
      await session.sleep(wait * 1000, signal)
      signal.throwIfAborted()
      const checked = await check()
      waiting = checked.waiting
      session.printNotes(checked.notes)
    }
  } catch (thrown) {
    // The time is up, or the reader has gone: what is known stays so.
    const { exitStatus } = thrown as Failure | Interrupted
    if (exitStatus !== EXIT.failure && exitStatus !== STATUS_OF_SIGNAL.SIGPIPE) throw thrown
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
  { seconds, until = Number.POSITIVE_INFINITY, createdAfter }: StatusSettings,
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
