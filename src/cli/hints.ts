import type { GrayReleasePlanError } from '../core/error'
import type { Hint } from '../core/error-codes'
import type { HttpsCredential } from '../https'
import { isAdvisedOn } from '../https/hints'

const TOKEN: Hint = {
  zh: '凭证无效或已过期：请把 WX_ACCESS_TOKEN 设为新的凭证（cloudbase_access_token 请设为 WX_CLOUDBASE_ACCESS_TOKEN），或改为设置 WX_APPID 和 WX_APPSECRET。',
  en: 'The token is invalid or has expired: set WX_ACCESS_TOKEN to a new one (WX_CLOUDBASE_ACCESS_TOKEN to a cloudbase_access_token), or set WX_APPID and WX_APPSECRET instead.',
}

const TIMEOUT: Hint = {
  zh: '未能在时限内得到结果：请检查网络、域名解析和代理，然后重试。',
  en: 'No answer in time: check network, DNS and proxy, then try again.',
}

const NO_SUCH_URL: Hint = {
  zh: '没有这个地址：请检查 --base-url（或 WX_API_BASE_URL）及其中的路径。',
  en: 'There is no such URL: check --base-url (or WX_API_BASE_URL) and the path in it.',
}

const NOT_THE_API: Hint = {
  zh: '这不是微信接口的应答：请检查 --base-url（或 WX_API_BASE_URL）和代理。',
  en: "This is not a response of WeChat's API: check --base-url (or WX_API_BASE_URL) and any proxy in between.",
}

const MISCONFIGURED: Hint = {
  zh: '配置有误：请看 errMsg，并检查 AppID、--base-url（或 WX_API_BASE_URL）和 IP 白名单。',
  en: 'Misconfigured: see errMsg, and check the AppID, --base-url (or WX_API_BASE_URL) and the IP allowlist.',
}

/** What a person at a terminal can do, where the hint over HTTPS is for people who write code. */
export function hintAtTerminal(
  { kind, errCode, hint }: GrayReleasePlanError,
  { accessToken, cloudbaseAccessToken }: HttpsCredential,
): Hint {
  if (kind === 'timeout') return TIMEOUT
  if (kind === 'credential') {
    return typeof (accessToken ?? cloudbaseAccessToken) === 'string' ? TOKEN : hint
  }
  if (errCode === 40066) return NO_SUCH_URL
  if (errCode === 0) return kind === 'unknown' ? NOT_THE_API : hint
  return kind === 'environment' && !isAdvisedOn(errCode) ? MISCONFIGURED : hint
}
