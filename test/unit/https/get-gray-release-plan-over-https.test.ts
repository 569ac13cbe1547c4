import { Agent } from 'node:https'
import { inspect } from 'node:util'
import {
  type AbortSignalLike,
  type AccessTokenHint,
  type FetchLike,
  type FetchResponse,
  getGrayReleasePlanOverHttps,
  StableAccessTokenException,
  stableAccessToken,
} from '../../../src/https'
import * as sending from '../../../src/https/transport'
import { type Gateway, startGateway } from '../../../src/testing'
import { answering, errorOf, noFetch, RUNNING, RUNNING_PLAN, serve } from './support'

const accessToken = 'token-of-the-account'

let gateway: Gateway
beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway.close())

/** Options for the gateway; waits between retries are drawn as 0. */
const at = (options: object = {}) => ({ baseUrl: gateway.baseUrl, ...options })
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => jest.restoreAllMocks())

const tokensSent = () => gateway.requests.map((request) => 'token' in request && request.token)

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
    const server = await serve((request, response) => {
      urls.push(`${request.method} ${request.url}`)
      response.end(JSON.stringify(RUNNING))
    })
    const token = 'a&b=c d/é+%'
    const credential = { [name]: token } as { accessToken: string }
    const result = await getGrayReleasePlanOverHttps(credential, {
      baseUrl: `${server.baseUrl}/through/`,
    })
    expect(result.ok).toBe(true)
    expect(urls).toEqual([
      `GET /through/wxa/getgrayreleaseplan?${parameter}=a%26b%3Dc%20d%2F%C3%A9%2B%25`,
    ])
  })

  it('asks api.weixin.qq.com, and leaves redirects alone', async () => {
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
})

describe('an answer that is no plan', () => {
  it.each([
    ['no-permission', 'permission', 48001, 1],
    ['string-errcode', 'permission', 48001, 1],
    ['ip-not-listed', 'environment', 40164, 1],
    ['quota', 'quota', 45009, 1],
    ['token-expired', 'credential', 42001, 1],
    ['busy', 'system', -1, 3],
    ['http-500', 'system', 0, 3],
    ['http-502', 'system', 0, 3],
    ['reset', 'network', 0, 3],
    ['cut', 'network', 0, 3],
    ['html', 'invalid_response', 0, 1],
    ['text', 'invalid_response', 0, 1],
    ['empty', 'invalid_response', 0, 1],
    ['broken-json', 'invalid_response', 0, 1],
    ['broken-protobuf', 'invalid_response', 0, 1],
    ['json-null', 'invalid_response', 0, 1],
    ['json-array', 'invalid_response', 0, 1],
    ['json-string', 'invalid_response', 0, 1],
    ['big-number', 'invalid_response', 0, 1],
    ['no-plan', 'no_plan', 0, 1],
    ['null-plan', 'no_plan', 0, 1],
  ] as const)('%s is %s (%i) after %i queries', async (scenario, kind, errCode, attempts) => {
    gateway.reply(scenario)
    const retryable = attempts > 1
    expect(await errorOf({ accessToken }, at())).toMatchObject({
      kind,
      errCode,
      attempts,
      retryable,
    })
    expect(gateway.requests).toHaveLength(attempts)
  })

  it('believes a plan after two failures, under the default of two retries', async () => {
    gateway.reply(['busy', 'reset', 'completed'])
    const result = await getGrayReleasePlanOverHttps({ accessToken }, at())
    expect(result).toMatchObject({ ok: true, plan: { status: 'completed' } })
  })

  it('keeps the request id of WeChat', async () => {
    gateway.reply('quota')
    expect((await errorOf({ accessToken }, at())).rid).toBe('6743a1b2-1f0c2d3e-4b5a6978')
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%i to another host carries nothing there', async (status) => {
    const visited = jest.fn()
    const elsewhere = await serve((request, response) => {
      visited(request.url)
      response.end(JSON.stringify(RUNNING))
    })
    const headers = { location: `${elsewhere.baseUrl}/?access_token=${accessToken}` }
    gateway.reply({ http: { status, headers, body: '' } })
    expect(await errorOf({ accessToken }, at())).toMatchObject({
      kind: 'unknown',
      retryable: false,
      attempts: 1,
    })
    expect(visited).not.toHaveBeenCalled()
  })
})

describe('the deadline', () => {
  it.each(['timeout', 'drip'] as const)(
    'ends a reply that is never whole: %s',
    async (scenario) => {
      gateway.reply(scenario)
      const startedAt = Date.now()
      const error = await errorOf({ accessToken }, at({ timeoutMs: 150 }))
      expect(error).toMatchObject({ kind: 'timeout', attempts: 1, retryable: true })
      expect(Date.now() - startedAt).toBeLessThan(1000)
    },
  )

  it('closes the connection of a request that it cut short', async () => {
    let closed = (): void => {}
    const closing = new Promise<void>((resolve) => {
      closed = resolve
    })
    const server = await serve((request, response) => {
      request.socket.on('close', closed)
      response.write('{')
    })
    await errorOf({ accessToken }, { baseUrl: server.baseUrl, timeoutMs: 100 })
    await closing
  })

  it('works where there is no AbortController', async () => {
    const { AbortController } = globalThis
    Object.assign(globalThis, { AbortController: undefined })
    try {
      const server = await serve((_request, response) => void response.write('{'))
      const options = { baseUrl: server.baseUrl, timeoutMs: 100 }
      expect((await errorOf({ accessToken }, options)).kind).toBe('timeout')
    } finally {
      Object.assign(globalThis, { AbortController })
    }
  })

  it('ends a token function that hangs', async () => {
    const error = await errorOf(
      { accessToken: () => new Promise<string>(() => {}) },
      { timeoutMs: 50, fetch: noFetch },
    )
    expect(error).toMatchObject({ kind: 'timeout', attempts: 0 })
  })

  it('sends no token that came too late', async () => {
    let give = (_token: string): void => {}
    const late = new Promise<string>((resolve) => {
      give = resolve
    })
    const fetch = jest.fn(answering(RUNNING))
    const error = await errorOf({ accessToken: () => late }, { timeoutMs: 20, fetch })
    give(accessToken)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(error.kind).toBe('timeout')
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('the end of a call', () => {
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
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(give).toHaveBeenCalledTimes(1)
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

describe('the signal', () => {
  it('ends a request under way', async () => {
    gateway.reply('timeout')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error(`enough of ${accessToken}`)), 50)
    const error = await errorOf({ accessToken }, at({ signal: controller.signal }))
    expect(error).toMatchObject({ kind: 'aborted', attempts: 1 })
    expect(error.cause).toEqual({ name: 'Error' })
  })
})

describe('a reply of hundreds of MB', () => {
  it.each([200, 500])('is given up after 1 MiB, with status %i', async (status) => {
    const block = Buffer.alloc(64 * 1024, ' ')
    let sent = 0
    const server = await serve((_request, response) => {
      response.statusCode = status
      const more = (): void => {
        while (sent < 300 * 1024 * 1024 && !response.destroyed) {
          sent += block.length
          if (!response.write(block)) return void response.once('drain', more)
        }
      }
      more()
    })
    const before = process.memoryUsage().rss
    const error = await errorOf({ accessToken }, { baseUrl: server.baseUrl, retries: 0 })
    expect(error.kind).toBe(status === 200 ? 'invalid_response' : 'system')
    expect(sent).toBeLessThan(100 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  it('is not read where its length is told', async () => {
    const contentLength = 300 * 1024 * 1024
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': contentLength }).write('{')
    })
    expect(await errorOf({ accessToken }, { baseUrl: server.baseUrl })).toMatchObject({
      kind: 'invalid_response',
      attempts: 1,
      issues: [{ path: '', message: 'expected no more than 1048576 bytes' }],
    })
  })
})

describe('a token function', () => {
  it('is asked before each query, for no fresh token', async () => {
    gateway.reply(['busy', 'running'])
    const hints: unknown[] = []
    const credential = { accessToken: (hint: unknown) => `token-${hints.push(hint)}` }
    expect((await getGrayReleasePlanOverHttps(credential, at())).ok).toBe(true)
    expect(hints).toEqual([{ refresh: false }, { refresh: false }])
    expect(tokensSent()).toEqual(['token-1', 'token-2'])
  })

  it('is asked once more after `credential`, with no retries allowed', async () => {
    const give = jest.fn(async ({ refresh }) => (refresh ? 'fresh' : 'expired'))
    const options = at({ retries: 0 })
    const result = await getGrayReleasePlanOverHttps({ accessToken: give }, options)
    expect(result.ok).toBe(true)
    expect(give.mock.calls).toEqual([[{ refresh: false }], [{ refresh: true }]])
    expect(tokensSent()).toEqual(['expired', 'fresh'])
  })

  it('is not asked a third time', async () => {
    const give = jest.fn(() => 'expired')
    const error = await errorOf({ cloudbaseAccessToken: give }, at({ retries: 5 }))
    expect(error).toMatchObject({ kind: 'credential', errCode: 42001, attempts: 2 })
    expect(give.mock.calls).toEqual([[{ refresh: false }], [{ refresh: true }]])
  })

  it('is asked for a fresh token once per call, whatever else fails', async () => {
    gateway.reply(['token-expired', 'busy', 'token-expired', 'running'])
    const give = jest.fn(() => accessToken)
    const error = await errorOf({ accessToken: give }, at())
    expect(error).toMatchObject({ kind: 'credential', attempts: 3 })
    expect(give.mock.calls).toEqual([
      [{ refresh: false }],
      [{ refresh: true }],
      [{ refresh: false }],
    ])
  })

  it('ends the call where it has no fresh token', async () => {
    const give = ({ refresh }: { refresh: boolean }) => (refresh ? '' : 'expired')
    const error = await errorOf({ accessToken: give }, at())
    expect(error).toMatchObject({ kind: 'credential', errCode: 0, attempts: 1 })
  })

  it('is told which token was refused, in nothing that can be listed or printed', async () => {
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

  it('is told when its call ends before it has given a token, and only then', async () => {
    const signals: (AbortSignalLike | undefined)[] = []
    const give = ({ signal }: AccessTokenHint) => {
      signals.push(signal)
      return signals.length === 1 ? 'token' : new Promise<string>(() => undefined)
    }
    expect((await getGrayReleasePlanOverHttps({ accessToken: give }, at())).ok).toBe(true)
    await errorOf({ accessToken: give }, at({ timeoutMs: 20 }))
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true])
  })

  it('gets a signal even if Node.js has none', async () => {
    const { AbortController } = globalThis
    globalThis.AbortController = undefined as never
    try {
      const aborted = jest.fn()
      const ignored = jest.fn()
      const give = ({ signal }: AccessTokenHint) => {
        expect(signal?.aborted).toBe(false)
        signal?.addEventListener('abort', aborted)
        signal?.addEventListener('abort', ignored)
        signal?.removeEventListener('abort', ignored)
        return new Promise<string>(() => undefined)
      }
      await errorOf({ accessToken: give }, at({ timeoutMs: 20 }))
      expect(aborted).toHaveBeenCalledTimes(1)
      expect(ignored).not.toHaveBeenCalled()
    } finally {
      globalThis.AbortController = AbortController
    }
  })

  it('does not come into play with a fixed token', async () => {
    expect(await errorOf({ accessToken: 'expired' }, at())).toMatchObject({
      kind: 'credential',
      errCode: 42001,
      attempts: 1,
    })
  })
})

describe('with stableAccessToken', () => {
  const account = (options: object = {}) =>
    stableAccessToken({ appid: 'wx01', secret: 'the-secret', ...at(), ...options })
  const tokenRequests = () => gateway.requests.filter(({ kind }) => kind === 'token').length

  it('asks for one token and uses it for every call', async () => {
    const credential = { accessToken: account() }
    for (let calls = 0; calls < 3; calls += 1) {
      expect((await getGrayReleasePlanOverHttps(credential, at())).ok).toBe(true)
    }
    expect(tokenRequests()).toBe(1)
  })

  it('asks again where WeChat refuses the token', async () => {
    const credential = { accessToken: account() }
    gateway.reply((request) => (request.kind === 'https' ? 'token-expired' : 'running'))
    expect(await errorOf(credential, at())).toMatchObject({ kind: 'credential', attempts: 2 })
    expect(tokenRequests()).toBe(2)
  })

  it('asks once if a hundred calls under way are refused the same token', async () => {
    const accessToken = account()
    await accessToken()
    let sent = 0
    const staggered: FetchLike = async (url, init) => {
      sent += 1
      await new Promise((resolve) => setTimeout(resolve, sent * 4))
      return fetch(url, init)
    }
    const calls = Array.from({ length: 100 }, () =>
      getGrayReleasePlanOverHttps({ accessToken }, at({ fetch: staggered })),
    )
    // Another program ends the token for everybody else.
    const body = {
      grant_type: 'client_credential',
      appid: 'wx01',
      secret: 's',
      force_refresh: true,
    }
    await fetch(`${gateway.baseUrl}/cgi-bin/stable_token`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    for (const result of await Promise.all(calls)) expect(result.ok).toBe(true)
    expect(sent).toBeGreaterThan(150)
    expect(tokenRequests()).toBe(3)
  })

  it.each([
    ['a wrong AppID', { appid: 'no' }, 'environment', 40013],
    ['a wrong AppSecret', { secret: 'wrong' }, 'credential', 40125],
    ['no AppSecret', { secret: undefined }, 'credential', 0],
    ['no AppID', { appid: '' }, 'environment', 0],
  ])('%s ends the call before the query', async (_name, options, kind, errCode) => {
    const error = await errorOf({ accessToken: account(options) }, at())
    expect(error).toMatchObject({ kind, errCode, attempts: 0, retryable: false })
    expect(gateway.requests.every((request) => request.kind === 'token')).toBe(true)
    expect(gateway.requests.length).toBe(errCode === 0 ? 0 : 1)
  })

  it('keeps the kind, the hint and the request id of a failure', async () => {
    gateway.reply('ip-not-listed')
    const error = await errorOf({ accessToken: account() }, at())
    expect(error).toMatchObject({
      kind: 'environment',
      errCode: 40164,
      rid: '6743a1b2-1f0c2d3e-4b5a6978',
      hint: { en: expect.stringContaining('allowlist') },
    })
  })

  it('retries where WeChat is busy, and counts the queries alone', async () => {
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

it('does not blame the arguments for a fault of its own', async () => {
  jest.spyOn(sending, 'sendRequest').mockImplementation(() => {
    throw new TypeError(`a fault with ${accessToken}`)
  })
  const error = await errorOf({ accessToken }, at())
  expect(error).toMatchObject({
    kind: 'unknown',
    errMsg: 'this package failed: please open an issue',
    attempts: 1,
  })
  expect(error.cause).toEqual({ name: 'TypeError' })
})

describe('what the program got wrong', () => {
  it.each([
    ['options that are no object', 'x'],
    ['a deadline of 0', { timeoutMs: 0 }],
    ['half a retry', { retries: 0.5 }],
    ['a fetch that is no function', { fetch: 'fetch' }],
    ['plain http', { baseUrl: 'http://api.weixin.qq.com' }],
  ])('%s is environment, and nothing is sent', async (_name, options) => {
    const sent = jest.spyOn(sending, 'sendRequest')
    const error = await errorOf({ accessToken }, options as object)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(sent).not.toHaveBeenCalled()
  })

  it.each([{}, 'agent', () => undefined])('an agent that is %p is environment', async (agent) => {
    expect(await errorOf({ accessToken }, { agent })).toMatchObject({
      kind: 'environment',
      errMsg: 'options.agent must be an http.Agent or an https.Agent',
      attempts: 0,
    })
  })

  it('an agent for the other protocol is environment', async () => {
    const error = await errorOf({ accessToken }, at({ agent: new Agent(), retries: 2 }))
    expect(error).toMatchObject({
      kind: 'environment',
      errMsg: 'options.agent does not fit baseUrl',
      attempts: 0,
    })
  })

  it('tells no words of what a getter among the options threw', async () => {
    const options = {
      get fetch(): never {
        throw new Error(`no fetch for ${accessToken}`)
      },
    }
    const error = await errorOf({ accessToken }, options)
    expect(error.kind).toBe('environment')
    expect(error.cause).toEqual({ name: 'Error' })
  })
})
