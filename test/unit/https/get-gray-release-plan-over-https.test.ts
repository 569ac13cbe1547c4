import { Agent } from 'node:https'
import { inspect } from 'node:util'
import {
  type AbortSignalLike,
  type AccessTokenHint,
  type FetchResponse,
  getGrayReleasePlanOverHttps,
  StableAccessTokenException,
  stableAccessToken,
} from '../../../src/https'
import * as sending from '../../../src/https/transport'
import { type Gateway, type Reply, startGateway } from '../../../src/testing'
import { serve } from '../watch/server'
import {
  answering,
  errorOf,
  noFetch,
  pause,
  RUNNING,
  RUNNING_PLAN,
  withoutAbortController,
} from './support'

const accessToken = 'token-of-the-account'

let gateway: Gateway
beforeEach(async () => {
  gateway = await startGateway()
  // Waits between retries are drawn as 0.
  jest.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  jest.restoreAllMocks()
  return gateway.close()
})

/** Options for the gateway. */
const at = (options: object = {}) => ({ baseUrl: gateway.baseUrl, ...options })

const never = () => new Promise<never>(() => undefined)

describe('the query', () => {
  it('gives the plan, by camelCase names', async () => {
    gateway.reply({ wechat: { body: RUNNING } })
    expect(await getGrayReleasePlanOverHttps({ accessToken }, at())).toEqual({
      ok: true,
      plan: RUNNING_PLAN,
    })
  })

  it.each([
    ['accessToken', 'access_token'],
    ['cloudbaseAccessToken', 'cloudbase_access_token'],
  ])('sends %s as %s, encoded', async (name, parameter) => {
    const urls: string[] = []
    const host = await serve((request, response) => {
      urls.push(`${request.method} ${request.url}`)
      response.end(JSON.stringify(RUNNING))
    })
    const credential = { [name]: 'a&b=c d/é+%' } as { accessToken: string }
    const options = { baseUrl: `http://${host}/through/` }
    expect((await getGrayReleasePlanOverHttps(credential, options)).ok).toBe(true)
    expect(urls).toEqual([
      `GET /through/wxa/getgrayreleaseplan?${parameter}=a%26b%3Dc%20d%2F%C3%A9%2B%25`,
    ])
  })

  it('goes to api.weixin.qq.com, and leaves redirects alone', async () => {
    const fetch = jest.fn(answering(RUNNING))
    await getGrayReleasePlanOverHttps({ accessToken: 'T' }, { fetch, baseUrl: null })
    const url = 'https://api.weixin.qq.com/wxa/getgrayreleaseplan?access_token=T'
    const init = { method: 'GET', redirect: 'manual', headers: { accept: 'application/json' } }
    expect(fetch.mock.calls).toEqual([[url, { ...init, signal: expect.any(AbortSignal) }]])
  })

  it('needs no fetch', async () => {
    const global = jest.spyOn(globalThis, 'fetch').mockImplementation(noFetch)
    expect((await getGrayReleasePlanOverHttps({ accessToken }, at({ fetch: null }))).ok).toBe(true)
    expect(global).not.toHaveBeenCalled()
  })

  it.each<[Reply, string, number]>([
    ['no-permission', 'permission', 1],
    ['token-expired', 'credential', 1],
    ['html', 'invalid_response', 1],
    ['busy', 'system', 3],
    ['http-502', 'system', 3],
    ['reset', 'network', 3],
    ['cut', 'network', 3],
  ])('of %s is %s after %i requests', async (scenario, kind, attempts) => {
    gateway.reply(scenario)
    const expected = { kind, attempts, retryable: attempts > 1 }
    expect(await errorOf({ accessToken }, at())).toMatchObject(expected)
    expect(gateway.requests).toHaveLength(attempts)
  })

  it('believes a plan after two failures', async () => {
    gateway.reply(['busy', 'reset', 'completed'])
    const result = await getGrayReleasePlanOverHttps({ accessToken }, at())
    expect(result).toMatchObject({ ok: true, plan: { status: 'completed' } })
  })

  it('follows no redirect', async () => {
    const headers = { location: `/?access_token=${accessToken}` }
    gateway.reply({ http: { status: 302, headers, body: '' } })
    expect(await errorOf({ accessToken }, at())).toMatchObject({ kind: 'unknown', attempts: 1 })
    expect(gateway.requests).toHaveLength(1)
  })

  it('does not wait for a reply that is announced as longer than 1 MiB', async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1024 * 1024 + 1 }).write('{')
    })
    expect(await errorOf({ accessToken }, { baseUrl: `http://${host}` })).toMatchObject({
      attempts: 1,
      issues: [{ path: '', message: 'expected no more than 1048576 bytes' }],
    })
  })
})

describe('the end of a call', () => {
  it.each(['timeout', 'drip'] as const)('ends a reply that is never whole: %s', async (reply) => {
    gateway.reply(reply)
    const error = await errorOf({ accessToken }, at({ timeoutMs: 150 }))
    expect(error).toMatchObject({ kind: 'timeout', attempts: 1, retryable: true })
  })

  it('closes the connection, even if there is no AbortController', async () => {
    let closed = (): void => {}
    const closing = new Promise<void>((resolve) => {
      closed = resolve
    })
    const host = await serve((request, response) => {
      request.socket.on('close', closed)
      response.write('{')
    })
    await withoutAbortController(async () => {
      const options = { baseUrl: `http://${host}`, timeoutMs: 100 }
      expect(await errorOf({ accessToken }, options)).toMatchObject({ kind: 'timeout' })
    })
    await closing
  })

  it('sends no token that comes after it', async () => {
    const fetch = jest.fn(answering(RUNNING))
    let give = (_token: string): void => {}
    const late = new Promise<string>((resolve) => {
      give = resolve
    })
    const error = await errorOf({ accessToken: () => late }, { timeoutMs: 20, fetch })
    give(accessToken)
    await pause(20)
    expect(error).toMatchObject({ kind: 'timeout', attempts: 0 })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('lets an answer that comes after it ask for no fresh token', async () => {
    let answer = (_response: FetchResponse): void => {}
    const late = new Promise<FetchResponse>((resolve) => {
      answer = resolve
    })
    const give = jest.fn(() => accessToken)
    const fetch = jest.fn(() => late)
    const error = await errorOf({ accessToken: give }, { timeoutMs: 20, fetch })
    expect(error).toMatchObject({ kind: 'timeout', attempts: 1 })
    // It has no stream, whose reading would end with the call.
    const text = async () => '{"errcode":40001,"errmsg":"invalid credential"}'
    answer({ status: 200, text })
    await pause(20)
    expect(give).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

describe('a token function', () => {
  type TokenOf = (hint: AccessTokenHint) => string
  const valid: TokenOf = () => 'valid'
  const expired: TokenOf = () => 'expired'
  const renewed: TokenOf = ({ refresh }) => (refresh ? 'fresh' : 'expired')
  const forgetful: TokenOf = ({ refresh }) => (refresh ? '' : 'expired')
  const BUSY: Reply = ['busy', 'running']
  const TWICE: Reply = ['token-expired', 'busy', 'token-expired', 'running']

  it.each<[string, TokenOf, object, Reply | undefined, string, boolean[]]>([
    ['before each query', valid, {}, BUSY, 'ok', [false, false]],
    ['once more after `credential`', renewed, { retries: 0 }, undefined, 'ok', [false, true]],
    ['no third time', expired, { retries: 5 }, undefined, 'credential 2', [false, true]],
    ['for a fresh token once per call', valid, {}, TWICE, 'credential 3', [false, true, false]],
    ['in vain if it has no fresh one', forgetful, {}, undefined, 'credential 1', [false, true]],
  ])('is called %s', async (_name, tokenOf, options, replies, expected, refreshes) => {
    if (replies) gateway.reply(replies)
    const accessToken = jest.fn(async (hint: AccessTokenHint) => tokenOf(hint))
    const result = await getGrayReleasePlanOverHttps({ accessToken }, at(options))
    expect(accessToken.mock.calls.map(([{ refresh }]) => refresh)).toEqual(refreshes)
    const outcome = result.ok ? 'ok' : `${result.error.kind} ${result.error.attempts}`
    expect(outcome).toBe(expected)
  })

  it('learns which token was rejected, by nothing that can be listed or printed', async () => {
    const hints: AccessTokenHint[] = []
    const give = (hint: AccessTokenHint) => {
      hints.push(hint)
      return hint.refresh ? 'fresh' : '\texpired\n'
    }
    await getGrayReleasePlanOverHttps({ accessToken: give }, at())
    expect(hints.map(({ refused }) => refused)).toEqual([undefined, '\texpired\n'])
    expect(JSON.stringify(hints)).toBe('[{"refresh":false},{"refresh":true}]')
    expect(inspect(hints)).not.toContain('expired')
  })

  it('learns that its call ends before it has given a token, and only then', async () => {
    const signals: (AbortSignalLike | undefined)[] = []
    const give = ({ signal }: AccessTokenHint) => {
      signals.push(signal)
      return signals.length === 1 ? 'token' : never()
    }
    expect((await getGrayReleasePlanOverHttps({ accessToken: give }, at())).ok).toBe(true)
    await errorOf({ accessToken: give }, at({ timeoutMs: 20 }))
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true])
  })

  it('gets a signal even if Node.js has none', async () => {
    const aborted = jest.fn()
    const ignored = jest.fn()
    const give = ({ signal }: AccessTokenHint) => {
      expect(signal?.aborted).toBe(false)
      signal?.addEventListener('abort', aborted)
      signal?.addEventListener('abort', ignored)
      signal?.removeEventListener('abort', ignored)
      return never()
    }
    await withoutAbortController(() => errorOf({ accessToken: give }, at({ timeoutMs: 20 })))
    expect(aborted).toHaveBeenCalledTimes(1)
    expect(ignored).not.toHaveBeenCalled()
  })
})

describe('with stableAccessToken', () => {
  const account = (options: object = {}) =>
    stableAccessToken({ appid: 'wx01', secret: 'the-secret', ...at(), ...options })
  const tokenRequests = () => gateway.requests.filter(({ kind }) => kind === 'token').length

  it('requests one token, uses it for every call, and another if it is rejected', async () => {
    const credential = { accessToken: account() }
    for (let calls = 0; calls < 3; calls += 1) {
      expect((await getGrayReleasePlanOverHttps(credential, at())).ok).toBe(true)
    }
    expect(tokenRequests()).toBe(1)
    gateway.reply((request) => (request.kind === 'https' ? 'token-expired' : 'running'))
    expect(await errorOf(credential, at())).toMatchObject({ kind: 'credential', attempts: 2 })
    expect(tokenRequests()).toBe(2)
  })

  it.each([
    ['a wrong AppID', { appid: 'no' }, 'environment', 40013],
    ['a wrong AppSecret', { secret: 'wrong' }, 'credential', 40125],
    ['no AppSecret', { secret: undefined }, 'credential', 0],
    ['no AppID', { appid: '' }, 'environment', 0],
  ])('%s ends the call before the query', async (_name, options, kind, errCode) => {
    const error = await errorOf({ accessToken: account(options) }, at())
    expect(error).toMatchObject({ kind, errCode, attempts: 0, retryable: false })
    expect(gateway.requests.map((request) => request.kind)).toEqual(errCode ? ['token'] : [])
  })

  it('keeps the hint and the request ID of a failure', async () => {
    gateway.reply('ip-not-listed')
    const hint = { en: expect.stringContaining('allowlist') }
    const error = await errorOf({ accessToken: account() }, at())
    expect(error).toMatchObject({ errCode: 40164, rid: '6743a1b2-1f0c2d3e-4b5a6978', hint })
  })

  it('retries if WeChat is busy, and counts the queries alone', async () => {
    gateway.reply('busy')
    const error = await errorOf({ accessToken: account() }, at())
    expect(error).toMatchObject({ kind: 'system', errCode: -1, attempts: 0, retryable: true })
    expect(tokenRequests()).toBe(3)
  })

  it('passes nothing of a look-alike of its exception on', async () => {
    const made = await account({ secret: 'wrong' })().catch((thrown: unknown) => thrown)
    const { error } = made as StableAccessTokenException
    const give = () => {
      throw new StableAccessTokenException({ ...error, errMsg: 'the token is 1234' })
    }
    expect(await errorOf({ accessToken: give }, at())).toMatchObject({
      kind: 'credential',
      errCode: 0,
      errMsg: 'the token function threw (StableAccessTokenException)',
    })
  })
})

describe('of what is thrown, names and codes are kept:', () => {
  /** A fetch that fails as the global one does, with the token in every word. */
  const failing = () => {
    const reason = Object.assign(new Error(`no way to ${accessToken}`), { code: 'ECONNREFUSED' })
    return Promise.reject(new TypeError(`fetch of ${accessToken} failed`, { cause: reason }))
  }
  const account = { appid: 'wx1', secret: 'planted-secret', fetch: failing }

  it.each([
    ['a query', accessToken, 1],
    ['a request for a token', stableAccessToken(account), 0],
  ])('by the fetch of %s', async (_name, token, attempts) => {
    const error = await errorOf({ accessToken: token }, { fetch: failing, retries: 0 })
    const errMsg = 'the connection failed: ECONNREFUSED'
    expect(error).toMatchObject({ kind: 'network', attempts, errMsg })
    const cause = { name: 'Error', code: 'ECONNREFUSED' }
    expect(error.cause).toStrictEqual({ name: 'TypeError', cause })
    expect(Object.keys(error)).not.toContain('cause')
  })

  it.each([
    [new Error(`enough of ${accessToken}`), { name: 'Error' }],
    [new DOMException('enough', 'AbortError'), { name: 'AbortError', code: 20 }],
    [`enough of ${accessToken}`, undefined],
    [undefined, { name: 'AbortError', code: 20 }],
  ])('as the reason of an abort, %p', async (reason, cause) => {
    const before = await errorOf({ accessToken }, { signal: AbortSignal.abort(reason) })
    const controller = new AbortController()
    const fetch = (): Promise<never> => {
      controller.abort(reason)
      return never()
    }
    const within = await errorOf({ accessToken }, { fetch, signal: controller.signal })
    expect([before.attempts, within.attempts]).toEqual([0, 1])
    for (const error of [before, within]) {
      expect(error.kind).toBe('aborted')
      expect(error.cause).toEqual(cause)
      expect('cause' in error).toBe(cause !== undefined)
    }
  })

  it('by a getter among the options', async () => {
    const options = {
      get fetch(): never {
        throw new RangeError(`no fetch for ${accessToken}`)
      },
    }
    const error = await errorOf({ accessToken }, options)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0 })
    expect(error.cause).toStrictEqual({ name: 'RangeError' })
  })

  it('by a fault of ours, for which the arguments are not blamed', async () => {
    jest.spyOn(sending, 'sendRequest').mockImplementation(() => {
      throw new TypeError(`a fault with ${accessToken}`)
    })
    const error = await errorOf({ accessToken }, at())
    const errMsg = 'this package failed: please open an issue'
    expect(error).toMatchObject({ kind: 'unknown', errMsg, attempts: 1 })
    expect(error.cause).toEqual({ name: 'TypeError' })
  })
})

const AGENT = 'agent must be an http.Agent or an https.Agent'

it.each([
  ['x', ' must be an object, such as { timeoutMs: 2500, retries: 2 }'],
  [{ timeoutMs: 0 }, '.timeoutMs must be a number from 1 to 2147483647'],
  [{ retries: 0.5 }, '.retries must be an integer, 0 or more'],
  [{ fetch: 'fetch' }, '.fetch must be a function like the global fetch'],
  [{ baseUrl: 'http://a.b' }, '.baseUrl must start with https://, because it gets a secret'],
  [{ agent: {} }, `.${AGENT}`],
  [{ agent: () => undefined }, `.${AGENT}`],
])('options %j are environment, and nothing is sent', async (options, problem) => {
  const sent = jest.spyOn(sending, 'sendRequest')
  const expected = { kind: 'environment', attempts: 0, errMsg: `options${problem}` }
  expect(await errorOf({ accessToken }, options as object)).toMatchObject(expected)
  expect(sent).not.toHaveBeenCalled()
})

it('an agent for the other protocol is environment', async () => {
  const errMsg = 'options.agent does not fit baseUrl'
  const expected = { kind: 'environment', errMsg, attempts: 0 }
  expect(await errorOf({ accessToken }, at({ agent: new Agent() }))).toMatchObject(expected)
})
