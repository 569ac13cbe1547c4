/**
 * Every kind an error can be of, in one list, so that a `switch` over `error.kind` can be exhaustive.
 *
 * | kind | meaning |
 * |---|---|
 * | `permission` | the account, or the function's `config.json`, may not call this API |
 * | `credential` | the token or the AppSecret is missing, wrong or expired |
 * | `quota` | too many calls, for the day, the minute or the environment |
 * | `environment` | the set-up is wrong: options, `cloud.init`, environment, AppID, IP list, SDK or Node.js version |
 * | `system` | WeChat or its gateway failed or is busy |
 * | `timeout` | no answer in time |
 * | `network` | the connection failed |
 * | `aborted` | the caller's own `signal` ended the call |
 * | `forbidden` | the ready-made function refused its caller |
 * | `no_plan` | WeChat said ok and gave no plan: there seems to be no staged release under way |
 * | `invalid_response` | an answer came, but not the documented one |
 * | `unknown` | a code that WeChat documents nowhere |
 *
 * @example
 * ```ts
 * import { ERROR_KINDS } from 'wx-gray-release-plan'
 *
 * console.log(ERROR_KINDS.includes('quota')) // true
 * ```
 */
export const ERROR_KINDS = [
  'permission',
  'credential',
  'quota',
  'environment',
  'system',
  'timeout',
  'network',
  'aborted',
  'forbidden',
  'no_plan',
  'invalid_response',
  'unknown',
] as const

/** One of {@link ERROR_KINDS}. */
export type ErrorKind = (typeof ERROR_KINDS)[number]

/** The same advice in both languages. */
export interface Hint {
  /** The advice in Chinese. */
  zh: string
  /** The advice in English. */
  en: string
}

/** What every error tells, whatever its kind. */
export interface ErrorBase {
  /** WeChat's code or the SDK's; 0 where none came (a deadline of ours, an invalid reply, …). */
  errCode: number
  /**
   * WeChat's words, or ours where WeChat said nothing. The `[http://…]` tail that the SDK adds, which
   * names the gateway and the environment, is cut off.
   */
  errMsg: string
  /** Whether the same call may succeed if it is repeated within seconds. */
  retryable: boolean
  /** What to do about it. */
  hint: Hint
  /** Calls handed to the SDK, or sent over HTTPS; 0 where none was. */
  attempts: number
  /** WeChat's request id, found in `errMsg`: its diagnosis page asks for it. */
  rid?: string
  /**
   * The value that was thrown, or the reply that was not believed. Only within the process: it is
   * not enumerable, so it never reaches JSON.
   */
  readonly cause?: unknown
}

/** Why there is no plan. Narrow it by `kind`: `invalid_response` and `forbidden` have a field of their own. */
export type GrayReleasePlanError = {
  [K in ErrorKind]: ErrorBase & { kind: K } & (K extends 'invalid_response'
      ? {
          /** Which fields were not as documented, for example `grayReleasePlan.status`. */
          issues: { path: string; message: string }[]
        }
      : K extends 'forbidden'
        ? {
            /** The caller's own OPENID; absent if the caller has none. */
            openid?: string
          }
        : unknown)
}[ErrorKind]

const RETRYABLE: { readonly [kind in ErrorKind]?: true } = {
  system: true,
  timeout: true,
  network: true,
}

/**
 * Codes by kind, from WeChat's page of global error codes, its page of cloud error codes and the
 * table inside wx-server-sdk. -1, -501001 and -601001 mean several things: `classify` reads their words.
 */
const CODES = {
  credential: [
    40001, 40014, 42001, 42007, 41001, 41002, 61005, 61006, 61014, 61015, 40125, 40243, 41004,
  ],
  environment: [
    40013, 40164, 61004, 85088, 85089, 40097, 44002, 47001, 43001, 43002, 43003, 61008, 61009,
    61010, 61011, 61012, 61013, 40002, 89501, 89503, 89506, 89507, 85079, 86002, -501005, -501006,
    -501007, -501009, -601002, -601012, -601016, -604100,
  ],
  permission: [
    50004, 50007, 48001, 48004, 50002, 61003, 61007, 61016, 61017, 86000, -501008, -601004, -601010,
    -601011, -601013, -601015, -601017, -601018, -602018, -604101, -604104,
  ],
  quota: [45009, 45011, -501003, -501004],
  system: [-604103],
  timeout: [-501002, -601008, -604102],
  network: [-601003],
} as const satisfies { readonly [kind in ErrorKind]?: readonly number[] }

const KIND_OF_CODE = new Map<number, ErrorKind>()
for (const kind of Object.keys(CODES) as (keyof typeof CODES)[]) {
  for (const code of CODES[kind]) KIND_OF_CODE.set(code, kind)
}

/** Limits of the environment that pass within seconds, unlike the quotas of a day or a minute. */
const PASSING_QUOTA: ReadonlySet<number> = new Set([-501003, -501004])

const HINTS: { readonly [kind in ErrorKind]: readonly [zh: string, en: string] } = {
  permission: [
    '没有调用权限：请检查帐号的权限集，以及云函数 config.json 中的 permissions.openapi。',
    'Not permitted: check the permission sets of the account and permissions.openapi in the config.json of the function.',
  ],
  credential: [
    '接口调用凭证缺失、错误或已过期：请换用新的凭证后重试。',
    'The token or the secret is missing, wrong or expired: call again with a fresh one.',
  ],
  quota: [
    '调用次数超过限制：请稍后再试，或减少调用。',
    'Too many calls: try again later, or call less often.',
  ],
  environment: [
    '调用环境或参数有误：请按 errMsg 检查 cloud.init、云环境 ID、AppID、SDK 与 Node.js 版本。',
    'The set-up is wrong: check what errMsg names, such as cloud.init, the environment id, the AppID, and the versions of SDK and Node.js.',
  ],
  system: [
    '微信系统繁忙或网关故障：请稍后重试。',
    'WeChat is busy or its gateway failed: try again in a moment.',
  ],
  timeout: [
    '未能在时限内得到结果：请稍后重试，或调大 timeoutMs 和云函数的超时时间。',
    'No answer in time: try again, or raise timeoutMs together with the time limit of the cloud function.',
  ],
  network: [
    '网络连接失败：请检查网络、域名解析和代理后重试。',
    'The connection failed: check network, DNS and proxy, then try again.',
  ],
  aborted: ['调用已被调用方中止。', 'The caller aborted the call.'],
  forbidden: ['云函数拒绝了该调用者。', 'The cloud function refused this caller.'],
  no_plan: [
    '当前似乎没有进行中的分阶段发布：发布后即可查到。',
    'There seems to be no staged release under way: it appears once one is published.',
  ],
  invalid_response: [
    '返回内容与文档不符，无法采信：请带上 issues 和 rid 反馈。',
    'The reply is not the documented one and was not believed: report it with issues and rid.',
  ],
  unknown: [
    '未知错误：请在微信官方文档的全局返回码中查找 errCode。',
    "Unknown error: look errCode up in WeChat's list of global return codes.",
  ],
}

/** Codes whose remedy is known more exactly than their kind tells. */
const HINTS_OF_CODE: { readonly [code: number]: readonly [zh: string, en: string] } = {
  [-604101]: [
    '云函数没有该接口的云调用权限：请在其 config.json 的 permissions.openapi 中加入 "operation.getGrayReleasePlan"，用微信开发者工具重新上传，并等待约 10 分钟生效。',
    'The function lacks the openapi permission: add "operation.getGrayReleasePlan" to permissions.openapi in its config.json, upload it again with the WeChat DevTools and wait about 10 minutes.',
  ],
  48001: [
    '该帐号没有此接口的权限。微信文档对此说法不一：小程序可用，或仅限拥有权限集 18 的第三方平台；因此这可能就是最终结果。',
    "The account may not call this API. WeChat's pages disagree on who may: mini programs, or only third-party platforms holding permission set 18. So this can be the final answer.",
  ],
  40164: [
    '调用方 IP 不在白名单中：请在微信公众平台的 IP 白名单里加入 errMsg 所示的地址。',
    'The IP of the caller is not listed: add the address in errMsg to the IP allowlist of the account.',
  ],
  40013: ['AppID 不正确：请核对。', 'The AppID is wrong: check it.'],
  40125: ['AppSecret 不正确或已重置：请核对。', 'The AppSecret is wrong or was reset: check it.'],
  45009: [
    '当天的调用额度已用完：次日零点（北京时间）恢复，也可在微信公众平台清零。',
    'The quota of the day is used up: it is restored at midnight, Beijing time, or can be cleared in the account console.',
  ],
  45011: [
    '每分钟的调用额度已用完：请一分钟后再试。',
    'The quota of the minute is used up: wait a minute.',
  ],
  85079: ['小程序还没有线上版本。', 'The mini program has no version online yet.'],
}

const NOT_INITIALISED: readonly [zh: string, en: string] = [
  '调用前请先执行 cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })。',
  'Call cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV }) before this call.',
]

/** A hint of its two texts. */
export const toHint = ([zh, en]: readonly [zh: string, en: string]): Hint => ({ zh, en })

/** What {@link createError} needs to know. */
export interface ErrorParts {
  errCode?: number
  errMsg: string
  attempts: number
  /** Where it differs from what the kind and the code say. */
  retryable?: boolean
  hint?: Hint
  openid?: string
  issues?: { path: string; message: string }[]
  /** A box, so that a thrown `undefined` is kept too. */
  cause?: { value: unknown }
}

/** Builds an error of a kind; hint, `retryable` and `rid` follow from kind, code and words. */
export function createError(kind: ErrorKind, parts: ErrorParts): GrayReleasePlanError {
  const { errCode = 0, errMsg, attempts } = parts
  const rid = /\brid:\s*([0-9a-z]{1,32}(?:-[0-9a-z]{1,32}){0,7})/i.exec(errMsg)?.[1]
  const error = {
    kind,
    errCode,
    errMsg,
    retryable: parts.retryable ?? (RETRYABLE[kind] === true || PASSING_QUOTA.has(errCode)),
    hint: parts.hint ?? toHint(HINTS_OF_CODE[errCode] ?? HINTS[kind]),
    attempts,
    ...(rid && { rid }),
    ...(parts.openid && { openid: parts.openid }),
    ...(kind === 'invalid_response' && { issues: parts.issues ?? [{ path: '', message: errMsg }] }),
  } as GrayReleasePlanError
  if (parts.cause) {
    Object.defineProperty(error, 'cause', { value: parts.cause.value, configurable: true })
  }
  return error
}

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
    ...(verdict.unsent && { hint: toHint(NOT_INITIALISED) }),
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

/** Runs what may throw without a consequence; gives what was thrown, boxed, or undefined. */
export function guarded(run: () => void): { value: unknown } | undefined {
  try {
    run()
    return undefined
  } catch (thrown) {
    return { value: thrown }
  }
}

/** Reads a property of anything; where a getter or a proxy throws, it counts as absent. */
export function read(value: unknown, key: string | symbol): unknown {
  let found: unknown
  guarded(() => {
    found = (value as { [key: string | symbol]: unknown } | null | undefined)?.[key]
  })
  return found
}

/** WeChat sends some codes as text, such as "48001"; JSON has neither NaN nor -0. */
export function toCode(value: unknown): number {
  const code = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return typeof code === 'number' && Number.isFinite(code) ? code + 0 : 0
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
