import type { Env } from '../core/env'
import { createError, type GrayReleasePlanError } from '../core/error'
import type { Hint } from '../core/error-codes'
import { parseJson, read } from '../core/read'

/** The allow list of OPENIDs. Developers, timers and servers need not be on it. */
export const ALLOWED_OPENIDS = 'GRAY_RELEASE_ALLOWED_OPENIDS'

/** The last two are what a Chinese keyboard types for a comma. */
const SEPARATOR = /[,，、]/

/** Last hops of SOURCE that only developers, timers, token holders and other functions have. */
const TRUSTED_SOURCES = ['wx_devtools', 'wx_localdebug', 'wx_trigger', 'wx_http', 'scf']

/** The part of `getWXContext()` that is used. */
export interface WXContext {
  SOURCE?: unknown
  ENV?: unknown
}

/** The caller of this invocation. */
export interface Caller {
  /** The last hop of SOURCE, or ''. */
  lastHop: string
  /** Whether it is a developer, a timer, a token holder or another function. */
  trusted: boolean
  /** '' if the caller has none. */
  openid: string
}

/**
 * @param env - `process.env`
 * @param context - what the platform passes to the function; if it identifies the caller, `wxContext`
 * and `env` are not read, because they may still have the variables of an earlier caller
 */
export function callerOf(wxContext: WXContext, env: Env, context?: unknown): Caller {
  const given = variablesIn(context)
  const variables = given ?? env
  const { SOURCE, ENV }: WXContext = given ? {} : wxContext
  const source = textOf(SOURCE) || textOf(variables['TCB_SOURCE'])
  const lastHop = source.slice(source.lastIndexOf(',') + 1).trim()
  const isLocal = (textOf(ENV) || textOf(variables['TCB_ENV'])) === 'local'
  const hasOpenid = textOf(variables['WX_CONTEXT_KEYS']).split(',').includes('WX_OPENID')
  return {
    lastHop,
    trusted: isLocal || TRUSTED_SOURCES.includes(lastHop),
    // Not from getWXContext(): it turns an OPENID that is all digits into a number and loses digits.
    openid: hasOpenid ? textOf(variables['WX_OPENID']).trim() : '',
  }
}

/** The variables that identify the caller. */
const NAMES = ['TCB_SOURCE', 'TCB_ENV', 'WX_CONTEXT_KEYS', 'WX_OPENID']

/**
 * The variables that identify the caller, as far as the context has any. Instances are reused: in
 * `process.env`, a variable that this invocation doesn't set keeps the value of an earlier one.
 */
function variablesIn(context: unknown): Env | undefined {
  const json = parseJson(textOf(read(context, 'environment')))
  const pairs = textOf(read(context, 'environ')).split(';')
  // The order of the SDK's own parseContext(): older platforms have only `environ`.
  return named(Object.entries(json ?? {})) ?? named(pairs.map(inTwo))
}

/** A string as it is; anything else counts as empty. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function inTwo(pair: string): [string, string] {
  // Without `=`, it is the rest of a value that contains a semicolon: its name is ''.
  const at = Math.max(pair.indexOf('='), 0)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

function named(entries: [string, unknown][]): Env | undefined {
  const found: { [name: string]: string } = {}
  for (const [name, value] of entries.filter(([name]) => NAMES.includes(name))) {
    const text = textOf(value)
    // A value that contains a semicolon could repeat a name: if two values differ, neither counts.
    found[name] = name in found && found[name] !== text ? '' : text
  }
  return Object.keys(found).length > 0 ? found : undefined
}

/**
 * Rejects a caller who is neither trusted nor listed, because every user of a mini program can call
 * every cloud function of its environment.
 *
 * @param list - the value of {@link ALLOWED_OPENIDS}; `*` allows everyone
 * @returns the `forbidden` error, or undefined if the caller is allowed
 */
export function rejectionOf(
  { lastHop, trusted, openid }: Caller,
  list: string,
): GrayReleasePlanError | undefined {
  const allowed = list.split(SEPARATOR).map((entry) => entry.trim())
  const listed = allowed.includes('*') || (openid !== '' && allowed.includes(openid))
  if (trusted || listed) return undefined
  return createError('forbidden', {
    errMsg: `this caller is not allowed to query the release plan (source: ${lastHop || 'none'})`,
    attempts: 0,
    openid,
    hint: openid === '' ? NO_OPENID : NOT_LISTED,
  })
}

const NOT_LISTED: Hint = {
  zh: `你没有调用该云函数的权限：请把你的 OPENID 加入云函数的环境变量 ${ALLOWED_OPENIDS}。`,
  en: `You are not allowed to call this function: add your OPENID to its environment variable ${ALLOWED_OPENIDS}.`,
}

/** As on a developer's machine. */
const NO_OPENID: Hint = {
  zh: `调用者没有 OPENID，也不在允许之列：请从小程序页面调用，并把 OPENID 加入云函数的环境变量 ${ALLOWED_OPENIDS}；在本机运行时请设置 TCB_SOURCE=wx_devtools。`,
  en: `This caller has no OPENID and is not allowed. Call the function from a mini program page and add that OPENID to its environment variable ${ALLOWED_OPENIDS}. On your own machine, set TCB_SOURCE=wx_devtools.`,
}
