import { cloudCalls } from '../../../../src/testing/gateway/cloud-call'
import { databaseCalls } from '../../../../src/testing/gateway/database'
import { httpsQueries } from '../../../../src/testing/gateway/https-query'
import { Release } from '../../../../src/testing/gateway/release'
import { type Reply, ReplyQueue, type SingleReply } from '../../../../src/testing/gateway/reply'
import type { KnownRequest } from '../../../../src/testing/gateway/request'
import {
  ABOUT_SCENARIO,
  isScenario,
  SCENARIOS,
} from '../../../../src/testing/gateway/scenario-names'
import { SCENARIO_TABLE } from '../../../../src/testing/gateway/scenarios'
import { tokenRequests } from '../../../../src/testing/gateway/token-requests'
import { Tokens } from '../../../../src/testing/gateway/tokens'

const release = new Release(600)
const tokens = new Tokens(undefined)
const [stable, , authorizer] = tokenRequests(release, tokens, 1)
const ENDPOINTS = {
  cloud: cloudCalls(release),
  https: httpsQueries(release, tokens),
  token: stable,
  authorizer,
  database: databaseCalls(release, new Map()),
}

const queueOf = (reply: Reply) => {
  const queue = new ReplyQueue(reply)
  return {
    replace: (next: Reply) => queue.replace(next),
    next: (name: keyof typeof ENDPOINTS) =>
      queue.next(
        { kind: name } as KnownRequest,
        (ENDPOINTS[name] as typeof ENDPOINTS.cloud).choose,
      ),
  }
}

describe('a reply', () => {
  it.each([
    { status: 1 },
    { status: 'later', statusCode: 9 },
    { errCode: 1 },
    { wechat: {} },
    { gateway: { code: 'X', message: 'y' } },
    { http: {} },
  ])('can be %j', async (reply) => {
    expect(await queueOf(reply as Reply).next('https')).toBe(reply)
  })

  it.each([undefined, null, 1, {}, { status: 'running' }, [['running']], []])(
    'can not be %j',
    (reply) => {
      expect(() => queueOf(reply as never)).toThrow(TypeError)
      expect(() => queueOf([reply as never])).toThrow(TypeError)
    },
  )

  it('that names no scenario lists them', () => {
    expect(() => queueOf(['running', 'runing' as never])).toThrow(
      "no scenario is called 'runing'; there are running, paused, completed,",
    )
    expect(() => queueOf('constructor' as never)).toThrow('json-array, json-string')
  })
})

const RESET = { http: { reset: true } }
const BUSY = { errCode: -1, errMsg: expect.any(String) }
const QUOTA = { errCode: 45009, errMsg: expect.any(String) }

describe('the queue of replies', () => {
  it('answers the same until it is replaced', async () => {
    const queue = queueOf('busy')
    expect([await queue.next('https'), await queue.next('cloud')]).toEqual([BUSY, BUSY])
    queue.replace('quota')
    expect([await queue.next('https'), await queue.next('cloud')]).toEqual([QUOTA, QUOTA])
  })

  it('keeps what it has if the replacement is not a reply', async () => {
    const queue = queueOf('busy')
    expect(() => queue.replace('nonsense' as never)).toThrow('nonsense')
    expect(await queue.next('https')).toEqual(BUSY)
  })

  it('answers in turn from an array, and repeats its last entry', async () => {
    const queue = queueOf(['busy', { status: 7 }, 'quota'])
    const replies = (['https', 'cloud', 'https', 'https'] as const).map((name) => queue.next(name))
    expect(await Promise.all(replies)).toEqual([BUSY, { status: 7 }, QUOTA, QUOTA])
  })

  it('answers each endpoint in its own way', async () => {
    const queue = queueOf('no-permission')
    expect(await queue.next('cloud')).toEqual({ wechat: { errorCode: -604101 } })
    expect(await queue.next('https')).toMatchObject({ errCode: 48001 })
  })

  it('calls a function each time, with the request', async () => {
    const asked: string[] = []
    const queue = queueOf(async ({ kind }) => {
      asked.push(kind)
      return kind === 'cloud' ? 'busy' : { errCode: 1 }
    })
    expect([await queue.next('https'), await queue.next('cloud')]).toEqual([{ errCode: 1 }, BUSY])
    expect(asked).toEqual(['https', 'cloud'])
  })

  it('rejects if a function throws or returns what is not a reply', async () => {
    const throwing = queueOf(() => {
      throw new Error('mine')
    })
    await expect(throwing.next('https')).rejects.toThrow('mine')
    await expect(queueOf(() => 1 as never).next('https')).rejects.toThrow('a reply is')
  })

  it('keeps for the plan what is not about tokens', async () => {
    const queue = queueOf(['quota', 'busy', { errCode: 1 }, 'running'])
    expect(await queue.next('token')).toBeUndefined()
    expect(await queue.next('https')).toEqual(QUOTA)
    expect(await queue.next('token')).toEqual(BUSY)
    expect(await queue.next('token')).toBeUndefined()
    expect(await queue.next('https')).toEqual({ errCode: 1 })
    expect(await queue.next('token')).toBeUndefined()
  })

  it('knows which tokens a scenario is about', async () => {
    const queue = queueOf('refresh-token-invalid')
    expect(await queue.next('token')).toBeUndefined()
    expect(await queue.next('authorizer')).toMatchObject({ errCode: 61023 })
  })

  it('lets a function reject a token, and takes a plan for no rejection', async () => {
    expect(await queueOf(() => ({ http: { status: 502 } })).next('token')).toEqual({
      http: { status: 502 },
    })
    expect(await queueOf(() => 'busy').next('token')).toEqual(BUSY)
    expect(await queueOf(() => 'quota').next('token')).toBeUndefined()
    expect(await queueOf(() => ({ status: 1 })).next('token')).toBeUndefined()
  })
})

describe('the queue of replies, for the database', () => {
  it('keeps everything for the plan', async () => {
    const queue = queueOf(['reset', 'invalid-env', { http: { reset: true } }, 'quota'])
    for (const reply of [RESET, expect.objectContaining({ gateway: expect.anything() }), RESET]) {
      expect(await queue.next('database')).toBeUndefined()
      expect(await queue.next('cloud')).toEqual(reply)
    }
    expect(await queue.next('database')).toBeUndefined()
  })

  it.each<[SingleReply, unknown]>([
    ['reset', RESET],
    ['rate-limit', { gateway: { code: 'EXCEED_REQUEST_LIMIT', message: expect.any(String) } }],
    [{ http: { status: 502 } }, { http: { status: 502 } }],
    [{ gateway: { code: 'A', message: 'b' } }, { gateway: { code: 'A', message: 'b' } }],
    ['running', undefined],
    ['busy', undefined],
    ['html', undefined],
    [{ status: 1 }, undefined],
    [{ errCode: 1 }, undefined],
    [{ wechat: {} }, undefined],
  ])(
    'takes from a function what the gateway or the connection does: %j',
    async (reply, expected) => {
      expect(await queueOf(() => reply).next('database')).toEqual(expected)
    },
  )
})

describe('what is written', () => {
  const { cloud, https, database } = ENDPOINTS
  const plan = { status: 1 }
  const planBody = Buffer.from('{"errcode":0,"errmsg":"ok","gray_release_plan":{"status":1}}')
  const type = 'application/json; charset=utf-8'

  it('is JSON over HTTPS, and wrapped for the SDK', () => {
    expect(https.write(plan)).toEqual({ contentType: type, body: planBody })
    const wrapped = cloud.write(plan)
    expect(wrapped.contentType).toBe('application/octet-stream')
    expect(Buffer.from(wrapped.body as Uint8Array).includes(planBody)).toBe(true)
  })

  it.each([
    [undefined, ''],
    ['text', 'text'],
    [null, 'null'],
    [{ a: 1 }, '{"a":1}'],
    [Uint8Array.of(104, 105), 'hi'],
  ])('is for the body %j: %j', (body, text) => {
    const parts = https.write({ wechat: { body } })
    expect(Buffer.from(parts.body as Uint8Array).toString()).toBe(text)
  })

  it('is an error without a message', () => {
    expect(String(https.write({ errCode: 5 }).body)).toBe('{"errcode":5,"errmsg":"error"}')
  })

  it("is the database's reply as it is", () => {
    const parts = database.write({ wechat: { body: { requestId: 'r', data: { total: 1 } } } })
    expect([parts.contentType, String(parts.body)]).toEqual([
      type,
      '{"requestId":"r","data":{"total":1}}',
    ])
  })

  it('is a failure of the gateway, which HTTPS does not have', () => {
    const reply = { gateway: { code: 'SOME_CODE', message: 'message' } }
    expect(cloud.write(reply)).toEqual({
      contentType: type,
      body: Buffer.from('{"code":"SOME_CODE","message":"message","requestId":"local-gateway"}'),
    })
    expect(database.write(reply)).toEqual(cloud.write(reply))
    expect(String(https.write(reply).body)).toBe('{"errcode":-1,"errmsg":"message"}')
  })
})

it('replies to exactly the scenarios it names, in that order, each described in one line', () => {
  expect(Object.keys(SCENARIO_TABLE)).toEqual([...SCENARIOS])
  for (const name of SCENARIOS) {
    expect(isScenario(name)).toBe(true)
    expect(ABOUT_SCENARIO[name].en).toMatch(/^[^\n]{10,90}$/)
    expect(ABOUT_SCENARIO[name].zh).toMatch(/^(?=.*\p{Script=Han})[^\n]{5,60}$/u)
  }
})
