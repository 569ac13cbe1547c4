import { type FailedCall, type FunctionFailure, failedCall } from './failure'
import { fieldsOf } from './fields'
import type { HintName } from './hints'

/** Reads what `callFunction` threw or rejected with. */
export function readFailure(thrown: unknown, name: string): FailedCall {
  const { errMsg, message, errCode } = fieldsOf(thrown)
  const said = errMsg || message || thrown
  const text = typeof said === 'string' ? said : String(JSON.stringify(said))
  const written = readMessage(text)
  const own = toCode(errCode)
  const code = (VAGUE.indexOf(own) < 0 ? own : written.code || own) || 0
  const { failure, hint } = classify(code, text, written.rest)
  return failedCall(failure, {
    name,
    errCode: code,
    errMsg: text,
    rid: ridIn(text),
    hint,
    cause: { value: thrown },
  })
}

/** Codes that only say that something failed: the message has the meaningful one. */
const VAGUE = [0, -1, -404011]

const CODE = /(?:errCode:|service error code|base_resp\.errcode|callFunction:fail)[\s:=]*(-?\d+)/

/**
 * The innermost code in the message, or 0, and the rest after it. The rest may be the function's own
 * message, with codes of its own.
 */
function readMessage(message: string): { code: number; rest: string } {
  // Texts and codes alternate, because the pattern has a group.
  const parts = message.split(CODE)
  let at = 1
  while (at + 2 < parts.length && VAGUE.indexOf(toCode(parts[at])) >= 0) at += 2
  return { code: toCode(parts[at]), rest: parts[at + 1] || message }
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
  /(?:^[\s\S]*callId:|requestId[:\s])\s*([\w.-]*\d[\w.-]*)/i.exec(
    message.replace(/\(trace:[\s\S]*/, ''),
  )?.[1]

interface Verdict {
  failure: FunctionFailure
  hint?: HintName | undefined
}

interface Row extends Verdict {
  codes?: readonly number[]
  pattern?: RegExp
}

/** The function ran and threw, or could not start. */
const CRASHED = [-504001, -504002]

/** A function of one's own threw the error of its cloud call: the permission is missing. */
const NOT_PERMITTED = /-604101\b/

/** The platform's own message after the code of a crash, not the function's. */
const PLATFORM =
  /^([^|]*\| errMsg:|, error message|cloud.callFunction:fail)? *(FUNCTIONS?_(EXCEED_TIME_LIMIT|TIME_LIMIT_EXCEEDED|NOT_FOUND)\b|Function not found:? \[)/

/** -404001 to -404010: polling for the result failed or ended, or its result expired. */
const POLLING = Array.from({ length: 10 }, (_, at) => -404001 - at)

/** The first match decides. An environment ID may contain any word, between hyphens. */
const ROWS: readonly Row[] = [
  { failure: 'not_deployed', pattern: /function ?name|function.not.found/i },
  {
    failure: 'no_environment',
    hint: 'not_initialised',
    pattern: /cloud api isn't enabled|cloud.init/i,
  },
  { failure: 'no_environment', hint: 'not_enabled', codes: [-601034], pattern: /先开通云/ },
  {
    failure: 'no_environment',
    hint: 'to_renew',
    pattern:
      /(\benv(ironment)?\b.{0,80}?[^-\w]|环境.{0,40}?)(isolated|expired|overdue|隔离|过期|到期|停服)(?![-\w])|in arrears|欠费|ENV_(STATUS|ISOLAT|EXPIR)|(isolated|expired) env/i,
  },
  {
    failure: 'no_environment',
    codes: [-501005],
    pattern:
      /(\benv(ironment)?(_?id)?\b.{0,80}?[^-\w]|环境.{0,40}?)(((can)?not|\w+n't) (be )?(found|exist)|invalid|不存在|未找到|找不到|无效|有误)|(invalid|no such|unknown)[ _]env|(无效|不存在)的?云?环境|\bENV_NOT/i,
  },
  { failure: 'offline', codes: POLLING },
  {
    failure: 'timed_out',
    codes: [-504003, -501002, -404012],
    pattern: /timed?[ _-]?out|TIME_LIMIT|超时/i,
  },
  { failure: 'limited', codes: [-501003, -501004] },
  {
    failure: 'offline',
    pattern:
      /request:fail|network|internet|offline|net::|\bDNS\b|hostname|\bE(NOTFOUND|AI_AGAIN|CONN|PIPE)|UNREACH|socket|\breset\b|网络/i,
  },
  // For a call of a function, "resource not found" means the function.
  { failure: 'not_deployed', codes: [-501000] },
]

function classify(code: number, message: string, rest: string): Verdict {
  const crashed =
    CRASHED.indexOf(code) >= 0 ||
    (VAGUE.indexOf(code) >= 0 && /FUNCTIONS_EXECUTE_FAIL/.test(message))
  if (crashed && !PLATFORM.test(rest)) {
    return { failure: 'crashed', hint: NOT_PERMITTED.test(message) ? 'not_permitted' : undefined }
  }
  const matches = ({ codes = [], pattern = NEVER }: Row) =>
    codes.indexOf(code) >= 0 || pattern.test(message)
  return ROWS.find(matches) || { failure: 'call_failed' }
}

const NEVER = /$^/
