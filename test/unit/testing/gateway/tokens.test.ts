import {
  type Gateway,
  type GatewayOptions,
  SCENARIOS,
  startGateway,
} from '../../../../src/testing/index'

let gateway: Gateway

const start = async (options?: GatewayOptions) => {
  await gateway?.close()
  gateway = await startGateway(options)
}

beforeEach(() => start())
afterEach(() => jest.restoreAllMocks())
afterAll(() => gateway.close())

const later = (ms: number) => {
  const now = Date.now() + ms
  jest.spyOn(Date, 'now').mockReturnValue(now)
}

type Json = { [name: string]: unknown }

const post = async (path: string, body: object): Promise<Json> => {
  const url = `${gateway.baseUrl}/cgi-bin/${path}`
  return (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as Json
}

const STABLE = { grant_type: 'client_credential', appid: 'wx1', secret: 's' }
const component_appid = 'wxp'
const PLATFORM = {
  component_appid,
  component_appsecret: 'secret',
  component_verify_ticket: 'ticket',
}
const ACCOUNT = { component_appid, authorizer_appid: 'wx1', authorizer_refresh_token: 'refresh' }

const stable = (change: object = {}) => post('stable_token', { ...STABLE, ...change })

const component = (change: object = {}) =>
  post('component/api_component_token', { ...PLATFORM, ...change })

const authorizer = async (change: object = {}, token?: unknown) => {
  const own = token ?? (await component())['component_access_token']
  return post(`component/api_authorizer_token?access_token=${own}`, { ...ACCOUNT, ...change })
}

/** The code that a query with a token is answered with. */
const query = async (token?: unknown): Promise<unknown> => {
  const parameter = token === undefined ? '' : `?access_token=${token}`
  const response = await fetch(`${gateway.baseUrl}/wxa/getgrayreleaseplan${parameter}`)
  return ((await response.json()) as Json)['errcode']
}

describe('stable_token', () => {
  it.each([
    [40002, { grant_type: 'password' }],
    [41002, { appid: '' }],
    [41002, { appid: 1 }],
    [41004, { secret: undefined }],
    [40013, { appid: 'gh1' }],
    [40125, { secret: 'wrong one' }],
  ])('answers %d to %j', async (errcode, change) => {
    expect(await stable(change)).toMatchObject({ errcode })
  })

  it('gives the same token until it runs out, each account its own', async () => {
    const { access_token: token, expires_in } = await stable()
    expect(expires_in).toBe(7200)
    expect((await stable({ appid: 'wx2' }))['access_token']).not.toBe(token)
    later(7_199_000)
    expect(await stable()).toEqual({ access_token: token, expires_in: 1 })
    expect(await query(token)).toBe(0)
    later(1000)
    expect(await query(token)).toBe(42001)
    expect((await stable())['access_token']).not.toBe(token)
    expect(await query(token)).toBe(42001)
  })

  it('ends the old token at once when a new one is forced', async () => {
    const { access_token: token } = await stable()
    const { access_token: forced, expires_in } = await stable({ force_refresh: true })
    expect([await query(token), await query(forced), expires_in]).toEqual([40001, 0, 7200])
  })
})

describe('api_component_token', () => {
  it('gives a new token each time, and the ones before stay valid', async () => {
    const first = await component()
    const second = await component()
    expect(first).toEqual({ component_access_token: expect.any(String), expires_in: 7200 })
    expect(second['component_access_token']).not.toBe(first['component_access_token'])
    expect(await authorizer({}, first['component_access_token'])).toHaveProperty('expires_in')
    const path = '/cgi-bin/component/api_component_token'
    expect(gateway.requests[0]).toMatchObject({ kind: 'token', path, appid: 'wxp', data: PLATFORM })
  })

  it.each([
    [{ component_appid: '' }, 41002],
    [{ component_appid: 'gh1' }, 40013],
    [{ component_appsecret: undefined }, 41004],
    [{ component_appsecret: 'wrong' }, 40001],
    [{ component_verify_ticket: '' }, 61006],
    [{ component_verify_ticket: 'wrong' }, 61006],
    [{ component_verify_ticket: 'expired' }, 61005],
  ])('rejects %j with %d', async (change, errcode) => {
    expect(await component(change)).toEqual({ errcode, errmsg: expect.stringContaining('rid: ') })
  })

  it("rejects another platform's ticket, and one after 12 hours", async () => {
    await component()
    expect(await component({ component_appid: 'wxq' })).toMatchObject({ errcode: 61006 })
    later(12 * 3600 * 1000 - 1000)
    expect(await component()).toHaveProperty('component_access_token')
    later(1000)
    expect(await component()).toMatchObject({ errcode: 61005 })
    expect(await component({ component_verify_ticket: 'newer' })).toHaveProperty('expires_in')
  })
})

describe('api_authorizer_token', () => {
  it('gives a token that queries the plan, and a new refresh token', async () => {
    const { component_access_token: token } = await component()
    const reply = await authorizer({}, token)
    expect(reply).toEqual({
      authorizer_access_token: expect.any(String),
      expires_in: 7200,
      authorizer_refresh_token: expect.not.stringMatching(/^refresh$/),
    })
    expect(await query(reply['authorizer_access_token'])).toBe(0)
    expect(gateway.requests.slice(-2)).toMatchObject([
      { path: '/cgi-bin/component/api_authorizer_token', token, appid: 'wx1', data: ACCOUNT },
      { kind: 'https', appid: 'wx1' },
    ])
  })

  it('takes the older name of the parameter too', async () => {
    const { component_access_token: token } = await component()
    const path = `component/api_authorizer_token?component_access_token=${token}`
    expect(await post(path, ACCOUNT)).toHaveProperty('authorizer_access_token')
  })

  it.each<[change: object, token: string | undefined, errcode: number]>([
    [{ authorizer_appid: undefined }, undefined, 41002],
    [{ authorizer_appid: 'gh1' }, undefined, 40013],
    [{ component_appid: 'gh1' }, 'any', 40013],
    [{ authorizer_refresh_token: '' }, undefined, 61023],
    [{ authorizer_refresh_token: 'wrong' }, undefined, 61023],
    [{ authorizer_refresh_token: 'expired' }, undefined, 61023],
    [{}, '', 41001],
    [{}, 'wrong', 40001],
    [{}, 'expired', 42001],
  ])('rejects %j with the token %j: %d', async (change, token, errcode) => {
    expect(await authorizer(change, token)).toMatchObject({ errcode })
  })

  it("rejects another platform's token, and an account's", async () => {
    const change = { component_appid: 'wxq', component_verify_ticket: 'theirs' }
    const { component_access_token: theirs } = await component(change)
    const { authorizer_access_token: account } = await authorizer()
    expect(await authorizer({}, theirs)).toMatchObject({ errcode: 40001 })
    expect(await authorizer({}, account)).toMatchObject({ errcode: 40001 })
    expect(await authorizer({ component_appid: 'wx1' }, account)).toMatchObject({ errcode: 40001 })
    expect(await query(theirs)).toBe(40001)
  })

  it('rejects a token that ran out', async () => {
    const { component_access_token: token } = await component()
    const { authorizer_access_token: account } = await authorizer({}, token)
    later(7200 * 1000)
    expect(await authorizer({}, token)).toMatchObject({ errcode: 42001 })
    expect(await query(account)).toBe(42001)
  })

  const rotate = async (refresh: unknown, appid = 'wx1') => {
    const change = { authorizer_appid: appid, authorizer_refresh_token: refresh }
    return (await authorizer(change))['authorizer_refresh_token']
  }

  it('accepts the newest refresh token only, until the account is authorized again', async () => {
    const second = await rotate('refresh')
    expect(await rotate('refresh')).toBeUndefined()
    expect(await rotate(second, 'wx2')).toBeUndefined()
    const third = await rotate(second)
    expect([await rotate(second), await rotate('refresh')]).toEqual([undefined, undefined])
    const again = await rotate('authorized again')
    expect(again).toBeDefined()
    expect(await rotate(third)).toBeUndefined()
    expect(await rotate(again)).toBeDefined()
  })

  it('accepts as many of the newest as it is told', async () => {
    await start({ newestRefreshTokens: 2 })
    const second = await rotate('refresh')
    const third = await rotate('refresh')
    expect(await rotate('refresh')).toBeUndefined()
    expect(await rotate(second)).toBeDefined()
    expect(await rotate(third)).toBeDefined()
  })
})

describe('a query', () => {
  it.each<[accessToken: GatewayOptions['accessToken'], { [token: string]: number }]>([
    [undefined, { '': 41001, wrong1: 40001, expired1: 42001, issued_elsewhere: 40001, any: 0 }],
    ['one', { one: 0, any: 40001, expired1: 40001 }],
    [['one', 'two'], { one: 0, two: 0, three: 40001 }],
    [[], { one: 40001 }],
  ])('needs a token; accepted are %j', async (accessToken, expected) => {
    await start({ accessToken: accessToken as string })
    for (const [token, errcode] of Object.entries(expected)) {
      expect([token, await query(token)]).toEqual([token, errcode])
    }
    expect(await query()).toBe(41001)
    expect(await query((await stable())['access_token'])).toBe(0)
  })

  it('needs none where CloudRun adds it, but none that is wrong', async () => {
    await start({ accessToken: 'good', cloudRun: true })
    expect([await query(), await query('good'), await query('another')]).toEqual([0, 0, 40001])
  })

  it.each([5, '', [5], ['good', '']])('does not take %j for tokens', async (accessToken) => {
    await expect(startGateway({ accessToken: accessToken as never })).rejects.toThrow(TypeError)
  })
})

describe('a reply that is set', () => {
  /** Which requests are rejected, in the scenarios that are about tokens. */
  const REJECTED: { [scenario: string]: (number | undefined)[] } = {
    busy: [-1, -1, -1],
    'account-limited': [50002, 50002, 50002],
    'appsecret-frozen': [40243, 40243],
    'ip-not-listed': [40164],
    'ip-unconfirmed': [89503],
    'account-not-authorized': [undefined, undefined, 61003],
    'permission-set-missing': [undefined, undefined, 61007],
    'platform-ip-not-listed': [undefined, 61004, 61004],
    'verify-ticket-expired': [undefined, 61005],
    'verify-ticket-invalid': [undefined, 61006],
    'refresh-token-invalid': [undefined, undefined, 61023],
  }

  it('rejects in some scenarios, and leaves all others their tokens', async () => {
    for (const scenario of SCENARIOS) {
      gateway.reply(scenario)
      const refresh = { authorizer_refresh_token: scenario }
      const replies = [await stable(), await component(), await authorizer(refresh, 'any')]
      const codes = [0, 1, 2].map((at) => REJECTED[scenario as string]?.[at])
      expect([scenario, replies.map(({ errcode }) => errcode)]).toEqual([scenario, codes])
    }
  })

  it('can be for an account or a platform', async () => {
    await start({ accounts: { wxp: 'busy', wx1: 'account-not-authorized' } })
    expect(await component()).toMatchObject({ errcode: -1 })
    expect(await authorizer({}, 'any')).toMatchObject({ errcode: 61003 })
    expect(await authorizer({ authorizer_appid: 'wx2' }, 'any')).toHaveProperty('expires_in')
  })
})
