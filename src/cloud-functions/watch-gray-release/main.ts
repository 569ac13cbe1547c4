import { now } from '../../core/call'
import type { Point } from '../../core/plan'
import type { CheckResult } from '../../watch/check'
import type { Account } from '../../watch/description'
import { historyIn } from '../../watch/state'
import { createHandler, type Dependencies, type FunctionSdk, type Rejected } from '../handler'
import { checkAccount, keyOf, RETRIES, type Tools } from './check-account'
import { DocumentStore } from './document-store'
import { type CloudDatabase, Documents } from './documents'
import { inTurn } from './in-turn'
import { readSettings } from './settings'

/** The part of wx-server-sdk that this function uses. */
export interface WatchSdk extends FunctionSdk {
  database(config: { throwOnNotFound: boolean }): CloudDatabase
}

/** The results of the accounts in `GRAY_RELEASE_ACCOUNTS`, in their order. */
export interface AccountsResult {
  /** Whether none failed. */
  ok: boolean
  accounts: (Account & (CheckResult | { skipped: true }))[]
}

/** The result for a page: the points of the newest plan, oldest first. */
export interface PageResult {
  ok: true
  /** The history of the first account. */
  history: readonly Point[]
  accounts?: (Account & { history: readonly Point[] })[]
}

export type WatchMain = (
  event?: unknown,
  context?: unknown,
) => Promise<CheckResult | AccountsResult | PageResult | Rejected>

/** The time that a check of another account needs. */
const LEAST_MS = 1500

/**
 * Creates the `main` of the cloud function that checks the staged release, stores what it saw in the cloud
 * database, and notifies the channels of `GRAY_RELEASE_NOTIFY` of what happened. A page of a
 * listed user gets the history, without a check.
 */
export function createWatchMain(dependencies: Dependencies<WatchSdk>): WatchMain {
  /** The account to start with: each call continues where the previous one ended. */
  let first = Math.floor(Math.random() * 1000)

  return createHandler(dependencies, async (invocation) => {
    const startedAt = now()
    const { cloud, trusted, timeoutMs, setting, log, warn } = invocation
    const settings = readSettings(setting, warn)
    const { value: accounts, error } = settings.accounts
    if (error) return { ok: false, error }
    const documents = new Documents(cloud.database({ throwOnNotFound: false }), settings.collection)
    const store = new DocumentStore(documents)
    const msLeft = (): number => timeoutMs - (now() - startedAt)
    const tools: Tools = { cloud, documents, store, settings, msLeft, log }
    if (!trusted) return histories(tools, accounts)
    if (accounts.length === 0) return checkAccount(tools, { name: settings.name })

    const mayStart = (): boolean => msLeft() >= Math.min(LEAST_MS, timeoutMs / 2)
    const results = await inTurn(accounts, first, mayStart, (one) => checkAccount(tools, one))
    first += Math.max(1, results.filter(Boolean).length % accounts.length)
    return {
      ok: results.every((result) => result?.ok !== false),
      accounts: accounts.map((account, index) => ({
        ...account,
        ...(results[index] ?? { skipped: true as const }),
      })),
    }
  })
}

async function histories(
  { store, msLeft }: Tools,
  accounts: readonly Account[],
): Promise<PageResult | Rejected> {
  const asked = accounts.length > 0 ? accounts : [{}]
  const read = (account: Account) =>
    historyIn(store, keyOf(account), { timeoutMs: msLeft(), retries: RETRIES })
  const found: NonNullable<PageResult['accounts']> = []
  for (const [index, one] of (await inTurn(asked, 0, () => true, read)).entries()) {
    if (!one?.ok) return one as Rejected
    found.push({ ...asked[index], history: one.history })
  }
  const history = found[0]?.history as readonly Point[]
  return { ok: true, history, ...(accounts.length > 0 && { accounts: found }) }
}
