import type { GrayReleasePlanError } from '../../../core/error'
import type { Hint } from '../../../core/error-codes'
import type { GetGrayReleasePlanResult } from '../../../core/result'
import type { HttpsCredential } from '../../../https'
import { isAdvisedOn } from '../../../https/hints'

/** What to do at a terminal, rather than in code. */
const HINTS = {
  token: {
    zh: '凭证无效或已过期：请用 WX_ACCESS_TOKEN（cloudbase_access_token 用 WX_CLOUDBASE_ACCESS_TOKEN）或 --access-token-stdin 传入新的凭证，或改为只设置 WX_APPID 和 WX_APPSECRET。',
    en: 'The token is invalid or has expired: pass a new one in WX_ACCESS_TOKEN (a cloudbase_access_token in WX_CLOUDBASE_ACCESS_TOKEN) or with --access-token-stdin, or set only WX_APPID and WX_APPSECRET instead.',
  },
  timeout: {
    zh: '未能在时限内得到结果：请检查网络、域名解析和代理，然后重试。',
    en: 'No answer in time: check network, DNS and proxy, then try again.',
  },
  noSuchUrl: {
    zh: '没有这个地址：请检查 --base-url（或 WX_API_BASE_URL）及其中的路径。',
    en: 'There is no such URL: check --base-url (or WX_API_BASE_URL) and the path in it.',
  },
  notTheApi: {
    zh: '这不是微信接口的应答：请检查 --base-url（或 WX_API_BASE_URL）和代理。',
    en: "This is not a response of WeChat's API: check --base-url (or WX_API_BASE_URL) and any proxy in between.",
  },
  misconfigured: {
    zh: '配置有误：请按错误信息检查，并核对 AppID、--base-url（或 WX_API_BASE_URL）和 IP 白名单。',
    en: 'Misconfigured: see errMsg, and check the AppID, --base-url (or WX_API_BASE_URL) and the IP allowlist.',
  },
  fetchedToken: {
    zh: '微信拒绝了刚获取的凭证：请检查 WX_APPID 和 WX_APPSECRET 是否属于同一账号，并确认使用同一 AppSecret 的其他程序也从 /cgi-bin/stable_token 获取凭证，否则会互相使其失效。',
    en: 'WeChat rejected a token that was just fetched: make sure that WX_APPID and WX_APPSECRET belong to the same account, and that every other program with this AppSecret also gets its token from /cgi-bin/stable_token, because otherwise they invalidate each other.',
  },
} satisfies { [name: string]: Hint }

/** Adapts a result to a person at a terminal: names the host, and what to set there rather than in code. */
export function atTerminal(
  result: GetGrayReleasePlanResult,
  credential: HttpsCredential,
  baseUrl = 'https://api.weixin.qq.com',
): GetGrayReleasePlanResult {
  if (result.ok) return result
  const { error } = result
  const hint = hintFor(error, credential)
  // A host that was set by mistake is seen here.
  const where = error.kind === 'network' ? ` (${new URL(baseUrl).host})` : ''
  return { ok: false, error: { ...error, hint, errMsg: error.errMsg + where } }
}

/** The hint over HTTPS is for people who write code. */
function hintFor(
  { kind, errCode, hint, attempts }: GrayReleasePlanError,
  { accessToken, cloudbaseAccessToken }: HttpsCredential,
): Hint {
  if (kind === 'timeout') return HINTS.timeout
  if (kind === 'credential') {
    if (typeof (accessToken ?? cloudbaseAccessToken) === 'string') return HINTS.token
    // Before the first attempt, it was the request for a token that failed.
    return accessToken && errCode === 40001 && attempts > 0 ? HINTS.fetchedToken : hint
  }
  if (errCode === 40066) return HINTS.noSuchUrl
  if (errCode === 0) return kind === 'unknown' ? HINTS.notTheApi : hint
  return kind === 'environment' && !isAdvisedOn(errCode) ? HINTS.misconfigured : hint
}
