import type { Hint } from '../../core/error-codes'

/** What each scenario is about, in one line. The only list of their names. */
export const ABOUT_SCENARIO = {
  running: {
    en: 'a release in progress; it advances with time until it is completed',
    zh: '发布执行中；比例随时间增长，直到执行完毕',
  },
  paused: { en: 'a release paused at 35%', zh: '发布在 35% 时暂停' },
  completed: { en: 'a release that has reached all users', zh: '发布已覆盖所有用户' },
  initial: { en: 'a release that has not started', zh: '发布尚未开始' },
  deleted: { en: 'a release cancelled at 20%', zh: '发布在 20% 时被取消' },
  'members-only': {
    en: 'a members-only release that stays at 0%',
    zh: '发布执行中，但仅成员可用：一直为 0%',
  },
  'older-reply': {
    en: "a release in progress as WeChat's older replies gave it: with an expected finish",
    zh: '发布执行中，微信旧版返回：带预计全量时间',
  },
  'later-status': {
    en: 'a status code that WeChat does not document today: 9',
    zh: '微信目前文档中没有的状态码：9',
  },
  'no-plan': { en: 'success, but no plan in it', zh: '成功，但没有发布详情' },
  'null-plan': { en: 'success, but the plan is null', zh: '成功，但发布详情为 null' },
  'no-permission': {
    en: "the function's config.json lacks the permission: -604101 (48001 over HTTPS)",
    zh: '云函数的 config.json 缺少权限：-604101（HTTPS 为 48001）',
  },
  'api-unauthorized': {
    en: 'the account is not allowed to call this API: 48001',
    zh: '账号没有该接口的权限：48001',
  },
  'api-not-found': {
    en: 'the API is not available to cloud calls: -604100 (40066 over HTTPS)',
    zh: '该接口不支持云调用：-604100（HTTPS 为 40066）',
  },
  'no-ticket': {
    en: 'the call began where cloud calls get no ticket: INVALID_PARAM (41001 over HTTPS)',
    zh: '调用的发起处没有云调用票据：INVALID_PARAM（HTTPS 为 41001）',
  },
  'ticket-refused': {
    en: 'the gateway rejects the ticket: INVALID_WX_ACCESS_TOKEN (40001 over HTTPS)',
    zh: '网关拒绝云调用票据：INVALID_WX_ACCESS_TOKEN（HTTPS 为 40001）',
  },
  'permission-denied': {
    en: 'the gateway denies permission: PERMISSION_DENIED (61007 over HTTPS)',
    zh: '网关拒绝授权：PERMISSION_DENIED（HTTPS 为 61007）',
  },
  'account-limited': {
    en: 'the account is restricted, frozen or closed: 50002, for token requests too',
    zh: '账号受限、已冻结或已注销：50002，获取凭证时也是如此',
  },
  'no-version': { en: 'no version is online yet: 85079', zh: '还没有线上版本：85079' },
  'token-expired': { en: 'the token has expired: 42001', zh: '凭证已过期：42001' },
  'appsecret-frozen': {
    en: 'the AppSecret is frozen: 40243, for token requests too',
    zh: 'AppSecret 已冻结：40243，获取凭证时也是如此',
  },
  'ip-not-listed': {
    en: "the caller's IP is not on the account's allowlist: 40164, for token requests too",
    zh: '调用方 IP 不在白名单中：40164，获取凭证时也是如此',
  },
  'ip-unconfirmed': {
    en: 'the administrator must confirm the IP: 89503, for token requests too',
    zh: '该 IP 需要管理员确认：89503，获取凭证时也是如此',
  },
  'not-a-platform': {
    en: "the token isn't one of a third-party platform: 86000",
    zh: '凭证不属于第三方平台：86000',
  },
  'account-not-authorized': {
    en: 'the account has not authorized the third-party platform: 61003, for its tokens too',
    zh: '账号没有授权给该第三方平台：61003，获取账号的凭证时也是如此',
  },
  'permission-set-missing': {
    en: 'the platform was not granted permission set 18: 61007, for the tokens of accounts too',
    zh: '第三方平台没有权限集 18：61007，获取账号的凭证时也是如此',
  },
  'platform-ip-not-listed': {
    en: "the caller's IP is not on the platform's allowlist: 61004, for its token requests too",
    zh: '调用方 IP 不在第三方平台的白名单中：61004，平台获取凭证时也是如此',
  },
  'verify-ticket-expired': {
    en: 'the component_verify_ticket has expired: 61005, for token requests of platforms',
    zh: 'component_verify_ticket 已过期：61005，第三方平台获取凭证时如此',
  },
  'verify-ticket-invalid': {
    en: "the component_verify_ticket isn't this platform's: 61006, for token requests of platforms",
    zh: 'component_verify_ticket 不属于该平台：61006，第三方平台获取凭证时如此',
  },
  'refresh-token-invalid': {
    en: 'the refresh token is no longer valid: 61023, for the tokens of accounts',
    zh: '刷新令牌已失效：61023，第三方平台获取账号的凭证时如此',
  },
  'cloudrun-not-listed': {
    en: 'CloudRun: the path is not listed under 微信令牌: 85107',
    zh: '云托管：该接口不在「微信令牌」的白名单内：85107',
  },
  'cloudrun-not-ready': {
    en: 'CloudRun: the token is not ready: 85113',
    zh: '云托管：微信令牌尚未就绪：85113',
  },
  quota: { en: 'the daily quota is used up: 45009', zh: '当天的调用额度已用完：45009' },
  'rate-limit': {
    en: 'too many requests at once: EXCEED_REQUEST_LIMIT (45011 over HTTPS)',
    zh: '同时的请求过多：EXCEED_REQUEST_LIMIT（HTTPS 为 45011）',
  },
  busy: {
    en: 'WeChat is busy: -1, for token requests too',
    zh: '微信系统繁忙：-1，获取凭证时也是如此',
  },
  'invalid-env': {
    en: 'the gateway rejects the environment: INVALIID_ENV (85088 over HTTPS)',
    zh: '网关拒绝该云环境：INVALIID_ENV（HTTPS 为 85088）',
  },
  'env-not-found': {
    en: 'the gateway does not know the environment: INVALID_ENV (85088 over HTTPS)',
    zh: '网关找不到该云环境：INVALID_ENV（HTTPS 为 85088）',
  },
  isolated: {
    en: 'the environment is isolated, for example in arrears: INVALID_ENV (85088 over HTTPS)',
    zh: '云环境已被隔离，例如因欠费：INVALID_ENV（HTTPS 为 85088）',
  },
  'sign-invalid': {
    en: 'the gateway rejects the signature: SIGN_PARAM_INVALID (40001 over HTTPS)',
    zh: '网关拒绝该签名：SIGN_PARAM_INVALID（HTTPS 为 40001）',
  },
  'secret-id-error': {
    en: 'the gateway does not know the secretId: SIGN_PARAM_INVALID (40001 over HTTPS)',
    zh: '网关不认识该 secretId：SIGN_PARAM_INVALID（HTTPS 为 40001）',
  },
  'request-refused': { en: 'the request itself is rejected: 47001', zh: '请求本身被拒绝：47001' },
  'platform-failure': {
    en: "WeChat's server failed: -604103 (-1 over HTTPS)",
    zh: '微信服务器故障：-604103（HTTPS 为 -1）',
  },
  'platform-timeout': {
    en: 'timed out inside the platform: SERVER_TIMEOUT (HTTP 504 over HTTPS)',
    zh: '平台内部超时：SERVER_TIMEOUT（HTTPS 为 HTTP 504）',
  },
  'platform-network': {
    en: 'the network inside the platform failed: -601003 (HTTP 502 over HTTPS)',
    zh: '平台内部网络故障：-601003（HTTPS 为 HTTP 502）',
  },
  'unlisted-code': {
    en: 'a code that WeChat documents nowhere: 99999',
    zh: '微信文档中没有的错误码：99999',
  },
  timeout: { en: 'no response, ever', zh: '一直没有应答' },
  reset: { en: 'the connection is closed without a response', zh: '没有应答，连接被关闭' },
  cut: {
    en: 'the connection is closed in the middle of the response',
    zh: '应答到一半时连接被关闭',
  },
  drip: { en: 'the response arrives at one byte per second', zh: '应答每秒只返回一个字节' },
  'http-500': { en: 'HTTP 500 from the gateway', zh: '网关返回 HTTP 500' },
  'http-502': { en: 'HTTP 502 from the gateway', zh: '网关返回 HTTP 502' },
  html: { en: 'a web page instead of JSON', zh: '返回网页而不是 JSON' },
  text: { en: 'plain text instead of JSON', zh: '返回纯文本而不是 JSON' },
  empty: { en: 'success with an empty body', zh: '成功，但返回内容为空' },
  'broken-json': { en: 'JSON that ends too early', zh: 'JSON 不完整' },
  'broken-protobuf': {
    en: 'bytes that are not a gateway message',
    zh: '返回的内容不是网关的消息格式',
  },
  'proto-key': {
    en: 'a plan with the key __proto__ beside it',
    zh: '发布详情旁边有一个 __proto__ 键',
  },
  'json-null': { en: 'the JSON value null', zh: '返回 JSON 值 null' },
  'json-array': { en: 'a JSON array', zh: '返回 JSON 数组' },
  'json-string': { en: 'a JSON string', zh: '返回 JSON 字符串' },
  'big-number': { en: 'a plan with a number of 20 digits', zh: '发布详情中有一个 20 位的数' },
  'string-errcode': { en: 'the errcode 48001 as a string', zh: '以字符串形式返回错误码 48001' },
} satisfies { readonly [name: string]: Hint }

/** The name of a scenario. */
export type ScenarioName = keyof typeof ABOUT_SCENARIO

/**
 * The names of all scenarios, for `reply()` and the option `reply`.
 *
 * @example
 * ```ts
 * import { SCENARIOS, startGateway } from 'wx-gray-release-plan/testing'
 *
 * const gateway = await startGateway()
 * for (const name of SCENARIOS) gateway.reply(name) // and call your function
 * await gateway.close()
 * ```
 */
export const SCENARIOS = Object.keys(ABOUT_SCENARIO) as readonly ScenarioName[]

export const isScenario = (name: string): name is ScenarioName =>
  SCENARIOS.some((scenario) => scenario === name)
