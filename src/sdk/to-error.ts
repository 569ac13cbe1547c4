import { bilingual, createError, type GrayReleasePlanError, read, toCode } from '../core/error'
import { type ErrorKind, KIND_OF_CODE } from '../core/error-codes'

/**
 * Maps whatever the SDK threw, or a reply with an `errCode`, to an error. Pure, and never throws:
 * not for null, strings, frozen objects, throwing getters or revoked proxies either.
 */
export function toError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const errCode = toCode(read(thrown, 'errCode'))
  const errMsg = wordsOf(thrown)
  const verdict = classify(errCode, errMsg, read(thrown, 'name'))
  return createError(verdict.kind, {
    errCode,
    errMsg,
    attempts: verdict.unsent ? 0 : attempts,
    ...(verdict.unsent && { hint: bilingual(NOT_INITIALISED) }),
    cause: { value: thrown },
  })
}

interface Verdict {
  kind: ErrorKind
  /** The SDK refused before it sent anything. */
  unsent?: true
}

function classify(errCode: number, errMsg: string, name: unknown): Verdict {
  // Node.js 8 under SDK 4: http.request has no third argument yet.
  if (errMsg.includes('"listener" argument must be a function')) return { kind: 'environment' }
  if (errCode === -1) return classifyBusy(errMsg, name)
  if (errCode === -501001) return { kind: firstMatch(GATEWAY_WORDS, errMsg) ?? 'system' }
  if (errCode === -601001) return { kind: firstMatch(UNREADABLE_WORDS, errMsg) ?? 'system' }
  return { kind: KIND_OF_CODE.get(errCode) ?? 'unknown' }
}

/** -1 is WeChat being busy, a missing `cloud.init`, or a fault inside the SDK. */
function classifyBusy(errMsg: string, name: unknown): Verdict {
  if (errMsg.startsWith("Cloud API isn't enabled")) return { kind: 'environment', unsent: true }
  // SDK 0.4.3 knows a gateway failure without a body only by this fault of its own.
  if (/null \(reading 'code'\)|property 'code' of null/.test(errMsg)) return { kind: 'system' }
  if (SDK_FAULTS.has(name) || SDK_FAULT_WORDS.test(errMsg)) return { kind: 'invalid_response' }
  return { kind: 'system' }
}

const SDK_FAULTS = new Set<unknown>(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])
const SDK_FAULT_WORDS = /\b(Type|Reference|Syntax|Range)Error:|Cannot read propert/

type Words = readonly (readonly [RegExp, ErrorKind])[]

/** What the words of -501001 say, the first match first. */
const GATEWAY_WORDS: Words = [
  // Up to 1.8 the SDK says `authoration key`, its spelling, inside a cloud function.
  [/missing (secret(Id|Key)|authoration key)/, 'environment'],
  [/secretId|secretKey|sign/, 'credential'],
  [/\benv.{0,80}?(not[ _]?(found|exist)|n't exist|cannot be found)/i, 'environment'],
  [/request timeout|ETIMEDOUT|ESOCKETTIMEDOUT/, 'timeout'],
  [
    /socket hang up|aborted|ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH/,
    'network',
  ],
]

const UNREADABLE_WORDS: Words = [[/invalid json|unknown wx response/, 'invalid_response']]

const firstMatch = (words: Words, errMsg: string): ErrorKind | undefined =>
  words.find(([pattern]) => pattern.test(errMsg))?.[1]

function wordsOf(thrown: unknown): string {
  for (const words of [thrown, read(thrown, 'errMsg'), read(thrown, 'message')]) {
    const left = typeof words === 'string' ? cutGateway(words) : ''
    if (left !== '') return left
  }
  return 'no message came with this error'
}

/** Cuts ` | [http://…]`, with which SDK 2.6 and later name the gateway and the environment. */
const cutGateway = (words: string): string =>
  words.replace(/ {0,2}\|? {0,2}\[ ?https?:\/\/(?:\[[^\]]*\])?[^\]]*\]?/gi, '')

const NOT_INITIALISED: readonly [zh: string, en: string] = [
  '调用前请先执行 cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })。',
  'Call cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV }) before this call.',
]
