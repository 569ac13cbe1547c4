import { now } from '../../core/call'
import { deadlineMs } from '../deadline'
import { createHandler, type Dependencies, type FunctionSdk, type Refused } from '../handler'
import { logLine } from '../log'
import { type CloudDatabase, Collection } from './database'
import { type LookResult, look } from './look'
import { readSettings } from './settings'
import { type Point, readState, STATE_ID } from './state'

/** What the function uses of wx-server-sdk besides the API itself. */
export interface WatchSdk extends FunctionSdk {
  database(config: { throwOnNotFound: boolean }): CloudDatabase
}

/** What a page gets: how the newest plan went, oldest point first. */
export interface HistoryResult {
  ok: true
  history: readonly Point[]
}

/** The handler of the cloud function. */
export type Main = (
  event?: unknown,
  context?: unknown,
) => Promise<LookResult | HistoryResult | Refused>

/**
 * Makes the `main` of a cloud function that looks at the staged release, remembers in the cloud
 * database what it saw, and tells the channels of `GRAY_RELEASE_NOTIFY` what happened. A page of a
 * listed user makes no look, and gets the history.
 */
export function createMain(dependencies: Dependencies<WatchSdk>): Main {
  return createHandler(dependencies, async ({ cloud, env, trusted, context, log, warn }) => {
    const startedAt = now()
    const settings = readSettings(env, warn)
    const limit = deadlineMs(context)
    const msLeft = (): number => limit - (now() - startedAt)
    const database = cloud.database({ throwOnNotFound: false })
    const collection = new Collection(database, settings.GRAY_RELEASE_COLLECTION, msLeft)
    if (!trusted) return history(collection)
    const { result, attempts } = await look({ cloud, collection, settings, msLeft, log })
    const { events, deliveries, waiting } = result
    log(
      logLine(result, attempts, now() - startedAt, {
        events: events.length,
        deliveries: deliveries.length,
        waiting,
      }),
    )
    return result
  })
}

async function history(collection: Collection): Promise<HistoryResult | Refused> {
  const found = await collection.read(STATE_ID)
  if (!found.ok) return found
  return { ok: true, history: readState(found.value?.['state'])?.history?.points ?? [] }
}
