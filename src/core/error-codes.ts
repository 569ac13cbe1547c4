/**
 * All kinds of errors, so that a `switch` over `error.kind` can be exhaustive.
 *
 * | kind | meaning |
 * |---|---|
 * | `permission` | the account, or the function's `config.json`, is not allowed to call this API |
 * | `credential` | the token or the AppSecret is missing, wrong or expired |
 * | `quota` | too many calls, for the day, the minute or the environment |
 * | `environment` | misconfigured: options, `cloud.init`, environment, AppID, IP allowlist, certificate, SDK or Node.js version |
 * | `system` | WeChat or its gateway failed or is busy |
 * | `timeout` | no response in time |
 * | `network` | the connection failed |
 * | `aborted` | the caller's own `signal` ended the call |
 * | `forbidden` | the ready-made function rejected its caller |
 * | `no_plan` | WeChat returned ok without a plan: no staged release seems to be in progress |
 * | `invalid_response` | the response doesn't match the documentation |
 * | `unknown` | a code that WeChat does not document |
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

const RETRYABLE = new Set<ErrorKind>(['system', 'timeout', 'network'])

/**
 * Codes that differ from their kind: limits of the environment reset within seconds, unlike daily and
 * per-minute quotas; a missing CloudRun secret or token takes minutes, or a support ticket.
 */
const RETRYABLE_CODES = new Map([
  [-501003, true],
  [-501004, true],
  [85112, false],
  [85113, false],
])

/** Whether the same call may succeed within seconds. */
export const isRetryable = (kind: ErrorKind, errCode: number): boolean =>
  RETRYABLE_CODES.get(errCode) ?? RETRYABLE.has(kind)

/**
 * Codes by kind, from WeChat's documentation of global, cloud and CloudRun error codes and the table
 * inside wx-server-sdk. The SDK's message beside -1, -501001 and -601001 can mean another kind.
 */
export const CODES = {
  credential: [
    40001, 40014, 42001, 42007, 41001, 41002, 61005, 61006, 61014, 61015, 61023, 40125, 40243,
    41004,
  ],
  environment: [
    40013, 40164, 61004, 85088, 85089, 40066, 40097, 44002, 47001, 43001, 43002, 43003, 61008,
    61009, 61010, 61011, 61012, 61013, 40002, 89501, 89503, 89506, 89507, 85079, 86002, -501005,
    -501006, -501007, -501009, -502005, -601002, -601012, -601016, -604100,
  ],
  permission: [
    50004, 50007, 48001, 48004, 50002, 61003, 61007, 61016, 61017, 86000, 85105, 85107, -501008,
    -501019, -501023, -502003, -601004, -601010, -601011, -601013, -601015, -601017, -601018,
    -602018, -604101, -604104,
  ],
  quota: [45009, 45011, -501003, -501004, -502004],
  system: [-1, -501001, -502001, -601001, -604103, 85112, 85113],
  timeout: [-501002, -601008, -604102],
  network: [-601003],
} as const satisfies { readonly [kind in ErrorKind]?: readonly number[] }

const KIND_OF_CODE = new Map<number, ErrorKind>()
for (const kind of Object.keys(CODES) as (keyof typeof CODES)[]) {
  for (const code of CODES[kind]) KIND_OF_CODE.set(code, kind)
}

/** The kind of a code; `unknown` if WeChat doesn't document the code. */
export const kindOfCode = (errCode: number): ErrorKind => KIND_OF_CODE.get(errCode) ?? 'unknown'

/** Advice in both languages. */
export interface Hint {
  /** The advice in Chinese. */
  zh: string
  /** The advice in English. */
  en: string
}

/** The hints of one way of calling, by code and by kind. */
export interface Hints {
  readonly codes: { readonly [errCode: number]: Hint }
  readonly kinds: { readonly [kind in ErrorKind]?: Hint }
}

/** For errors about which nothing more is known. */
export const SEE_MESSAGE: Hint = {
  zh: '请按错误信息（errMsg）检查。',
  en: 'Check what errMsg says.',
}

/** Hints that apply to every way of calling. */
const COMMON: Hints = {
  codes: {
    40013: { zh: 'AppID 不正确：请核对。', en: 'The AppID is wrong: check it.' },
    45009: {
      zh: '当天的调用额度已用完：次日零点（北京时间）恢复，也可在微信公众平台清零。',
      en: "Today's quota is used up: it resets at midnight Beijing time, or you can clear it on mp.weixin.qq.com.",
    },
    45011: {
      zh: '每分钟额度已用完：请一分钟后再试。',
      en: 'The per-minute quota is used up: try again in a minute.',
    },
    50002: {
      zh: '该账号受限，或已冻结、注销：请在微信公众平台查看。',
      en: 'The account is restricted, frozen or closed: check it on mp.weixin.qq.com.',
    },
    85079: {
      zh: '小程序还没有线上版本：请先发布一个版本。',
      en: 'The mini program has no published version yet: publish one first.',
    },
    86002: {
      zh: '账号资料不完整：请先补全名称、头像、简介和类目。',
      en: "Finish the account's profile first: name, icon, description, category.",
    },
  },
  kinds: {
    quota: { zh: '调用次数超过限制：请稍后再试。', en: 'Too many calls: try again later.' },
    system: {
      zh: '微信系统繁忙或网关故障：请稍后重试。',
      en: 'WeChat is busy or its gateway failed: try again in a moment.',
    },
    network: {
      zh: '网络连接失败：请检查网络、域名解析和代理。',
      en: 'The connection failed: check network, DNS and proxy.',
    },
    aborted: { zh: '调用已被调用方中止。', en: 'The caller aborted the call.' },
    no_plan: {
      zh: '当前似乎没有进行中的分阶段发布，创建后即可查到。',
      en: 'No staged release seems to be in progress. The plan appears once you publish one.',
    },
    invalid_response: {
      zh: '微信的返回内容与文档不符：请提 issue，并附上不符的字段（issues）和请求 ID（rid，如有）。',
      en: "WeChat's response doesn't match its documentation: open an issue with issues and rid.",
    },
    unknown: {
      zh: '未知错误：请在微信全局返回码中查找 errCode。',
      en: "Unknown error: look up errCode in WeChat's global return codes.",
    },
  },
}

/** The hint of a code; undefined if it has none of its own. */
export const hintOfCode = (errCode: number, own?: Hints): Hint | undefined =>
  own?.codes[errCode] ?? COMMON.codes[errCode]

/**
 * The hint for an error: that of its code if there is one, else that of its kind.
 *
 * @param own - the hints of the way of calling, which take precedence
 */
export const hintFor = (kind: ErrorKind, errCode = 0, own?: Hints): Hint =>
  hintOfCode(errCode, own) ?? own?.kinds[kind] ?? COMMON.kinds[kind] ?? SEE_MESSAGE
