import type { Env } from '../core/env'
import { type GrayReleasePlanError, invalidOption } from '../core/error'
import { orUndefined } from '../core/read'
import type { CloudLike } from '../sdk/api'
import { toError } from '../sdk/to-error'
import { callerOf, isTrusted, rejectionOf, type WXContext } from './caller'
import { allowedOpenids, type Warn } from './settings'

/** The part of wx-server-sdk that every ready-made function uses, besides WeChat's API. */
export interface FunctionSdk extends CloudLike {
  DYNAMIC_CURRENT_ENV: unknown
  init(options: { env: unknown }): void
  getWXContext(): WXContext
}

/** The dependencies of a function. */
export interface Dependencies<Sdk extends FunctionSdk> {
  /** Loads the SDK in the function's bundle. */
  loadSdk: () => Sdk
  /** Returns `process.env`; a runtime may replace the object. */
  env: () => Env
  /** `process.versions.node` */
  nodeVersion: string
  log: (line: string) => void
}

/** A call that passed all checks. */
export interface Invocation<Sdk extends FunctionSdk> {
  cloud: Sdk
  /** `process.env` of this call. */
  env: Env
  /** Whether the caller is a developer, a timer, a server or another function, not a listed user. */
  trusted: boolean
  /** What the platform passes to the function. */
  context: unknown
  /** Writes a line to the log; never throws, because the result matters more. */
  log: (line: string) => void
  warn: Warn
}

/** A function's result if a check rejects the call. */
export interface Rejected {
  ok: false
  error: GrayReleasePlanError
}

/** wx-server-sdk 4 uses `http.request(url, options, callback)`, which is new in this version. */
const OLDEST_NODE = [10, 9] as const

/**
 * Creates the `main` of a ready-made cloud function, which checks runtime, caller and credentials in
 * this order before `answer` runs. It never throws or rejects, and ignores `event`.
 */
export function createHandler<Sdk extends FunctionSdk, Answer>(
  dependencies: Dependencies<Sdk>,
  answer: (invocation: Invocation<Sdk>) => Promise<Answer>,
): (event?: unknown, context?: unknown) => Promise<Answer | Rejected> {
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

  const checkAndAnswer = async (context: unknown): Promise<Answer | Rejected> => {
    if (!runsOn(nodeVersion)) {
      const errMsg = `wx-server-sdk 4 needs Node.js ${OLDEST_NODE.join('.')} or later, this is ${nodeVersion}: choose a newer runtime`
      return { ok: false, error: invalidOption(errMsg) }
    }
    const cloud = sdk()
    const env = dependencies.env()
    const caller = callerOf(cloud.getWXContext(), env, context)
    const rejection = rejectionOf(caller, allowedOpenids(env))
    if (rejection) return { ok: false, error: rejection }
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

  // Loading the SDK while the platform sets up the instance doesn't count towards the timeout of the
  // first call. If it fails, that call tries again and reports the reason.
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
