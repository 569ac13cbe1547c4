import type { AccessTokenHint } from '../../../src/https'
import { type Gateway, startGateway } from '../../../src/testing'
import { memoryStore } from '../../../src/watch'
import { answering } from './support'
import {
  account,
  authorizer,
  component,
  failure,
  fragileStore,
  simulatePlatform,
  stable,
} from './token-support'

describe('stableAccessToken()', () => {
  let gateway: Gateway
  beforeEach(async () => {
    gateway = await startGateway()
  })
  afterEach(() => gateway.close())

  it('requests in normal mode, and again if a fresh token is wanted', async () => {
    const give = stable({ baseUrl: gateway.baseUrl })
    const token = await give()
    expect(await give({ refresh: false })).toBe(token)
    expect(await give({ refresh: true })).toBe(token)
    const data = { grant_type: 'client_credential', ...account }
    const request = expect.objectContaining({ kind: 'token', method: 'POST', data })
    expect(gateway.requests).toEqual([request, request])
  })

  it.each([
    [{ appid: 'no' }, 'environment', 40013],
    [{ secret: 'wrong' }, 'credential', 40125],
  ])('rejects with what WeChat says of %p', async (options, kind, errCode) => {
    const thrown = await failure(stable({ baseUrl: gateway.baseUrl, ...options })())
    const { error, message, errMsg, cause } = thrown
    expect(thrown).toMatchObject({ name: 'StableAccessTokenException', kind, errCode })
    expect(message).toBe(`${kind} (${errCode}): ${errMsg}\n${error.hint.zh}\n${error.hint.en}`)
    expect(error).toMatchObject({ kind, errCode, errMsg, attempts: 0 })
    expect(cause).toBeUndefined()
  })

  it('hides the AppSecret that was sent, whatever became of the options since', async () => {
    const fetch = answering({ errcode: 40125, errmsg: `bad ${account.secret}` })
    const options: { fetch: typeof fetch; secret?: string } = { ...account, fetch }
    const { stableAccessToken } = await import('../../../src/https')
    const give = stableAccessToken(options as never)
    for (const secret of ['other', undefined]) {
      Object.assign(options, { secret })
      await expect(give()).rejects.toMatchObject({ errMsg: 'bad ***' })
    }
  })
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
      component_appsecret: account.secret,
      component_verify_ticket: 'the-ticket',
    }
    const request = { path: '/cgi-bin/component/api_component_token', token: null, data }
    expect(platform.asked).toEqual([request, request])
  })

  it.each([
    [() => '', / must be, or return, a string that is not empty$/],
    [() => undefined, / must be/],
    [async () => ' \n', / must be/],
    [undefined, / must be/],
    [
      () => {
        throw Object.assign(new Error('no ticket-1234'), { code: 'ENOENT' })
      },
      / threw \(Error, ENOENT\)$/,
    ],
  ])('with the ticket of %p requests nothing', async (verifyTicket, problem) => {
    const platform = simulatePlatform()
    const { error } = await failure(component(platform, { verifyTicket })())
    expect(error).toMatchObject({ kind: 'credential', errMsg: expect.stringMatching(problem) })
    expect(error.errMsg).toMatch(/^options.verifyTicket /)
    expect(error.hint).toEqual({
      zh: '没有得到 component_verify_ticket：请检查 options.verifyTicket 从哪里获取它。',
      en: 'There is no component_verify_ticket: check where options.verifyTicket gets it from.',
    })
    expect(platform.asked).toEqual([])
  })

  it('hides the ticket and the secret in what WeChat says', async () => {
    const verifyTicket = () => 'wrong-ticket'
    const { error } = await failure(component(simulatePlatform(), { verifyTicket })())
    expect(error).toMatchObject({ errCode: 61006, errMsg: 'invalid ticket ***' })
  })

  it('says that the AppSecret is wrong, not the token (40001)', async () => {
    const platform = simulatePlatform()
    platform.fail(40001, `wrong ${account.secret}`)
    const { error } = await failure(component(platform)())
    expect(error).toMatchObject({ kind: 'credential', errMsg: 'wrong ***' })
    expect(error.hint.en).toMatch(/AppSecret is missing or wrong/)
  })

  it.each([
    ['appid', 'environment', /^options.appid must be the AppID of a third-party platform/],
    ['secret', 'credential', /^options.secret must be the AppSecret of the third-party/],
  ])('rejects an empty %s', async (name, kind, message) => {
    const { error } = await failure(component(simulatePlatform(), { [name]: '' })())
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

  it('lets a hundred accounts share one component token, also once it is rejected', async () => {
    const platform = simulatePlatform()
    platform.refreshTokens.slice = () => ['refresh-0']
    const componentAccessToken = component(platform)
    const accounts = Array.from({ length: 100 }, (_, n) =>
      authorizer(platform, { componentAccessToken, appid: `wx${n}` }),
    )
    await Promise.all(accounts.map((give) => give()))
    expect(platform.componentTokens).toHaveLength(1)
    // Another process has requested one, so that ours is rejected.
    platform.componentTokens.push('component-of-another')
    await Promise.all(accounts.map((give) => give({ refresh: true })))
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
  })

  it.each([
    [2, jest.fn(() => 'old-component')],
    [1, 'old-component'],
  ])('requests %i times with a component token that stays wrong', async (times, given) => {
    const platform = simulatePlatform()
    platform.componentTokens.push('component-1')
    const { error } = await failure(authorizer(platform, { componentAccessToken: given })())
    expect(error).toMatchObject({ errCode: 40001, errMsg: 'invalid credential ***' })
    expect(error.hint.en).toMatch(/missing, wrong or expired/)
    expect(platform.asked).toHaveLength(times)
  })

  it.each([61003, 61023])('calls for no fresh component token after %i', async (errcode) => {
    const platform = simulatePlatform()
    platform.fail(errcode)
    const componentAccessToken = jest.fn(() => 'fixed-component')
    const refreshToken = jest.fn(() => 'refresh-0')
    const give = authorizer(platform, { componentAccessToken, refreshToken })
    expect((await failure(give())).errCode).toBe(errcode)
    expect(componentAccessToken).toHaveBeenCalledTimes(1)
    expect(refreshToken).toHaveBeenCalledTimes(1)
  })

  it('tries no other refresh token after another error', async () => {
    const platform = simulatePlatform()
    const { store } = fragileStore()
    await authorizer(platform, { store })()
    platform.fail(61003)
    const give = authorizer(platform, { store, refreshToken: 'another-one' })
    await give()
    expect((await failure(give({ refresh: true }))).errCode).toBe(61003)
    expect(platform.asked).toHaveLength(2)
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
    const refreshToken = async () => 'refresh-of-a-new-authorization'
    const again = authorizer(platform, { store, refreshToken })
    expect(await again()).toBe('authorizer-1')
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
    jest.useFakeTimers()
    const failing = failure(give({ refresh: true }))
    await jest.advanceTimersByTimeAsync(1000)
    const { error } = await failing
    jest.useRealTimers()
    expect(error).toMatchObject({ errCode: 61023, errMsg: 'invalid ***' })
    expect(platform.asked).toHaveLength(2)
  })

  it('passes other failures on, and hides every secret in them', async () => {
    const platform = simulatePlatform()
    const give = authorizer(platform)
    platform.fail(61003, 'no fixed-component refresh-0')
    const { error } = await failure(give())
    expect(error).toMatchObject({ kind: 'permission', errMsg: 'no *** ***' })
    platform.fail()
    await give()
    platform.fail(61004)
    expect((await failure(give({ refresh: true }))).error).toMatchObject({ kind: 'environment' })
  })

  it.each([
    [{ componentAppid: 5 }, 'environment', /^options.componentAppid must be/],
    [{ appid: undefined }, 'environment', /^options.appid must be the AppID of an account/],
    [{ refreshToken: undefined }, 'credential', /^options.refreshToken must be, or return/],
    [{ componentAccessToken: 5 }, 'credential', /^options.componentAccessToken must be/],
  ])('rejects the options %j', async (options, kind, message) => {
    const { error } = await failure(authorizer(simulatePlatform(), options)())
    expect(error).toMatchObject({ kind, errMsg: expect.stringMatching(message) })
  })
})
