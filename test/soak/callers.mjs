// Everybody who may call the ready-made function, and who may not, as the platform tells it.

/** What the function's environment variable lists; the blanks belong there. */
export const ALLOWED_OPENIDS = ' oBoss ,oOther, 007 ,oList;oOf,o.*,oUser[0-9]'

const caller = (allowed) => (SOURCE, OPENID, ENV) => ({
  allowed,
  env: {
    TCB_SOURCE: SOURCE ?? '',
    WX_OPENID: OPENID ?? '',
    TCB_ENV: ENV ?? 'production',
  },
})
const lets = caller(true)
const refuses = caller(false)

export const CALLERS = [
  lets('wx_devtools', 'oAnyone'),
  lets('wx_localdebug', 'oAnyone'),
  lets('wx_trigger'),
  lets('wx_http'),
  lets('scf'),
  lets('wx_client,scf', 'oAnyone'),
  lets('wx_client', 'oBoss'),
  lets('wx_client', 'oOther'),
  lets('wx_client', '007'),
  lets('wx_client', 'oAnyone', 'local'),
  refuses('wx_client', 'oAnyone'),
  refuses('wx_client', 'oboss'),
  refuses('wx_client', 'oBos'),
  refuses('wx_client', 'oBoss2'),
  refuses('wx_client', '7'),
  refuses('wx_client', '7.0'),
  refuses('wx_client', 'oList'),
  refuses('wx_client', 'oUser1'),
  refuses('wx_client', 'oX'),
  refuses('wx_client', 'oBoss,oOther'),
  refuses('wx_client', '*'),
  refuses('wx_client'),
  refuses('scf,wx_client', 'oAnyone'),
  refuses('wx_paycallback', 'oAnyone'),
  refuses('wx_crawler'),
  refuses('wx_unknown', 'oAnyone'),
  refuses('WX_DEVTOOLS', 'oAnyone'),
  refuses('wx_devtools ,wx_client', 'oAnyone'),
  refuses('wx_devtools,', 'oAnyone'),
  refuses('not_through_wechat', 'oAnyone'),
  refuses(undefined, 'oAnyone'),
  refuses(undefined, undefined, 'LOCAL'),
]

/** The environment of a function that this caller called. */
export const envOf = ({ env }, token) => ({
  WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_API_TOKEN',
  WX_APPID: 'wx0123456789abcdef',
  WX_API_TOKEN: token,
  GRAY_RELEASE_ALLOWED_OPENIDS: ALLOWED_OPENIDS,
  ...env,
})
