import type { Release } from './release'
import type { BasicReply, ErrorReply, GatewayFailure } from './reply-types'

/**
 * The names of all scenarios, for `reply()` and the option `reply`.
 *
 * @example
 * ```ts
 * import { SCENARIOS, startGateway } from 'wx-gray-release-plan/testing'
 *
 * const gateway = await startGateway()
 * for (const name of SCENARIOS) {
 *   gateway.reply(name)
 *   // call your function and look at what it makes of it
 * }
 * await gateway.close()
 * ```
 */
export const SCENARIOS = [
  'running',
  'paused',
  'completed',
  'initial',
  'deleted',
  'members-only',
  'later-status',
  'no-plan',
  'null-plan',
  'no-permission',
  'api-unauthorized',
  'api-not-found',
  'no-ticket',
  'ticket-refused',
  'permission-denied',
  'account-limited',
  'no-version',
  'token-expired',
  'appsecret-frozen',
  'ip-not-listed',
  'ip-unconfirmed',
  'cloudrun-not-listed',
  'cloudrun-not-ready',
  'quota',
  'rate-limit',
  'busy',
  'invalid-env',
  'env-not-found',
  'isolated',
  'sign-invalid',
  'secret-id-error',
  'request-refused',
  'platform-failure',
  'platform-timeout',
  'platform-network',
  'unlisted-code',
  'timeout',
  'reset',
  'cut',
  'drip',
  'http-500',
  'http-502',
  'html',
  'text',
  'empty',
  'broken-json',
  'broken-protobuf',
  'proto-key',
  'json-null',
  'json-array',
  'json-string',
  'big-number',
  'string-errcode',
] as const

/** The name of a scenario. */
export type ScenarioName = (typeof SCENARIOS)[number]

/** Whether a text is the name of a scenario. */
export const isScenario = (name: string): name is ScenarioName =>
  SCENARIOS.some((scenario) => scenario === name)

/** What a scenario is about, and what each endpoint answers in it. */
export interface Scenario {
  /** One line for people who choose a scenario. */
  about: string
  /** What the SDK gets. */
  cloud: (release: Release) => BasicReply
  /** What `GET /wxa/getgrayreleaseplan` answers. */
  https: (release: Release) => BasicReply
  /** Whether `POST /cgi-bin/stable_token` answers so too; it issues tokens in all others. */
  tokens: boolean
}

const differing = (
  about: string,
  cloud: Scenario['cloud'],
  https: Scenario['https'],
): Scenario => ({ about, cloud, https, tokens: false })

const same = (about: string, reply: Scenario['cloud']): Scenario => differing(about, reply, reply)

const everywhere = (about: string, reply: BasicReply): Scenario => ({
  ...same(about, () => reply),
  tokens: true,
})

const fixed = (about: string, reply: BasicReply): Scenario => same(about, () => reply)

const wechat = (body: unknown): BasicReply => ({ wechat: { body } })

/** WeChat's words end with the id of the request; this one never changes, so that tests can name it. */
const withRid = (errMsg: string): string => `${errMsg} rid: 6743a1b2-1f0c2d3e-4b5a6978`

/** An error in WeChat's words. */
export const refusal = (errCode: number | string, errMsg: string): ErrorReply => ({
  errCode,
  errMsg: withRid(errMsg),
})

const serverPage = (status: number, reason: string): BasicReply => ({
  http: {
    status,
    contentType: 'text/html',
    body: `<html><head><title>${status} ${reason}</title></head><body>${reason}</body></html>`,
  },
})

/** A refusal of the gateway. */
const gateway = (code: string, message: string): GatewayFailure => ({ gateway: { code, message } })

/** One that links to the page on its code, which is all that the SDK lets its caller know of it. */
const linked = (code: string, message: string): GatewayFailure =>
  gateway(
    code,
    `${message} 请前往云开发AI小助手查看问题：https://tcb.cloud.tencent.com/dev#/helper/copilot?q=${code}`,
  )

const NO_CLOUD_BASE = refusal(85088, 'the app does not exist or has no cloud base')
const NO_TOKEN = refusal(41001, 'access_token missing')
/** The token is none of the account's, or was replaced. */
export const WRONG_TOKEN = refusal(
  40001,
  'invalid credential, access_token is invalid or not latest',
)

/** All scenarios, in the order of {@link SCENARIOS}. */
export const SCENARIO_TABLE: { readonly [name in ScenarioName]: Scenario } = {
  running: same(
    'a release under way; it moves with time and is completed at its finish',
    (release) => release.running(),
  ),
  paused: same('a release that was paused at 35 %', (release) => release.standing(2, 35, 9)),
  completed: same('a release that has reached everyone', (release) => release.standing(3, 100, 30)),
  initial: same('a release that has not begun', (release) => release.standing(0, 0, 1)),
  deleted: same('a release that was deleted at 20 %', (release) => release.standing(4, 20, 12)),
  'members-only': same('a release under way for members only, which stays at 0 %', (release) =>
    release.standing(1, 0, 9),
  ),
  'later-status': same('a status code that WeChat does not document today: 9', (release) =>
    release.standing(9, 50, 12),
  ),
  'no-plan': fixed('success, but no plan in it', wechat({ errcode: 0, errmsg: 'ok' })),
  'null-plan': fixed(
    'success, and null as the plan',
    wechat({ errcode: 0, errmsg: 'ok', gray_release_plan: null }),
  ),
  'no-permission': differing(
    "the function's config.json lacks the permission: -604101 (48001 over HTTPS)",
    () => ({ wechat: { errorCode: -604101 } }),
    () => refusal(48001, 'api unauthorized'),
  ),
  'api-unauthorized': fixed(
    'the account may not call this API: 48001',
    refusal(48001, 'api unauthorized'),
  ),
  'api-not-found': differing(
    'the API is not offered to cloud calling: -604100 (40066 over HTTPS)',
    () => ({ wechat: { errorCode: -604100 } }),
    () => refusal(40066, 'invalid url'),
  ),
  'no-ticket': differing(
    'the call began where cloud calling gets no ticket: INVALID_PARAM (41001 over HTTPS)',
    () => gateway('INVALID_PARAM', 'missing wxCloudApiToken'),
    () => NO_TOKEN,
  ),
  'ticket-refused': differing(
    'the gateway refuses the ticket: INVALID_WX_ACCESS_TOKEN (40001 over HTTPS)',
    () => gateway('INVALID_WX_ACCESS_TOKEN', 'invalid wx openapi access_token'),
    () => WRONG_TOKEN,
  ),
  'permission-denied': differing(
    'the gateway denies its permission: PERMISSION_DENIED (61007 over HTTPS)',
    () => gateway('PERMISSION_DENIED', 'Permission denied'),
    () => refusal(61007, 'api is unauthorized to component'),
  ),
  'account-limited': everywhere(
    'the account is limited, frozen or closed: 50002, for token requests too',
    refusal(50002, 'user limited'),
  ),
  'no-version': fixed('no version is online yet: 85079', refusal(85079, 'no online release')),
  'token-expired': fixed('the token has expired: 42001', refusal(42001, 'access_token expired')),
  'appsecret-frozen': everywhere(
    'the AppSecret is frozen: 40243, for token requests too',
    refusal(40243, 'AppSecret is frozen'),
  ),
  'ip-not-listed': everywhere(
    "the caller's IP is not on the account's list: 40164, for token requests too",
    refusal(40164, 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist'),
  ),
  'ip-unconfirmed': everywhere(
    'the administrator has to confirm the IP: 89503, for token requests too',
    refusal(89503, '此次调用需要管理员确认，请耐心等候'),
  ),
  'cloudrun-not-listed': fixed(
    'CloudRun: the path is not listed under 微信令牌: 85107',
    refusal(85107, 'URL不在白名单内,请前往「微信云托管控制台-服务管理-云调用-微信令牌」配置'),
  ),
  'cloudrun-not-ready': fixed(
    'CloudRun: the token is not ready: 85113',
    refusal(85113, 'cloudbase_access_token not ready'),
  ),
  quota: fixed(
    "the day's quota is used up: 45009",
    refusal(45009, 'reach max api daily quota limit'),
  ),
  'rate-limit': differing(
    'too many requests at once: EXCEED_REQUEST_LIMIT (45011 over HTTPS)',
    () => gateway('EXCEED_REQUEST_LIMIT', 'request limit exceeded'),
    () => refusal(45011, 'api minute-quota reach limit, must slower, retry next minute'),
  ),
  busy: everywhere('WeChat is busy: -1, for token requests too', refusal(-1, 'system error')),
  'invalid-env': differing(
    'the gateway refuses the environment: INVALIID_ENV (85088 over HTTPS)',
    () => gateway('INVALIID_ENV', 'invalid env'),
    () => NO_CLOUD_BASE,
  ),
  'env-not-found': differing(
    'the gateway does not know the environment: INVALID_ENV (85088 over HTTPS)',
    () => gateway('INVALID_ENV', 'Env Not Exists'),
    () => NO_CLOUD_BASE,
  ),
  isolated: differing(
    'the environment is isolated, as one in arrears is: INVALID_ENV (85088 over HTTPS)',
    () => linked('INVALID_ENV', 'env status is isolated'),
    () => NO_CLOUD_BASE,
  ),
  'sign-invalid': differing(
    'the gateway refuses the signature: SIGN_PARAM_INVALID (40001 over HTTPS)',
    () => gateway('SIGN_PARAM_INVALID', 'sign param is invalid'),
    () => WRONG_TOKEN,
  ),
  'secret-id-error': differing(
    'the gateway does not know the secretId: SIGN_PARAM_INVALID (40001 over HTTPS)',
    () => linked('SIGN_PARAM_INVALID', 'secret id error'),
    () => WRONG_TOKEN,
  ),
  'request-refused': fixed(
    'the request itself is refused: 47001',
    refusal(47001, 'data format error'),
  ),
  'platform-failure': differing(
    "WeChat's server failed: -604103 (-1 over HTTPS)",
    () => ({ wechat: { errorCode: -604103 } }),
    () => refusal(-1, 'system error'),
  ),
  'platform-timeout': differing(
    'timed out inside the platform: SERVER_TIMEOUT (HTTP 504 over HTTPS)',
    () => gateway('SERVER_TIMEOUT', 'server timeout'),
    () => serverPage(504, 'Gateway Timeout'),
  ),
  'platform-network': differing(
    'the network inside the platform failed: -601003 (HTTP 502 over HTTPS)',
    () => ({ wechat: { errorCode: -601003 } }),
    () => serverPage(502, 'Bad Gateway'),
  ),
  'unlisted-code': fixed(
    'a code that WeChat documents nowhere: 99999',
    refusal(99999, 'something new'),
  ),
  timeout: fixed('no answer, ever', { http: { delayMs: Number.POSITIVE_INFINITY } }),
  reset: fixed('the connection is closed instead of an answer', { http: { reset: true } }),
  cut: fixed('the connection is closed in the middle of the answer', { http: { cutAfter: 40 } }),
  drip: fixed('the answer comes at a byte a second', { http: { dripMs: 1000 } }),
  'http-500': fixed('HTTP 500 from the gateway', serverPage(500, 'Internal Server Error')),
  'http-502': fixed('HTTP 502 from the gateway', serverPage(502, 'Bad Gateway')),
  html: fixed('a web page instead of JSON', {
    wechat: { body: '<html><body>please sign in</body></html>', contentType: 'text/html' },
  }),
  text: fixed('plain text instead of JSON', {
    wechat: { body: 'hello', contentType: 'text/plain' },
  }),
  empty: fixed('success with an empty body', { http: { body: '' } }),
  'broken-json': fixed('JSON that ends too early', wechat('{"errcode":0,"gray_release_plan":{')),
  'broken-protobuf': fixed('bytes that are no message of the gateway', {
    http: { body: Uint8Array.of(0xff, 0xff, 0xff, 0xff) },
  }),
  'proto-key': fixed(
    'a plan with the key __proto__ beside it',
    wechat(
      '{"errcode":0,"errmsg":"ok","__proto__":{"polluted":true},"gray_release_plan":' +
        '{"status":1,"create_timestamp":1700000000,"gray_percentage":8}}',
    ),
  ),
  'json-null': fixed('the JSON value null', wechat(null)),
  'json-array': fixed('a JSON array', wechat(['running'])),
  'json-string': fixed('a JSON string', wechat('"running"')),
  'big-number': fixed(
    'a plan with a number of 20 digits',
    wechat(
      '{"errcode":0,"errmsg":"ok","gray_release_plan":' +
        '{"status":1,"create_timestamp":17000000000000000000,"gray_percentage":8}}',
    ),
  ),
  'string-errcode': fixed('the errcode 48001 as a string', refusal('48001', 'api unauthorized')),
}
