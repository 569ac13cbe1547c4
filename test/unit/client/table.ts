import type { FunctionFailure } from '../../../src/client'

/** What `wx.cloud.callFunction` says, and what must be made of it. */
export interface Said {
  name: string
  thrown: unknown
  failure: FunctionFailure
  errCode: number
  rid?: string
}

export const RETRYABLE: readonly FunctionFailure[] = ['timed_out', 'limited', 'offline']

const REPORTS: {
  source: string
  input: object
  expect: { failure: FunctionFailure; errCode: number; rid?: string }
}[] = require('./reports.json')

/** As today: `errCode: CODE description | errMsg: message (callId: …)(trace: …)`. */
const today = (code: number, message: string, description = '') =>
  `cloud.callFunction:fail Error: errCode: ${code} ${description} | errMsg: ${message} (callId: ${CALL})(trace: 17:3:4 start->17:3:5 system error (Error: errCode: ${code} ${description} | errMsg: ${message}), abort)`
const CALL = '1700000000000-0.25'

/** As years ago: the same code whatever went wrong, and the one that counts further on. */
const before = (code: number, message: string) =>
  `errCode: -404011 cloud function execution error | errMsg: cloud.callFunction:fail requestID ${REQUEST}, cloud function service error code ${code}, error message ${message}; at cloud.callFunction api; `
const REQUEST = '1cb6a1f2-9c5e-11e9-b0a4-5254001e2f0e'

const page = (code: string) =>
  `更多错误信息请访问：https://docs.cloudbase.net/error-code/basic/${code}`

/** Whatever was thrown, without an ID. */
const said = (failure: FunctionFailure, errCode: number, name: string, thrown: unknown): Said => ({
  name,
  thrown,
  failure,
  errCode,
})

/** Words alone: the code is in them, or nowhere. */
const words = (failure: FunctionFailure, errCode: number, list: readonly string[]): Said[] =>
  list.map((errMsg) => said(failure, errCode, errMsg, { errMsg }))

/** In the shapes that WeChat gives one failure. */
function shapes(failure: FunctionFailure, code: number, message: string, more = ''): Said[] {
  const errMsg = today(code, message, more)
  const name = `${code} ${message}`
  const old = { errCode: -404011, errMsg: before(code, message) }
  const known = Object.assign(new Error(errMsg), { errCode: code })
  return [
    { ...said(failure, code, `${name}, today`, known), rid: CALL },
    { ...said(failure, code, `${name}, with -1`, { errCode: -1, errMsg }), rid: CALL },
    { ...said(failure, code, `${name}, years ago`, old), rid: REQUEST },
  ]
}

/** What a function may say for itself when it falls over: never about the call. */
const OWN_WORDS = [
  "Error: Cannot find module 'wx-server-sdk'",
  "Cannot find module 'socket'",
  'Error: socket hang up',
  'connect ECONNREFUSED 127.0.0.1:443',
  'Error: connect ETIMEDOUT 10.0.0.1:443',
  'Error: the query timed out',
  'Error: request:fail timeout',
  '145 code exit unexpected',
  'Error: Environment variable TOKEN is not found',
  'Error: env not exists',
  'Error: Function not found',
  'Error: the FunctionName parameter could not be found',
  'Error: FUNCTION_EXCEED_TIME_LIMIT',
  'FUNCTION_NOT_FOUND_HERE',
  "Error: Cloud API isn't enabled, please call cloud.init first",
  // Of another function, which this one called.
  'Error: errCode: -501003 exceed request limit | errMsg: EXCEED_REQUEST_LIMIT',
  'Error: errCode: -504002 | errMsg: FUNCTION_EXCEED_TIME_LIMIT',
  `Error: callFunction:fail -501001 resource system error. Invoking task timed out after 3 seconds ${page('FUNCTIONS_TIME_LIMIT_EXCEEDED')}`,
]

export const SAID: readonly Said[] = [
  ...REPORTS.map(({ source, input, expect }) => ({ name: source, thrown: input, ...expect })),

  ...OWN_WORDS.flatMap((message) => shapes('crashed', -504002, message, 'functions execute fail')),
  ...shapes('crashed', -504001, 'Error: not started'),
  said('crashed', -504002, 'the code of a crash alone', { errCode: -504002 }),

  // The platform's own message, with the same code.
  ...shapes('timed_out', -504002, 'FUNCTION_EXCEED_TIME_LIMIT'),
  ...shapes('timed_out', -504002, 'FUNCTION_TIME_LIMIT_EXCEEDED'),
  ...shapes('timed_out', -504001, 'FUNCTIONS_TIME_LIMIT_EXCEEDED'),
  ...shapes('not_deployed', -504002, 'FUNCTION_NOT_FOUND'),
  ...shapes('not_deployed', -504002, 'Function not found: [getGrayReleasePlan]'),
  ...shapes('not_deployed', -504002, 'Function not found [getGrayReleasePlan]'),
  said('timed_out', -504002, 'the code as a property, and the message of the platform', {
    errCode: -504002,
    errMsg: 'cloud.callFunction:fail FUNCTION_EXCEED_TIME_LIMIT',
  }),

  ...shapes(
    'not_deployed',
    -501000,
    `FunctionName parameter could not be found. ${page('FUNCTION_NOT_FOUND')}`,
  ),
  ...shapes('not_deployed', -501000, 'FUNCTION_NOT_FOUND'),
  ...shapes('not_deployed', -501007, 'function not found'),
  ...shapes('not_deployed', -501000, 'resource error'),
  ...shapes('not_deployed', -501000, '[ResourceNotFound.Function] 未找到指定的Function'),
  ...words('not_deployed', -1, [
    'errCode: -1 | errMsg: FunctionName parameter could not be found',
    'errCode: -1 | errMsg: no such function name',
  ]),
  ...words('not_deployed', -504002, [
    'cloud.callFunction:fail -504002 FUNCTION_NOT_FOUND',
    'errCode: -504002 | errMsg:FUNCTION_NOT_FOUND',
  ]),
  ...words('not_deployed', 0, ['cloud.callFunction:fail FUNCTION_NOT_FOUND']),
  said('crashed', -1, 'a crash with no code but -1', {
    errCode: -1,
    errMsg: 'cloud.callFunction:fail FUNCTIONS_EXECUTE_FAIL: timed out',
  }),

  ...shapes('no_environment', -501000, 'Environment not found'),
  ...shapes('no_environment', -501000, '[100003] Param Invalid: env not exists'),
  ...shapes('no_environment', -601002, 'env not exists'),
  ...shapes('no_environment', -501005, 'odd', 'invalid env'),
  ...shapes('no_environment', -601034, '没有权限，请先开通云开发或者云托管'),
  ...shapes('no_environment', -601034, 'odd'),
  ...shapes('no_environment', -501000, 'env status is isolated'),
  ...shapes('no_environment', -501001, '账户已欠费'),
  ...shapes('no_environment', -501000, `odd. ${page('INVALID_ENV')}`),
  ...words('no_environment', -1, [
    'errCode: -1 | errMsg: env timeout-1a2b3c not exist',
    'errCode: -1 | errMsg: envId does not exist',
    'errCode: -1 | errMsg: env_id does not exist',
    'errCode: -1 | errMsg: environmentId does not exist',
    "errCode: -1 | errMsg: environment prod-1a2b3c doesn't exist",
    'errCode: -1 | errMsg: environment prod-1a2b3c could not be found',
    'errCode: -1 | errMsg: environment cannot be found',
    'errCode: -1 | errMsg: env check invalid be filterd',
    'errCode: -1 | errMsg: invalid env',
    'errCode: -1 | errMsg: no such environment',
    'errCode: -1 | errMsg: INVALID_ENV',
    'errCode: -1 | errMsg: ENV_NOT_EXIST',
    'errCode: -1 | errMsg: 当前环境不存在',
    'errCode: -1 | errMsg: 环境 prod-1a2b3c 已隔离',
    'errCode: -1 | errMsg: 环境已欠费停服',
    'errCode: -1 | errMsg: 无效的云环境',
    'errCode: -1 | errMsg: 无效环境',
    'errCode: -1 | errMsg: environment prod-1a2b3c has expired',
    'errCode: -1 | errMsg: env is in arrears',
    'errCode: -1 | errMsg: INVALID_ENV_STATUS',
    "errCode: -1 | errMsg: Cloud API isn't enabled, please call wx.cloud.init first",
  ]),
  ...words('no_environment', 0, [
    "Cloud API isn't enabled, please call init first",
    'cloud.callFunction:fail cloud init error',
    'cloud.callFunction:fail invalid scope 没有权限，请先开通云服务',
  ]),

  ...shapes('timed_out', -504003, 'Invoking task timed out after 3 seconds'),
  ...shapes('timed_out', -504003, `odd ${page('FUNCTIONS_TIME_LIMIT_EXCEEDED')}`),
  ...shapes('timed_out', -501002, 'ESOCKETTIMEDOUT', 'resource server timeout'),
  ...shapes('timed_out', -501002, 'odd'),
  ...shapes('timed_out', -404012, 'polling exceed max retry'),
  ...Array.from({ length: 10 }, (_, at) =>
    shapes('offline', -404001 - at, 'polling timed out or ended'),
  ).flat(),
  ...words('offline', -404005, ['cloud.callFunction:fail -404005 exceed max poll retry.']),
  ...words('call_failed', -404000, ['errCode: -404000 | errMsg: odd']),
  ...words('call_failed', -404013, ['errCode: -404013 | errMsg: odd']),

  ...words('crashed', 0, [
    `cloud.callFunction:fail FUNCTIONS_EXECUTE_FAIL ${page('FUNCTIONS_EXECUTE_FAIL')}`,
    'FUNCTIONS_EXECUTE_FAIL: Error: socket hang up',
  ]),
  ...words('limited', -501003, ['errCode: -501003 | errMsg: FUNCTIONS_EXECUTE_FAIL']),

  ...words('timed_out', -504003, ['cloud.callFunction:fail -504003 Invoking task ended']),
  ...words('timed_out', 0, [
    'cloud.callFunction:fail timeout',
    'cloud.callFunction:fail request:fail timeout',
    'request:fail errcode:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT',
    'cloud.callFunction:fail 请求超时。',
  ]),

  ...shapes('limited', -501003, 'exceed request limit'),
  ...shapes('limited', -501004, 'exceed concurrent request limit'),

  ...words('offline', 0, [
    'cloud.callFunction:fail request:fail ',
    'cloud.callFunction:fail network is down',
    'cloud.callFunction:fail network error',
    'The Internet connection appears to be offline.',
    'request:fail errcode:-106 error_msg:net::ERR_INTERNET_DISCONNECTED',
    'getaddrinfo ENOTFOUND servicewechat.com',
    'getaddrinfo EAI_AGAIN servicewechat.com',
    'read ECONNRESET',
    'write EPIPE',
    'connect ENETUNREACH',
    'the connection was reset',
    'DNS failed',
    'A server with the specified hostname could not be found.',
    '网络连接已中断',
  ]),
  ...words('offline', -501001, ['errCode: -501001 resource system error | errMsg: socket hang up']),

  ...shapes('call_failed', -502001, 'database request fail'),
  ...shapes('call_failed', -501001, 'odd', 'resource system error'),
  ...words('call_failed', -501001, ['cloud.callFunction:fail base_resp.errcode -501001']),
  ...words('call_failed', 600001, ['errCode:600001', 'base_resp.errcode: 600001']),
  ...words('not_deployed', -501000, ['cloud.callFunction:fail base_resp.errcode -501000']),
  ...words('call_failed', -1, ['requestID , service error code -1', 'errCode: -1 | errMsg: odd']),
  ...words('call_failed', 0, ['cloud.callFunction:fail Error: access_token missing', '']),
  // A code further on is of something that the function did.
  ...words(
    'call_failed',
    -502001,
    [-601034, -501005, -404003, -504003, -501003, -501000].map(
      (other) => `errCode: -502001 | errMsg: error ${other} odd`,
    ),
  ),
  said('call_failed', 0, 'an Error', new Error('odd')),
  said('call_failed', 0, 'a text', 'odd'),
  said('crashed', -504001, 'a text with a code', 'errCode: -504001'),
  said('limited', -501004, 'a code as text', { errCode: '-501004' }),
  said('crashed', -504001, 'a code in words beside one that is none', {
    errCode: 'TEXT',
    errMsg: 'errCode: -504001',
  }),
  said('limited', -501004, 'one code in the property, another in the words', {
    errCode: -501004,
    errMsg: 'errCode: -502001 | errMsg: odd',
  }),
  said('crashed', -504001, 'codes that say nothing before the one that does', {
    errCode: 0,
    errMsg: 'errCode: 0 | errMsg: errCode: -1 | errMsg: errCode: -504001',
  }),
  said('call_failed', 0, 'no number', { errCode: Number.NaN }),
  said('call_failed', 0, 'minus zero', { errCode: -0 }),
  said('call_failed', 0, 'an object', { code: 7 }),
  said('call_failed', 0, 'nothing', undefined),
  said('call_failed', 0, 'null', null),
  {
    ...said('call_failed', 0, 'an id with letters at both ends', 'requestID ab-1.2_cd, odd'),
    rid: 'ab-1.2_cd',
  },
  {
    ...said('crashed', -504002, 'ids in the words of the function', {
      errMsg: today(-504002, 'Error: requestId: 7 (callId: 8-0.1) failed'),
    }),
    rid: CALL,
  },
]
