import { fieldsOf, isText } from '../core/read'
import { type FailedCall, type FunctionFailure, failedCall } from './failure'
import * as hints from './hints'

/** Reads what `callFunction` threw or rejected with. */
export function readFailure(thrown: unknown, name: string): FailedCall {
  const { errMsg, message, errCode } = fieldsOf(thrown)
  const said = errMsg || message || thrown
  const text = isText(said) ? said : String(JSON.stringify(said))
  const [written, rest] = readMessage(text)
  const own = toCode(errCode)
  const code = (VAGUE.indexOf(own) < 0 ? own : written || own) || 0
  const [failure, hint] = classify(code, text, rest)
  return failedCall(failure, {
    name,
    errCode: code,
    errMsg: text,
    rid: ridIn(text),
    hint,
    cause: thrown,
  })
}

/** Codes that only say that something failed: the message has the meaningful one. */
const VAGUE = [0, -1, -404011]

const CODE = /(?:errCode:|service error code|base_resp.errcode|callFunction:fail)[\s:=]*(-?\d+)/

/**
 * The innermost code in the message, or 0, and the rest after it. The rest may be the function's own
 * message, with codes of its own.
 */
function readMessage(message: string): [code: number, rest: string] {
  // Texts and codes alternate, because the pattern has a group.
  const parts = message.split(CODE)
  let at = 1
  while (at + 2 < parts.length && VAGUE.indexOf(toCode(parts[at])) >= 0) at += 2
  return [toCode(parts[at]), parts[at + 1] || message]
}

/** WeChat sends a code as a number or a string; JSON has no NaN. */
function toCode(value: unknown): number {
  const code = Number(value)
  return Number.isFinite(code) ? code : 0
}

/**
 * The last `callId` before the trace, which repeats everything; an earlier one may be in the function's
 * own message. Older versions of WeChat have a `requestID`. It must contain a digit, because sometimes
 * the ID is missing.
 */
const ridIn = (message: string): string | undefined =>
  (/(?:^[\s\S]*callId:|requestId[:\s])\s*([\w.-]*\d[\w.-]*)/i.exec(
    (message.split('(trace:') as [string])[0],
  ) || [])[1]

/** The function ran and threw, or could not start. */
const CRASHED = /^(-50400[12] |(0|-1|-404011) [\s\S]*FUNCTIONS_EXECUTE_FAIL)/

/** The platform's own message after the code of a crash, not the function's. */
const PLATFORM =
  /^([^|]*\| errMsg:|, error message|cloud.callFunction:fail)? *(FUNCTIONS?_(\w*TIME_LIMIT|NOT_FOUND\b)|Function not found:? \[)/

/** A function of one's own threw the error of its cloud call. */
const CRASHES: readonly (readonly [pattern: RegExp, hint: hints.Texts])[] = [
  [/wxCloudApiToken|wx(_| openapi )access_token|-604104\b/i, hints.WHERE_IT_BEGAN],
  [/-604101\b/, hints.NOT_PERMITTED],
  [/-604100\b/, hints.NOT_AVAILABLE],
  // Not a line or a port.
  [/(\s|code\W+)48001\b/i, hints.NOT_ALLOWED],
  [/-50100[34]\b|(\s|code\W+)450(09|11)\b/i, hints.HINTS.limited],
  [/-(501002|601008|604102)\b/, hints.HINTS.timed_out],
]

const NO_ENVIRONMENT = 'no_environment'

/**
 * The pattern of the code, a space and the message; what it means; the hint of this case. The first
 * match decides. An environment ID may contain any word, between hyphens.
 */
const ROWS: readonly (readonly [pattern: RegExp, failure: FunctionFailure, hint?: hints.Texts])[] =
  [
    [/function( ?name|.not.found)/i, 'not_deployed'],
    [/cloud api isn't enabled|cloud.init/i, NO_ENVIRONMENT, hints.NOT_INITIALISED],
    [/^-601034 |先开通云/, NO_ENVIRONMENT, hints.NOT_ENABLED],
    [
      /(\benv(ironment)?\b.{0,80}?[^-\w]|环境.{0,40}?)(isolated|expired|overdue|隔离|过期|到期|停服)(?![-\w])|in arrears|欠费|ENV_(STATUS|ISOLAT|EXPIR)|(isolated|expired) env/i,
      NO_ENVIRONMENT,
      hints.TO_RENEW,
    ],
    [
      /^-501005 |(\benv(ironment)?(_?id)?\b.{0,80}?[^-\w]|环境.{0,40}?)(((can)?not|\w+n't) (be )?(found|exist)|invalid|不存在|未找到|找不到|无效|有误)|(invalid|no such|unknown)[ _]env|(无效|不存在)的?云?环境|\bENV_NOT/i,
      NO_ENVIRONMENT,
    ],
    // Polling for the result failed or ended, or its result expired.
    [/^-4040(0[1-9]|10) /, 'offline'],
    [/^-(504003|501002|404012) |timed?[ _-]?out|TIME_LIMIT|超时/i, 'timed_out'],
    [/^-50100[34] /, 'limited'],
    [
      /request:fail|network|internet|offline|net::|\bDNS\b|hostname|\bE(NOTFOUND|AI_AGAIN|CONN|PIPE)|UNREACH|socket|\breset\b|网络/i,
      'offline',
    ],
    // For a call of a function, "resource not found" means the function.
    [/^-501000 /, 'not_deployed'],
  ]

function classify(code: number, message: string, rest: string) {
  const text = `${code} ${message}`
  const matches = ([pattern]: readonly [RegExp, ...unknown[]]) => pattern.test(text)
  if (CRASHED.test(text) && !PLATFORM.test(rest)) {
    const [, hint] = CRASHES.find(matches) || []
    return ['crashed', hint] as const
  }
  const [, failure, hint] = ROWS.find(matches) || []
  return [failure || 'call_failed', hint] as const
}
