import { type ErrorKind, type Hint, hintFor } from '../core/error-codes'

const APP_SECRET: Hint = {
  zh: 'AppSecret 缺失、错误或已冻结：请在微信公众平台核对或重置。',
  en: 'The AppSecret is missing, wrong or frozen: check or reset it in the account console.',
}

const ADMINISTRATOR: Hint = {
  zh: '该 IP 的调用须由帐号管理员在微信中确认（或已被其拒绝）：确认后再调用。',
  en: 'The administrator of the account has to confirm this IP in WeChat, or refused it: call again after that.',
}

const WHO_MAY_CALL: Hint = {
  zh: '该帐号没有此接口的权限，或凭证属于另一帐号。微信文档对此说法不一：小程序可用，或仅限拥有权限集 18 的第三方平台；因此这可能就是最终结果。',
  en: "The account may not call this API, or the token is another account's. WeChat's pages disagree on who may: mini programs, or only third-party platforms holding permission set 18. So this can be the final answer.",
}

/** Codes with another remedy over HTTPS, since the caller holds the token, and codes that only HTTPS gives. */
const HINTS_OF_CODE: { readonly [code: number]: Hint } = {
  40001: {
    zh: '凭证无效：其他程序获取凭证会使这一个失效，请改用 stableAccessToken；若它是 cloudbase_access_token，请传入 cloudbaseAccessToken。',
    en: 'The token is not valid: another program that fetches tokens has made this one invalid, so use stableAccessToken; or it is a cloudbase_access_token, which goes into cloudbaseAccessToken.',
  },
  40066: {
    zh: '没有这个地址：请检查 baseUrl 及其中的路径。',
    en: 'There is no such URL: check baseUrl and the path in it.',
  },
  40164: {
    zh: '调用方 IP 不在白名单中：请在微信公众平台的 IP 白名单里加入 errMsg 所示的地址。只有开启了白名单、用 AppSecret 调用时才会检查。',
    en: 'The IP of the caller is not listed: add the address in errMsg to the IP allowlist of the account. Only calls with the AppSecret are asked for it, and only where the list is switched on.',
  },
  61004: {
    zh: '调用方 IP 未登记：请将其加入第三方平台的 IP 白名单。',
    en: 'The IP of the caller is not registered: add it to the IP allowlist of the third-party platform.',
  },
  89503: ADMINISTRATOR,
  89506: ADMINISTRATOR,
  89507: ADMINISTRATOR,
  40125: APP_SECRET,
  40243: APP_SECRET,
  41004: APP_SECRET,
  48001: WHO_MAY_CALL,
  85105: WHO_MAY_CALL,
  85107: {
    zh: '该接口不在云托管环境的白名单中：请在「云调用 - 微信令牌」（开放接口服务）中加入 /wxa/getgrayreleaseplan。',
    en: 'The path is not listed: add /wxa/getgrayreleaseplan under WeChat token (the open API service) of the CloudRun environment.',
  },
  85112: {
    zh: '云托管环境没有可用的密钥：请带上环境 ID 和 rid 提交工单。',
    en: 'The CloudRun environment has no secret: open a ticket with the environment id and rid.',
  },
  85113: {
    zh: '云托管的令牌尚未就绪：请等待几分钟后再试，仍不行则带上环境 ID 和 rid 提交工单。',
    en: 'The token of CloudRun is not ready: wait some minutes, then open a ticket with the environment id and rid.',
  },
}

/** A certificate that is not trusted. */
export const CERTIFICATE: Hint = {
  zh: '服务器或中间代理的证书不受信任（原因见 errMsg）：请检查代理，并用环境变量 NODE_EXTRA_CA_CERTS 指定签发该证书的 CA。微信云托管的开放接口服务会用自己的证书 /app/cert/certificate.crt 拦截 https。',
  en: 'The certificate of the server, or of a proxy in between, is not trusted, and errMsg says why: check the proxy, and let NODE_EXTRA_CA_CERTS name the CA that issued it. Inside WeChat CloudRun, the open API service intercepts https with a certificate of its own, /app/cert/certificate.crt.',
}

/** 41001, although the open API service of CloudRun is to add the token. */
export const SERVICE_OFF: Hint = {
  zh: '微信云托管没有补上凭证：请在控制台「云调用」中打开「开放接口服务」；如果当前版本是在打开之前发布的，请重新发布一个版本。容器启动期间该服务不可用。',
  en: 'CloudRun added no token: switch the open API service on in its console; if it was switched on after this version was published, publish a new one. The service is not there yet while the container starts.',
}

/** 40001, of a token that CloudRun itself keeps fresh. */
export const TOKEN_FILE_REFUSED: Hint = {
  zh: '微信拒绝了令牌文件中的凭证：它每 10 分钟更新、30 分钟内有效，请确认读取的是当前容器的文件；多个帐号共用云环境时，请核对 fromAppid。',
  en: 'WeChat refused the token of the file, which is new every 10 minutes and valid for 30: make sure that it is the file of this very container, and check fromAppid if several accounts share the environment.',
}

/** Neither the certificate of CloudRun nor its token file. */
export const SWITCH_ON: Hint = {
  zh: '这里没有微信云托管的证书，也没有令牌文件：请在云托管控制台「云调用」中打开「开放接口服务」，把 /wxa/getgrayreleaseplan 加入「微信令牌」的接口白名单，然后发布新版本；在云托管之外请改用 accessToken。',
  en: 'CloudRun has put neither its certificate nor its token file here: switch the open API service on in its console, list /wxa/getgrayreleaseplan under WeChat token, then publish a new version. Outside of CloudRun use accessToken.',
}

/** Kinds with another remedy over HTTPS, which has neither `cloud.init` nor a `config.json`. */
const HINTS_OF_KIND: { readonly [kind in ErrorKind]?: Hint } = {
  permission: {
    zh: '没有调用权限：请检查帐号的权限集，以及凭证是否属于该帐号。',
    en: 'Not permitted: check the permission sets of the account, and whether the token is its own.',
  },
  credential: {
    zh: '接口调用凭证或 AppSecret 缺失、错误或已过期：请换用新的凭证后重试。',
    en: 'The token or the AppSecret is missing, wrong or expired: call again with a fresh one.',
  },
  environment: {
    zh: '设置有误：请按 errMsg 检查参数、AppID、baseUrl 和 IP 白名单。',
    en: 'The set-up is wrong: check what errMsg names, such as the options, the AppID, baseUrl and the IP allowlist.',
  },
  timeout: {
    zh: '未能在时限内得到结果：请稍后重试，或调大 timeoutMs。',
    en: 'No answer in time: try again, or raise timeoutMs.',
  },
}

/** What to do about an error over HTTPS. */
export const hintOverHttps = (kind: ErrorKind, errCode = 0): Hint => {
  const hint = HINTS_OF_CODE[errCode]
  if (hint) return { ...hint }
  const ofKind = HINTS_OF_KIND[kind]
  // A hint of the code alone, such as that of 45009, holds for every way of calling; codes below 0
  // are the SDK's and those of cloud calling.
  const known = hintFor(kind, Math.max(errCode, 0))
  return ofKind && known.en === hintFor(kind).en ? { ...ofKind } : known
}
