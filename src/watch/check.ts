import { callWithin, now } from '../core/call'
import { createError, type GrayReleasePlanError } from '../core/error'
import type { AbortSignalLike } from '../core/options'
import type { GrayReleasePlan } from '../core/plan'
import type { GetGrayReleasePlanResult } from '../core/result'
import { nameAndCode, type Store } from '../core/store'
import type { Delivery } from './channels/channel'
import { compare } from './compare'
import type { CallLimits } from './deliver'
import type { ReleaseEvent } from './event'
import { type Sent, sendOutbox, withEvents } from './outbox'
import type { Recipient } from './recipients'
import { isPlan } from './release'
import {
  differs,
  EMPTY,
  type History,
  isLeased,
  leaseFor,
  type State,
  StoredState,
  withPoint,
} from './state'

/** What a check found and sent: the plan or the error, and what happened since the last check. */
export type CheckResult = (
  | { ok: true; plan: GrayReleasePlan }
  | { ok: false; error: GrayReleasePlanError }
) & {
  /** What this check found to have happened. */
  events: ReleaseEvent[]
  /** The results of notifying the channels, in their order. */
  deliveries: Delivery[]
  /** Events that some channel has not accepted yet: the next checks send them. */
  waiting: number
}

/** What a check works with. */
export interface Watch {
  query(limits: CallLimits): Promise<GetGrayReleasePlanResult>
  store: Store
  /** Where the state is stored. */
  key: string
  recipients: readonly Recipient[]
  /** Extra attempts to read and write the store before anything is sent. */
  retries: number
  /** Reports what the result doesn't. */
  note(what: string, details: object): void
  /** Called when a history has changed and is stored, with the one before; never rejects. */
  onHistory?(history: History, before: History | undefined): Promise<void>
}

/** A write that fails after a message was accepted is repeated, because the message would be. */
const RETRIES_AFTER_SENDING = 4

/** The longest that one message may take. */
const MOST_OF_MESSAGE_MS = 5000

/**
 * Checks the release once, stores what changed, and then notifies the channels.
 *
 * All that must not be lost is one string, which is replaced only if nobody else has replaced it since
 * it was read, and before anything is sent. Whoever replaces it holds a lease on sending. Another
 * check that finds the lease changes nothing, and so loses nothing: the next check finds the same. An
 * event leaves the string once a channel has accepted it, so a check that ends between sending and
 * storing has that one message repeated, and none lost.
 */
export async function check(watch: Watch, { timeoutMs, signal }: CallLimits): Promise<CheckResult> {
  const { store, key, recipients, retries, note, onHistory } = watch
  const startedAt = now()
  const msLeft = (): number => timeoutMs - (now() - startedAt)
  const limits = () => ({ timeoutMs: msLeft(), retries })
  const stored = new StoredState(store, key)
  const read = await stored.read({ ...limits(), signal })
  if (!read.ok) return unsent(read)
  const before = read.value ?? EMPTY
  const answer = await ask(watch, Math.max(1, msLeft() / 2), signal)
  const at = Date.now()
  const aborted = !answer.ok && answer.error.kind === 'aborted'
  if (aborted || isLeased(before)) return unsent(answer, before)

  if (!read.value) {
    const kept = await stored.keepAside(limits())
    if (!kept.ok) return unsent(kept, before)
    if (kept.value) note('kept_aside', { id: kept.value })
  }

  const { seen, events } = compare(before.seen, answer, at)
  const ids = recipients.map(({ id }) => id)
  const { outbox, dropped } = withEvents(before.outbox, events, ids)
  const history = answer.ok ? withPoint(before.history, answer.plan, at) : before.history
  const next: State = { shape: 1, seen, outbox, ...(history && { history }) }

  /** What a message needs of the deadline to be started, and what storing the result of it needs. */
  const startMs = Math.max(1, Math.min(1000, timeoutMs / 10))
  const storeMs = Math.min(500, timeoutMs / 6)
  let reserveMs = storeMs
  const nextLimits = (): CallLimits | undefined => {
    const ms = msLeft() - reserveMs
    if (ms < startMs || signal?.aborted) return undefined
    return { timeoutMs: Math.min(MOST_OF_MESSAGE_MS, ms), signal }
  }
  const lease = (sending: boolean) => (sending ? { lease: leaseFor(msLeft()) } : {})
  const sends = recipients.length > 0 && outbox.length > 0 && nextLimits() !== undefined
  if (!sends && !differs(before, next)) return unsent(answer, next)
  const replacedAt = now()
  const replaced = await stored.replace({ ...next, ...lease(sends) }, limits())
  if (!replaced.ok) return unsent(replaced, before)
  // Another check was faster, and has stored what it saw: the next one goes on from there.
  if (!replaced.value) return unsent(answer, before)
  reserveMs = Math.max(storeMs, 2 * (now() - replacedAt))
  if (dropped > 0) note('outbox_full', { dropped })

  const remembering = history && history !== before.history && onHistory?.(history, before.history)
  const sent: Sent = !sends
    ? { outbox, deliveries: [] }
    : await sendOutbox(outbox, {
        recipients,
        nextLimits,
        store: (rest, sending) =>
          stored.replace(
            { ...next, outbox: rest, ...lease(sending) },
            { timeoutMs: Math.max(storeMs, msLeft()), retries: RETRIES_AFTER_SENDING },
          ),
        onLost: (outcome, { channel, host, error }) =>
          note(outcome, { channel, host, message: error?.message }),
      })
  await remembering
  const { deliveries, error } = sent
  const result = error ? { ok: false as const, error } : answer
  return { ...result, events, deliveries, waiting: sent.outbox.length }
}

/** The result of a check that sent nothing. */
export const unsent = (answer: GetGrayReleasePlanResult, { outbox } = EMPTY): CheckResult => ({
  ...answer,
  events: [],
  deliveries: [],
  waiting: outbox.length,
})

/** Queries the plan within its limit, whatever the caller's own function does. */
function ask(
  { query }: Watch,
  timeoutMs: number,
  signal: AbortSignalLike | undefined,
): Promise<GetGrayReleasePlanResult> {
  const failed = (what: string, cause?: { value: unknown }): GetGrayReleasePlanResult => ({
    ok: false,
    error: createError('unknown', { errMsg: `the query ${what}`, attempts: 0, cause }),
  })
  return callWithin({ timeoutMs, retries: 0, signal }, async () => {
    try {
      // A little less than all of it, so that its own error comes first.
      const result = await query({ timeoutMs: Math.max(1, timeoutMs * 0.95), signal })
      return isResult(result) ? shortened(result) : failed('did not resolve with a result')
    } catch (thrown) {
      return failed(`failed${nameAndCode(thrown)}`, { value: thrown })
    }
  })
}

const isResult = (value: unknown): value is GetGrayReleasePlanResult => {
  const { ok, plan, error } = (value ?? {}) as { ok?: unknown; plan?: unknown; error?: unknown }
  const { kind, errMsg } = (error ?? {}) as GrayReleasePlanError
  return ok === true ? isPlan(plan) : typeof kind === 'string' && typeof errMsg === 'string'
}

/** The most characters of an error's message, and of what it says of a field. */
const MOST_CHARACTERS = 500
const MOST_OF_FIELD = 200
const MOST_ISSUES = 10

/** The result with a short error: it is stored and returned several times, and may come from anywhere. */
function shortened(result: GetGrayReleasePlanResult): GetGrayReleasePlanResult {
  if (result.ok) return result
  const { error } = result
  const short = { ...error, errMsg: error.errMsg.slice(0, MOST_CHARACTERS) }
  if (short.kind === 'invalid_response') {
    short.issues = short.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
      path: path.slice(0, MOST_OF_FIELD),
      message: message.slice(0, MOST_OF_FIELD),
    }))
  }
  Object.defineProperty(short, 'cause', { value: error.cause, configurable: true })
  return { ok: false, error: short }
}
