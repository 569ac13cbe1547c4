import { type AccessTokenHint, authorizerAccessToken, type Store } from '../../../src/https'
import { memoryStore } from '../../../src/watch'
import { answering, noFetch } from './support'
import {
  account,
  authorizer,
  component,
  failure,
  fragileStore,
  issuing,
  simulatePlatform,
  stable,
} from './token-support'

describe('a token is', () => {
  it('kept until five minutes before it expires', async () => {
    jest.useFakeTimers({ now: 1_700_000_000_000, doNotFake: ['nextTick', 'setImmediate'] })
    const give = stable({ fetch: issuing() })
    expect(await give()).toBe('the-token-1')
    expect(jest.getTimerCount()).toBe(0)
    jest.setSystemTime(1_700_000_000_000 + 6900_000 - 1)
    expect(await give()).toBe('the-token-1')
    jest.setSystemTime(1_700_000_000_000 + 6900_000)
    expect(await give()).toBe('the-token-2')
  })

  it.each([300, 0])('not kept if only %d s of it are left', async (expires_in) => {
    const give = stable({ fetch: issuing(expires_in) })
    expect([await give(), await give()]).toEqual(['the-token-1', 'the-token-2'])
  })

  it('not kept if the clock was set back', async () => {
    const give = stable({ fetch: issuing() })
    await give()
    jest.spyOn(Date, 'now').mockReturnValue(0)
    expect(await give()).toBe('the-token-2')
  })

  it('kept again after one that was requested while the clock was ahead', async () => {
    const fetch = issuing()
    const give = stable({ fetch })
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000 + 86_400_000)
    await give()
    now.mockReturnValue(1_700_000_000_000)
    expect([await give(), await give()]).toEqual(['the-token-2', 'the-token-2'])
  })

  it('dropped if a fresh one was wanted, even if there is none', async () => {
    const fetch = issuing()
    const give = stable({ fetch })
    await give()
    fetch.mockImplementationOnce(answering({ errcode: -1, errmsg: 'system error' }))
    await expect(give({ refresh: true })).rejects.toMatchObject({ kind: 'system' })
    expect(await give()).toBe('the-token-2')
  })

  it('requested once more after it was rejected, whoever reports that later', async () => {
    const fetch = issuing()
    const give = stable({ fetch })
    const refused = await give()
    for (let callers = 0; callers < 100; callers += 1) {
      expect(await give({ refresh: true, refused })).toBe('the-token-2')
    }
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(await give({ refresh: true, refused: 'the-token-2' })).toBe('the-token-3')
  })
})

it.each([
  [undefined, 'environment', /^options.appid must be/],
  ['wx01', 'environment', /^options must be an object, such as { appid, secret }$/],
  [{ ...account, appid: undefined }, 'environment', /^options.appid must be the AppID of an acc/],
  [{ ...account, appid: 5 }, 'environment', /^options.appid must be/],
  [{ ...account, secret: '' }, 'credential', /^options.secret must be the AppSecret of the acc/],
  [{ ...account, secret: 5 }, 'credential', /^options.secret must be/],
  [{ ...account, baseUrl: 'http://api.weixin.qq.com' }, 'environment', /^options.baseUrl must/],
  [{ ...account, fetch: 'fetch' }, 'environment', /^options.fetch must be/],
  [{ ...account, store: {} }, 'environment', /^options.store must be a store with get and comp/],
  [{ ...account, store: 'redis' }, 'environment', /^options.store must be/],
])('the function made of the options %j rejects with %s', async (options, kind, message) => {
  const { stableAccessToken } = await import('../../../src/https')
  const sent = jest.spyOn(globalThis, 'fetch').mockImplementation(noFetch)
  const { error } = await failure(stableAccessToken(options as typeof account)())
  expect(error).toMatchObject({ kind, errCode: 0, attempts: 0 })
  expect(error.errMsg).toMatch(message)
  expect(sent).not.toHaveBeenCalled()
})

it('of what a getter among the options throws, the name is kept', async () => {
  const options = {
    get fetch(): never {
      throw new Error(`no ${account.secret}`)
    },
  }
  const give = authorizerAccessToken(options as never)
  expect(await failure(give())).toMatchObject({ kind: 'environment', cause: { name: 'Error' } })
})

describe('a store', () => {
  const storeError = Object.assign(new Error('redis://:password@host'), {
    name: 'ReplyError',
    code: 'ECONNREFUSED',
  })

  it('spares a restart the request, under the keys of the contract', async () => {
    const platform = simulatePlatform()
    const { store, value } = fragileStore()
    expect(await stable({ store, fetch: issuing() })()).toBe('the-token-1')
    expect(await stable({ store, fetch: noFetch })()).toBe('the-token-1')
    await component(platform, { store })()
    expect(await component(platform, { store, fetch: noFetch })()).toBe('component-1')
    expect(await value(`token-${account.appid}`)).toMatchObject({ token: 'the-token-1' })
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

  it.each([
    ['(ReplyError, ECONNREFUSED)', storeError, { kind: 'system', errCode: 0, retryable: true }],
    ['(Error)', Object.assign(new Error('no'), { errCode: -501003 }), { errCode: -501003 }],
    ['', 'a connection string', { kind: 'system' }],
  ])('that fails is reported by name and code: %s', async (words, thrown, expected) => {
    const platform = simulatePlatform()
    const { store, fails } = fragileStore()
    fails.get = thrown
    const { error } = await failure(authorizer(platform, { store })())
    expect(error).toMatchObject({ errMsg: `the store failed ${words}`.trim(), ...expected })
    expect(JSON.stringify([error.cause])).not.toMatch(/password|connection/)
    if (error.kind === 'system') expect(error.hint.en).toMatch(/store could not be read/)
    expect(platform.asked).toEqual([])
  })

  it('gets a new token before it is used and before anything else is requested', async () => {
    const platform = simulatePlatform()
    const { store, fails, value } = fragileStore()
    const give = authorizer(platform, { store })
    fails.compareAndSet = storeError
    for (let times = 0; times < 3; times += 1) {
      expect((await failure(give(times === 2 ? { refresh: true } : undefined))).kind).toBe('system')
    }
    expect(platform.asked).toHaveLength(1)
    fails.compareAndSet = undefined
    expect(await give()).toBe('authorizer-2')
    expect(await value('token-wx0a')).toMatchObject({ refreshToken: 'refresh-2' })
    expect(platform.asked.map(({ data }) => data['authorizer_refresh_token'])).toEqual([
      ...['refresh-0', 'refresh-1'],
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

  it('is read before a token is requested and before it is stored, and written once', async () => {
    const { store } = fragileStore()
    const get = jest.spyOn(store, 'get')
    const compareAndSet = jest.spyOn(store, 'compareAndSet')
    const platform = simulatePlatform()
    const give = authorizer(platform, { store })
    for (const times of [1, 2]) {
      await give({ refresh: true })
      expect([get.mock.calls.length, compareAndSet.mock.calls.length]).toEqual([2 * times, times])
    }
    platform.fail(61003)
    expect((await failure(give({ refresh: true }))).kind).toBe('permission')
    expect(get).toHaveBeenCalledTimes(5)
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
    const { store, value } = fragileStore()
    await store.compareAndSet('token-wx0a', undefined, text)
    expect(await authorizer(simulatePlatform(), { store })()).toBe('authorizer-1')
    expect(await value('token-wx0a')).toMatchObject({ token: 'authorizer-1' })
  })

  it('that never accepts a value fails, and so does one that never answers', async () => {
    const platform = simulatePlatform()
    const get = async () => undefined
    const deaf = { get, compareAndSet: jest.fn(async () => false) }
    const { errMsg } = await failure(authorizer(platform, { store: deaf })())
    expect(errMsg).toBe('the store failed (CONFLICT)')
    expect(deaf.compareAndSet).toHaveBeenCalledTimes(5)
    jest.useFakeTimers()
    const silent = { get: () => new Promise<undefined>(() => {}), compareAndSet: get }
    const failing = failure(authorizer(platform, { store: silent })())
    await jest.advanceTimersByTimeAsync(10_000)
    expect((await failing).errMsg).toBe('the store failed (TimeoutError)')
  })

  it('of a machine whose clock is ahead is used', async () => {
    const platform = simulatePlatform()
    const store = memoryStore()
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_700_000_060_000)
    await authorizer(platform, { store })()
    now.mockReturnValue(1_700_000_000_000)
    const give = authorizer(platform, { store })
    expect(await give()).toBe('authorizer-1')
    expect(await give({ refresh: true })).toBe('authorizer-2')
    expect(await give()).toBe('authorizer-2')
  })

  it('of a machine whose clock was far ahead gives its newest refresh token, but not its age', async () => {
    const platform = simulatePlatform()
    const store = memoryStore()
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_700_086_400_000)
    const [first, second] = [authorizer(platform, { store }), authorizer(platform, { store })]
    await first()
    await second()
    expect(await second({ refresh: true })).toBe('authorizer-2')
    now.mockReturnValue(1_700_000_000_000)
    // Of two from that time, the later one has the refresh token that is valid.
    platform.refreshTokens.slice = () => ['refresh-2']
    expect(await first()).toBe('authorizer-3')
    expect(await second()).toBe('authorizer-3')
    expect(await authorizer(platform, { store })()).toBe('authorizer-3')
    expect(platform.asked).toHaveLength(3)
  })

  it('of which a token was rejected before is used', async () => {
    const platform = simulatePlatform()
    const store = memoryStore()
    await authorizer(platform, { store })()
    const hint: AccessTokenHint = { refresh: true, refused: 'an-older-one' }
    expect(await authorizer(platform, { store })(hint)).toBe('authorizer-1')
  })
})
