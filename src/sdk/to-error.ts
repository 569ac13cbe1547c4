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
  const { kind, hint, retryable, unsent } = classify(errCode, errMsg, read(thrown, 'name'))
  return createError(kind, {
    errCode,
    errMsg,
    retryable,
    attempts: unsent ? 0 : attempts,
    hint: hint ? { ...hint } : hintThroughSdk(kind, errCode),
    cause: { value: thrown },
  })
}

interface Verdict {
  kind: ErrorKind
  /** If it is more specific than that of kind and code. */
  hint?: Hint
  /** If it differs from what kind and code imply. */
  retryable?: boolean
  /** The SDK rejected the call without sending it. */
  unsent?: true
}

function classify(errCode: number, errMsg: string, name: unknown): Verdict {
  const meaning = [...withAnyCode(), ...(WITH_CODE[errCode]?.() ?? [])].find(({ pattern }) =>
    pattern.test(errMsg),
  )
  if (meaning) return meaning
  return { kind: errCode === -1 && SDK_FAULTS.has(name) ? 'invalid_response' : kindOfCode(errCode) }
}

const SDK_FAULTS = new Set<unknown>(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])

/** The meaning of a message. The first match in a list decides. */
interface Meaning extends Verdict {
  pattern: RegExp
}

type Meanings = () => readonly Meaning[]

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

// Functions, because building the patterns at load would add 0.1 ms to every cold start.

const withAnyCode: Meanings = () => [
  {
    pattern: /wxCloudApiToken|INVALID_WX_ACCESS_TOKEN|invalid wx openapi access_token/i,
    kind: 'permission',
    hint: BY_MESSAGE.whereItBegan,
  },
  {
    // SDK 4 on Node.js 8, where http.request has no third argument.
    pattern: /"listener" argument must be (?:a|of type) function/i,
    kind: 'environment',
    hint: BY_MESSAGE.oldNode,
  },
  {
    pattern: envThat('isolated?|expired|overdue|隔离|过期|到期|停[服用]'),
    kind: 'environment',
    hint: BY_MESSAGE.toRenew,
  },
  // What is left unpaid can be nothing else, even if the environment is not named, or named later.
  {
    pattern: /\bin arrears\b|欠费|套餐[^\n]{0,20}到期/i,
    kind: 'environment',
    hint: BY_MESSAGE.toRenew,
  },
]

/** -1 means that WeChat is busy, that `cloud.init` is missing, or a fault inside the SDK. */
const withMinusOne: Meanings = () => [
  {
    pattern: /^Cloud API isn't enabled/,
    kind: 'environment',
    hint: BY_MESSAGE.notInitialised,
    unsent: true,
  },
  // SDK 0.4.3 fails like this if the gateway's response has no body.
  { pattern: /null \(reading 'code'\)|property 'code' of null/, kind: 'system' },
  {
    pattern: /\b(?:Type|Reference|Syntax|Range)Error:|Cannot read propert/,
    kind: 'invalid_response',
  },
]

const MISSING_SECRET: Meaning = {
  // Inside a cloud function, the SDK up to 1.8 says `authoration key` (its spelling).
  pattern: /missing (?:secret ?(?:id|key)|authoration key)/i,
  kind: 'environment',
  hint: BY_MESSAGE.secrets,
}

/**
 * SDK 4.0.2 knows nine codes of the gateway and turns all others into -501001, including failures of
 * the connection.
 */
const withSystemError: Meanings = () => [
  {
    pattern: linked('INVALID_ENV_STATUS|ENV_(?:STATUS|ISOLAT|EXPIR|OVERDUE|ARREARS)\\w*'),
    kind: 'environment',
    hint: BY_MESSAGE.toRenew,
  },
  { pattern: linked('INVALID_ENV\\w*|ENV_\\w+|INVALID_OPERATION'), kind: 'environment' },
  {
    pattern: linked('EXCEED_(?:RATELIMIT|REQUEST_LIMIT|CONCURRENT_REQUEST_LIMIT)'),
    kind: 'quota',
    retryable: true,
  },
  { pattern: linked('SIGN_\\w+'), kind: 'credential', hint: BY_MESSAGE.secrets },
  { pattern: linked('PERMISSION_DENIED'), kind: 'permission' },
  // Before certificates and signatures, because messages of OpenSSL contain both words.
  { pattern: TLS_FAULT, kind: 'network' },
  { pattern: UNTRUSTED_CERTIFICATE, kind: 'environment', hint: BY_MESSAGE.certificate },
  MISSING_SECRET,
  {
    pattern: envThat(
      "not[ _]?(?:found|exist)|n't exist|n.t be found|cannot be found|invalid|destroyed|been deleted|不存在|未找到|找不到|无效|销毁|已删除",
    ),
    kind: 'environment',
  },
  {
    pattern: /\b(?:invalid|unknown|no such)[ _]env|(?:未找到|找不到|无效|不存在)[^\n]{0,8}环境/i,
    kind: 'environment',
  },
  {
    pattern: new RegExp(`(?:^|[^\\w.-])(?:${SECRET})`, 'i'),
    kind: 'credential',
    hint: BY_MESSAGE.secrets,
  },
  { pattern: /permission[ _]denied/i, kind: 'permission' },
  { pattern: /connect ETIMEDOUT/, kind: 'timeout', hint: BY_MESSAGE.notConnected },
  { pattern: /request timeout|ETIMEDOUT|ESOCKETTIMEDOUT/, kind: 'timeout' },
  {
    pattern:
      /socket hang up|aborted|socket disconnected|tunneling socket|Parse Error|ECONN(?:RESET|REFUSED|ABORTED)|ENOTFOUND|EAI_AGAIN|EPIPE|E(?:HOST|NET)UNREACH/,
    kind: 'network',
  },
  { pattern: /busy|繁忙/i, kind: 'system' },
  { pattern: /^/, kind: 'system', hint: BY_MESSAGE.gateway },
]

const WITH_CODE: { readonly [code: number]: Meanings } = {
  [-1]: withMinusOne,
  [-501001]: withSystemError,
  // SDK 2.6 and 3.0 report a missing secret like this.
  [-501007]: () => [MISSING_SECRET],
  [-502001]: () => [
    {
      pattern: /E11000|Cannot create field/,
      kind: 'system',
      hint: SEE_MESSAGE,
      retryable: false,
    },
  ],
  [-601001]: () => [{ pattern: /invalid json|unknown wx response/, kind: 'invalid_response' }],
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
