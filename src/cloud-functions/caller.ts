import type { Env } from '../core/env'
import { createError, type GrayReleasePlanError } from '../core/error'
import { callerVariables, textOf } from './caller-variables'
import { ALLOWED_OPENIDS } from './settings'

/** Last hops of SOURCE that only a developer, a timer, a token holder or another function can have. */
const TRUSTED_SOURCES: ReadonlySet<string> = new Set([
  'wx_devtools',
  'wx_localdebug',
  'wx_trigger',
  'wx_http',
  'scf',
])

/** What `getWXContext()` may tell of the caller. */
export interface WXContext {
  SOURCE?: unknown
  ENV?: unknown
}

/** Who called, as this invocation tells. */
export interface Caller {
  /** The last hop of SOURCE; empty if there is none. */
  lastHop: string
  /** Whether the function runs on a developer's own machine. */
  local: boolean
  /** Empty if the caller has none. */
  openid: string
}

/**
 * @param env - `process.env`
 * @param context - what the platform hands to the function; if it tells who called, neither
 * `wxContext` nor `env` is asked, which may still hold the variables of an earlier caller
 */
export function callerOf(wxContext: WXContext, env: Env, context?: unknown): Caller {
  const told = callerVariables(context)
  const variables = told ?? env
  const { SOURCE, ENV }: WXContext = told ? {} : wxContext
  const source = textOf(SOURCE) || textOf(variables['TCB_SOURCE'])
  const hasOpenid = textOf(variables['WX_CONTEXT_KEYS']).split(',').includes('WX_OPENID')
  return {
    lastHop: source.slice(source.lastIndexOf(',') + 1).trim(),
    local: (textOf(ENV) || textOf(variables['TCB_ENV'])) === 'local',
    // getWXContext() makes a number of an OPENID that is all digits, and loses digits on the way.
    openid: hasOpenid ? textOf(variables['WX_OPENID']).trim() : '',
  }
}

/** Whether a developer, a timer, a token holder or another function calls. */
export const isTrusted = ({ lastHop, local }: Caller): boolean =>
  local || TRUSTED_SOURCES.has(lastHop)

/**
 * Whether this caller may call, fail closed: every user of a mini program can call every cloud
 * function of its environment, so a caller who is neither trusted nor listed is refused.
 *
 * @param allowed - the OPENIDs that may call; `*` lets everyone in
 * @returns the `forbidden` error, or undefined if the caller may call
 */
export function refuse(
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
    errMsg: `this caller may not query the release plan (source: ${lastHop || 'none'})`,
    attempts: 0,
    openid,
    hint: openid === '' ? NO_OPENID : NOT_LISTED,
  })
}

const NOT_LISTED = {
  zh: `云函数拒绝了该调用者：请在云函数的环境变量 ${ALLOWED_OPENIDS} 中加入其 OPENID。`,
  en: `The function refused this caller: add the OPENID to the environment variable ${ALLOWED_OPENIDS} of the function.`,
}

const NO_OPENID = {
  zh: `云函数拒绝了该调用者，且其没有 OPENID：请从小程序页面调用，并在云函数的环境变量 ${ALLOWED_OPENIDS} 中加入 OPENID。`,
  en: `The function refused this caller, which has no OPENID: call it from a page of the mini program, and list the OPENID in the environment variable ${ALLOWED_OPENIDS} of the function.`,
}
