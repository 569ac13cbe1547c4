import { getEventListeners } from 'node:events'
import {
  getGrayReleasePlanOverHttps,
  StableAccessTokenException,
  stableAccessToken,
} from '../../../src/https'
import { type Gateway, startGateway } from '../../../src/testing'
import { answering, noFetch } from './support'

const account = { appid: 'wx0123456789abcdef', secret: '0123456789abcdef' }

/** What the function of an account, or of its stand-in, rejects with. */
async function failure(options: unknown): Promise<StableAccessTokenException> {
  try {
    await stableAccessToken(options as typeof account)()
  } catch (thrown) {
    if (thrown instanceof StableAccessTokenException) return thrown
    throw thrown
  }
  throw new Error('it was to fail, and did not')
}

/** A `fetch` that gives a token of that lifetime, numbered from 1. */
function issuing(expires_in: number) {
  let issued = 0
  return jest.fn((_url: string, _init: { body?: string }) => {
    issued += 1
    return answering({ access_token: `the-token-${issued}`, expires_in })()
  })
}

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe('stableAccessToken() against the gateway', () => {
  let gateway: Gateway
  beforeEach(async () => {
    gateway = await startGateway()
  })
  afterEach(() => gateway.close())

  it('asks in normal mode, and again where a fresh token is wanted', async () => {
    const give = stableAccessToken({ ...account, baseUrl: gateway.baseUrl })
    const token = await give()
    expect(await give({ refresh: false })).toBe(token)
    expect(await give({ refresh: true })).toBe(token)
    const data = { grant_type: 'client_credential', ...account }
    expect(gateway.requests).toEqual([
      expect.objectContaining({ kind: 'token', method: 'POST', data }),
      expect.objectContaining({ kind: 'token', method: 'POST', data }),
    ])
  })

  it.each([
    [{ appid: 'no' }, 'environment', 40013],
    [{ secret: 'wrong' }, 'credential', 40125],
  ])('rejects with what WeChat says of %p', async (options, kind, errCode) => {
    const thrown = await failure({ ...account, baseUrl: gateway.baseUrl, ...options })
    expect(thrown).toMatchObject({ name: 'StableAccessTokenException', kind, errCode })
    expect(thrown.message).toBe(
      `${kind} (${errCode}): ${thrown.errMsg}\n${thrown.error.hint.zh}\n${thrown.error.hint.en}`,
    )
    expect(thrown.error).toMatchObject({ kind, errCode, errMsg: thrown.errMsg, attempts: 0 })
    expect(thrown.cause).toBeUndefined()
  })
})

describe('a token is', () => {
  it('shared by callers at the same time, refreshing or not', async () => {
    const fetch = issuing(7200)
    const give = stableAccessToken({ ...account, fetch })
    const tokens = [give(), give({ refresh: true }), give({ refresh: false })]
    expect(await Promise.all(tokens)).toEqual(['the-token-1', 'the-token-1', 'the-token-1'])
    const fresh = [give({ refresh: true }), give(), give({ refresh: true })]
    expect(await Promise.all(fresh)).toEqual(['the-token-2', 'the-token-2', 'the-token-2'])
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('kept until five minutes before it ends', async () => {
    jest.useFakeTimers({ now: 1_700_000_000_000, doNotFake: ['nextTick', 'setImmediate'] })
    const give = stableAccessToken({ ...account, fetch: issuing(7200) })
    expect(await give()).toBe('the-token-1')
    expect(jest.getTimerCount()).toBe(0)
    jest.setSystemTime(1_700_000_000_000 + 6900_000 - 1)
    expect(await give()).toBe('the-token-1')
    jest.setSystemTime(1_700_000_000_000 + 6900_000)
    expect(await give()).toBe('the-token-2')
  })

  it('not kept where less than five minutes of it are left', async () => {
    const give = stableAccessToken({ ...account, fetch: issuing(300) })
    expect([await give(), await give()]).toEqual(['the-token-1', 'the-token-2'])
  })

  it('not kept where the clock was set back', async () => {
    const give = stableAccessToken({ ...account, fetch: issuing(7200) })
    await give()
    jest.spyOn(Date, 'now').mockReturnValue(0)
    expect(await give()).toBe('the-token-2')
  })

  it('dropped where a fresh one was wanted, even if there is none', async () => {
    const fetch = issuing(7200)
    const give = stableAccessToken({ ...account, fetch })
    await give()
    fetch.mockImplementationOnce(answering({ errcode: -1, errmsg: 'system error' }))
    await expect(give({ refresh: true })).rejects.toMatchObject({ kind: 'system' })
    expect(await give()).toBe('the-token-2')
  })
})

/** A `fetch` that never answers, and what it was called with. */
const silent = () => jest.fn((_url: string, _init: { signal?: AbortSignal }) => never)
const never = new Promise<Response>(() => {})

/** The hint of a call that can end. */
function calling(hint: { refresh: boolean; refused?: string } = { refresh: false }) {
  const controller = new AbortController()
  return { hint: { ...hint, signal: controller.signal }, end: () => controller.abort() }
}

describe('a caller that stops waiting', () => {
  it('as the last one cancels the request, and leaves no timer', async () => {
    jest.useFakeTimers()
    const fetch = silent()
    const give = stableAccessToken({ ...account, fetch })
    const [one, other] = [calling(), calling()]
    const tokens = [give(one.hint), give(other.hint)]
    one.end()
    await expect(tokens[0]).rejects.toMatchObject({ kind: 'aborted', error: { attempts: 0 } })
    expect(jest.getTimerCount()).toBeGreaterThan(0)
    other.end()
    await expect(tokens[1]).rejects.toMatchObject({ kind: 'aborted' })
    expect(jest.getTimerCount()).toBe(0)
    for (const [, { signal }] of fetch.mock.calls) expect(signal?.aborted).toBe(true)
    for (const { hint } of [one, other]) {
      expect(getEventListeners(hint.signal, 'abort')).toEqual([])
    }
  })

  it('does not end the request of one that has no signal', async () => {
    jest.useFakeTimers()
    const fetch = silent()
    const give = stableAccessToken({ ...account, fetch })
    const patient = give()
    const hasty = calling()
    const left = give(hasty.hint)
    hasty.end()
    await expect(left).rejects.toMatchObject({ kind: 'aborted' })
    expect(fetch).toHaveBeenCalledTimes(1)
    const late = expect(patient).rejects.toMatchObject({ kind: 'timeout' })
    await jest.advanceTimersByTimeAsync(10_000)
    await late
  })

  it('leaves the request to those who joined it', async () => {
    let respond = (_response: Response): void => {}
    const fetch = issuing(7200)
    fetch.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          respond = resolve
        }),
    )
    const give = stableAccessToken({ ...account, fetch })
    const sender = calling()
    const first = give(sender.hint)
    const joined = [give(calling().hint), give()]
    sender.end()
    await expect(first).rejects.toMatchObject({ kind: 'aborted' })
    respond(await answering({ access_token: 'the-token', expires_in: 7200 })())
    expect(await Promise.all(joined)).toEqual(['the-token', 'the-token'])
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('as the last one leaves nothing to later callers', async () => {
    const fetch = issuing(7200)
    fetch.mockImplementationOnce(() => never)
    const give = stableAccessToken({ ...account, fetch })
    const only = calling()
    const token = give(only.hint)
    only.end()
    await expect(token).rejects.toMatchObject({ kind: 'aborted' })
    expect(await give()).toBe('the-token-1')
  })

  it('and has stopped before sends nothing', async () => {
    const fetch = issuing(7200)
    const give = stableAccessToken({ ...account, fetch })
    const ended = calling()
    ended.end()
    await expect(give(ended.hint)).rejects.toMatchObject({ kind: 'aborted' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('has no listener left if its token came in time', async () => {
    const { hint } = calling()
    const give = stableAccessToken({ ...account, fetch: issuing(7200) })
    expect(await give(hint)).toBe('the-token-1')
    expect(getEventListeners(hint.signal, 'abort')).toEqual([])
  })
})

describe('a refused token', () => {
  it('is asked for once more, whoever is refused it later', async () => {
    const fetch = issuing(7200)
    const give = stableAccessToken({ ...account, fetch })
    const refused = await give()
    for (let callers = 0; callers < 100; callers += 1) {
      expect(await give({ refresh: true, refused })).toBe('the-token-2')
    }
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(await give({ refresh: true, refused: 'the-token-2' })).toBe('the-token-3')
  })
})

describe('a failure', () => {
  it('is shared, and not kept', async () => {
    const fetch = issuing(7200)
    fetch.mockImplementationOnce(answering('', { status: 503 }))
    const give = stableAccessToken({ ...account, fetch })
    const [one, other] = await Promise.allSettled([give(), give()])
    expect(one).toMatchObject({ status: 'rejected', reason: { kind: 'system' } })
    expect(other).toEqual(one)
    expect(await give()).toBe('the-token-1')
  })

  it('comes after 10 s without an answer, and cancels the request', async () => {
    jest.useFakeTimers()
    const fetch = jest.fn((_url: string, _init: { signal?: AbortSignal }) => {
      return new Promise<Response>(() => {})
    })
    const failing = failure({ ...account, fetch })
    await jest.advanceTimersByTimeAsync(9_999)
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    expect((await failing).error).toMatchObject({
      kind: 'timeout',
      errMsg: 'no token within 10000 ms',
      retryable: true,
      attempts: 0,
    })
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true)
    expect(jest.getTimerCount()).toBe(0)
  })

  it.each([
    ['access_token', { expires_in: 7200 }],
    ['access_token', { access_token: '', expires_in: 7200 }],
    ['access_token', { access_token: 5, expires_in: 7200 }],
    ['access_token', null],
    ['expires_in', { access_token: 'planted' }],
    ['expires_in', { access_token: 'planted', expires_in: '7200' }],
    ['expires_in', { access_token: 'planted', expires_in: -1 }],
    ['expires_in', '{"access_token":"planted","expires_in":1e999}'],
  ])('names %s in %p', async (path, reply) => {
    const thrown = await failure({ ...account, fetch: answering(reply) })
    const message =
      path === 'access_token' ? 'expected a token' : 'expected a number of seconds, 0 or more'
    expect(thrown.error).toMatchObject({
      kind: 'invalid_response',
      errMsg: `the response is not as documented: ${path}: ${message}`,
      issues: [{ path, message }],
    })
    expect('cause' in thrown.error).toBe(false)
  })

  it('hides the AppSecret that was sent, whatever became of the options since', async () => {
    const options: { appid: string; secret?: string } = { ...account }
    const fetch = answering({ errcode: 40125, errmsg: `bad ${account.secret}` })
    const give = stableAccessToken({ ...options, fetch } as typeof account)
    const wiped = Object.assign(options, { fetch })
    const giveToo = stableAccessToken(wiped as typeof account)
    wiped.secret = 'other'
    await expect(giveToo()).rejects.toMatchObject({ errMsg: 'bad ***' })
    delete wiped.secret
    await expect(giveToo()).rejects.toMatchObject({ errMsg: 'bad ***' })
    await expect(give()).rejects.toMatchObject({ errMsg: 'bad ***' })
  })

  it('is known by every copy of this package that is loaded', async () => {
    const fetch = answering({ errcode: 40164, errmsg: 'invalid ip' })
    const accessToken = stableAccessToken({ ...account, fetch })
    await jest.isolateModulesAsync(async () => {
      const copy: typeof import('../../../src/https') = await import('../../../src/https')
      expect(copy.StableAccessTokenException).not.toBe(StableAccessTokenException)
      const result = await copy.getGrayReleasePlanOverHttps({ accessToken }, { fetch })
      expect(result).toMatchObject({ ok: false, error: { kind: 'environment', errCode: 40164 } })
    })
  })

  it('keeps its issues in the result of a call', async () => {
    const fetch = answering({ expires_in: 7200 })
    const accessToken = stableAccessToken({ ...account, fetch })
    const result = await getGrayReleasePlanOverHttps({ accessToken }, { fetch })
    const issues = [{ path: 'access_token', message: 'expected a token' }]
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid_response', issues } })
    const refused = stableAccessToken({ ...account, fetch: answering({ errcode: 40164 }) })
    const other = await getGrayReleasePlanOverHttps({ accessToken: refused }, { fetch })
    expect(other.ok || 'issues' in other.error).toBe(false)
  })

  it('of which nothing can be made is `credential`, and never rejects', async () => {
    const symbol = Symbol.for('wx-gray-release-plan.StableAccessTokenException')
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const failure of [{ kind: 'invalid_response' }, { errMsg: 5 }, null, proxy]) {
      const accessToken = () => Promise.reject({ [symbol]: failure })
      const result = await getGrayReleasePlanOverHttps({ accessToken }, { fetch: noFetch })
      expect(result).toMatchObject({ ok: false, error: { kind: 'credential', attempts: 0 } })
    }
  })

  it('is told as it was, though its exception was changed since', async () => {
    const fetch = answering({ errcode: 40164, errmsg: 'invalid ip' })
    const give = stableAccessToken({ ...account, fetch })
    const accessToken = () =>
      give().catch((thrown: StableAccessTokenException) => {
        thrown.error.errMsg = 'planted'
        throw thrown
      })
    const result = await getGrayReleasePlanOverHttps({ accessToken }, { fetch })
    expect(result).toMatchObject({ ok: false, error: { errMsg: 'invalid ip', attempts: 0 } })
  })

  it('hides the token that it came with, the one before it and the AppSecret', async () => {
    const fetch = issuing(7200)
    const give = stableAccessToken({ ...account, fetch })
    await give()
    const errmsg = `the-token-1 new-token ${account.secret}`
    fetch.mockImplementationOnce(answering({ errcode: -1, errmsg, access_token: 'new-token' }))
    await expect(give({ refresh: true })).rejects.toMatchObject({ errMsg: '*** *** ***' })
  })
})

describe('wrong options are told by the function', () => {
  it.each([
    [undefined, 'environment'],
    ['wx01', 'environment'],
    [{ ...account, appid: undefined }, 'environment'],
    [{ ...account, appid: 5 }, 'environment'],
    [{ ...account, secret: '' }, 'credential'],
    [{ ...account, secret: 5 }, 'credential'],
    [{ ...account, baseUrl: 'http://api.weixin.qq.com' }, 'environment'],
    [{ ...account, fetch: 'fetch' }, 'environment'],
  ])('%p is %s', async (options, kind) => {
    const sent = jest.spyOn(globalThis, 'fetch').mockImplementation(noFetch)
    const { error } = await failure(options)
    expect(error).toMatchObject({ kind, errCode: 0, attempts: 0 })
    if (options === 'wx01') expect(error.errMsg).toContain('such as { appid, secret }')
    const { appid, secret } = Object(options)
    if (secret && appid !== account.appid) expect(error.errMsg).toMatch(/^options.appid must be/)
    if (appid && secret !== account.secret) expect(error.errMsg).toMatch(/^options.secret must be/)
    expect(sent).not.toHaveBeenCalled()
  })

  it('without the AppSecret, where a getter throws it', async () => {
    const options = {
      ...account,
      get fetch(): never {
        throw new Error(`no ${account.secret}`)
      },
    }
    expect(await failure(options)).toMatchObject({
      kind: 'environment',
      cause: { name: 'Error' },
    })
  })
})
