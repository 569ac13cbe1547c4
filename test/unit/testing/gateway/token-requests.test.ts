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
afterEach(async () => {
  jest.useRealTimers()
  await gateway.close()
})

type Json = { [name: string]: unknown }

const post = async (path: string, body: object): Promise<Json> => {
  const response = await fetch(`${gateway.baseUrl}/cgi-bin/component/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return (await response.json()) as Json
}

const PLATFORM = {
  component_appid: 'wxp',
  component_appsecret: 'secret',
  component_verify_ticket: 'ticket',
}
const ACCOUNT = {
  component_appid: 'wxp',
  authorizer_appid: 'wx1',
  authorizer_refresh_token: 'refresh',
}

const component = (change: object = {}) => post('api_component_token', { ...PLATFORM, ...change })

const authorizer = async (change: object = {}, token?: unknown) => {
  const own = token ?? (await component())['component_access_token']
  return post(`api_authorizer_token?access_token=${own}`, { ...ACCOUNT, ...change })
}

const query = async (token: unknown): Promise<unknown> => {
  const url = `${gateway.baseUrl}/wxa/getgrayreleaseplan?access_token=${token}`
  return ((await (await fetch(url)).json()) as Json)['errcode']
}

const errcodes = async (calls: (() => Promise<Json>)[]): Promise<unknown[]> => {
  const codes: unknown[] = []
  for (const call of calls) codes.push((await call())['errcode'])
  return codes
}

const later = (ms: number) => {
  const now = Date.now() + ms
  jest.spyOn(Date, 'now').mockReturnValue(now)
}
afterEach(() => jest.restoreAllMocks())

describe('api_component_token', () => {
  it('gives a new token each time, and the ones before stay valid', async () => {
    const first = await component()
    const second = await component()
    expect(first).toEqual({ component_access_token: expect.any(String), expires_in: 7200 })
    expect(second['component_access_token']).not.toBe(first['component_access_token'])
    expect(await authorizer({}, first['component_access_token'])).toHaveProperty('expires_in')
    expect(gateway.requests[0]).toMatchObject({
      kind: 'token',
      path: '/cgi-bin/component/api_component_token',
      appid: 'wxp',
      data: PLATFORM,
    })
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
    expect(await errcodes([component, () => component({ component_appid: 'wxq' })])).toEqual([
      undefined,
      61006,
    ])
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
    const { component_access_token } = await component()
    const path = `api_authorizer_token?component_access_token=${component_access_token}`
    expect(await post(path, ACCOUNT)).toHaveProperty('authorizer_access_token')
  })

  it.each([
    [{ authorizer_appid: undefined }, 41002],
    [{ authorizer_appid: 'gh1' }, 40013],
    [{ authorizer_refresh_token: '' }, 61023],
    [{ authorizer_refresh_token: 'wrong' }, 61023],
    [{ authorizer_refresh_token: 'expired' }, 61023],
  ])('rejects %j with %d', async (change, errcode) => {
    expect(await authorizer(change)).toMatchObject({ errcode })
  })

  it.each([
    ['', 41001],
    ['wrong', 40001],
    ['expired', 42001],
  ])('rejects the component token %j with %d', async (token, errcode) => {
    expect(await authorizer({}, token)).toMatchObject({ errcode })
  })

  it('rejects the AppID of what is not a platform', async () => {
    const change = { component_appid: 'gh1' }
    expect(await authorizer(change, 'any')).toMatchObject({ errcode: 40013 })
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

  const rotate = async (refresh: unknown) =>
    (await authorizer({ authorizer_refresh_token: refresh }))['authorizer_refresh_token']

  it('accepts the newest refresh token only, until the account is authorized again', async () => {
    const second = await rotate('refresh')
    expect(await rotate('refresh')).toBeUndefined()
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

  it("rejects another account's refresh token", async () => {
    const second = await rotate('refresh')
    const other = { authorizer_appid: 'wx2', authorizer_refresh_token: second }
    expect(await authorizer(other)).toMatchObject({ errcode: 61023 })
  })
})

const REJECTED: { [scenario: string]: (number | undefined)[] } = {
  busy: [-1, -1],
  'account-limited': [50002, 50002],
  'appsecret-frozen': [40243],
  'account-not-authorized': [undefined, 61003],
  'permission-set-missing': [undefined, 61007],
  'platform-ip-not-listed': [61004, 61004],
  'verify-ticket-expired': [61005],
  'verify-ticket-invalid': [61006],
  'refresh-token-invalid': [undefined, 61023],
}

it('knows some scenarios, and issues tokens in all others', async () => {
  for (const scenario of SCENARIOS) {
    gateway.reply(scenario)
    const [first, second] = REJECTED[scenario as string] ?? []
    const calls = [
      () => component(),
      () => authorizer({ authorizer_refresh_token: scenario }, 'any'),
    ]
    expect([scenario, ...(await errcodes(calls))]).toEqual([scenario, first, second])
  }
})

it('has replies for accounts and platforms', async () => {
  await start({ accounts: { wxp: 'busy', wx1: 'account-not-authorized' } })
  expect(await component()).toMatchObject({ errcode: -1 })
  expect(await authorizer({}, 'any')).toMatchObject({ errcode: 61003 })
  expect(await authorizer({ authorizer_appid: 'wx2' }, 'any')).toHaveProperty('expires_in')
})

it('wants POST', async () => {
  const response = await fetch(`${gateway.baseUrl}/cgi-bin/component/api_component_token`)
  expect(await response.json()).toMatchObject({ errcode: 43002 })
})
