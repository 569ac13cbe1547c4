import { callWithin, now } from '../../core/call'
import type { Env } from '../../core/env'
import { invalidOption } from '../../core/options'
import { orUndefined, read } from '../../core/read'
import type { GetGrayReleasePlanResult } from '../../core/result'
import { type CloudLike, findApi } from '../../sdk/get-gray-release-plan'
import { toError } from '../../sdk/to-error'
import { refuseCaller, type WXContext } from '../caller'
import { logLine } from '../log'
import { CACHE_SECONDS, cacheSeconds, PlanCache } from './plan-cache'

/** What the function uses of wx-server-sdk besides the API itself. */
export interface FunctionSdk extends CloudLike {
  DYNAMIC_CURRENT_ENV: unknown
  init(options: { env: unknown }): void
  getWXContext(): WXContext
}

/** What the function takes from outside. */
export interface Dependencies {
  /** Loads the SDK that is bundled with the function. */
  loadSdk: () => FunctionSdk
  /** `process.env`, looked up at each call: a runtime may put another object in its place. */
  env: () => Env
  /** `process.versions.node` */
  nodeVersion: string
  log: (line: string) => void
}

/** The handler of the cloud function; whatever is in `event` changes nothing. */
export type Main = (event?: unknown, context?: unknown) => Promise<GetGrayReleasePlanResult>

/** wx-server-sdk 4 calls `http.request(url, options, callback)`, which came with this version. */
const OLDEST_NODE = [10, 9] as const

const RETRIES = 2

/**
 * Makes the `main` of a cloud function that answers with the staged release under way. Checks come in
 * this order: runtime, caller, credentials, call. It never throws and never rejects.
 */
export function createMain(dependencies: Dependencies): Main {
  const { nodeVersion, log } = dependencies
  const cache = new PlanCache()
  let ready: FunctionSdk | undefined

  const sdk = (): FunctionSdk => {
    if (!ready) {
      const cloud = dependencies.loadSdk()
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      ready = cloud
    }
    return ready
  }

  const answer = async (context: unknown): Promise<GetGrayReleasePlanResult> => {
    if (!runsOn(nodeVersion)) {
      const errMsg = `wx-server-sdk 4 needs Node.js ${OLDEST_NODE.join('.')} or later, this is ${nodeVersion}: choose a newer runtime`
      return { ok: false, error: invalidOption(errMsg) }
    }
    const cloud = sdk()
    const env = dependencies.env()
    const refusal = refuseCaller(cloud.getWXContext(), env, context)
    if (refusal) return { ok: false, error: refusal }
    const missing = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'].filter((name) => !env[name])
    if (missing.length > 0) {
      const errMsg = `${missing.join(' and ')} not set: run this in a cloud function, which has them`
      return { ok: false, error: invalidOption(errMsg) }
    }
    const api = findApi(cloud)
    if (api.error) return { ok: false, error: api.error }
    const startedAt = now()
    let sent = 0
    const result = await callWithin(
      { timeoutMs: deadlineMs(context), retries: RETRIES },
      cache.attempt(api.value, cacheSeconds(env[CACHE_SECONDS]), () => {
        sent += 1
      }),
    )
    // No log is worth the plan.
    if (sent > 0) orUndefined(() => log(logLine(result, sent, now() - startedAt)))
    return result
  }

  // Loading now, while the platform sets the instance up, spares the first call's time limit. If it
  // fails, the call itself tries again, and tells what goes wrong.
  if (runsOn(nodeVersion)) orUndefined(() => dependencies.loadSdk())

  return async (_event, context) => {
    try {
      return await answer(context)
    } catch (thrown) {
      const { errMsg } = toError(thrown, 0)
      const error = invalidOption(`wx-server-sdk can't work here: ${errMsg}`, { value: thrown })
      return { ok: false, error }
    }
  }
}

/** The deadline of a call, from the time limit of the function less a margin, in milliseconds. */
export function deadlineMs(context: unknown): number {
  const limit = read(context, 'time_limit_in_ms')
  const known = typeof limit === 'number' && limit >= 1000 && limit <= 900_000
  return known ? Math.min(limit - 500, 10_000) : 2500
}

function runsOn(nodeVersion: string): boolean {
  const [major, minor] = nodeVersion.split('.').map(Number) as [number, number]
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}
