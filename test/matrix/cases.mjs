// What is tried in every cell, and the outcome it must have in all of them: `plan`, or a kind of error.
import { isAtLeast } from './versions.mjs'

/** The account that calls are made for in the case of that name. */
export const OTHER_APPID = 'wx0123456789abcdef'

const NO_SECRETS = 'no secretId'
const NO_SECRETS_ELSEWHERE = 'no secretId, outside a cloud function'

const NO_FETCH = 'plan, without a fetch'

const envelope = (errorCode) => ({ wechat: { errorCode } })

/** One call of the facade each: no retries and a generous deadline, where no case says otherwise. */
const DEFAULTS = { options: { retries: 0, timeoutMs: 20_000 }, requests: 1 }

/**
 * - `replies`: what the gateway answers, in turn; the last one goes on
 * - `init`: the call has an SDK of its own, set up so; `null` is for none
 * - `retry`, `timeoutMs`, `appid`: options of the call
 * - `requests`: how many reach the gateway; `attempts` of an error must say the same, where it is not given
 * - `unset`: environment variables that are taken away before
 */
export const CASES = [
  // The first two are also tried where the raw SDK does not work.
  { name: 'before cloud.init', outcome: 'environment', init: null, replies: [], requests: 0 },
  { name: 'plan', outcome: 'plan', replies: ['paused'] },
  {
    name: 'plan, after busy twice',
    outcome: 'plan',
    replies: ['busy', 'busy', 'running'],
    retry: 2,
  },
  { name: 'busy, retried once', outcome: 'system', replies: ['busy'], retry: 1 },
  { name: 'hang, ended by timeoutMs', outcome: 'timeout', replies: ['timeout'], timeoutMs: 300 },
  {
    name: 'hang, ended by the SDK',
    outcome: 'timeout',
    replies: ['timeout'],
    init: { timeout: 500 },
  },
  { name: 'appid of another account', outcome: 'plan', replies: ['running'], appid: OTHER_APPID },
  { name: '-604101', outcome: 'permission', replies: ['no-permission'] },
  { name: '-601004', outcome: 'permission', replies: [envelope(-601004)] },
  { name: '-604100', outcome: 'environment', replies: [envelope(-604100)] },
  { name: '-604102', outcome: 'timeout', replies: [envelope(-604102)] },
  { name: '-604103', outcome: 'system', replies: [envelope(-604103)] },
  { name: '-601001', outcome: 'system', replies: [envelope(-601001)] },
  { name: '48001', outcome: 'permission', replies: ['api-unauthorized'] },
  { name: '"48001", a string', outcome: 'permission', replies: ['string-errcode'] },
  { name: '42001', outcome: 'credential', replies: ['token-expired'] },
  { name: '40164', outcome: 'environment', replies: ['ip-not-listed'] },
  { name: '45009', outcome: 'quota', replies: ['quota'] },
  { name: 'EXCEED_REQUEST_LIMIT', outcome: 'quota', replies: ['rate-limit'] },
  { name: 'INVALIID_ENV', outcome: 'environment', replies: ['invalid-env'] },
  { name: 'INVALID_ENV', outcome: 'environment', replies: ['env-not-found'] },
  { name: 'SIGN_PARAM_INVALID', outcome: 'credential', replies: ['sign-invalid'] },
  { name: 'HTTP 500', outcome: 'system', replies: ['http-500'] },
  { name: 'HTTP 502', outcome: 'system', replies: ['http-502'] },
  {
    name: 'HTTP 403',
    outcome: 'system',
    replies: [{ http: { status: 403, contentType: 'text/html', body: 'Forbidden' } }],
  },
  { name: 'connection closed', outcome: 'network', replies: ['reset'] },
  { name: 'body cut short', outcome: 'network', replies: ['cut'], timeoutMs: 3000 },
  {
    name: 'connection refused',
    outcome: 'network',
    replies: [],
    requests: 0,
    attempts: 1,
    init: { serviceUrl: 'http://127.0.0.1:1/admin' },
  },
  { name: 'HTML', outcome: 'invalid_response', replies: ['html'] },
  { name: 'plain text', outcome: 'invalid_response', replies: ['text'] },
  { name: 'empty body', outcome: 'invalid_response', replies: ['empty'] },
  { name: 'no plan', outcome: 'no_plan', replies: ['no-plan'] },
  { name: 'plan null', outcome: 'no_plan', replies: ['null-plan'] },
  { name: 'JSON null', outcome: 'invalid_response', replies: ['json-null'] },
  { name: 'JSON array', outcome: 'invalid_response', replies: ['json-array'] },
  { name: 'JSON string', outcome: 'invalid_response', replies: ['json-string'] },
  { name: 'broken JSON', outcome: 'invalid_response', replies: ['broken-json'] },
  { name: 'broken protobuf', outcome: 'invalid_response', replies: ['broken-protobuf'] },
  { name: '20-digit number', outcome: 'invalid_response', replies: ['big-number'] },
  { name: '__proto__ key', outcome: 'invalid_response', replies: ['proto-key'] },
  {
    name: NO_SECRETS,
    outcome: 'environment',
    replies: [],
    requests: 0,
    attempts: 1,
    init: {},
    unset: ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'],
  },
  // These two come last: what is taken away stays away.
  {
    name: NO_SECRETS_ELSEWHERE,
    outcome: 'environment',
    replies: [],
    requests: 0,
    attempts: 1,
    init: {},
    unset: ['TENCENTCLOUD_RUNENV'],
  },
].map(complete)

/** What is tried with the ready-made function on every runtime, one call each. */
export const FUNCTION_CASES = [
  { name: 'plan', outcome: 'plan', replies: ['paused'] },
  { name: 'busy, retried twice', outcome: 'system', replies: ['busy'], requests: 3 },
  { name: '-604101', outcome: 'permission', replies: ['no-permission'] },
  { name: 'HTML', outcome: 'invalid_response', replies: ['html'] },
  { name: 'hang', outcome: 'timeout', replies: ['timeout'], context: { time_limit_in_ms: 1000 } },
  {
    name: 'a user who is not listed',
    outcome: 'forbidden',
    replies: [],
    requests: 0,
    env: { TCB_SOURCE: 'wx_client', WX_OPENID: 'oAnyone' },
  },
  // Last: its variables stay.
  {
    name: 'local debugging',
    outcome: 'plan',
    replies: ['paused'],
    env: { TENCENTCLOUD_RUNENV: 'WX_LOCAL_SCF', TCB_ENV: 'local' },
  },
].map(complete)

/** What is tried over HTTPS on every runtime, with a `fetch` of the caller's and without one. */
export const HTTPS_CASES = [
  { name: 'plan', outcome: 'plan', replies: ['paused'] },
  { name: 'busy, retried once', outcome: 'system', replies: ['busy'], retry: 1 },
  { name: '48001', outcome: 'permission', replies: ['api-unauthorized'] },
  { name: 'HTTP 502', outcome: 'system', replies: ['http-502'] },
  { name: 'HTML', outcome: 'invalid_response', replies: ['html'] },
  { name: 'connection closed', outcome: 'network', replies: ['reset'] },
  { name: 'hang', outcome: 'timeout', replies: ['timeout'], timeoutMs: 300 },
  { name: NO_FETCH, outcome: 'plan', replies: ['paused'], noFetch: true },
].map(complete)

/** The cases over HTTPS on a runtime: before 10.9 Node.js itself can't send the request. */
export const httpsCasesFor = ({ node }) =>
  HTTPS_CASES.filter(({ name }) => name !== NO_FETCH || isAtLeast(node, '10.9.0'))

/** An error before anything is sent, since the context can't do it. */
export const REFUSED = { outcome: 'environment', requests: 0, attempts: 0 }

/** What is tried with `import` in place of `require`. */
export const IMPORT_CASES = CASES.filter(({ name }) => name === 'plan' || name === '-604101')

function complete({ retry, timeoutMs, appid, ...given }) {
  const options = {
    ...DEFAULTS.options,
    ...(retry && { retries: retry }),
    ...(timeoutMs && { timeoutMs }),
    ...(appid && { appid }),
  }
  const requests = given.requests ?? (retry ? retry + 1 : DEFAULTS.requests)
  return { attempts: requests, ...given, options, requests }
}

/**
 * Where the SDK itself makes a cell differ, and why. `outcome` replaces that of the case; a case
 * without one is left out. Each of these is checked like any other outcome: a difference that is gone fails.
 */
export const EXCEPTIONS = [
  {
    name: 'appid of another account',
    where: 'SDKs before 2.2.0',
    applies: ({ sdk }) => !isAtLeast(sdk, '2.2.0'),
    outcome: 'environment',
    requests: 0,
    why: 'these lines drop the appid and would answer for the wrong account, so no call is made',
  },
  {
    name: '__proto__ key',
    where: 'SDKs before 2.4.0',
    applies: ({ sdk }) => !isAtLeast(sdk, '2.4.0'),
    outcome: 'plan',
    why: 'these lines read it as a field like any other, which the plan is taken without; later ones refuse the reply',
  },
  {
    name: 'body cut short',
    where: 'SDK 4 on Node.js 14',
    applies: ({ sdk, node }) => isAtLeast(sdk, '4.0.0') && /^1[34]\./.test(node),
    outcome: 'timeout',
    why: 'this SDK never answers there, so the deadline ends the call',
  },
  {
    name: 'body cut short',
    where: 'any other SDK on Node.js before 15',
    applies: ({ node }) => !isAtLeast(node, '15.0.0'),
    outcome: 'invalid_response',
    why: 'this Node.js hands the SDK what had come as if it were whole, and the SDK finds it unreadable',
  },
  {
    name: NO_SECRETS,
    where: 'SDK 4',
    applies: ({ sdk }) => isAtLeast(sdk, '4.0.0'),
    why: 'this SDK rejects a promise that nobody holds, which ends the process; no caller can catch it',
  },
  {
    name: NO_SECRETS_ELSEWHERE,
    where: 'SDK 4',
    applies: ({ sdk }) => isAtLeast(sdk, '4.0.0'),
    why: 'the same',
  },
]

/** Pairs that the raw SDK itself does not work on: there the facade must say `environment`. */
export const HOPELESS = {
  where: 'SDK 4 on Node.js before 10.9',
  applies: ({ sdk, node }) => isAtLeast(sdk, '4.0.0') && !isAtLeast(node, '10.9.0'),
  why: 'it calls http.request with three arguments, which came with Node.js 10.9',
}

/** The cases of a cell with what they must come to there. */
export function casesFor(cell) {
  if (HOPELESS.applies(cell)) {
    const outcome = 'environment'
    return CASES.slice(0, 2).map((one) => ({ ...one, outcome, requests: 0 }))
  }
  return CASES.map((one) => {
    const exception = EXCEPTIONS.find(({ name, applies }) => name === one.name && applies(cell))
    if (!exception) return one
    const { outcome, requests = one.requests } = exception
    return { ...one, outcome, requests, attempts: requests }
  }).filter(({ outcome }) => outcome)
}
