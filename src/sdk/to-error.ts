import { createError, type GrayReleasePlanError } from '../core/error'
import { type ErrorKind, type Hint, hintFor, kindOfCode } from '../core/error-codes'
import { read, toCode } from '../core/read'
import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../core/tls-words'

/**
 * Maps whatever the SDK threw, or a reply with an `errCode`, to an error. Pure, and never throws:
 * not for null, strings, frozen objects, throwing getters or revoked proxies either.
 */
export function toError(thrown: unknown, attempts: number): GrayReleasePlanError {
  const errCode = toCode(read(thrown, 'errCode'))
  const errMsg = wordsOf(thrown)
  const { kind, hint, unsent } = classify(errCode, errMsg, read(thrown, 'name'))
  return createError(kind, {
    errCode,
    errMsg,
    attempts: unsent ? 0 : attempts,
    ...(hint && { hint: { ...hint } }),
    cause: { value: thrown },
  })
}

interface Verdict {
  kind: ErrorKind
  /** Where more is known than the kind and the code tell. */
  hint?: Hint
  /** The SDK refused before it sent anything. */
  unsent?: true
}

function classify(errCode: number, errMsg: string, name: unknown): Verdict {
  const meaning = [...WITH_ANY_CODE, ...(WITH_CODE[errCode] ?? [])].find(({ words }) =>
    words.test(errMsg),
  )
  if (meaning) return meaning
  return { kind: errCode === -1 && SDK_FAULTS.has(name) ? 'invalid_response' : kindOfCode(errCode) }
}

const SDK_FAULTS = new Set<unknown>(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError'])

/** What words mean. Of a list of them, the first that fits decides. */
interface Meaning extends Verdict {
  words: RegExp
}

/** `sign` within another word, such as the id of an environment or the name of a host, is none. */
const SECRET = 'SIGN_[A-Z]|secret ?(?:id|key)|sign(?:ature)?(?![\\w-]|\\.\\w)|签名'

/** An environment of which something is said, and not of a secret or the like beside it. */
const envThat = (is: string): RegExp =>
  new RegExp(
    `(?:(?:^|[^\\w.-])env(?:ironment)?(?:[ _-]?id)?(?![a-z])|环境)(?:(?![^\\w.-](?:${SECRET}|token|certificate))[^\\n]){0,80}?(?:${is})`,
    'i',
  )

const WITH_ANY_CODE: readonly Meaning[] = [
  {
    words: /wxCloudApiToken|INVALID_WX_ACCESS_TOKEN|invalid wx openapi access_token/i,
    kind: 'permission',
    hint: hintFor('permission', -604104),
  },
  {
    // Node.js 8 under SDK 4: http.request has no third argument yet.
    words: /"listener" argument must be a function/,
    kind: 'environment',
    hint: {
      zh: '此 Node.js 版本过低，不支持该 SDK：请为云函数选用更新的运行环境。',
      en: 'This Node.js is too old for this SDK: choose a newer runtime for the function.',
    },
  },
  {
    words: envThat('isolated|expired|arrears|overdue|隔离|过期|到期|欠费'),
    kind: 'environment',
    hint: {
      zh: '云环境已隔离、过期或欠费：请在云开发控制台续费。',
      en: 'The cloud environment is isolated, expired or in arrears: renew it in the CloudBase console.',
    },
  },
]

/** -1 is WeChat being busy, a missing `cloud.init`, or a fault inside the SDK. */
const WITH_MINUS_ONE: readonly Meaning[] = [
  {
    words: /^Cloud API isn't enabled/,
    kind: 'environment',
    hint: {
      zh: '调用前请先执行 cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })。',
      en: 'Call cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV }) before this call.',
    },
    unsent: true,
  },
  // SDK 0.4.3 knows a gateway failure without a body only by this fault of its own.
  { words: /null \(reading 'code'\)|property 'code' of null/, kind: 'system' },
  {
    words: /\b(?:Type|Reference|Syntax|Range)Error:|Cannot read propert/,
    kind: 'invalid_response',
  },
]

/** `secretId` and `secretKey`, and what the SDK signs with them. */
const SECRETS: Hint = {
  zh: 'SDK 的 secretId 和 secretKey 缺失或未被接受：云函数中由平台提供，请重新部署；其他环境请核对传给 cloud.init 的值和系统时间。',
  en: "The SDK's secretId and secretKey are missing or were refused: the platform gives them to a cloud function, so deploy it again; elsewhere check those given to cloud.init, and the clock.",
}

const MISSING_SECRET: Meaning = {
  // Up to 1.8 the SDK says `authoration key`, its spelling, inside a cloud function.
  words: /missing (?:secret ?(?:id|key)|authoration key)/i,
  kind: 'environment',
  hint: SECRETS,
}

/** How the gateway names its own code: in the address of the page that explains it. */
const linked = (code: string): RegExp =>
  new RegExp(`(?:[?&]q=|/error-code/(?:[a-z-]{1,20}/)?)(?:${code})(?![A-Z])`)

/**
 * SDK 4.0.2 knows nine codes of the gateway and makes -501001 of all others, and of whatever the
 * connection does.
 */
const WITH_SYSTEM_ERROR: readonly Meaning[] = [
  { words: linked('INVALID_ENV\\w*|ENV_\\w+'), kind: 'environment' },
  { words: linked('SIGN_\\w+'), kind: 'credential', hint: SECRETS },
  { words: linked('PERMISSION_DENIED'), kind: 'permission' },
  // Before what is said of certificates and signatures, since OpenSSL names both.
  { words: TLS_FAULT, kind: 'network' },
  {
    words: UNTRUSTED_CERTIFICATE,
    kind: 'environment',
    hint: {
      zh: '云开发网关或代理的证书不受信任：请检查代理，并用 NODE_EXTRA_CA_CERTS 指定签发它的 CA。',
      en: 'The certificate of the gateway, or of a proxy in between, is not trusted: check the proxy, and let NODE_EXTRA_CA_CERTS name the CA that issued it.',
    },
  },
  MISSING_SECRET,
  {
    words: envThat(
      "not[ _]?(?:found|exist)|n't exist|n.t be found|cannot be found|invalid|不存在|无效",
    ),
    kind: 'environment',
  },
  { words: /\b(?:invalid|unknown|no such)[ _]env/i, kind: 'environment' },
  { words: new RegExp(`(?:^|[^\\w.-])(?:${SECRET})`, 'i'), kind: 'credential', hint: SECRETS },
  { words: /permission[ _]denied/i, kind: 'permission' },
  { words: /request timeout|ETIMEDOUT|ESOCKETTIMEDOUT/, kind: 'timeout' },
  {
    words:
      /socket hang up|aborted|socket disconnected|tunneling socket|Parse Error|ECONN(?:RESET|REFUSED|ABORTED)|ENOTFOUND|EAI_AGAIN|EPIPE|E(?:HOST|NET)UNREACH/,
    kind: 'network',
  },
  { words: /busy|繁忙/i, kind: 'system' },
  {
    words: /^/,
    kind: 'system',
    hint: {
      zh: '云开发网关出错，原因见 errMsg：可稍后重试，持续出现请反馈。',
      en: "The gateway's own failure, as errMsg says: try again in a moment, and report it if it lasts.",
    },
  },
]

const WITH_CODE: { readonly [code: number]: readonly Meaning[] } = {
  [-1]: WITH_MINUS_ONE,
  [-501001]: WITH_SYSTEM_ERROR,
  // SDK 2.6 and 3.0 say so of a missing secret.
  [-501007]: [MISSING_SECRET],
  [-601001]: [{ words: /invalid json|unknown wx response/, kind: 'invalid_response' }],
}

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
