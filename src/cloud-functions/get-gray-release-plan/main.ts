import { callWithin, now } from '../../core/call'
import type { GetGrayReleasePlanResult } from '../../core/result'
import { findApi } from '../../sdk/api'
import { hintThroughSdk } from '../../sdk/hints'
import { createHandler, type Dependencies, type FunctionSdk } from '../handler'
import { logLine } from '../log'
import { cacheSeconds, PlanCache } from './plan-cache'

export type PlanMain = (event?: unknown, context?: unknown) => Promise<GetGrayReleasePlanResult>

/** Creates the `main` of the cloud function that returns the staged release in progress. */
export function createPlanMain(dependencies: Dependencies<FunctionSdk>): PlanMain {
  const cache = new PlanCache()
  return createHandler(dependencies, async ({ cloud, timeoutMs, setting, log, warn }) => {
    const { value: call, error } = findApi(cloud)
    if (error) return { ok: false, error }
    const startedAt = now()
    let sent = 0
    const send = (): unknown => {
      sent += 1
      return call()
    }
    const attempt = cache.attempt(send, cacheSeconds(setting, warn))
    const result = await callWithin({ timeoutMs, retries: 2 }, attempt, hintThroughSdk)
    if (sent > 0) log(logLine(result, sent, now() - startedAt))
    return result
  })
}
