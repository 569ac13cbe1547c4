import { callWithin, now } from '../../core/call'
import { type CloudLike, findApi, sdkAttempt } from '../../sdk/api'
import { hintThroughSdk } from '../../sdk/hints'
import { type CheckResult, check, type Watch } from '../../watch/check'
import type { Account } from '../../watch/description'
import { recipientsOf } from '../../watch/recipients'
import { logLine } from '../log'
import { addPoints, type DocumentStore } from './document-store'
import type { Documents } from './documents'
import type { readSettings } from './settings'

/** What a check uses. */
export interface Tools {
  cloud: CloudLike
  documents: Documents
  store: DocumentStore
  settings: ReturnType<typeof readSettings>
  /** What is left of the deadline, in milliseconds. */
  msLeft: () => number
  log: (line: string) => void
}

/** For a database that fails temporarily; within the deadline. */
export const RETRIES = 4

/** The ID of the document with the state of an account. */
export const keyOf = ({ appid }: Account): string => (appid ? `state-${appid}` : 'state')

/** Checks one account and logs the check. */
export async function checkAccount(tools: Tools, account: Account): Promise<CheckResult> {
  const { cloud, documents, store, settings, msLeft, log } = tools
  const { appid } = account
  const startedAt = now()
  let attempts = 0

  const query: Watch['query'] = async (limits) => {
    const { value: call, error } = findApi(cloud, appid)
    if (error) return { ok: false, error }
    const attempt = sdkAttempt(() => {
      attempts += 1
      return call()
    })
    return callWithin({ ...limits, retries: 2 }, attempt, hintThroughSdk)
  }
  const note: Watch['note'] = (what, details) =>
    log(JSON.stringify({ api: 'operation.getGrayReleasePlan', note: what, appid, ...details }))
  const prefix = appid ? `plan-${appid}-` : 'plan-'
  const onHistory: Watch['onHistory'] = async (history, before) => {
    // The last chance to store points of the previous plan that could not be stored before.
    const ended = before && before.createTimestamp !== history.createTimestamp ? [before] : []
    for (const one of [...ended, history]) {
      const error = await addPoints(documents, prefix + one.createTimestamp, one, msLeft())
      if (error) note('history_not_stored', { kind: error.kind, errCode: error.errCode })
    }
  }
  const named = account.name || appid ? account : undefined
  const recipients = recipientsOf(settings.channels, named, settings.language)
  const key = keyOf(account)
  const result = await check(
    { query, store, key, recipients, retries: RETRIES, note, onHistory },
    { timeoutMs: Math.max(1, msLeft()) },
  )
  const { events, deliveries, waiting } = result
  const counts = { events: events.length, deliveries: deliveries.length, waiting }
  log(logLine(result, attempts, now() - startedAt, { ...counts, ...(appid && { appid }) }))
  return result
}
