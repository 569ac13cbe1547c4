import { createError, type GrayReleasePlanError } from '../core/error'
import { type ErrorKind, type Hint, kindOfCode, SEE_MESSAGE } from '../core/error-codes'
import { read, toCode } from '../core/read'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'
import { BY_MESSAGE, hintThroughSdk } from './hints'

/**
 * Maps whatever the SDK threw, or a reply with an `errCode`, to an error. Pure, and never throws, even
 * for null, strings, frozen objects, throwing getters and revoked proxies.
 */
export function toError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const errCode = toCode(read(thrown, 'errCode'))
  const errMsg = messageOf(thrown)
  const meanings = [...withAnyCode(), ...(WITH_CODE[errCode]?.() ?? [])]
  const [, meant, more] = meanings.find(([pattern]) => pattern.test(errMsg)) ?? []
  const isFault = errCode === -1 && SDK_FAULTS.has(read(thrown, 'name'))
  const kind = meant ?? (isFault ? 'invalid_response' : kindOfCode(errCode))
  return createError(kind, {
    errCode,
    errMsg,
    retryable: more?.retryable,
    attempts: more?.unsent ? 0 : attempts,
    hint: more?.hint ?? hintThroughSdk(kind, errCode),
    cause: { value: thrown },
  })
}

const SDK_FAULTS = new Set<unknown>(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])

/** What a message means; the first pattern in a list that matches decides. */
type Meaning = readonly [pattern: RegExp, kind: ErrorKind, more?: Details]

/** What a message says beyond the kind. */
interface Details {
  /** If it is more specific than that of kind and code. */
  hint?: Hint
  /** If it differs from what kind and code imply. */
  retryable?: boolean
  /** The SDK rejected the call without sending it. */
  unsent?: true
}

/** `sign` only as a whole word, not in an environment ID or host name. */
const SECRET = 'SIGN_[A-Z]|secret ?(?:id|key)|sign(?:ature)?(?![\\w-]|\\.\\w)|签名'

/** A statement about an environment, and not about a secret or the like beside it. */
const envThat = (is: string): RegExp =>
  new RegExp(
    `(?:(?:^|[^\\w.-])env(?:ironment)?(?:[ _-]?id)?(?![a-z])|环境)(?:(?![^\\w.-](?:${SECRET}|token|certificate))[^\\n]){0,80}?(?:${is})`,
    'i',
  )

/** The gateway's own code, as its message gives it: in the URL of the page that explains it. */
const linked = (code: string): RegExp =>
  new RegExp(`(?:[?&]q=|/error-code/(?:[a-z-]{1,20}/)?)(?:${code})(?![A-Z])`)

const { certificate, gateway, notConnected, notInitialised } = BY_MESSAGE
const { oldNode, secrets, toRenew, whereItBegan } = BY_MESSAGE

// Functions, because building the patterns at load would add 0.1 ms to every cold start.

const withAnyCode = (): Meaning[] => [
  [
    /wxCloudApiToken|INVALID_WX_ACCESS_TOKEN|invalid wx openapi access_token/i,
    'permission',
    { hint: whereItBegan },
  ],
  // SDK 4 on Node.js 8, where http.request has no third argument.
  [/"listener" argument must be (?:a|of type) function/i, 'environment', { hint: oldNode }],
  [envThat('isolated?|expired|overdue|隔离|过期|到期|停[服用]'), 'environment', { hint: toRenew }],
  // What is left unpaid can be nothing else, even if the environment is not named, or named later.
  [/\bin arrears\b|欠费|套餐[^\n]{0,20}到期/i, 'environment', { hint: toRenew }],
]

// Inside a cloud function, the SDK up to 1.8 says `authoration key` (its spelling).
const missingSecret = (): Meaning => [
  /missing (?:secret ?(?:id|key)|authoration key)/i,
  'environment',
  { hint: secrets },
]

/**
 * SDK 4.0.2 knows nine codes of the gateway and turns all others into -501001, including failures of
 * the connection.
 */
const withSystemError = (): Meaning[] => [
  [
    linked('INVALID_ENV_STATUS|ENV_(?:STATUS|ISOLAT|EXPIR|OVERDUE|ARREARS)\\w*'),
    'environment',
    { hint: toRenew },
  ],
  [linked('INVALID_ENV\\w*|ENV_\\w+|INVALID_OPERATION'), 'environment'],
  [
    linked('EXCEED_(?:RATELIMIT|REQUEST_LIMIT|CONCURRENT_REQUEST_LIMIT)'),
    'quota',
    { retryable: true },
  ],
  [linked('SIGN_\\w+'), 'credential', { hint: secrets }],
  [linked('PERMISSION_DENIED'), 'permission'],
  // Before certificates and signatures, because messages of OpenSSL contain both words.
  [TLS_FAULT, 'network'],
  [UNTRUSTED_CERTIFICATE, 'environment', { hint: certificate }],
  missingSecret(),
  [
    envThat(
      "not[ _]?(?:found|exist)|n't exist|n.t be found|cannot be found|invalid|destroyed|been deleted|不存在|未找到|找不到|无效|销毁|已删除",
    ),
    'environment',
  ],
  [
    /\b(?:invalid|unknown|no such)[ _]env|(?:未找到|找不到|无效|不存在)[^\n]{0,8}环境/i,
    'environment',
  ],
  [new RegExp(`(?:^|[^\\w.-])(?:${SECRET})`, 'i'), 'credential', { hint: secrets }],
  [/permission[ _]denied/i, 'permission'],
  [/connect ETIMEDOUT/, 'timeout', { hint: notConnected }],
  [/request timeout|ETIMEDOUT|ESOCKETTIMEDOUT/, 'timeout'],
  [
    /socket hang up|aborted|socket disconnected|tunneling socket|Parse Error|ECONN(?:RESET|REFUSED|ABORTED)|ENOTFOUND|EAI_AGAIN|EPIPE|E(?:HOST|NET)UNREACH/,
    'network',
  ],
  [/busy|繁忙/i, 'system'],
  [/^/, 'system', { hint: gateway }],
]

const WITH_CODE: { readonly [code: number]: () => Meaning[] } = {
  // WeChat is busy, `cloud.init` is missing, or a fault inside the SDK.
  [-1]: () => [
    [/^Cloud API isn't enabled/, 'environment', { hint: notInitialised, unsent: true }],
    // SDK 0.4.3 fails like this if the gateway's response has no body.
    [/null \(reading 'code'\)|property 'code' of null/, 'system'],
    [/\b(?:Type|Reference|Syntax|Range)Error:|Cannot read propert/, 'invalid_response'],
  ],
  [-501001]: withSystemError,
  // SDK 2.6 and 3.0 report a missing secret like this.
  [-501007]: () => [missingSecret()],
  [-502001]: () => [
    [/E11000|Cannot create field/, 'system', { hint: SEE_MESSAGE, retryable: false }],
  ],
  [-601001]: () => [[/invalid json|unknown wx response/, 'invalid_response']],
}

function messageOf(thrown: unknown): string {
  for (const text of [thrown, read(thrown, 'errMsg'), read(thrown, 'message')]) {
    const left = typeof text === 'string' ? cutGateway(text) : ''
    if (left !== '') return left
  }
  return 'no message came with this error'
}

/** Removes ` | [http://…]`, where SDK 2.6 and later name the gateway and the environment. */
const cutGateway = (text: string): string =>
  text.replace(/ {0,2}\|? {0,2}\[ ?https?:\/\/(?:\[[^\]]*\])?[^\]]*\]?/gi, '')
