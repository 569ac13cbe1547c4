/**
 * Every kind an error can be of, in one list, so that a `switch` over `error.kind` can be exhaustive.
 *
 * | kind | meaning |
 * |---|---|
 * | `permission` | the account, or the function's `config.json`, may not call this API |
 * | `credential` | the token or the AppSecret is missing, wrong or expired |
 * | `quota` | too many calls, for the day, the minute or the environment |
 * | `environment` | the set-up is wrong: options, `cloud.init`, environment, AppID, IP list, certificate, SDK or Node.js version |
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

const RETRYABLE: { readonly [kind in ErrorKind]?: true } = {
  system: true,
  timeout: true,
  network: true,
}

/**
 * Codes that differ from their kind: limits of the environment pass within seconds, unlike the quotas
 * of a day or a minute; a secret or token that CloudRun lacks takes minutes, or a ticket.
 */
const RETRYABLE_CODES = new Map([
  [-501003, true],
  [-501004, true],
  [85112, false],
  [85113, false],
])

/** Whether the same call may succeed if it is repeated within seconds. */
export const isRetryable = (kind: ErrorKind, errCode: number): boolean =>
  RETRYABLE_CODES.get(errCode) ?? RETRYABLE[kind] === true

/**
 * Codes by kind, from WeChat's pages of global, cloud and CloudRun error codes and the table inside
 * wx-server-sdk. What the SDK says beside -1, -501001 and -601001 can mean another kind.
 */
const CODES = {
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
  quota: [45009, 45011, -501003, -501004],
  system: [-1, -501001, -502001, -601001, -604103, 85112, 85113],
  timeout: [-501002, -601008, -604102],
  network: [-601003],
} as const satisfies { readonly [kind in ErrorKind]?: readonly number[] }

const KIND_OF_CODE = new Map<number, ErrorKind>()
for (const kind of Object.keys(CODES) as (keyof typeof CODES)[]) {
  for (const code of CODES[kind]) KIND_OF_CODE.set(code, kind)
}

/** The kind of a code; `unknown` for one that WeChat documents nowhere. */
export const kindOfCode = (errCode: number): ErrorKind => KIND_OF_CODE.get(errCode) ?? 'unknown'

/** The same advice in both languages. */
export interface Hint {
  /** The advice in Chinese. */
  zh: string
  /** The advice in English. */
  en: string
}

const HINTS: { readonly [kind in ErrorKind]: Hint } = {
  permission: {
    zh: '没有调用权限：请检查帐号的权限集和云函数 config.json 中的 permissions.openapi。',
    en: "Not permitted: check the account's permission sets and permissions.openapi in the function's config.json.",
  },
  credential: {
    zh: '微信未接受云调用的身份（由平台提供）：请重新部署云函数，仍出现时带上 errMsg 和 rid 反馈。',
    en: 'WeChat did not accept the identity that the platform gives to a function: deploy it again, and report errMsg with rid if it lasts.',
  },
  quota: {
    zh: '调用次数超过限制：请稍后再试。',
    en: 'Too many calls: try again later.',
  },
  environment: {
    zh: '环境或参数有误：请按 errMsg 检查 cloud.init、云环境 ID、AppID、SDK 与 Node.js 版本。',
    en: 'The set-up is wrong: check what errMsg names, such as cloud.init, environment id, AppID, SDK or Node.js version.',
  },
  system: {
    zh: '微信系统繁忙或网关故障：请稍后重试。',
    en: 'WeChat is busy or its gateway failed: try again in a moment.',
  },
  timeout: {
    zh: '未能在时限内得到结果：请重试，或调大 timeoutMs 和云函数的超时时间。',
    en: "No answer in time: try again, or raise timeoutMs and the function's time limit.",
  },
  network: {
    zh: '网络连接失败：请检查网络、域名解析和代理。',
    en: 'The connection failed: check network, DNS and proxy.',
  },
  aborted: { zh: '调用已被调用方中止。', en: 'The caller aborted the call.' },
  forbidden: { zh: '云函数拒绝了该调用者。', en: 'The cloud function refused this caller.' },
  no_plan: {
    zh: '当前似乎没有进行中的分阶段发布：发布后即可查到。',
    en: 'There seems to be no staged release under way: it appears once one is published.',
  },
  invalid_response: {
    zh: '返回内容与文档不符：请带上 issues 和 rid 反馈。',
    en: 'The reply is not the documented one: report it with issues and rid.',
  },
  unknown: {
    zh: '未知错误：请在微信全局返回码中查找 errCode。',
    en: "Unknown error: look errCode up in WeChat's global return codes.",
  },
}

/** Codes whose remedy is known more exactly than their kind tells. */
const HINTS_OF_CODE: { readonly [code: number]: Hint } = {
  [-604100]: {
    zh: '此处的云调用不支持该接口：请改用 HTTPS 入口 wx-gray-release-plan/https。',
    en: 'Cloud calling does not offer this API here: use the HTTPS entry, wx-gray-release-plan/https.',
  },
  [-604101]: {
    zh: '云函数缺少云调用权限：请在其 config.json 的 permissions.openapi 中加入 "operation.getGrayReleasePlan"，用微信开发者工具重新上传，约 10 分钟后生效。',
    en: 'The function lacks the permission: add "operation.getGrayReleasePlan" to permissions.openapi in its config.json, upload it with the DevTools and wait about 10 minutes.',
  },
  // Where the call began: the gateway says it in words too.
  [-604104]: {
    zh: '云调用因发起处被拒绝：须从小程序端、用微信开发者工具上传的定时触发器或微信的 HTTP API（invokecloudfunction）发起，云端测试、网页、在控制台创建的定时触发器均不行。请从小程序页面调用，或改用 HTTPS 入口。',
    en: "Cloud calling was refused because of where the call began: it works from the mini program, a timer uploaded with the DevTools, or WeChat's HTTP API (invokecloudfunction), not from the console's test, a web page, or a timer made in the console. Call it from a page, or use the HTTPS entry.",
  },
  40013: { zh: 'AppID 不正确：请核对。', en: 'The AppID is wrong: check it.' },
  45009: {
    zh: '当天额度已用完：次日零点（北京时间）恢复，也可在微信公众平台清零。',
    en: 'The quota of the day is used up: it returns at midnight, Beijing time, or can be cleared in the account console.',
  },
  45011: {
    zh: '每分钟额度已用完：请一分钟后再试。',
    en: 'The quota of the minute is used up: wait a minute.',
  },
  48001: {
    zh: '该帐号无权调用此接口。微信文档说法不一：小程序可用，或仅限拥有权限集 18 的第三方平台；这可能就是最终结果。',
    en: "The account may not call this API. WeChat's pages disagree on who may: mini programs, or only third-party platforms holding permission set 18. This can be the final answer.",
  },
  50002: {
    zh: '该帐号受限，或已冻结、注销：请在微信公众平台查看。',
    en: 'The account is limited, frozen or closed: look in the account console.',
  },
  85079: { zh: '小程序还没有线上版本。', en: 'The mini program has no version online yet.' },
}

/** What to do about an error, by its code if that is known, else by its kind. */
export const hintFor = (kind: ErrorKind, errCode = 0): Hint => ({
  ...(HINTS_OF_CODE[errCode] ?? HINTS[kind]),
})
