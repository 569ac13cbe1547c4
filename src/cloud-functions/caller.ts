import type { Env } from '../core/env'
import { createError, type GrayReleasePlanError } from '../core/error'
import { callerVariables, textOf } from './caller-variables'

/** Lists the OPENIDs that may call besides developers, timers and servers. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'

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

/** An OPENID has none of these; the last two are what a Chinese keyboard gives for a comma. */
const SEPARATOR = /[,，、]/

/**
 * Whether this caller may call, fail closed: every user of a mini program can call every cloud
 * function of its environment, so a caller who is not known to be trusted is refused.
 *
 * @param env - `process.env`
 * @param context - what the platform hands to the function; if it tells who called, neither
 * `wxContext` nor `env` is asked, which may still hold the variables of an earlier caller
 * @returns the `forbidden` error, or undefined if the caller may call
 */
export function refuseCaller(
  wxContext: WXContext,
  env: Env,
  context?: unknown,
): GrayReleasePlanError | undefined {
  const told = callerVariables(context)
  const caller = told ?? env
  const { SOURCE, ENV }: WXContext = told ? {} : wxContext
  const source = textOf(SOURCE) || textOf(caller['TCB_SOURCE'])
  const lastHop = source.slice(source.lastIndexOf(',') + 1).trim()
  if (TRUSTED_SOURCES.has(lastHop)) return undefined
  if ((textOf(ENV) || textOf(caller['TCB_ENV'])) === 'local') return undefined
  const hasOpenid = textOf(caller['WX_CONTEXT_KEYS']).split(',').includes('WX_OPENID')
  // getWXContext() makes a number of an OPENID that is all digits, and loses digits on the way.
  const openid = hasOpenid ? textOf(caller['WX_OPENID']).trim() : ''
  const allowed = textOf(env[ALLOWED_OPENIDS])
    .split(SEPARATOR)
    .map((entry) => entry.trim())
  if (allowed.includes('*') || (openid !== '' && allowed.includes(openid))) return undefined
  return forbidden(lastHop, openid)
}

function forbidden(lastHop: string, openid: string): GrayReleasePlanError {
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
