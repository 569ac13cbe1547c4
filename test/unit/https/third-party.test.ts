import {
  type AccessTokenHint,
  authorizerAccessToken,
  componentAccessToken,
  getGrayReleasePlanOverHttps,
  StableAccessTokenException,
  type Store,
  stableAccessToken,
} from '../../../src/https'
import { memoryStore } from '../../../src/watch'
import { simulatePlatform } from './platform'
import { answering, RUNNING } from './support'

const secret = '0123456789abcdef'
type Platform = ReturnType<typeof simulatePlatform>

const component = ({ fetch }: Platform, options: object = {}) =>
  componentAccessToken({
    appid: 'wx0c',
    secret,
    verifyTicket: () => 'the-ticket',
    fetch,
    ...options,
  })

const authorizer = (platform: Platform, options: object = {}) =>
  authorizerAccessToken({
    componentAppid: 'wx0c',
    componentAccessToken: 'fixed-component',
    appid: 'wx0a',
    refreshToken: 'refresh-0',
    fetch: platform.fetch,
    ...options,
  })

/** What a token function rejects with. */
const failure = async (token: Promise<string>): Promise<StableAccessTokenException> => {
  const thrown = await token.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (thrown instanceof StableAccessTokenException) return thrown
  throw new Error('it was to fail with an exception of ours')
}

/** A store whose methods can be made to fail. */
function fragileStore() {
  const inner = memoryStore()
  const fails: { get?: unknown; compareAndSet?: unknown } = {}
  const store: Store = {
    get: async (key) => {
      if (fails.get) throw fails.get
      return inner.get(key)
    },
    compareAndSet: async (key, before, next) => {
      if (fails.compareAndSet) throw fails.compareAndSet
      return inner.compareAndSet(key, before, next)
    },
  }
  const value = async (key: string) => JSON.parse((await inner.get(key)) ?? 'null')
  return { store, fails, value }
}

const storeError = Object.assign(new Error('redis://:password@host'), {
  name: 'ReplyError',
  code: 'ECONNREFUSED',
})

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe('componentAccessToken()', () => {
  it('sends the newest ticket, keeps the token, and requests again to refresh', async () => {
    const platform = simulatePlatform()
    const give = component(platform)
    expect(await Promise.all([give(), give()])).toEqual(['component-1', 'component-1'])
    expect(await give()).toBe('component-1')
    expect(await give({ refresh: true })).toBe('component-2')
    const data = {
      component_appid: 'wx0c',
      component_appsecret: secret,
      component_verify_ticket: 'the-ticket',
    }
    const request = { path: '/cgi-bin/component/api_component_token', token: null, data }
    expect(platform.asked).toEqual([request, request])
  })

  it.each([
    [() => '', /verifyTicket must be, or return, a string/],
    [() => undefined, /verifyTicket must be/],
    [async () => ' \n', /verifyTicket must be/],
    [undefined, /verifyTicket must be/],
    [
      () => {
        throw Object.assign(new Error('no ticket-1234'), { code: 'ENOENT' })
      },
      /^options.verifyTicket threw \(Error, ENOENT\)$/,
    ],
  ])('with the ticket of %p requests nothing', async (verifyTicket, message) => {
    const platform = simulatePlatform()
    const { error } = await failure(component(platform, { verifyTicket })())
    expect(error).toMatchObject({ kind: 'credential', errMsg: expect.stringMatching(message) })
    expect(error.hint).toEqual({
      zh: '没有得到 component_verify_ticket：请检查 options.verifyTicket 从哪里获取它。',
      en: 'There is no component_verify_ticket: check where options.verifyTicket gets it from.',
    })
    expect(platform.asked).toEqual([])
  })

  it('does not wait for a ticket longer than 10 s', async () => {
    jest.useFakeTimers()
    const platform = simulatePlatform()
    const failing = failure(component(platform, { verifyTicket: () => new Promise(() => {}) })())
    await jest.advanceTimersByTimeAsync(10_000)
    expect((await failing).error).toMatchObject({
      kind: 'credential',
      errMsg: 'options.verifyTicket returned nothing within 10000 ms',
    })
    expect(jest.getTimerCount()).toBe(0)
  })

  it('hides the ticket and the secret in what WeChat says', async () => {
    const platform = simulatePlatform()
    const verifyTicket = () => 'wrong-ticket'
    const { error } = await failure(component(platform, { verifyTicket })())
    expect(error).toMatchObject({ errCode: 61006, errMsg: 'invalid ticket ***' })
  })

  it('says that the AppSecret is wrong, not the token (40001)', async () => {
    const platform = simulatePlatform()
    platform.fail(40001, `wrong ${secret}`)
    const { error } = await failure(component(platform)())
    expect(error).toMatchObject({ kind: 'credential', errMsg: 'wrong ***' })
    expect(error.hint.en).toMatch(/AppSecret/)
    expect(error.hint.en).not.toMatch(/stableAccessToken/)
  })

  it.each([
    [{ appid: '' }, 'environment', /^options.appid must be the AppID of a third-party platform/],
    [{ secret: '' }, 'credential', /^options.secret must be the AppSecret of the third-party/],
    [{ store: {} }, 'environment', /^options.store must be a store with get and compareAndSet/],
    [{ store: 'redis' }, 'environment', /^options.store must be/],
  ])('rejects the options %j', async (options, kind, message) => {
    const { error } = await failure(component(simulatePlatform(), options)())
    expect(error).toMatchObject({ kind, errMsg: expect.stringMatching(message) })
  })
})

describe('authorizerAccessToken()', () => {
  it('sends what the platform and the account have, and the newest refresh token', async () => {
    const platform = simulatePlatform()
    const give = authorizer(platform)
    expect(await Promise.all([give(), give()])).toEqual(['authorizer-1', 'authorizer-1'])
    expect(await give({ refresh: true })).toBe('authorizer-2')
    const request = (refreshToken: string) => ({
      path: '/cgi-bin/component/api_authorizer_token',
      token: 'fixed-component',
      data: {
        component_appid: 'wx0c',
        authorizer_appid: 'wx0a',
        authorizer_refresh_token: refreshToken,
      },
    })
    expect(platform.asked).toEqual([request('refresh-0'), request('refresh-1')])
  })

  it('keeps the refresh token if WeChat sends no new one', async () => {
    const fetch = jest.fn(answering({ authorizer_access_token: 'token-one', expires_in: 7200 }))
    const { store, value } = fragileStore()
    await authorizer(simulatePlatform(), { fetch, store })()
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-0' })
  })

  it('lets a thousand accounts share one component token, also once it is rejected', async () => {
    const platform = simulatePlatform()
    platform.refreshTokens.slice = () => ['refresh-0']
    const shared = component(platform)
    const accounts = Array.from({ length: 1000 }, (_, n) =>
      authorizer(platform, { componentAccessToken: shared, appid: `wx${n}` }),
    )
    await Promise.all(accounts.map((give) => give()))
    expect(platform.componentTokens).toHaveLength(1)
    // Another process has requested one, so that ours is rejected.
    platform.componentTokens.push('component-of-another')
    platform.refreshTokens.slice = Array.prototype.slice
    const rest = Array.from({ length: 1000 }, (_, n) =>
      authorizer(platform, {
        componentAccessToken: shared,
        appid: `wx${n}`,
        refreshToken: () => platform.refreshTokens.at(-1),
      }),
    )
    await Promise.all(rest.slice(0, 1).map((give) => give()))
    expect(platform.componentTokens).toHaveLength(3)
  })

  it('calls for a fresh component token once, and repeats the request once', async () => {
    const platform = simulatePlatform()
    platform.componentTokens.push('component-1')
    const hints: AccessTokenHint[] = []
    const componentAccessToken = (hint: AccessTokenHint) => {
      hints.push(hint)
      return hint.refresh ? 'component-1' : 'old-component'
    }
    expect(await authorizer(platform, { componentAccessToken })()).toBe('authorizer-1')
    expect(hints.map(({ refresh, refused }) => [refresh, refused])).toEqual([
      [false, undefined],
      [true, 'old-component'],
    ])
    const always = jest.fn(() => 'old-component')
    const { error } = await failure(authorizer(platform, { componentAccessToken: always })())
    expect(error).toMatchObject({ errCode: 40001, errMsg: 'invalid credential ***' })
    expect(error.hint.en).not.toMatch(/stableAccessToken/)
    expect(always).toHaveBeenCalledTimes(2)
    const before = platform.asked.length
    await failure(authorizer(platform, { componentAccessToken: 'old-component' })())
    expect(platform.asked).toHaveLength(before + 1)
  })

  it('passes the failure of the component token on', async () => {
    const platform = simulatePlatform()
    const shared = component(platform, { verifyTicket: () => 'old' })
    const { error } = await failure(authorizer(platform, { componentAccessToken: shared })())
    expect(error).toMatchObject({ errCode: 61006 })
    const componentAccessToken = () => Promise.reject(new Error('a-secret-token'))
    const other = await failure(authorizer(platform, { componentAccessToken })())
    expect(other.error).toMatchObject({
      kind: 'credential',
      errMsg: 'options.componentAccessToken threw (Error)',
    })
    expect('cause' in other.error).toBe(false)
  })

  it('tries the refresh token that is given if the stored one is rejected (61023)', async () => {
    const platform = simulatePlatform()
    const { store, value } = fragileStore()
    await authorizer(platform, { store })()
    platform.refreshTokens.push('other', 'refresh-of-a-new-authorization')
    const again = authorizer(platform, {
      store,
      refreshToken: async () => 'refresh-of-a-new-authorization',
    })
    expect(await again({ refresh: true, refused: 'authorizer-1' } as AccessTokenHint)).toBe(
      'authorizer-1',
    )
    expect(await again({ refresh: true })).toBe('authorizer-2')
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-2' })
  })

  it.each([
    ['the same', 'refresh-1'],
    ['not readable', () => Promise.reject(new Error('no'))],
  ])('reports 61023 if the one that is given is %s', async (_name, refreshToken) => {
    const platform = simulatePlatform()
    const store = memoryStore()
    await authorizer(platform, { store })()
    platform.refreshTokens.push('other', 'another')
    const give = authorizer(platform, { store, refreshToken })
    await give()
    const { error } = await failure(give({ refresh: true }))
    expect(error).toMatchObject({ errCode: 61023, errMsg: 'invalid ***' })
    expect(platform.asked).toHaveLength(2)
  })

  it('passes other failures on, and hides every secret in them', async () => {
    const platform = simulatePlatform()
    const give = authorizer(platform)
    platform.fail(61003, 'no fixed-component refresh-0')
    expect((await failure(give())).error).toMatchObject({
      kind: 'permission',
      errMsg: 'no *** ***',
    })
    platform.fail()
    await give()
    platform.fail(61004)
    expect((await failure(give({ refresh: true }))).error).toMatchObject({ kind: 'environment' })
  })

  it('does not cancel a request that was sent, whose reply may have the only refresh token', async () => {
    const platform = simulatePlatform()
    let respond = (): void => {}
    const wait = new Promise<void>((resolve) => {
      respond = resolve
    })
    const slow: typeof platform.fetch = async (url, init) => {
      const response = await platform.fetch(url, init)
      await wait
      return response
    }
    const { store, value } = fragileStore()
    const give = authorizer(platform, { store, fetch: slow })
    const controller = new AbortController()
    const left = failure(give({ refresh: false, signal: controller.signal }))
    while (platform.asked.length === 0) await new Promise(setImmediate)
    controller.abort()
    expect((await left).kind).toBe('aborted')
    const joined = give()
    respond()
    expect(await joined).toBe('authorizer-1')
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-1' })
    expect(platform.asked).toHaveLength(1)
  })

  it('ends the request for the component token when nobody waits', async () => {
    const never = jest.fn(
      (_url: string, _init: { signal?: AbortSignal }) => new Promise<never>(() => {}),
    )
    const platform = simulatePlatform()
    const shared = component(platform, { fetch: never })
    const give = authorizer(platform, { componentAccessToken: shared })
    const controller = new AbortController()
    const left = failure(give({ refresh: false, signal: controller.signal }))
    while (never.mock.calls.length === 0) await new Promise(setImmediate)
    controller.abort()
    await left
    expect(never.mock.calls[0]?.[1].signal?.aborted).toBe(true)
  })

  it('requests nothing for a caller that is gone', async () => {
    const platform = simulatePlatform()
    let resolve = (_token: string): void => {}
    const componentAccessToken = () =>
      new Promise<string>((respond) => {
        resolve = respond
      })
    const controller = new AbortController()
    const give = authorizer(platform, { componentAccessToken })
    const left = failure(give({ refresh: false, signal: controller.signal }))
    await new Promise(setImmediate)
    controller.abort()
    expect((await left).kind).toBe('aborted')
    resolve('fixed-component')
    await new Promise(setImmediate)
    expect(platform.asked).toEqual([])
  })

  it('is a credential, and only its token leaves the process', async () => {
    const platform = simulatePlatform()
    const accessToken = authorizer(platform)
    const fetch = jest.fn(answering(RUNNING))
    expect((await getGrayReleasePlanOverHttps({ accessToken }, { fetch })).ok).toBe(true)
    expect(fetch).toHaveBeenCalledWith(
      expect.stringMatching(/\?access_token=authorizer-1$/),
      expect.anything(),
    )
  })

  it.each([
    [{ componentAppid: 5 }, 'environment', /^options.componentAppid must be/],
    [{ appid: undefined }, 'environment', /^options.appid must be/],
    [{ refreshToken: undefined }, 'credential', /^options.refreshToken must be, or return/],
    [{ componentAccessToken: 5 }, 'credential', /^options.componentAccessToken must be/],
  ])('rejects the options %j', async (options, kind, message) => {
    const { error } = await failure(authorizer(simulatePlatform(), options)())
    expect(error).toMatchObject({ kind, errMsg: expect.stringMatching(message) })
  })
})

describe('a store', () => {
  it('saves a restart the request, under the keys of the contract', async () => {
    const platform = simulatePlatform()
    const { store, value } = fragileStore()
    const stable = { appid: 'wx0s', secret, store }
    const issue = answering({ access_token: 'stable-token', expires_in: 7200 })
    expect(await stableAccessToken({ ...stable, fetch: issue })()).toBe('stable-token')
    const never = () => Promise.reject(new Error('never'))
    expect(await stableAccessToken({ ...stable, fetch: never })()).toBe('stable-token')
    await component(platform, { store })()
    expect(await component(platform, { store, fetch: never })()).toBe('component-1')
    expect(await value('token-wx0s')).toMatchObject({ token: 'stable-token' })
    expect(await value('component-wx0c')).toMatchObject({ token: 'component-1' })
  })

  it('lets a process use the token that another has renewed', async () => {
    const platform = simulatePlatform()
    const store = memoryStore()
    const [one, other] = [authorizer(platform, { store }), authorizer(platform, { store })]
    expect([await one(), await other()]).toEqual(['authorizer-1', 'authorizer-1'])
    expect(await one({ refresh: true })).toBe('authorizer-2')
    expect(await other({ refresh: true })).toBe('authorizer-2')
    expect(await other({ refresh: true })).toBe('authorizer-3')
    expect(platform.asked).toHaveLength(3)
  })

  it('is left with valid tokens by processes that renew at the same time', async () => {
    const platform = simulatePlatform()
    const { store, value } = fragileStore()
    const processes = [authorizer(platform, { store }), authorizer(platform, { store })]
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(processes.map((give) => give({ refresh: true })))
      const { refreshToken } = await value('token-wx0a')
      expect(platform.refreshTokens.slice(-2)).toContain(refreshToken)
    }
  })

  it('that fails is `system` and retryable, by name and code, and nothing is requested', async () => {
    const platform = simulatePlatform()
    const { store, fails } = fragileStore()
    fails.get = storeError
    const { error } = await failure(authorizer(platform, { store })())
    expect(error).toMatchObject({
      kind: 'system',
      retryable: true,
      errMsg: 'the store failed (ReplyError, ECONNREFUSED)',
    })
    expect(error.cause).toEqual({ name: 'ReplyError', code: 'ECONNREFUSED' })
    expect(`${error.hint.en} ${error.hint.zh}`).toMatch(/store.*存储/)
    expect(platform.asked).toEqual([])
    fails.get = 'a connection string'
    expect((await failure(authorizer(platform, { store })())).errMsg).toMatch(/^the store failed$/)
  })

  it('gets a new token before it is used and before anything else is requested', async () => {
    const platform = simulatePlatform()
    const { store, fails, value } = fragileStore()
    const give = authorizer(platform, { store })
    fails.compareAndSet = storeError
    for (let times = 0; times < 3; times += 1) {
      expect((await failure(give(times === 1 ? { refresh: true } : undefined))).kind).toBe('system')
    }
    expect(platform.asked).toHaveLength(1)
    fails.compareAndSet = undefined
    expect(await give()).toBe('authorizer-2')
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-2' })
    expect(platform.asked.map(({ data }) => data['authorizer_refresh_token'])).toEqual([
      'refresh-0',
      'refresh-1',
    ])
  })

  it('is waited for if another process has used the same refresh token', async () => {
    const platform = simulatePlatform()
    platform.refreshTokens.push('refresh-1', 'refresh-2')
    const store = memoryStore()
    const token = authorizer(platform, { store })()
    while (platform.asked.length === 0) await new Promise(setImmediate)
    const now = Date.now()
    const other = { token: 'its-token', refreshToken: 'refresh-2', from: now, until: now + 1e6 }
    await store.compareAndSet('token-wx0a', undefined, JSON.stringify(other))
    expect(await token).toBe('its-token')
    expect(platform.asked).toHaveLength(1)
  })

  it('that lost its value gets that of the process', async () => {
    const platform = simulatePlatform()
    const values = new Map<string, string>()
    const store: Store = {
      get: async (key) => values.get(key),
      compareAndSet: async (key, _before, next) => Boolean(values.set(key, next)),
    }
    const give = authorizer(platform, { store })
    await give()
    values.clear()
    expect(await give({ refresh: true })).toBe('authorizer-2')
    expect(platform.asked.at(-1)?.data['authorizer_refresh_token']).toBe('refresh-1')
  })

  it.each([
    'no JSON',
    '{}',
    '{"token":5,"from":1,"until":2}',
    '{"token":"t","from":"1","until":2}',
    '{"token":"t","from":1}',
  ])('with %j in it has none', async (text) => {
    const platform = simulatePlatform()
    const { store, value } = fragileStore()
    await store.compareAndSet('token-wx0a', undefined, text)
    expect(await authorizer(platform, { store })()).toBe('authorizer-1')
    expect(await value('token-wx0a')).toMatchObject({ token: 'authorizer-1' })
  })

  it('that never accepts a value fails, and so does one that never answers', async () => {
    const platform = simulatePlatform()
    const get = async () => undefined
    const deaf = { get, compareAndSet: async () => false }
    expect((await failure(authorizer(platform, { store: deaf })())).errMsg).toBe(
      'the store failed (CONFLICT)',
    )
    jest.useFakeTimers()
    const silent = { get: () => new Promise<undefined>(() => {}), compareAndSet: get }
    const failing = failure(authorizer(platform, { store: silent })())
    await jest.advanceTimersByTimeAsync(10_000)
    expect((await failing).errMsg).toBe('the store failed (TimeoutError)')
  })

  it('of a machine whose clock is ahead is used', async () => {
    const platform = simulatePlatform()
    const store = memoryStore()
    const now = jest.spyOn(Date, 'now')
    now.mockReturnValue(1_700_000_060_000)
    await authorizer(platform, { store })()
    now.mockReturnValue(1_700_000_000_000)
    const give = authorizer(platform, { store })
    expect(await give()).toBe('authorizer-1')
    expect(await give({ refresh: true })).toBe('authorizer-2')
    expect(await give()).toBe('authorizer-2')
  })
})
