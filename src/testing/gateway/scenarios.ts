import { toReply } from './endpoint'
import type { Release } from './release'
import type { BasicReply, ErrorReply, GatewayFailure } from './reply'
import type { ScenarioName } from './scenario-names'

/** Who asks for a token: an account with its AppSecret, a platform for itself, or for an account. */
export type TokenIssuer = 'stable' | 'component' | 'authorizer'

type Answer = BasicReply | ((release: Release) => BasicReply)

/** What each endpoint answers in a scenario. */
interface Scenario {
  /** What the SDK gets. */
  cloud: Answer
  /** What `GET /wxa/getgrayreleaseplan` answers. */
  https: Answer
  /** Which requests for tokens are answered like that too; the others get their token. */
  tokens: readonly TokenIssuer[]
}

/** One that HTTPS answers otherwise. */
const differing = (cloud: Answer, https: Answer): Scenario => ({ cloud, https, tokens: [] })

const same = (reply: Answer, ...tokens: TokenIssuer[]): Scenario => ({
  cloud: reply,
  https: reply,
  tokens,
})

/** A code in the envelope around WeChat's reply. */
const envelope = (errorCode: number): BasicReply => ({ wechat: { errorCode } })

/** WeChat's error. Its message ends with the request ID, which never changes here. */
export const refusal = (errCode: number | string, errMsg: string): ErrorReply => ({
  errCode,
  errMsg: `${errMsg} rid: 6743a1b2-1f0c2d3e-4b5a6978`,
})

const error = (errCode: number | string, errMsg: string, ...tokens: TokenIssuer[]): Scenario =>
  same(refusal(errCode, errMsg), ...tokens)

const serverPage = (status: number, reason: string): BasicReply => ({
  http: {
    status,
    contentType: 'text/html',
    body: `<html><head><title>${status} ${reason}</title></head><body>${reason}</body></html>`,
  },
})

/** The CloudBase gateway's rejection, or its database's. */
export const gateway = (code: string, message: string): GatewayFailure => ({
  gateway: { code, message },
})

/** One that links to the documentation of its code: all that the SDK shows its caller of the code. */
const linked = (code: string, message: string): GatewayFailure =>
  gateway(
    code,
    `${message} 请前往云开发AI小助手查看问题：https://tcb.cloud.tencent.com/dev#/helper/copilot?q=${code}`,
  )

const NO_CLOUD_BASE = refusal(85088, 'the app does not exist or has no cloud base')
export const TICKET_EXPIRED = refusal(61005, 'component ticket is expired')
export const TICKET_INVALID = refusal(61006, 'component ticket is invalid')
export const REFRESH_TOKEN_INVALID = refusal(61023, 'refresh_token is invalid')
export const EXPIRED_TOKEN = refusal(42001, 'access_token expired')
/** The token is not one of the account's, or was replaced. */
export const WRONG_TOKEN = refusal(
  40001,
  'invalid credential, access_token is invalid or not latest',
)

/** A plan as text, for what no object can hold. */
const planText = (before: string, created: string): BasicReply =>
  toReply(
    `{"errcode":0,"errmsg":"ok",${before}"gray_release_plan":` +
      `{"status":1,"create_timestamp":${created},"gray_percentage":8}}`,
  )

/** All scenarios, in the order of {@link SCENARIOS}. */
export const SCENARIO_TABLE: { readonly [name in ScenarioName]: Scenario } = {
  running: same((release) => release.running()),
  paused: same((release) => release.standing(2, 35, 9)),
  completed: same((release) => release.standing(3, 100, 30)),
  initial: same((release) => release.standing(0, 0, 1)),
  deleted: same((release) => release.standing(4, 20, 12)),
  'members-only': same((release) => release.standing(1, 0, 9)),
  'older-reply': same((release) => release.older()),
  'later-status': same((release) => release.standing(9, 50, 12)),
  'no-plan': same(toReply({ errcode: 0, errmsg: 'ok' })),
  'null-plan': same(toReply({ errcode: 0, errmsg: 'ok', gray_release_plan: null })),
  'no-permission': differing(envelope(-604101), refusal(48001, 'api unauthorized')),
  'api-unauthorized': error(48001, 'api unauthorized'),
  'api-not-found': differing(envelope(-604100), refusal(40066, 'invalid url')),
  'no-ticket': differing(
    gateway('INVALID_PARAM', 'missing wxCloudApiToken'),
    refusal(41001, 'access_token missing'),
  ),
  'ticket-refused': differing(
    gateway('INVALID_WX_ACCESS_TOKEN', 'invalid wx openapi access_token'),
    WRONG_TOKEN,
  ),
  'permission-denied': differing(
    gateway('PERMISSION_DENIED', 'Permission denied'),
    refusal(61007, 'api is unauthorized to component'),
  ),
  'account-limited': error(50002, 'user limited', 'stable', 'component', 'authorizer'),
  'no-version': error(85079, 'no online release'),
  'token-expired': same(EXPIRED_TOKEN),
  'appsecret-frozen': error(40243, 'AppSecret is frozen', 'stable', 'component'),
  'ip-not-listed': error(
    40164,
    'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
    'stable',
  ),
  'ip-unconfirmed': error(89503, '此次调用需要管理员确认，请耐心等候', 'stable'),
  'not-a-platform': error(86000, 'should be called only from third party'),
  'account-not-authorized': error(
    61003,
    'component is not authorized by this account',
    'authorizer',
  ),
  'permission-set-missing': error(61007, 'api is unauthorized to component', 'authorizer'),
  'platform-ip-not-listed': error(
    61004,
    'access clientip is not registered requestIP: 127.0.0.1',
    'component',
    'authorizer',
  ),
  'verify-ticket-expired': same(TICKET_EXPIRED, 'component'),
  'verify-ticket-invalid': same(TICKET_INVALID, 'component'),
  'refresh-token-invalid': same(REFRESH_TOKEN_INVALID, 'authorizer'),
  'cloudrun-not-listed': error(
    85107,
    'URL不在白名单内,请前往「微信云托管控制台-服务管理-云调用-微信令牌」配置',
  ),
  'cloudrun-not-ready': error(85113, 'cloudbase_access_token not ready'),
  quota: error(45009, 'reach max api daily quota limit'),
  'rate-limit': differing(
    gateway('EXCEED_REQUEST_LIMIT', 'request limit exceeded'),
    refusal(45011, 'api minute-quota reach limit, must slower, retry next minute'),
  ),
  busy: error(-1, 'system error', 'stable', 'component', 'authorizer'),
  'invalid-env': differing(gateway('INVALIID_ENV', 'invalid env'), NO_CLOUD_BASE),
  'env-not-found': differing(gateway('INVALID_ENV', 'Env Not Exists'), NO_CLOUD_BASE),
  isolated: differing(linked('INVALID_ENV', 'env status is isolated'), NO_CLOUD_BASE),
  'sign-invalid': differing(gateway('SIGN_PARAM_INVALID', 'sign param is invalid'), WRONG_TOKEN),
  'secret-id-error': differing(linked('SIGN_PARAM_INVALID', 'secret id error'), WRONG_TOKEN),
  'request-refused': error(47001, 'data format error'),
  'platform-failure': differing(envelope(-604103), refusal(-1, 'system error')),
  'platform-timeout': differing(
    gateway('SERVER_TIMEOUT', 'server timeout'),
    serverPage(504, 'Gateway Timeout'),
  ),
  'platform-network': differing(envelope(-601003), serverPage(502, 'Bad Gateway')),
  'unlisted-code': error(99999, 'something new'),
  timeout: same({ http: { delayMs: Number.POSITIVE_INFINITY } }),
  reset: same({ http: { reset: true } }),
  cut: same({ http: { cutAfter: 40 } }),
  drip: same({ http: { dripMs: 1000 } }),
  'http-500': same(serverPage(500, 'Internal Server Error')),
  'http-502': same(serverPage(502, 'Bad Gateway')),
  html: same({
    wechat: { body: '<html><body>please sign in</body></html>', contentType: 'text/html' },
  }),
  text: same({ wechat: { body: 'hello', contentType: 'text/plain' } }),
  empty: same({ http: { body: '' } }),
  'broken-json': same(toReply('{"errcode":0,"gray_release_plan":{')),
  'broken-protobuf': same({ http: { body: Uint8Array.of(0xff, 0xff, 0xff, 0xff) } }),
  'proto-key': same(planText('"__proto__":{"polluted":true},', '1700000000')),
  'json-null': same(toReply(null)),
  'json-array': same(toReply(['running'])),
  'json-string': same(toReply('"running"')),
  'big-number': same(planText('', '17000000000000000000')),
  'string-errcode': error('48001', 'api unauthorized'),
}
