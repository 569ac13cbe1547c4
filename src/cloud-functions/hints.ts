import type { Hint } from '../core/error-codes'
import { ALLOWED_OPENIDS } from './settings'

/** The caller's OPENID is not on the allow list. */
export const NOT_LISTED: Hint = {
  zh: `你没有调用该云函数的权限：请把你的 OPENID 加入云函数的环境变量 ${ALLOWED_OPENIDS}。`,
  en: `You are not allowed to call this function: add your OPENID to its environment variable ${ALLOWED_OPENIDS}.`,
}

/** The caller has no OPENID, as on a developer's machine. */
export const NO_OPENID: Hint = {
  zh: `调用者没有 OPENID，也不在允许之列：请从小程序页面调用，并把 OPENID 加入云函数的环境变量 ${ALLOWED_OPENIDS}；在本机运行时请设置 TCB_SOURCE=wx_devtools。`,
  en: `This caller has no OPENID and is not allowed. Call the function from a mini program page and add that OPENID to its environment variable ${ALLOWED_OPENIDS}. On your own machine, set TCB_SOURCE=wx_devtools.`,
}
