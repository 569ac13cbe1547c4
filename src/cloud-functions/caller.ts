import { createError, type GrayReleasePlanError } from '../core/error'

/** Environment variables, as of `process.env`. */
export type Env = { readonly [name: string]: string | undefined }

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

/**
 * Whether this caller may call, fail closed: every user of a mini program can call every cloud
 * function of its environment, so a caller who is not known to be trusted is refused.
 *
 * @returns the `forbidden` error, or undefined where the caller may call
 */
export function refuseCaller(context: WXContext, env: Env): GrayReleasePlanError | undefined {
  const source = textOf(context.SOURCE) || textOf(env['TCB_SOURCE'])
  const lastHop = source.slice(source.lastIndexOf(',') + 1).trim()
  if (TRUSTED_SOURCES.has(lastHop)) return undefined
  if ((textOf(context.ENV) || textOf(env['TCB_ENV'])) === 'local') return undefined
  // getWXContext() makes a number of an OPENID that is all digits, and loses digits on the way.
  const openid = textOf(env['WX_OPENID']).trim()
  const allowed = textOf(env[ALLOWED_OPENIDS])
    .split(',')
    .map((entry) => entry.trim())
  if (allowed.includes('*') || (openid !== '' && allowed.includes(openid))) return undefined
  return forbidden(lastHop, openid)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

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
