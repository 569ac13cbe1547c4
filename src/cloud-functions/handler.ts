import type { Env } from '../core/env'
import { type GrayReleasePlanError, invalidOption } from '../core/error'
import { orUndefined, read } from '../core/read'
import type { CloudLike } from '../sdk/api'
import { toError } from '../sdk/to-error'
import { ALLOWED_OPENIDS, callerOf, rejectionOf, type WXContext } from './caller'

/** The part of wx-server-sdk that every ready-made function uses, besides WeChat's API. */
export interface FunctionSdk extends CloudLike {
  DYNAMIC_CURRENT_ENV: unknown
  init(options: { env: unknown }): void
  getWXContext(): WXContext
}

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
  /** Whether the caller is a developer, a timer, a server or another function, not a listed user. */
  trusted: boolean
  /** The deadline, in milliseconds. */
  timeoutMs: number
  /** The trimmed value of an environment variable; '' if it is not set. */
  setting: Setting
  /** Writes a line to the log; never throws, because the result matters more. */
  log: (line: string) => void
  warn: Warn
}

export type Setting = (name: string) => string

/** Logs that a variable is invalid, once per variable and instance. */
export type Warn = (name: string, problem: string) => void

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
  { loadSdk, env: readEnv, nodeVersion, log: write }: Dependencies<Sdk>,
  answer: (invocation: Invocation<Sdk>) => Promise<Answer>,
): (event?: unknown, context?: unknown) => Promise<Answer | Rejected> {
  const [major, minor] = nodeVersion.split('.').map(Number) as [number, number]
  const isSupported =
    major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  const warned = new Set<string>()
  let cloud: Sdk | undefined
  const log = (line: string): void => orUndefined(() => write(line))
  const warn: Warn = (name, problem) => {
    if (!warned.has(name)) log(JSON.stringify({ warning: name, problem }))
    warned.add(name)
  }

  const checkAndAnswer = async (context: unknown): Promise<Answer | Rejected> => {
    if (!isSupported) {
      return rejected(
        `wx-server-sdk 4 needs Node.js ${OLDEST_NODE.join('.')} or later, this is ${nodeVersion}: choose a newer runtime`,
      )
    }
    if (!cloud) {
      const sdk = loadSdk()
      sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV })
      cloud = sdk
    }
    const env = readEnv()
    const setting: Setting = (name) => String(env[name] ?? '').trim()
    const caller = callerOf(cloud.getWXContext(), env, context)
    const error = rejectionOf(caller, setting(ALLOWED_OPENIDS))
    if (error) return { ok: false, error }
    const missing = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'].filter((name) => !env[name])
    if (missing.length > 0) {
      return rejected(
        `${missing.join(' and ')} not set: run this in a cloud function, which has them`,
      )
    }
    const timeoutMs = deadlineIn(context)
    return answer({ cloud, trusted: caller.trusted, timeoutMs, setting, log, warn })
  }

  // Loading the SDK while the platform sets up the instance doesn't count towards the timeout of the
  // first call. If it fails, that call tries again and reports the reason.
  if (isSupported) orUndefined(() => loadSdk())

  return async (_event, context) => {
    try {
      return await checkAndAnswer(context)
    } catch (thrown) {
      const { errMsg } = toError(thrown, 0)
      return rejected(`wx-server-sdk can't work here: ${errMsg}`, { value: thrown })
    }
  }
}

const rejected = (errMsg: string, cause?: { value: unknown }): Rejected => ({
  ok: false,
  error: invalidOption(errMsg, cause),
})

/** The function's timeout less a margin, at most 10 s. */
function deadlineIn(context: unknown): number {
  const limit = read(context, 'time_limit_in_ms')
  const known = typeof limit === 'number' && limit >= 1000 && limit <= 900_000
  return known ? Math.min(limit - 500, 10_000) : 2500
}
