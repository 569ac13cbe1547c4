import {
  createError,
  type ErrorParts,
  type GrayReleasePlanError,
  invalidOption,
  invalidResponse,
} from '../core/error'
import { type ErrorKind, kindOfCode } from '../core/error-codes'
import { planFields } from '../core/plan'
import { isText, parseJson, read, toCode } from '../core/read'
import { type ReplyFormat, readReply } from '../core/read-reply'
import type { GetGrayReleasePlanResult } from '../core/result'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import { CERTIFICATE, hintOverHttps, NOT_CONNECTED, NOT_THE_API } from './hints'
import { safeCause } from './secrets'
import { MAX_BODY_BYTES, type TransportAnswer } from './transport'

/** Reads the answer to a query of the plan. */
export function readPlan(answer: TransportAnswer, attempts: number): GetGrayReleasePlanResult {
  const { body, error } = readResponse(answer, attempts)
  return error ? { ok: false, error } : readReply(body, HTTPS_REPLY, attempts)
}

/** Reads any answer of WeChat's HTTPS API: an `errcode` decides, then the HTTP status. */
export function readResponse(
  answer: TransportAnswer,
  attempts: number,
): { body?: unknown; error?: GrayReleasePlanError | undefined } {
  if (!('reply' in answer)) {
    const thrown = 'thrown' in answer ? answer.thrown : { name: 'Error', code: answer.failed }
    return { error: connectionError(thrown, attempts) }
  }
  const { status, text } = answer.reply
  const body = text === undefined ? undefined : parseJson(text)
  const error = errorIn(body, status, attempts)
  if (error || body !== undefined) return { body, error }
  const expected = text === undefined ? `no more than ${MAX_BODY_BYTES} bytes` : 'JSON'
  return { error: invalidResponse([{ path: '', message: `expected ${expected}` }], attempts) }
}

const HTTPS_REPLY: ReplyFormat = {
  errCode: 'errcode',
  errMsg: 'errmsg',
  plan: 'gray_release_plan',
  toCamelCase: (reply) => {
    const plan = read(reply, 'gray_release_plan')
    if (typeof plan !== 'object' || plan === null) return { grayReleasePlan: plan }
    const grayReleasePlan: { [name: string]: unknown } = {}
    // WeChat's own names are the same in snake_case, such as create_timestamp.
    for (const name of Object.keys(planFields)) {
      const field = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      grayReleasePlan[name] = read(plan, field)
    }
    return { grayReleasePlan }
  },
}

function errorIn(
  body: unknown,
  status: number,
  attempts: number,
): GrayReleasePlanError | undefined {
  const code = read(body, 'errcode') ?? 0
  if (code !== 0 && code !== '0') {
    const errCode = toCode(code)
    const words = read(body, 'errmsg')
    const errMsg = isText(words) ? words : 'no message came with this error'
    return httpsError(kindOfCode(errCode), { errCode, errMsg, attempts })
  }
  const errMsg = `HTTP status ${status}, and no errcode`
  if (status >= 500 && status <= 599) return httpsError('system', { errMsg, attempts })
  if (status === 429) return httpsError('quota', { errMsg, attempts, retryable: true })
  if (status < 300) return undefined
  const redirected = status < 400 ? `${errMsg}: redirects are not followed` : errMsg
  return httpsError('unknown', { errMsg: redirected, attempts, hint: NOT_THE_API })
}

const httpsError = (kind: ErrorKind, parts: ErrorParts): GrayReleasePlanError =>
  createError(kind, { hint: hintOverHttps(kind, parts.errCode), ...parts })

/** No connection was established in time; `ETIMEOUT` if the DNS was silent. */
const NO_CONNECTION = /^(ETIMEDOUT|ETIMEOUT|UND_ERR_CONNECT_TIMEOUT)$/

const TIMED_OUT = /^(ESOCKETTIMEDOUT|UND_ERR_\w+_TIMEOUT|TimeoutError)$/

/** By codes, or else a name: messages may contain the token. `fetch` hides them in causes. */
function connectionError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const codes = new Set<string>()
  let first: string | undefined
  for (let link = safeCause(thrown); link; link = link.cause) {
    if (isText(link.code)) codes.add(link.code)
    first ??= link.name
  }
  if (first && codes.size === 0) codes.add(first)
  const words = [...codes]
  const has = (pattern: RegExp): boolean => words.some((word) => pattern.test(word))
  if (has(/^ERR_INVALID_PROTOCOL$/)) return invalidOption('options.agent does not fit baseUrl')
  const errMsg = ['the connection failed', ...words].join(': ')
  const parts = { errMsg, attempts, cause: { value: thrown } }
  if (has(UNTRUSTED_CERTIFICATE) && !has(TLS_FAULT)) {
    return createError('environment', { ...parts, hint: CERTIFICATE })
  }
  if (has(NO_CONNECTION)) return createError('timeout', { ...parts, hint: NOT_CONNECTED })
  return httpsError(has(TIMED_OUT) ? 'timeout' : 'network', parts)
}
