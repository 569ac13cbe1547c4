import { EventEmitter, once } from 'node:events'
import { get as getFrom } from 'node:http'
import { connect } from 'node:net'
import { ABOUT_SCENARIO, isScenario } from '../../../../src/testing/gateway/scenario-names'
import { SCENARIO_TABLE } from '../../../../src/testing/gateway/scenarios'
import {
  type Gateway,
  type GatewayOptions,
  SCENARIOS,
  type SingleReply,
  startGateway,
} from '../../../../src/testing/index'
import { watchTimers } from './timers-left'

let gateway: Gateway

const start = async (options?: GatewayOptions | null) => {
  await gateway?.close()
  gateway = await startGateway(options)
}

beforeEach(() => start())
afterAll(() => gateway.close())

const JSON_TYPE = 'application/json; charset=utf-8'
const RID = 'rid: 6743a1b2-1f0c2d3e-4b5a6978'
const PLAN = '/wxa/getgrayreleaseplan'
const TOKEN = '/cgi-bin/stable_token'

const get = async (path = `${PLAN}?access_token=any`, init?: object) => {
  const response = await fetch(gateway.baseUrl + path, init)
  const type = response.headers.get('content-type')
  return { status: response.status, type, body: await response.text() }
}

const json = async (path?: string, init?: object) => JSON.parse((await get(path, init)).body)

const ask = { grant_type: 'client_credential', appid: 'wx1', secret: 'a secret' }

const askFor = (data: object) => json(TOKEN, { method: 'POST', body: JSON.stringify(data) })

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for a request. */
const received = async () => {
  while (gateway.requests.length === 0) await sleep(5)
}

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
    await askFor(ask)
    await get('/elsewhere?x=1')
    const common = { method: 'GET', at: expect.any(Number), headers: expect.any(Object) }
    const problem = 'there is nothing at /elsewhere'
    expect(gateway.requests).toEqual([
      { kind: 'https', ...common, path: `${PLAN}?a=1&b=2`, token: 't1' },
      { kind: 'https', ...common, path: PLAN, token: 't2' },
      { kind: 'https', ...common, path: PLAN },
      { kind: 'token', ...common, method: 'POST', path: TOKEN, appid: 'wx1', data: ask },
      { kind: 'other', ...common, path: '/elsewhere?x=1', problem },
    ])
    expect(gateway.requests[0]?.headers['x-mine']).toBe('yes')
    expect(Math.abs(Date.now() - (gateway.requests[0]?.at ?? 0))).toBeLessThan(10_000)
  })
})

describe('options', () => {
  it.each<[GatewayOptions | null, status: number]>([
    [{ reply: 'completed' }, 3],
    [{ releaseSeconds: 0 }, 3],
    [null, 1],
  ])('can be %j', async (options, status) => {
    await start(options)
    expect(await json()).toMatchObject({ gray_release_plan: { status } })
  })

  it.each([-1, 1.5, 65_536, 'x' as never])('take no port %j', (port) =>
    expect(startGateway({ port })).rejects.toThrow(RangeError),
  )

  it.each<[GatewayOptions, new () => Error]>([
    [{ releaseSeconds: -1 }, RangeError],
    [{ newestRefreshTokens: 0 }, RangeError],
    [{ accessToken: 5 as never }, TypeError],
    [{ reply: 'nonsense' as never }, Error],
    [{ accounts: { wx1: 'nonsense' as never } }, Error],
  ])('can not be %j', (options, type) => expect(startGateway(options)).rejects.toThrow(type))

  it('take a port, and report that it is taken', async () => {
    const port = Number(new URL(gateway.url).port)
    await expect(startGateway({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await start({ port: 0 })
    await start({ port })
    expect(gateway.baseUrl).toBe(`http://127.0.0.1:${port}`)
  })
})

it('has replies for accounts, by token, from_appid and TOKEN@APPID', async () => {
  await start({
    accounts: { wx1: ['paused', 'completed'], wx2: 'quota', wx3: 'busy', '': 'quota' },
  })
  const expectOutcome = async (query: string, expected: number) => {
    const { errcode, gray_release_plan: plan } = await json(`${PLAN}?${query}`)
    expect([query, plan?.status ?? errcode]).toEqual([query, expected])
  }
  const tokenFor = async (appid: string): Promise<unknown> => {
    const { access_token, errcode } = await askFor({ ...ask, appid })
    return access_token ?? errcode
  }
  const one = await tokenFor('wx1')
  await expectOutcome('access_token=any', 1)
  await expectOutcome(`access_token=${one}`, 2)
  await expectOutcome(`access_token=${one}`, 3)
  await expectOutcome(`access_token=${await tokenFor('wx2')}`, 45009)
  await expectOutcome('access_token=any&from_appid=wx2', 45009)
  await expectOutcome('cloudbase_access_token=any@wx2', 45009)
  await expectOutcome('cloudbase_access_token=wrong@wx2', 40001)
  expect(await tokenFor('wx3')).toBe(-1)
  gateway.reply('deleted')
  await expectOutcome('access_token=any', 4)
  await expectOutcome('access_token=any@wx9', 4)
  await expectOutcome('access_token=any@wx1', 3)
  const appids = gateway.requests.map((asked) => ('appid' in asked ? asked.appid : '-'))
  expect(appids.join(' ')).toBe('wx1 - wx1 wx1 wx2 wx2 wx2 wx2 wx2 wx3 - wx9 wx1')
})

describe('GET /wxa/getgrayreleaseplan', () => {
  it('gives the plan in snake_case', async () => {
    const { status, type, body } = await get()
    expect([status, type]).toEqual([200, JSON_TYPE])
    const first = { support_debuger_first: true, support_experiencer_first: false }
    const create_timestamp = expect.any(Number)
    const gray_release_plan = { status: 1, create_timestamp, gray_percentage: 8, ...first }
    expect(JSON.parse(body)).toEqual({ errcode: 0, errmsg: 'ok', gray_release_plan })
  })

  it.each([
    ['', 41001, `access_token missing ${RID}`],
    ['?access_token=wrong1', 40001, expect.stringContaining('invalid credential')],
    ['?cloudbase_access_token=expired1', 42001, `access_token expired ${RID}`],
  ])('checks the token first: %j', async (query, errcode, errmsg) => {
    gateway.reply('quota')
    expect(await json(PLAN + query)).toEqual({ errcode, errmsg })
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
    ['string-errcode', 200, JSON_TYPE, `{"errcode":"48001","errmsg":"api unauthorized ${RID}"}`],
    ['empty', 200, JSON_TYPE, ''],
  ] as const)('sends in the scenario %s what it says', async (scenario, status, type, words) => {
    gateway.reply(scenario)
    expect(await get()).toEqual({ status, type, body: expect.stringContaining(words) })
  })
})

it('has a reply for exactly the scenarios it names, in that order, each with a line about it', () => {
  expect(Object.keys(SCENARIO_TABLE)).toEqual([...SCENARIOS])
  for (const name of SCENARIOS) {
    expect(isScenario(name)).toBe(true)
    expect(ABOUT_SCENARIO[name].en).toMatch(/^[^\n]{10,90}$/)
    expect(ABOUT_SCENARIO[name].zh).toMatch(/^(?=.*\p{Script=Han})[^\n]{5,60}$/u)
  }
})

describe('anything else', () => {
  it.each<[path: string, init: object, errcode: number]>([
    [`${PLAN}?access_token=any`, { method: 'POST', body: '{}' }, 43001],
    [TOKEN, { method: 'GET' }, 43002],
    [TOKEN, { method: 'POST', body: '{broken' }, 40002],
  ])('is rejected: %s with %j', async (path, init, errcode) => {
    expect(await json(path, init)).toMatchObject({ errcode })
  })

  it.each([
    ['/none', 404, JSON_TYPE, `{"errcode":40066,"errmsg":"there is nothing at /none ${RID}"}`],
    // Not a URL.
    ['//', 500, 'text/plain; charset=utf-8', 'URL'],
  ])('is answered with a status: %s', async (path, status, type, words) => {
    expect(await get(path)).toEqual({ status, type, body: expect.stringContaining(words) })
  })

  it.each<[body: string | undefined, words: string]>([
    [undefined, 'Missing Content-Type'],
    ['{', ''],
    ['{"action":"toString"}', 'the action toString; simulated are database.getDocument, '],
  ])('is a failure of the gateway at the endpoint of the SDK: %j', async (body, words) => {
    const headers = { 'content-type': 'application/json' }
    const message = expect.stringContaining(`this call is not simulated here: ${words}`)
    const failure = { code: 'INVALID_PARAM', message, requestId: 'local-gateway' }
    const init = body ? { method: 'POST', body, headers } : {}
    expect(await json('/admin?env=x', init)).toEqual(failure)
    expect(gateway.requests[0]).toMatchObject({ kind: 'other', path: '/admin?env=x' })
  })
})

describe('the name that it is called by', () => {
  const statusFor = async (host: string, path = PLAN): Promise<number> => {
    const sent = getFrom(gateway.baseUrl + path, { headers: { host } })
    const [response] = await once(sent, 'response')
    return response.resume().statusCode
  }

  it.each(['127.0.0.1', 'localhost:8080', 'LOCALHOST', '[::1]:80'])('can be %s', async (host) => {
    expect(await statusFor(host)).toBe(200)
  })

  // A web page may have made it resolve to this machine.
  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'can not be %s',
    async (host) => {
      expect(await statusFor(host)).toBe(403)
      expect(await statusFor(host, new URL(gateway.robots.webhook.url).pathname)).toBe(403)
      expect([gateway.requests, gateway.robots.webhook.requests]).toEqual([[], []])
    },
  )
})

it.each([{ status: 99 }, { headers: { 'not allowed': 'x' } }])('survives %j', async (http) => {
  gateway.reply({ http })
  const body = expect.stringContaining("the gateway can't answer")
  expect(await get()).toMatchObject({ status: 500, body })
  gateway.reply('running')
  expect(await json()).toMatchObject({ errcode: 0 })
})

describe('close', () => {
  it.each(['timeout', 'drip'] as const)('ends a connection that waits: %s', async (scenario) => {
    gateway.reply(scenario)
    const pending = expect(get()).rejects.toThrow()
    await received()
    await gateway.close()
    await pending
  })

  const HALF = 'POST /cgi-bin/stable_token HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{'

  it.each(['', HALF])('ends a connection that sent no more than %j', async (text) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').resume()
    const ended = new Promise((resolve) => socket.on('error', resolve).on('close', resolve))
    await once(socket, 'connect')
    await new Promise((resolve) => socket.write(text, resolve))
    await sleep(50)
    await gateway.close()
    await ended
    expect(gateway.requests).toEqual([])
  })

  it('can be called twice, at once and later', async () => {
    await Promise.all([gateway.close(), gateway.close()])
    await gateway.close()
    await expect(get()).rejects.toThrow('fetch failed')
  })

  const LATE_MS = 54_321

  it.each<SingleReply>(['running', { http: { delayMs: LATE_MS } }])(
    'drops the answer %j of a function that comes too late',
    async (late) => {
      const answers = new EventEmitter()
      gateway.reply(() => once(answers, 'answer').then(([reply]) => reply))
      const pending = expect(get()).rejects.toThrow()
      await received()
      await gateway.close()
      await sleep(20)
      const timers = watchTimers(LATE_MS)
      answers.emit('answer', late)
      await pending
      await sleep(20)
      expect(timers.left()).toBe(0)
      timers.stop()
    },
  )
})
