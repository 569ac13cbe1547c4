import { type ErrorKind, type Hint, type Hints, hintFor, hintOfCode } from '../core/error-codes'

/** Also 40001, if it answers a request with the AppSecret. */
export const WRONG_SECRET: Hint = {
  zh: 'AppSecret 缺失或错误：请在微信公众平台核对或重置。',
  en: 'The AppSecret is missing or wrong: check it or reset it on mp.weixin.qq.com.',
}

const ADMINISTRATOR: Hint = {
  zh: '该 IP 的调用须由账号管理员在微信中确认（或已被其拒绝）：确认后再调用。',
  en: "The account's administrator must approve this IP in WeChat (or has rejected it). Call again once it is approved.",
}

const WHO_IS_ALLOWED: Hint = {
  zh: '该账号没有此接口的权限，或凭证属于另一账号。微信文档前后不一致（有的说小程序可用，有的说仅限拥有权限集 18 的第三方平台），因此可能无法解决。',
  en: "This account isn't allowed to call the API, or the token is another account's. WeChat's documentation is inconsistent: either all mini programs may call it, or only third-party platforms with permission set 18. This may be final.",
}

const TICKET: Hint = {
  zh: '验证票据（component_verify_ticket）无效或已过期：请使用微信每 10 分钟推送给这个第三方平台的最新一个。',
  en: 'The component_verify_ticket is invalid or has expired: use the newest that WeChat has pushed to this same platform, every ten minutes.',
}

const NOT_AUTHORIZED: Hint = {
  zh: '该账号没有把权限集 18 授权给这个第三方平台，或已取消授权：请让它重新授权，并勾选权限集 18。',
  en: 'The account has not authorized this third-party platform with permission set 18, or has revoked it: let it authorize the platform again, with that set.',
}

const NOT_READY: Hint = {
  zh: '云环境的密钥或微信令牌尚未就绪：请等待几分钟后再试，仍不行则带上环境 ID 和请求 ID（rid）提交工单。',
  en: "CloudRun's secret or token isn't ready yet: wait a few minutes. If it still fails, open a ticket with the environment ID and rid.",
}

/** Hints that apply to calls over HTTPS, which know no `cloud.init`, `config.json` or SDK. */
const OVER_HTTPS: Hints = {
  codes: {
    40001: {
      zh: '凭证无效：其他程序可能获取了新的凭证，使它失效，请改用 stableAccessToken；如果它是 cloudbase_access_token，请传入 cloudbaseAccessToken。',
      en: 'The token is invalid. Another program may have fetched a new one, which invalidates this one: use stableAccessToken. If it is a cloudbase_access_token, pass it as cloudbaseAccessToken.',
    },
    40066: {
      zh: '没有这个地址：请检查 baseUrl 及其中的路径。',
      en: 'There is no such URL: check baseUrl and the path in it.',
    },
    40125: WRONG_SECRET,
    40164: {
      zh: '调用方 IP 不在白名单中：请在微信公众平台的 IP 白名单里加入错误信息（errMsg）所示的地址。只有开启了白名单、用 AppSecret 调用时才会检查。',
      en: "The caller's IP isn't on the allowlist: add the address shown in errMsg to the account's IP allowlist on mp.weixin.qq.com. WeChat checks it only for calls that use the AppSecret, and only if the allowlist is enabled.",
    },
    40243: {
      zh: 'AppSecret 已冻结：请在微信公众平台解冻，约 10 分钟后生效。不要重置，否则其他使用它的服务都会失效。',
      en: 'The AppSecret is frozen: unfreeze it on mp.weixin.qq.com, which takes about ten minutes. Do not reset it, because that breaks every other service that uses it.',
    },
    41004: WRONG_SECRET,
    48001: WHO_IS_ALLOWED,
    61003: NOT_AUTHORIZED,
    61004: {
      zh: '调用方 IP 不在白名单中：请将其加入第三方平台的 IP 白名单；使用自己的 AppSecret 时，也请加入该账号的 IP 白名单。',
      en: "The caller's IP isn't on the allowlist: add it to the third-party platform's IP allowlist and, if you use the account's own AppSecret, to the account's IP allowlist as well.",
    },
    61005: TICKET,
    61006: TICKET,
    61007: NOT_AUTHORIZED,
    61023: {
      zh: '刷新令牌已失效：请让该账号重新授权给第三方平台。',
      en: 'The refresh token is no longer valid: the account must authorize the third-party platform again.',
    },
    85105: WHO_IS_ALLOWED,
    89503: ADMINISTRATOR,
    89506: ADMINISTRATOR,
    89507: ADMINISTRATOR,
    85107: {
      zh: '该接口不在云环境的白名单中：请在云托管控制台「云调用」→「微信令牌」中加入 /wxa/getgrayreleaseplan。',
      en: 'The path is not listed: add /wxa/getgrayreleaseplan under WeChat token (the open API service) of the CloudRun environment.',
    },
    85112: NOT_READY,
    85113: NOT_READY,
    86000: {
      zh: '该账号的这个接口只有第三方平台可以调用，而这个凭证不是第三方平台的：请用拥有权限集 18 的第三方平台代其调用。',
      en: "For this account, only a third-party platform is allowed to call this API, and the token is not a platform's: call it through a platform with permission set 18.",
    },
  },
  kinds: {
    permission: {
      zh: '没有调用权限：请检查账号的权限集，以及凭证是否属于该账号。',
      en: "Not permitted: check the account's permission sets, and that the token belongs to this account.",
    },
    credential: {
      zh: '接口调用凭证或 AppSecret 缺失、错误或已过期：请换用新的凭证后重试。',
      en: 'The token or the AppSecret is missing, wrong or expired: call again with a fresh one.',
    },
    timeout: {
      zh: '未能在时限内得到结果：请重试，或调大 timeoutMs。',
      en: 'No answer in time: try again, or raise timeoutMs.',
    },
    environment: {
      zh: '配置有误：请按错误信息（errMsg）检查参数、AppID、baseUrl 和 IP 白名单。',
      en: 'Misconfigured: see errMsg, and check the options, the AppID, baseUrl and the IP allowlist.',
    },
  },
}

export const hintOverHttps = (kind: ErrorKind, errCode?: number): Hint =>
  hintFor(kind, errCode, OVER_HTTPS)

/** Whether a code has a hint of its own. */
export const isAdvisedOn = (errCode: number): boolean =>
  hintOfCode(errCode, OVER_HTTPS) !== undefined

/** What the options are that third-party platforms give as a string or a function. */
const GIVEN = {
  verifyTicket: 'component_verify_ticket',
  componentAccessToken: 'component_access_token',
  refreshToken: 'authorizer_refresh_token',
}
export type GivenOption = keyof typeof GIVEN

export const notGiven = (name: GivenOption): Hint => ({
  zh: `没有得到 ${GIVEN[name]}：请检查 options.${name} 从哪里获取它。`,
  en: `There is no ${GIVEN[name]}: check where options.${name} gets it from.`,
})

/** 40001, of a token that a function returned, and returned again with `{ refresh: true }`. */
export const TOKEN_FUNCTION_REJECTED: Hint = {
  zh: '微信拒绝了凭证函数返回的凭证，刷新后仍然如此：请确认它属于该账号，且使用同一 AppSecret 的其他程序也从 /cgi-bin/stable_token 获取凭证，否则会互相使其失效。',
  en: 'WeChat rejected the token of the token function, and a refreshed one too: make sure that it belongs to this account, and that every other program with the same AppSecret also gets its token from /cgi-bin/stable_token, because otherwise they invalidate each other.',
}

export const CERTIFICATE: Hint = {
  zh: '服务器或中间代理的证书不受信任（原因见错误信息 errMsg）：请检查代理，并用环境变量 NODE_EXTRA_CA_CERTS 指定签发该证书的 CA。微信云托管的开放接口服务会用自己的证书 /app/cert/certificate.crt 拦截 https。',
  en: 'The certificate of the server, or of a proxy in between, is not trusted (see errMsg): check the proxy, and set NODE_EXTRA_CA_CERTS to the CA that issued it. Inside WeChat CloudRun, the open API service intercepts https with a certificate of its own, /app/cert/certificate.crt.',
}

export const NOT_THE_API: Hint = {
  zh: '这不是微信接口的应答：请检查 baseUrl 和代理。',
  en: "This is not a response of WeChat's API: check baseUrl and any proxy in between.",
}

/** No connection was established in time: more time would not help. */
export const NOT_CONNECTED: Hint = {
  zh: '未能在时限内建立连接：请检查网络、域名解析、防火墙和代理。环境变量 HTTPS_PROXY 默认不起作用：须通过代理访问时请传入 agent。',
  en: 'No connection was established in time: check the network, DNS, the firewall and the proxy. HTTPS_PROXY has no effect by default: if you need a proxy, pass an agent.',
}

/** 41001, although the open API service of CloudRun is to add the token. */
export const SERVICE_OFF: Hint = {
  zh: '微信云托管没有补上凭证：请在控制台「云调用」中打开「开放接口服务」；如果当前版本是在打开之前发布的，请重新发布一个版本。容器启动期间该服务不可用。',
  en: 'CloudRun added no token: switch the open API service on in its console; if it was switched on after this version was published, publish a new one. The service is not available while the container starts.',
}

/** 40001, of a token that CloudRun itself keeps fresh. */
export const TOKEN_FILE_REFUSED: Hint = {
  zh: '微信拒绝了令牌文件中的凭证：它每 10 分钟更新、30 分钟内有效，请确认读取的是当前容器的文件；多个账号共用云环境时，请核对 from_appid。',
  en: 'WeChat rejected the token of the file, which is renewed every 10 minutes and valid for 30: make sure that it is the file of this very container, and check from_appid if several accounts share the environment.',
}

/** Neither the certificate of CloudRun nor its token file. */
export const SWITCH_ON: Hint = {
  zh: '这里没有微信云托管的证书，也没有令牌文件：请在云托管控制台「云调用」中打开「开放接口服务」，并在「云调用」→「微信令牌」中把 /wxa/getgrayreleaseplan 加入接口白名单，然后发布新版本；在云托管之外请改用 access_token。',
  en: 'CloudRun has put neither its certificate nor its token file here: switch the open API service on in its console, list /wxa/getgrayreleaseplan under WeChat token, then publish a new version. Outside of CloudRun, use an access token.',
}
