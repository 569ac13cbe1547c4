import {
  createError,
  type ErrorParts,
  type GrayReleasePlanError,
  invalidOption,
  invalidResponse,
} from '../core/error'
import { type ErrorKind, kindOfCode } from '../core/error-codes'
import { isText, parseJson, read, toCode } from '../core/read'
import { readReply } from '../core/read-reply'
import type { GetGrayReleasePlanResult } from '../core/result'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import { CERTIFICATE, hintOverHttps, NOT_CONNECTED, NOT_THE_API } from './hints'
import { type Answer, MAX_BODY_BYTES } from './pending-request'
import { HTTPS_REPLY } from './reply-format'
import { type SafeCause, safeCause } from './secrets'

/** What an answer holds: its JSON, and the error that it comes to if it is no success. */
export interface ReadResponse {
  body?: unknown
  error?: GrayReleasePlanError
}

/** Reads the answer to a query of the plan. */
export function readPlan(answer: Answer, attempts: number): GetGrayReleasePlanResult {
  const { body, error } = readResponse(answer, attempts)
  return error ? { ok: false, error } : readReply(body, HTTPS_REPLY, attempts)
}

/** Reads any answer of WeChat's HTTPS API: an `errcode` decides, then the HTTP status. */
export function readResponse(answer: Answer, attempts: number): ReadResponse {
  if (answer === 'garbage') return { error: invalid('expected a response from fetch', attempts) }
  if ('thrown' in answer) return { error: connectionError(answer.thrown, attempts) }
  const { status, text } = answer.reply
  const body = text === undefined ? undefined : parseJson(text)
  const error = errorOfBody(body, attempts) ?? errorOfStatus(status, attempts)
  if (error) return { body, error }
  if (body !== undefined) return { body }
  const expected =
    text === undefined ? `expected no more than ${MAX_BODY_BYTES} bytes` : EXPECTED_JSON
  return { error: invalid(expected, attempts) }
}

const EXPECTED_JSON = 'expected JSON'

function errorOfBody(body: unknown, attempts: number): GrayReleasePlanError | undefined {
  const given = read(body, 'errcode') ?? 0
  if (given === 0 || given === '0') return undefined
  const errCode = toCode(given)
  const errMsg = read(body, 'errmsg')
  // The code alone decides: what words tell apart are faults of the SDK's and of its gateway.
  return httpsError(kindOfCode(errCode), {
    errCode,
    errMsg: isText(errMsg) ? errMsg : 'no message came with this error',
    attempts,
  })
}

function errorOfStatus(status: number, attempts: number): GrayReleasePlanError | undefined {
  const errMsg = `HTTP status ${status}, and no errcode`
  if (status >= 500 && status <= 599) return httpsError('system', { errMsg, attempts })
  if (status === 429) return httpsError('quota', { errMsg, attempts, retryable: true })
  if (status < 300) return undefined
  const words = status < 400 ? `${errMsg}: redirects are not followed` : errMsg
  return httpsError('unknown', { errMsg: words, attempts, hint: NOT_THE_API })
}

const invalid = (message: string, attempts: number): GrayReleasePlanError =>
  invalidResponse([{ path: '', message }], attempts)

const httpsError = (kind: ErrorKind, parts: ErrorParts): GrayReleasePlanError =>
  createError(kind, { hint: hintOverHttps(kind, parts.errCode), ...parts })

/** The connection held, but what came is not packed as its headers say. */
const BADLY_PACKED = /^(Z_DATA_ERROR|ERR__ERROR_FORMAT_\w+)$/

const TIMED_OUT = /^(ETIMEDOUT|ETIMEOUT|ESOCKETTIMEDOUT|UND_ERR_\w+_TIMEOUT|TimeoutError)$/

/** Codes of a connection that was not established in time, `ETIMEOUT` if already the DNS was silent. */
const NO_CONNECTION = /^(ETIMEDOUT|ETIMEOUT|UND_ERR_CONNECT_TIMEOUT)$/

/** The agent is not for the protocol of the URL. */
const WRONG_AGENT = 'ERR_INVALID_PROTOCOL'

/** fetch hides the reason of a failure in its cause, and in the cause of that. */
function connectionError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const cause = read(thrown, 'cause')
  const chain = [thrown, cause, read(cause, 'cause')]
  const texts = (key: string): string[] => chain.map((link) => read(link, key)).filter(isText)
  const codes = texts('code')
  const says = (pattern: RegExp) => (word: string) => pattern.test(word)
  if (codes.includes(WRONG_AGENT)) return invalidOption('options.agent does not fit baseUrl')
  if (codes.some(says(BADLY_PACKED))) return invalid(EXPECTED_JSON, attempts)
  const parts = {
    errMsg: ['the connection failed', ...namesIn(safeCause(thrown))].join(': '),
    attempts,
    cause: { value: thrown },
  }
  const words = [...codes, ...texts('message')]
  if (words.some(says(UNTRUSTED_CERTIFICATE)) && !words.some(says(TLS_FAULT))) {
    return createError('environment', { ...parts, hint: CERTIFICATE })
  }
  if (codes.some(says(NO_CONNECTION))) {
    return createError('timeout', { ...parts, hint: NOT_CONNECTED })
  }
  const timedOut = [...codes, ...texts('name')].some(says(TIMED_OUT))
  return httpsError(timedOut ? 'timeout' : 'network', parts)
}

/** The codes of a failure and its causes, or its name if there are none. */
function namesIn(cause: SafeCause | undefined): string[] {
  const chain: SafeCause[] = []
  for (let link = cause; link; link = link.cause) chain.push(link)
  const codes = chain.map(({ code }) => code).filter(isText)
  return codes.length > 0
    ? [...new Set(codes)]
    : chain
        .map(({ name }) => name)
        .filter(isText)
        .slice(0, 1)
}
