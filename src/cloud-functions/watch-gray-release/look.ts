import { createHash, randomBytes } from 'node:crypto'
import { callWithin } from '../../core/call'
import type { GrayReleasePlanError } from '../../core/error'
import type { GrayReleasePlan } from '../../core/plan'
import type { GetGrayReleasePlanResult } from '../../core/result'
import { type CloudLike, findApi, sdkAttempt } from '../../sdk/get-gray-release-plan'
import { compare } from '../../watch/compare'
import type { Delivery } from '../../watch/deliver'
import type { ReleaseEvent } from '../../watch/event'
import type { Refused } from '../handler'
import type { Collection, Fields } from './database'
import { type Channel, nextTurn, send } from './send'
import {
  EMPTY,
  type History,
  isHistory,
  readState,
  STATE_ID,
  type State,
  withEvents,
  withPoint,
} from './state'

/** What came of a look: the plan or the error, what happened since the look before, and who was told. */
export type LookResult = ({ ok: true; plan: GrayReleasePlan } | Refused) & {
  /** What this look found to have happened. */
  events: ReleaseEvent[]
  /** What came of telling each channel, in the order in which they were told. */
  deliveries: Delivery[]
  /** Events that some channel has not taken yet: the next looks go on with them. */
  waiting: number
}

/** What a look works with. */
export interface Tools {
  cloud: CloudLike
  collection: Collection
  settings: { GRAY_RELEASE_NOTIFY: Channel[]; GRAY_RELEASE_LANGUAGE: 'zh' | 'en' }
  /** What is left of the deadline, in milliseconds. */
  msLeft: () => number
  log: (line: string) => void
}

/** The share of the deadline that WeChat may take to answer: storing and telling need the rest. */
const SHARE_OF_ASKING = 0.5

/** No message is begun later than this before the deadline, since it is to be stored that it was taken. */
const RESERVE_MS = 300

/** How much longer than its deadline a look may hold its lease: clocks of instances differ. */
const LEASE_MARGIN_MS = 1000

/** The longest lease that is believed, so that a clock that was wrong once locks nobody out for good. */
const LONGEST_LEASE_MS = 20_000

/**
 * Looks at the release once, stores what changed, and then tells the channels.
 *
 * All that must not be lost is in one document, which is replaced only if nobody else has replaced it
 * since it was read, and before anything is sent. Who replaces it holds a lease on sending; another
 * look that finds it changes nothing, and so loses nothing: the next look sees the same. An event
 * leaves the document once a channel took it, so a look that ends between sending and storing has
 * that one message repeated, and none lost.
 */
export async function look(tools: Tools): Promise<{ result: LookResult; attempts: number }> {
  const { collection, settings, msLeft, log } = tools
  const events: ReleaseEvent[] = []
  const deliveries: Delivery[] = []
  let attempts = 0
  let waiting = 0
  const end = (answer: GetGrayReleasePlanResult) => ({
    result: { ...answer, events, deliveries, waiting },
    attempts,
  })
  const failed = (error: GrayReleasePlanError) => end({ ok: false, error })

  const read = await collection.read(STATE_ID)
  if (!read.ok) return failed(read.error)
  const before = readState(read.value?.['state'])
  const answer = await ask(tools, () => {
    attempts += 1
  })
  const at = Date.now()
  waiting = before?.outbox.length ?? 0
  const leaseMs = (before?.lease ?? at) - at
  if (leaseMs > 0 && leaseMs <= LONGEST_LEASE_MS) return end(answer)

  if (read.value && !before) {
    const aside = await keepAside(tools, read.value)
    if (aside) return failed(aside)
  }
  const state = before ?? EMPTY
  const compared = compare(state.seen, answer, at)
  const kept = answer.ok ? await remember(tools, state.history, answer.plan, at) : undefined
  if (kept?.error) return failed(kept.error)
  let channels = settings.GRAY_RELEASE_NOTIFY
  const ids = channels.map(({ id }) => id)
  const { outbox, dropped } = withEvents(state.outbox, compared.events, ids)
  let turn = nextTurn(outbox, channels)
  const deadline = at + msLeft()
  const mayTell = () => turn !== undefined && msLeft() > RESERVE_MS

  const store = storing(collection, read.value)
  const history = kept?.history ?? state.history
  const next: State = { shape: 1, seen: compared.seen, outbox, ...(history && { history }) }
  const lease = () => (mayTell() ? { lease: Math.ceil(deadline) + LEASE_MARGIN_MS } : {})
  if (JSON.stringify({ ...next, ...lease() }) === JSON.stringify(before)) return end(answer)
  const stored = await store({ ...next, ...lease() })
  if (!stored.ok) return failed(stored.error)
  // Another look was faster, and has stored what it saw: the next one goes on from there.
  if (!stored.value) return end(answer)
  events.push(...compared.events)
  waiting = outbox.length
  if (dropped > 0) log(note('outbox_full', { dropped }))

  let rest = outbox
  while (turn && mayTell()) {
    const { GRAY_RELEASE_LANGUAGE: language } = settings
    const timeoutMs = Math.min(5000, msLeft() - RESERVE_MS)
    const sent = await send(turn, rest, channels, { language, timeoutMs })
    deliveries.push(...sent.deliveries)
    for (const { channel, host, error } of sent.deliveries) {
      const { message, retryable } = error ?? { retryable: true }
      if (!retryable) log(note('refused', { channel, host, message }))
    }
    rest = sent.outbox
    channels = sent.channels
    turn = nextTurn(rest, channels)
    const done = await store({ ...next, outbox: rest, ...lease() })
    if (!done.ok) return failed(done.error)
    waiting = rest.length
    // The lease has ended, and another look goes on.
    if (!done.value) break
  }
  return end(answer)
}

function ask({ cloud, msLeft }: Tools, onSend: () => void): Promise<GetGrayReleasePlanResult> {
  const api = findApi(cloud)
  if (api.error) return Promise.resolve({ ok: false, error: api.error })
  const { value: call } = api
  return callWithin(
    { timeoutMs: Math.max(1, msLeft() * SHARE_OF_ASKING), retries: 2 },
    sdkAttempt(() => {
      onSend()
      return call()
    }),
  )
}

/** Stores one revision after another, each only in place of the one before. */
function storing(collection: Collection, found: Fields | undefined) {
  let before = found
  const writer = randomBytes(9).toString('base64')
  return async (state: State) => {
    const last = before?.['version']
    const version = (Number.isInteger(last) ? (last as number) : 0) + 1
    const revision = { version, writer, state: JSON.stringify(state) }
    const stored = await collection.replace(STATE_ID, before, revision)
    before = { ...revision }
    return stored
  }
}

/** Adds what a plan is now to its history, and to the document of that plan, if it has changed. */
async function remember(
  { collection }: Tools,
  known: History | undefined,
  plan: GrayReleasePlan,
  at: number,
): Promise<{ history?: History; error?: GrayReleasePlanError }> {
  const { createTimestamp } = plan
  const id = `plan-${createTimestamp}`
  let before = known
  if (before?.createTimestamp !== createTimestamp) {
    const found = await collection.read(id)
    if (!found.ok) return { error: found.error }
    before = isHistory(found.value)
      ? { createTimestamp, points: found.value.points }
      : { createTimestamp, points: [] }
  }
  const history = withPoint(before, plan, at)
  if (history !== before) {
    const put = await collection.put(id, history)
    if (!put.ok) return { error: put.error }
  }
  return { history }
}

/** Keeps a document that can't be read under another id, so that nothing of it is lost. */
async function keepAside(
  { collection, log }: Tools,
  { _id, ...fields }: Fields,
): Promise<GrayReleasePlanError | undefined> {
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('hex')
  const id = `${STATE_ID}-kept-aside-${hash.slice(0, 12)}`
  const put = await collection.put(id, fields)
  if (!put.ok) return put.error
  log(note('kept_aside', { id }))
  return undefined
}

/** A line of the log beside the one of the look. */
const note = (what: string, more: object): string =>
  JSON.stringify({ api: 'operation.getGrayReleasePlan', note: what, ...more })
