import { callWithin, now } from '../../core/call'
import type { GetGrayReleasePlanResult } from '../../core/result'
import { findApi } from '../../sdk/api'
import { hintThroughSdk } from '../../sdk/hints'
import { deadlineMs } from '../deadline'
import { createHandler, type Dependencies, type FunctionSdk } from '../handler'
import { logLine } from '../log'
import { PlanCache } from './plan-cache'
import { cacheSeconds } from './settings'

/** The handler of the cloud function. */
export type PlanMain = (event?: unknown, context?: unknown) => Promise<GetGrayReleasePlanResult>

const RETRIES = 2

/** Creates the `main` of the cloud function that returns the staged release in progress. */
export function createPlanMain(dependencies: Dependencies<FunctionSdk>): PlanMain {
  const cache = new PlanCache()
  return createHandler(dependencies, async ({ cloud, env, context, log, warn }) => {
    const api = findApi(cloud)
    if (api.error) return { ok: false, error: api.error }
    const seconds = cacheSeconds(env, warn)
    const startedAt = now()
    let sent = 0
    const result = await callWithin(
      { timeoutMs: deadlineMs(context), retries: RETRIES },
      cache.attempt(api.value, seconds, () => {
        sent += 1
      }),
      hintThroughSdk,
    )
    if (sent > 0) log(logLine(result, sent, now() - startedAt))
    return result
  })
}
