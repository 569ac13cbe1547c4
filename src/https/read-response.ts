import { createError, type GrayReleasePlanError, guarded, read, toCode } from '../core/error'
import { kindOfCode } from '../core/error-codes'
import type { GetGrayReleasePlanResult } from '../core/result'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import { readReply } from '../sdk/get-gray-release-plan'
import { CERTIFICATE, HTTPS_HINTS } from './hints'
import type { Answer } from './http-client'
import { renameReply } from './rename'
import { MAX_BODY_BYTES } from './response-body'

/** What an answer holds: its JSON, and the error that it comes to where it is no success. */
export interface ReadAnswer {
  body?: unknown
  error?: GrayReleasePlanError
}

/** Reads the answer to a query of the plan. */
export function readPlan(answer: Answer, attempts: number): GetGrayReleasePlanResult {
  const { body, error } = readAnswer(answer, attempts)
  return error ? { ok: false, error } : readReply(renameReply(body), attempts)
}

/** Reads any answer of WeChat's HTTPS API: an `errcode` decides, then the HTTP status. */
export function readAnswer(answer: Answer, attempts: number): ReadAnswer {
  if (answer.outcome === 'failed') return { error: connectionError(answer.thrown, attempts) }
  if (answer.outcome === 'garbage') {
    return { error: invalid('expected a response from fetch', attempts) }
  }
  const { status, text } = answer
  const json = typeof text === 'string' ? parseJson(text) : undefined
  const error = errorOfBody(json?.value, attempts) ?? errorOfStatus(status, attempts)
  if (error) return { body: json?.value, error }
  if (json) return { body: json.value }
  const expected =
    typeof text === 'object' && text.refused === 'too-long'
      ? `expected no more than ${MAX_BODY_BYTES} bytes`
      : EXPECTED_JSON
  return { error: invalid(expected, attempts) }
}

const EXPECTED_JSON = 'expected JSON'

function parseJson(text: string): { value: unknown } | undefined {
  let json: { value: unknown } | undefined
  guarded(() => {
    json = { value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  })
  return json
}

function errorOfBody(body: unknown, attempts: number): GrayReleasePlanError | undefined {
  const given = read(body, 'errcode') ?? 0
  if (given === 0 || given === '0') return undefined
  const errCode = toCode(given)
  const errMsg = read(body, 'errmsg')
  const hint = HTTPS_HINTS[errCode]
  // The code alone decides: what words tell apart are faults of the SDK's and of its gateway.
  return createError(kindOfCode(errCode), {
    errCode,
    errMsg: isText(errMsg) ? errMsg : 'no message came with this error',
    attempts,
    ...(hint && { hint: hint }),
    cause: { value: { errCode: given, errMsg } },
  })
}

function errorOfStatus(status: number, attempts: number): GrayReleasePlanError | undefined {
  const errMsg = `HTTP status ${status}, and no errcode`
  if (status >= 500 && status <= 599) return createError('system', { errMsg, attempts })
  if (status === 429) return createError('quota', { errMsg, attempts, retryable: true })
  if (status < 300) return undefined
  const words = status < 400 ? `${errMsg}: redirects are not followed` : errMsg
  return createError('unknown', { errMsg: words, attempts, hint: NOT_THE_API })
}

const NOT_THE_API = {
  zh: '这不是微信接口的应答：请检查 baseUrl 和代理。',
  en: "This is no answer of WeChat's API: check baseUrl and any proxy in between.",
}

const invalid = (
  message: string,
  attempts: number,
  cause?: { value: unknown },
): GrayReleasePlanError =>
  createError('invalid_response', {
    errMsg: `the reply is not the documented one: ${message}`,
    attempts,
    issues: [{ path: '', message }],
    ...(cause && { cause }),
  })

/** The connection held, but what came is not packed as its headers say. */
const BADLY_PACKED = /^(Z_DATA_ERROR|ERR__ERROR_FORMAT_\w+)$/

const TIMED_OUT = /^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w+_TIMEOUT|TimeoutError)$/

/** fetch hides the reason of a failure in its cause, and in the cause of that. */
function connectionError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const cause = read(thrown, 'cause')
  const chain = [thrown, cause, read(cause, 'cause')]
  const texts = (key: string): string[] => chain.map((link) => read(link, key)).filter(isText)
  const codes = texts('code')
  if (codes.some((code) => BADLY_PACKED.test(code))) {
    return invalid(EXPECTED_JSON, attempts, { value: thrown })
  }
  const messages = [...new Set(texts('message'))]
  const untold = codes.filter((code) => !messages.some((message) => message.includes(code)))
  const says = (pattern: RegExp) => (word: string) => pattern.test(word)
  const parts = {
    errMsg: ['the connection failed', ...messages, ...new Set(untold)].join(': '),
    attempts,
    cause: { value: thrown },
  }
  const words = [...codes, ...messages]
  if (words.some(says(UNTRUSTED_CERTIFICATE)) && !words.some(says(TLS_FAULT))) {
    return createError('environment', { ...parts, hint: CERTIFICATE })
  }
  const timedOut = [...codes, ...texts('name')].some(says(TIMED_OUT))
  return createError(timedOut ? 'timeout' : 'network', parts)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
