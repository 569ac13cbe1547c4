import type { Env } from '../core/env'
import { createError, type GrayReleasePlanError } from '../core/error'
import { callerVariables, textOf } from './caller-variables'
import { NO_OPENID, NOT_LISTED } from './hints'

/** Last hops of SOURCE that only developers, timers, token holders and other functions have. */
const TRUSTED_SOURCES: ReadonlySet<string> = new Set([
  'wx_devtools',
  'wx_localdebug',
  'wx_trigger',
  'wx_http',
  'scf',
])

/** The part of `getWXContext()` that is used. */
export interface WXContext {
  SOURCE?: unknown
  ENV?: unknown
}

/** The caller of this invocation. */
export interface Caller {
  /** The last hop of SOURCE, or ''. */
  lastHop: string
  /** Whether the function runs on a developer's own machine. */
  local: boolean
  /** '' if the caller has none. */
  openid: string
}

/**
 * @param env - `process.env`
 * @param context - what the platform passes to the function; if it identifies the caller, `wxContext`
 * and `env` are not read, because they may still have the variables of an earlier caller
 */
export function callerOf(wxContext: WXContext, env: Env, context?: unknown): Caller {
  const given = callerVariables(context)
  const variables = given ?? env
  const { SOURCE, ENV }: WXContext = given ? {} : wxContext
  const source = textOf(SOURCE) || textOf(variables['TCB_SOURCE'])
  const hasOpenid = textOf(variables['WX_CONTEXT_KEYS']).split(',').includes('WX_OPENID')
  return {
    lastHop: source.slice(source.lastIndexOf(',') + 1).trim(),
    local: (textOf(ENV) || textOf(variables['TCB_ENV'])) === 'local',
    // Not from getWXContext(): it turns an OPENID that is all digits into a number and loses digits.
    openid: hasOpenid ? textOf(variables['WX_OPENID']).trim() : '',
  }
}

/** Whether the caller is a developer, a timer, a token holder or another function. */
export const isTrusted = ({ lastHop, local }: Caller): boolean =>
  local || TRUSTED_SOURCES.has(lastHop)

/**
 * Rejects a caller who is neither trusted nor listed, because every user of a mini program can call
 * every cloud function of its environment.
 *
 * @param allowed - the OPENIDs that are allowed; `*` allows everyone
 * @returns the `forbidden` error, or undefined if the caller is allowed
 */
export function rejectionOf(
  caller: Caller,
  allowed: readonly string[],
): GrayReleasePlanError | undefined {
  const { openid } = caller
  if (isTrusted(caller)) return undefined
  if (allowed.includes('*') || (openid !== '' && allowed.includes(openid))) return undefined
  return forbidden(caller)
}

function forbidden({ lastHop, openid }: Caller): GrayReleasePlanError {
  return createError('forbidden', {
    errMsg: `this caller is not allowed to query the release plan (source: ${lastHop || 'none'})`,
    attempts: 0,
    openid,
    hint: openid === '' ? NO_OPENID : NOT_LISTED,
  })
}
