import type { Env } from '../core/env'
import { type GrayReleasePlanError, invalidOption } from '../core/error'
import { orUndefined } from '../core/read'
import type { CloudLike } from '../sdk/api'
import { toError } from '../sdk/to-error'
import { callerOf, isTrusted, refuse, type WXContext } from './caller'
import { allowedOpenids, type Warn } from './settings'

/** What every ready-made function uses of wx-server-sdk besides WeChat's API. */
export interface FunctionSdk extends CloudLike {
  DYNAMIC_CURRENT_ENV: unknown
  init(options: { env: unknown }): void
  getWXContext(): WXContext
}

/** What a function takes from outside. */
export interface Dependencies<Sdk extends FunctionSdk> {
  /** Loads the SDK that is bundled with the function. */
  loadSdk: () => Sdk
  /** `process.env`, read at each call: a runtime may replace the object. */
  env: () => Env
  /** `process.versions.node` */
  nodeVersion: string
  log: (line: string) => void
}

/** One call of a function, after its checks. */
export interface Invocation<Sdk extends FunctionSdk> {
  cloud: Sdk
  /** `process.env`, as it is now. */
  env: Env
  /** Whether a developer, a timer, a server or another function calls, not a listed user. */
  trusted: boolean
  /** What the platform passes to the function. */
  context: unknown
  /** Writes a line to the log; never throws, because no log is worth the result. */
  log: (line: string) => void
  warn: Warn
}

/** Why a function has no result. */
export interface Refused {
  ok: false
  error: GrayReleasePlanError
}

/** wx-server-sdk 4 calls `http.request(url, options, callback)`, which came with this version. */
const OLDEST_NODE = [10, 9] as const

/**
 * Creates the `main` of a ready-made cloud function. Checks come in this order: runtime, caller,
 * credentials; `answer` does the rest. It never throws and never rejects, and the contents of `event`
 * change nothing.
 */
export function createHandler<Sdk extends FunctionSdk, Answer>(
  dependencies: Dependencies<Sdk>,
  answer: (invocation: Invocation<Sdk>) => Promise<Answer>,
): (event?: unknown, context?: unknown) => Promise<Answer | Refused> {
  const { nodeVersion } = dependencies
  const warned = new Set<string>()
  let ready: Sdk | undefined

  const sdk = (): Sdk => {
    if (!ready) {
      const cloud = dependencies.loadSdk()
      cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
      ready = cloud
    }
    return ready
  }

  const checkAndAnswer = async (context: unknown): Promise<Answer | Refused> => {
    if (!runsOn(nodeVersion)) {
      const errMsg = `wx-server-sdk 4 needs Node.js ${OLDEST_NODE.join('.')} or later, this is ${nodeVersion}: choose a newer runtime`
      return { ok: false, error: invalidOption(errMsg) }
    }
    const cloud = sdk()
    const env = dependencies.env()
    const caller = callerOf(cloud.getWXContext(), env, context)
    const refusal = refuse(caller, allowedOpenids(env))
    if (refusal) return { ok: false, error: refusal }
    const missing = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'].filter((name) => !env[name])
    if (missing.length > 0) {
      const errMsg = `${missing.join(' and ')} not set: run this in a cloud function, which has them`
      return { ok: false, error: invalidOption(errMsg) }
    }
    const log = (line: string): void => orUndefined(() => dependencies.log(line))
    const warn: Warn = (name, problem) => {
      if (!warned.has(name)) log(JSON.stringify({ warning: name, problem }))
      warned.add(name)
    }
    return answer({ cloud, env, trusted: isTrusted(caller), context, log, warn })
  }

  // Loading now, while the platform sets the instance up, spares the timeout of the first call. If it
  // fails, the call itself tries again and reports the reason.
  if (runsOn(nodeVersion)) orUndefined(() => dependencies.loadSdk())

  return async (_event, context) => {
    try {
      return await checkAndAnswer(context)
    } catch (thrown) {
      const { errMsg } = toError(thrown, 0)
      const error = invalidOption(`wx-server-sdk can't work here: ${errMsg}`, { value: thrown })
      return { ok: false, error }
    }
  }
}

function runsOn(nodeVersion: string): boolean {
  const [major, minor] = nodeVersion.split('.').map(Number) as [number, number]
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}
