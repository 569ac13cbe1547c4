import { request } from 'node:http'
import { connect } from 'node:net'
import {
  type Gateway,
  SCENARIOS,
  type ScenarioName,
  type SingleReply,
  startGateway,
} from '../../../../src/testing/index'
import { watchTimers } from './timers-left'

let gateway: Gateway

beforeEach(async () => {
  gateway = await startGateway()
})

afterEach(() => gateway.close())

const JSON_TYPE = 'application/json; charset=utf-8'
const RID = 'rid: 6743a1b2-1f0c2d3e-4b5a6978'
const PLAN = '/wxa/getgrayreleaseplan'

const get = async (path = `${PLAN}?access_token=any`, init?: object) => {
  const response = await fetch(gateway.baseUrl + path, init)
  const type = response.headers.get('content-type')
  return { status: response.status, type, body: await response.text() }
}

const json = async (path?: string, init?: object) => JSON.parse((await get(path, init)).body)

const ask = { grant_type: 'client_credential', appid: 'wx1', secret: 'a secret' }

const token = (data: unknown = ask, init: object = {}) =>
  json('/cgi-bin/stable_token', { method: 'POST', body: JSON.stringify(data), ...init })

const LATE_MS = 54_321

const NETWORK_FAULTS = ['timeout', 'reset', 'cut', 'drip']

describe('what it says of itself', () => {
  it('where it is, on this machine only', () => {
    expect(gateway.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(gateway.url).toBe(`${gateway.baseUrl}/admin`)
  })

  it('the variables of a cloud function, and nothing about a caller', () => {
    expect(gateway.env).toEqual({
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      SCF_NAMESPACE: 'local-gateway',
      TENCENTCLOUD_SECRETID: 'local-secret-id',
      TENCENTCLOUD_SECRETKEY: 'local-secret-key',
      TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
      TCB_CONTEXT_CNFG: `{"URL":"${gateway.url}"}`,
    })
  })

  it('what it received over HTTPS, without the token', async () => {
    await get(`${PLAN}?a=1&access_token=t1&b=2`, { headers: { 'X-Mine': 'yes' } })
    await get(`${PLAN}?cloudbase_access_token=t2`)
    await get(PLAN)
    await token()
    await get('/elsewhere?x=1')
    const at = expect.any(Number)
    const headers = expect.any(Object)
    expect(gateway.requests).toEqual([
      { kind: 'https', method: 'GET', path: `${PLAN}?a=1&b=2`, token: 't1', at, headers },
      { kind: 'https', method: 'GET', path: PLAN, token: 't2', at, headers },
      { kind: 'https', method: 'GET', path: PLAN, at, headers },
      {
        kind: 'token',
        method: 'POST',
        path: '/cgi-bin/stable_token',
        appid: 'wx1',
        data: ask,
        at,
        headers,
      },
      {
        kind: 'other',
        method: 'GET',
        path: '/elsewhere?x=1',
        problem: 'there is nothing at /elsewhere',
        at,
        headers,
      },
    ])
    expect(gateway.requests[0]?.headers['x-mine']).toBe('yes')
    expect(Math.abs(Date.now() - (gateway.requests[0]?.at ?? 0))).toBeLessThan(10_000)
  })
})

describe('options', () => {
  it('takes a reply and a duration', async () => {
    const own = await startGateway({ reply: 'completed' })
    const response = await fetch(`${own.baseUrl}${PLAN}?access_token=any`)
    expect(await response.json()).toMatchObject({ gray_release_plan: { status: 3 } })
    await own.close()
    await expect(startGateway({ releaseSeconds: -1 })).rejects.toThrow(RangeError)
    await expect(startGateway({ releaseSeconds: Infinity })).rejects.toThrow(RangeError)
    await expect(startGateway({ accessToken: 5 as never })).rejects.toThrow(TypeError)
    await expect(startGateway({ newestRefreshTokens: 0 })).rejects.toThrow(RangeError)
    for (const port of [-1, 1.5, 65_536, 'x']) {
      await expect(startGateway({ port: port as never })).rejects.toThrow(RangeError)
    }
    await expect(startGateway({ reply: 'nonsense' as never })).rejects.toThrow('there are running')
  })

  it('takes null for none', async () => {
    const own = await startGateway(null)
    const response = await fetch(`${own.baseUrl}${PLAN}?access_token=any`)
    expect(await response.json()).toMatchObject({ gray_release_plan: { status: 1 } })
    await own.close()
  })

  it('takes a port, and reports that it is taken', async () => {
    const port = Number(new URL(gateway.url).port)
    await expect(startGateway({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await gateway.close()
    gateway = await startGateway({ port })
    expect(gateway.baseUrl).toBe(`http://127.0.0.1:${port}`)
  })

  it('takes the tokens to accept', async () => {
    const own = await startGateway({ accessToken: ['one', 'two'] })
    const errcode = async (name: string) => {
      const response = await fetch(`${own.baseUrl}${PLAN}?access_token=${name}`)
      return ((await response.json()) as { errcode: number }).errcode
    }
    expect([await errcode('one'), await errcode('two'), await errcode('any')]).toEqual([
      0, 0, 40001,
    ])
    await own.close()
  })
})

describe('accounts', () => {
  const statusOf = async (own: Gateway, query: string): Promise<unknown> => {
    const response = await fetch(`${own.baseUrl}${PLAN}?${query}`)
    const { errcode, gray_release_plan: plan } = (await response.json()) as {
      errcode: number
      gray_release_plan?: { status: number }
    }
    return plan?.status ?? errcode
  }

  const tokenFor = async (own: Gateway, appid: string): Promise<unknown> => {
    const body = JSON.stringify({ ...ask, appid })
    const response = await fetch(`${own.baseUrl}/cgi-bin/stable_token`, { method: 'POST', body })
    const { access_token, errcode } = (await response.json()) as { [name: string]: unknown }
    return access_token ?? errcode
  }

  it('have their own replies, by token, from_appid and TOKEN@APPID', async () => {
    const own = await startGateway({
      accounts: { wx1: ['paused', 'completed'], wx2: 'quota', wx3: 'busy' },
    })
    const one = await tokenFor(own, 'wx1')
    expect(await statusOf(own, `access_token=${one}`)).toBe(2)
    expect(await statusOf(own, `access_token=${one}`)).toBe(3)
    expect(await statusOf(own, `access_token=${await tokenFor(own, 'wx2')}`)).toBe(45009)
    expect(await statusOf(own, 'access_token=any&from_appid=wx2')).toBe(45009)
    expect(await statusOf(own, 'cloudbase_access_token=any@wx2')).toBe(45009)
    expect(await statusOf(own, 'cloudbase_access_token=wrong@wx2')).toBe(40001)
    expect(await tokenFor(own, 'wx3')).toBe(-1)
    own.reply('deleted')
    expect(await statusOf(own, 'access_token=any')).toBe(4)
    expect(await statusOf(own, 'access_token=any@wx9')).toBe(4)
    expect(await statusOf(own, 'access_token=any@wx1')).toBe(3)
    expect(own.requests.map((request) => 'appid' in request && request.appid)).toEqual([
      ...['wx1', 'wx1', 'wx1', 'wx2', 'wx2', 'wx2', 'wx2', 'wx2', 'wx3'],
      ...[false, 'wx9', 'wx1'],
    ])
    await own.close()
  })

  it('take only replies', async () => {
    await expect(startGateway({ accounts: { wx1: 'nonsense' as never } })).rejects.toThrow(
      "no scenario is called 'nonsense'",
    )
  })
})

describe('GET /wxa/getgrayreleaseplan', () => {
  it('gives the plan in snake_case', async () => {
    const { status, type, body } = await get()
    expect([status, type]).toEqual([200, JSON_TYPE])
    expect(JSON.parse(body)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      gray_release_plan: {
        status: 1,
        create_timestamp: expect.any(Number),
        gray_percentage: 8,
        support_debuger_first: true,
        support_experiencer_first: false,
      },
    })
  })

  it.each([
    ['', 41001, `access_token missing ${RID}`],
    ['?access_token=wrong1', 40001, expect.stringContaining('invalid credential')],
    ['?cloudbase_access_token=expired1', 42001, `access_token expired ${RID}`],
  ])('checks the token first: %j', async (query, errcode, errmsg) => {
    gateway.reply('quota')
    expect(await json(PLAN + query)).toEqual({ errcode, errmsg })
  })

  it('wants GET', async () => {
    const init = { method: 'POST', body: '{}' }
    expect(await json(`${PLAN}?access_token=any`, init)).toMatchObject({ errcode: 43001 })
  })

  const rows: [ScenarioName, number | string][] = [
    ['no-permission', 48001],
    ['api-unauthorized', 48001],
    ['string-errcode', '48001'],
    ['api-not-found', 40066],
    ['no-ticket', 41001],
    ['ticket-refused', 40001],
    ['permission-denied', 61007],
    ['account-limited', 50002],
    ['no-version', 85079],
    ['appsecret-frozen', 40243],
    ['ip-unconfirmed', 89503],
    ['not-a-platform', 86000],
    ['account-not-authorized', 61003],
    ['permission-set-missing', 61007],
    ['platform-ip-not-listed', 61004],
    ['verify-ticket-expired', 61005],
    ['verify-ticket-invalid', 61006],
    ['refresh-token-invalid', 61023],
    ['cloudrun-not-listed', 85107],
    ['cloudrun-not-ready', 85113],
    ['isolated', 85088],
    ['secret-id-error', 40001],
    ['request-refused', 47001],
    ['platform-failure', -1],
    ['unlisted-code', 99999],
    ['token-expired', 42001],
    ['ip-not-listed', 40164],
    ['quota', 45009],
    ['rate-limit', 45011],
    ['busy', -1],
    ['invalid-env', 85088],
    ['env-not-found', 85088],
    ['sign-invalid', 40001],
  ]

  it.each(rows)('rejects in the scenario %s with %j', async (scenario, errcode) => {
    gateway.reply(scenario)
    expect(await json()).toEqual({ errcode, errmsg: expect.stringContaining(RID) })
  })

  it.each([
    ['http-500', 500, 'text/html', '500 Internal Server Error'],
    ['http-502', 502, 'text/html', '502 Bad Gateway'],
    ['platform-timeout', 504, 'text/html', '504 Gateway Timeout'],
    ['platform-network', 502, 'text/html', '502 Bad Gateway'],
    ['html', 200, 'text/html', 'please sign in'],
    ['text', 200, 'text/plain', 'hello'],
    ['broken-json', 200, JSON_TYPE, '{"errcode":0,"gray_release_plan":{'],
    ['json-null', 200, JSON_TYPE, 'null'],
    ['json-string', 200, JSON_TYPE, '"running"'],
    ['big-number', 200, JSON_TYPE, '17000000000000000000'],
  ] as const)('sends in the scenario %s what it says', async (scenario, status, type, words) => {
    gateway.reply(scenario)
    expect(await get()).toEqual({ status, type, body: expect.stringContaining(words) })
  })

  it('answers in every scenario but those of a broken connection', async () => {
    for (const scenario of SCENARIOS.filter((name) => !NETWORK_FAULTS.includes(name))) {
      gateway.reply(scenario)
      expect(await get()).toMatchObject({ type: expect.any(String) })
    }
    gateway.reply('empty')
    expect((await get()).body).toBe('')
  })

  it.each(['reset', 'cut'] as const)('fails in the scenario %s', async (scenario) => {
    gateway.reply(scenario)
    await expect(get()).rejects.toThrow(/^(fetch failed|terminated)$/)
  })
})

describe('POST /cgi-bin/stable_token', () => {
  it('gives a token that is accepted', async () => {
    const own = await startGateway({ accessToken: 'another' })
    gateway.close()
    gateway = own
    const { access_token, expires_in } = await token()
    expect(expires_in).toBe(7200)
    expect((await token()).access_token).toBe(access_token)
    expect(await json(`${PLAN}?access_token=${access_token}`)).toMatchObject({ errcode: 0 })
  })

  it('rejects what is not a request for a token', async () => {
    expect(await token({ ...ask, appid: undefined })).toMatchObject({ errcode: 41002 })
    expect(await token('text')).toMatchObject({ errcode: 40002 })
    expect(await token(ask, { body: '{broken' })).toMatchObject({ errcode: 40002 })
    expect(await json('/cgi-bin/stable_token')).toMatchObject({ errcode: 43002 })
  })

  const REJECTED: { [scenario: string]: number } = {
    busy: -1,
    'account-limited': 50002,
    'appsecret-frozen': 40243,
    'ip-not-listed': 40164,
    'ip-unconfirmed': 89503,
  }

  it('knows some scenarios, and issues tokens in all others', async () => {
    for (const scenario of SCENARIOS) {
      gateway.reply(scenario)
      const errcode = REJECTED[scenario as string]
      expect(await token()).toEqual(
        errcode
          ? { errcode, errmsg: expect.any(String) }
          : { access_token: expect.any(String), expires_in: expect.any(Number) },
      )
    }
  })
})

describe('anything else', () => {
  it('is 404, as JSON', async () => {
    expect(await get('/cgi-bin/token')).toEqual({
      status: 404,
      type: JSON_TYPE,
      body: `{"errcode":40066,"errmsg":"there is nothing at /cgi-bin/token ${RID}"}`,
    })
  })

  it('is a failure of the gateway at the endpoint of the SDK', async () => {
    expect(await json('/admin?env=x')).toEqual({
      code: 'INVALID_PARAM',
      message: 'this call is not simulated here: Missing Content-Type',
      requestId: expect.any(String),
    })
    expect(gateway.requests[0]).toMatchObject({ kind: 'other', path: '/admin?env=x' })
  })

  it('is so for an action that is not simulated', async () => {
    const body = new FormData()
    body.append('action', 'wx.wxPayApi')
    expect(await json('/admin', { method: 'POST', body })).toMatchObject({
      code: 'INVALID_PARAM',
      message: 'this call is not simulated here: the action wx.wxPayApi; wx.openApi is',
    })
  })

  it('that is not a URL is 500', async () => {
    expect(await get('//')).toMatchObject({ status: 500, body: expect.stringContaining('URL') })
  })
})

describe('the name that it is called by', () => {
  const ask = (headers: { [name: string]: string }, path = PLAN): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(gateway.baseUrl + path, { headers }, (res) => resolve(res.resume().statusCode))
        .on('error', reject)
        .end()
    })

  it.each(['127.0.0.1', 'localhost:8080', 'LOCALHOST', '[::1]:80'])('can be %s', async (host) => {
    expect(await ask({ host })).toBe(200)
  })

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'can not be %s, which a web page may have made resolve to this machine',
    async (host) => {
      expect(await ask({ host })).toBe(403)
      expect(await ask({ host }, new URL(gateway.robots.webhook.url).pathname)).toBe(403)
      expect([gateway.requests, gateway.robots.webhook.requests]).toEqual([[], []])
    },
  )
})

it.each([{ status: 99 }, { headers: { 'not allowed': 'x' } }])(
  'survives a reply that HTTP does not allow: %j',
  async (http) => {
    gateway.reply({ http })
    expect(await get()).toMatchObject({
      status: 500,
      body: expect.stringContaining("the gateway can't answer"),
    })
    gateway.reply('running')
    expect(await json()).toMatchObject({ errcode: 0 })
  },
)

describe('close', () => {
  const hang = async (scenario: 'timeout' | 'drip') => {
    gateway.reply(scenario)
    const pending = get().then(
      () => 'answered',
      () => 'ended',
    )
    while (gateway.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    return pending
  }

  it.each(['timeout', 'drip'] as const)(
    'ends a connection in the scenario %s',
    async (scenario) => {
      const pending = hang(scenario)
      while (gateway.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await gateway.close()
      expect(await pending).toBe('ended')
    },
  )

  it.each([
    ['sent nothing', ''],
    [
      'sent half a request',
      'POST /cgi-bin/stable_token HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{',
    ],
  ])('ends a connection that %s', async (_, text) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').resume()
    const ended = new Promise((resolve) => socket.on('error', resolve).on('close', resolve))
    await new Promise<void>((resolve) => socket.on('connect', resolve))
    await new Promise((resolve) => socket.write(text, resolve))
    await new Promise((resolve) => setTimeout(resolve, 50))
    await gateway.close()
    await ended
    expect(gateway.requests).toEqual([])
  })

  it('can be called twice, at once and later', async () => {
    await Promise.all([gateway.close(), gateway.close()])
    await gateway.close()
    await expect(get()).rejects.toThrow('fetch failed')
  })

  it.each(['running' as const, { http: { delayMs: LATE_MS } }])(
    'drops the answer %j of a function that comes too late',
    async (late) => {
      let answer: (reply: SingleReply) => void = () => undefined
      const asked = new Promise<void>((resolve) => {
        gateway.reply(() => {
          resolve()
          return new Promise((settle) => {
            answer = settle
          })
        })
      })
      const pending = get().catch(() => 'ended')
      await asked
      await gateway.close()
      await new Promise((resolve) => setTimeout(resolve, 20))
      const timers = watchTimers(LATE_MS)
      answer(late)
      expect(await pending).toBe('ended')
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(timers.left()).toBe(0)
      timers.stop()
    },
  )
})
