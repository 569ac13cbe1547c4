import { type FailedCall, type FunctionFailure, failedCall } from './failure'
import { fieldsOf } from './fields'
import type { HintName } from './hints'

/** Reads what `callFunction` threw or rejected with. */
export function readFailure(thrown: unknown, name: string): FailedCall {
  const { errMsg, message, errCode } = fieldsOf(thrown)
  const said = errMsg || message || thrown
  const words = typeof said === 'string' ? said : String(JSON.stringify(said))
  const written = readWords(words)
  const own = toCode(errCode)
  const code = (VAGUE.indexOf(own) < 0 ? own : written.code || own) || 0
  const { failure, hint } = classify(code, words, written.rest)
  return failedCall(failure, {
    name,
    errCode: code,
    errMsg: words,
    rid: ridIn(words),
    hint,
    cause: { value: thrown },
  })
}

/** Codes that say no more than that something went wrong: the words have the one that counts. */
const VAGUE = [0, -1, -404011]

const CODE = /(?:errCode:|service error code|base_resp\.errcode|callFunction:fail)[\s:=]*(-?\d+)/

/**
 * The innermost code in the words, 0 if there is none, and what comes after it. What follows the
 * first telling code may be the function's own words, and the codes in them too.
 */
function readWords(words: string): { code: number; rest: string } {
  // Text and codes in turns, since the pattern has a group.
  const parts = words.split(CODE)
  let at = 1
  while (at + 2 < parts.length && VAGUE.indexOf(toCode(parts[at])) >= 0) at += 2
  return { code: toCode(parts[at]), rest: parts[at + 1] || words }
}

/** WeChat gives a code as a number or as text; JSON has no NaN, so that is none. */
function toCode(value: unknown): number {
  const code = Number(value)
  return Number.isFinite(code) ? code : 0
}

/**
 * The last `callId` before the trace, which repeats all: one before it may be in the function's own
 * words. Older WeChats have a `requestID`. With a digit in it: at times the id is left out.
 */
const ridIn = (words: string): string | undefined =>
  /(?:^[\s\S]*callId:|requestId[:\s])\s*([\w.-]*\d[\w.-]*)/i.exec(
    words.replace(/\(trace:[\s\S]*/, ''),
  )?.[1]

interface Verdict {
  failure: FunctionFailure
  hint?: HintName
}

interface Row extends Verdict {
  codes?: readonly number[]
  words?: RegExp
}

/** The function ran and threw, or could not start. */
const CRASHED = [-504001, -504002]

/** The platform's own message after the code of a crash, as a whole: no words of the function's. */
const PLATFORM =
  /^([^|]*\| errMsg:|, error message|cloud.callFunction:fail)? *(FUNCTIONS?_(EXCEED_TIME_LIMIT|TIME_LIMIT_EXCEEDED|NOT_FOUND)\b|Function not found:? \[)/

/** The first that fits decides. Of an environment, the id may hold any word, between hyphens. */
const ROWS: readonly Row[] = [
  { failure: 'not_deployed', words: /function ?name|function.not.found/i },
  {
    failure: 'no_environment',
    hint: 'not_initialised',
    words: /cloud api isn't enabled|cloud.init/i,
  },
  { failure: 'no_environment', hint: 'not_opened', codes: [-601034], words: /先开通云/ },
  {
    failure: 'no_environment',
    hint: 'to_renew',
    words:
      /(\benv(ironment)?\b.{0,80}?[^-\w]|环境.{0,40}?)(isolated|expired|overdue|in arrears|隔离|过期|到期|欠费|停服)(?![-\w])|ENV_(STATUS|ISOLAT|EXPIR)|(isolated|expired) env/i,
  },
  {
    failure: 'no_environment',
    codes: [-501005],
    words:
      /(\benv(ironment)?(_?id)?\b.{0,80}?[^-\w]|环境.{0,40}?)(((can)?not|\w+n't) (be )?(found|exist)|invalid|不存在|未找到|找不到|无效|有误)|(invalid|no such|unknown)[ _]env|(无效|不存在)的?云?环境|\bENV_NOT/i,
  },
  {
    failure: 'timed_out',
    codes: [-504003, -501002, -404012],
    words: /timed?[ _-]?out|TIME_LIMIT|超时/i,
  },
  { failure: 'limited', codes: [-501003, -501004] },
  {
    failure: 'offline',
    words:
      /request:fail|network|internet|offline|net::|\bDNS\b|hostname|ENOTFOUND|EAI_AGAIN|ECONN|EPIPE|UNREACH|socket|\breset\b|网络/i,
  },
  // For a call of a function, what is not found is the function.
  { failure: 'not_deployed', codes: [-501000] },
]

function classify(code: number, words: string, rest: string): Verdict {
  if (CRASHED.indexOf(code) >= 0 && !PLATFORM.test(rest)) return { failure: 'crashed' }
  const fits = ({ codes = [], words: pattern = NEVER }: Row) =>
    codes.indexOf(code) >= 0 || pattern.test(words)
  return ROWS.find(fits) || { failure: 'call_failed' }
}

const NEVER = /$^/
