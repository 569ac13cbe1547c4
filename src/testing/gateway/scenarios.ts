import type { Release } from './release'
import type { BasicReply, ErrorReply, GatewayFailure } from './reply-types'
import type { ScenarioName } from './scenario-names'

/** What each endpoint answers in a scenario. */
export interface Scenario {
  /** What the SDK gets. */
  cloud: (release: Release) => BasicReply
  /** What `GET /wxa/getgrayreleaseplan` answers. */
  https: (release: Release) => BasicReply
  /** Which requests for tokens are answered like that too; the others get their token. */
  tokens: readonly TokenIssuer[]
}

/** Who asks for a token: an account with its AppSecret, a platform for itself, or for an account. */
export type TokenIssuer = 'stable' | 'component' | 'authorizer'

const EVERY_ISSUER: readonly TokenIssuer[] = ['stable', 'component', 'authorizer']

const differing = (cloud: Scenario['cloud'], https: Scenario['https']): Scenario => ({
  cloud,
  https,
  tokens: [],
})

const same = (reply: Scenario['cloud']): Scenario => differing(reply, reply)

const fixed = (reply: BasicReply, tokens: readonly TokenIssuer[] = []): Scenario => ({
  ...same(() => reply),
  tokens,
})

const wechat = (body: unknown): BasicReply => ({ wechat: { body } })

/** WeChat's messages end with the request ID; this one never changes, so that tests can name it. */
const withRid = (errMsg: string): string => `${errMsg} rid: 6743a1b2-1f0c2d3e-4b5a6978`

/** WeChat's error. */
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

/** A rejection by the gateway. */
const gateway = (code: string, message: string): GatewayFailure => ({ gateway: { code, message } })

/** One that links to the documentation of its code: all that the SDK shows its caller of the code. */
const linked = (code: string, message: string): GatewayFailure =>
  gateway(
    code,
    `${message} 请前往云开发AI小助手查看问题：https://tcb.cloud.tencent.com/dev#/helper/copilot?q=${code}`,
  )

const NO_CLOUD_BASE = refusal(85088, 'the app does not exist or has no cloud base')
const NO_TOKEN = refusal(41001, 'access_token missing')
export const TICKET_EXPIRED = refusal(61005, 'component ticket is expired')
export const TICKET_INVALID = refusal(61006, 'component ticket is invalid')
export const REFRESH_TOKEN_INVALID = refusal(61023, 'refresh_token is invalid')
/** The token is not one of the account's, or was replaced. */
export const WRONG_TOKEN = refusal(
  40001,
  'invalid credential, access_token is invalid or not latest',
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
  'no-plan': fixed(wechat({ errcode: 0, errmsg: 'ok' })),
  'null-plan': fixed(wechat({ errcode: 0, errmsg: 'ok', gray_release_plan: null })),
  'no-permission': differing(
    () => ({ wechat: { errorCode: -604101 } }),
    () => refusal(48001, 'api unauthorized'),
  ),
  'api-unauthorized': fixed(refusal(48001, 'api unauthorized')),
  'api-not-found': differing(
    () => ({ wechat: { errorCode: -604100 } }),
    () => refusal(40066, 'invalid url'),
  ),
  'no-ticket': differing(
    () => gateway('INVALID_PARAM', 'missing wxCloudApiToken'),
    () => NO_TOKEN,
  ),
  'ticket-refused': differing(
    () => gateway('INVALID_WX_ACCESS_TOKEN', 'invalid wx openapi access_token'),
    () => WRONG_TOKEN,
  ),
  'permission-denied': differing(
    () => gateway('PERMISSION_DENIED', 'Permission denied'),
    () => refusal(61007, 'api is unauthorized to component'),
  ),
  'account-limited': fixed(refusal(50002, 'user limited'), EVERY_ISSUER),
  'no-version': fixed(refusal(85079, 'no online release')),
  'token-expired': fixed(refusal(42001, 'access_token expired')),
  'appsecret-frozen': fixed(refusal(40243, 'AppSecret is frozen'), ['stable', 'component']),
  'ip-not-listed': fixed(
    refusal(40164, 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist'),
    ['stable'],
  ),
  'ip-unconfirmed': fixed(refusal(89503, '此次调用需要管理员确认，请耐心等候'), ['stable']),
  'not-a-platform': fixed(refusal(86000, 'should be called only from third party')),
  'account-not-authorized': fixed(refusal(61003, 'component is not authorized by this account'), [
    'authorizer',
  ]),
  'permission-set-missing': fixed(refusal(61007, 'api is unauthorized to component'), [
    'authorizer',
  ]),
  'platform-ip-not-listed': fixed(
    refusal(61004, 'access clientip is not registered requestIP: 127.0.0.1'),
    ['component', 'authorizer'],
  ),
  'verify-ticket-expired': fixed(TICKET_EXPIRED, ['component']),
  'verify-ticket-invalid': fixed(TICKET_INVALID, ['component']),
  'refresh-token-invalid': fixed(REFRESH_TOKEN_INVALID, ['authorizer']),
  'cloudrun-not-listed': fixed(
    refusal(85107, 'URL不在白名单内,请前往「微信云托管控制台-服务管理-云调用-微信令牌」配置'),
  ),
  'cloudrun-not-ready': fixed(refusal(85113, 'cloudbase_access_token not ready')),
  quota: fixed(refusal(45009, 'reach max api daily quota limit')),
  'rate-limit': differing(
    () => gateway('EXCEED_REQUEST_LIMIT', 'request limit exceeded'),
    () => refusal(45011, 'api minute-quota reach limit, must slower, retry next minute'),
  ),
  busy: fixed(refusal(-1, 'system error'), EVERY_ISSUER),
  'invalid-env': differing(
    () => gateway('INVALIID_ENV', 'invalid env'),
    () => NO_CLOUD_BASE,
  ),
  'env-not-found': differing(
    () => gateway('INVALID_ENV', 'Env Not Exists'),
    () => NO_CLOUD_BASE,
  ),
  isolated: differing(
    () => linked('INVALID_ENV', 'env status is isolated'),
    () => NO_CLOUD_BASE,
  ),
  'sign-invalid': differing(
    () => gateway('SIGN_PARAM_INVALID', 'sign param is invalid'),
    () => WRONG_TOKEN,
  ),
  'secret-id-error': differing(
    () => linked('SIGN_PARAM_INVALID', 'secret id error'),
    () => WRONG_TOKEN,
  ),
  'request-refused': fixed(refusal(47001, 'data format error')),
  'platform-failure': differing(
    () => ({ wechat: { errorCode: -604103 } }),
    () => refusal(-1, 'system error'),
  ),
  'platform-timeout': differing(
    () => gateway('SERVER_TIMEOUT', 'server timeout'),
    () => serverPage(504, 'Gateway Timeout'),
  ),
  'platform-network': differing(
    () => ({ wechat: { errorCode: -601003 } }),
    () => serverPage(502, 'Bad Gateway'),
  ),
  'unlisted-code': fixed(refusal(99999, 'something new')),
  timeout: fixed({ http: { delayMs: Number.POSITIVE_INFINITY } }),
  reset: fixed({ http: { reset: true } }),
  cut: fixed({ http: { cutAfter: 40 } }),
  drip: fixed({ http: { dripMs: 1000 } }),
  'http-500': fixed(serverPage(500, 'Internal Server Error')),
  'http-502': fixed(serverPage(502, 'Bad Gateway')),
  html: fixed({
    wechat: { body: '<html><body>please sign in</body></html>', contentType: 'text/html' },
  }),
  text: fixed({
    wechat: { body: 'hello', contentType: 'text/plain' },
  }),
  empty: fixed({ http: { body: '' } }),
  'broken-json': fixed(wechat('{"errcode":0,"gray_release_plan":{')),
  'broken-protobuf': fixed({
    http: { body: Uint8Array.of(0xff, 0xff, 0xff, 0xff) },
  }),
  'proto-key': fixed(
    wechat(
      '{"errcode":0,"errmsg":"ok","__proto__":{"polluted":true},"gray_release_plan":' +
        '{"status":1,"create_timestamp":1700000000,"gray_percentage":8}}',
    ),
  ),
  'json-null': fixed(wechat(null)),
  'json-array': fixed(wechat(['running'])),
  'json-string': fixed(wechat('"running"')),
  'big-number': fixed(
    wechat(
      '{"errcode":0,"errmsg":"ok","gray_release_plan":' +
        '{"status":1,"create_timestamp":17000000000000000000,"gray_percentage":8}}',
    ),
  ),
  'string-errcode': fixed(refusal('48001', 'api unauthorized')),
}
