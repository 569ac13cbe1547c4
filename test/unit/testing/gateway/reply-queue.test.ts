import { Release } from '../../../../src/testing/gateway/release'
import type { Reply, SingleReply } from '../../../../src/testing/gateway/reply'
import { ReplyQueue, toHttp } from '../../../../src/testing/gateway/reply-queue'
import type { KnownRequest } from '../../../../src/testing/gateway/request'

const received = { method: 'GET', path: '/', headers: {}, at: 0 }
const https: KnownRequest = { kind: 'https', ...received }
const token: KnownRequest = { kind: 'token', ...received, data: {} }
const cloud: KnownRequest = {
  kind: 'cloud',
  ...received,
  action: 'wx.openApi',
  apiName: 'operation.getGrayReleasePlan',
  data: {},
  fields: {},
}

const database: KnownRequest = {
  kind: 'database',
  ...received,
  operation: 'createCollection',
  collection: 'c',
  fields: {},
}

const queueOf = (reply: Reply) => new ReplyQueue(reply, new Release(600))
const RESET = { http: { reset: true } }
const BUSY = { errCode: -1, errMsg: expect.any(String) }
const QUOTA = { errCode: 45009, errMsg: expect.any(String) }

describe('the queue of replies', () => {
  it('answers the same until it is replaced', async () => {
    const queue = queueOf('busy')
    expect([await queue.next(https), await queue.next(cloud)]).toEqual([BUSY, BUSY])
    queue.replace('quota')
    expect([await queue.next(https), await queue.next(cloud)]).toEqual([QUOTA, QUOTA])
  })

  it('keeps what it has where the replacement is none', async () => {
    const queue = queueOf('busy')
    expect(() => queue.replace('nonsense' as never)).toThrow('nonsense')
    expect(await queue.next(https)).toEqual(BUSY)
  })

  it('answers in turn from an array, and goes on with its last entry', async () => {
    const queue = queueOf(['busy', { status: 7 }, 'quota'])
    const replies = [https, cloud, https, https].map((request) => queue.next(request))
    expect(await Promise.all(replies)).toEqual([BUSY, { status: 7 }, QUOTA, QUOTA])
  })

  it('answers each endpoint in its own words', async () => {
    const queue = queueOf('no-permission')
    expect(await queue.next(cloud)).toEqual({ wechat: { errorCode: -604101 } })
    expect(await queue.next(https)).toMatchObject({ errCode: 48001 })
  })

  it('asks a function each time, with the request', async () => {
    const asked: KnownRequest[] = []
    const queue = queueOf(async (request) => {
      asked.push(request)
      return request.kind === 'cloud' ? 'busy' : { errCode: 1 }
    })
    expect([await queue.next(https), await queue.next(cloud)]).toEqual([{ errCode: 1 }, BUSY])
    expect(asked).toEqual([https, cloud])
  })

  it('rejects where a function throws or returns no reply', async () => {
    const throwing = queueOf(() => {
      throw new Error('mine')
    })
    await expect(throwing.next(https)).rejects.toThrow('mine')
    await expect(queueOf(() => 1 as never).next(https)).rejects.toThrow('a reply is')
  })

  it('keeps for the plan what says nothing about tokens', async () => {
    const queue = queueOf(['quota', 'busy', { errCode: 1 }, 'running'])
    expect(await queue.next(token)).toBeUndefined()
    expect(await queue.next(https)).toEqual(QUOTA)
    expect(await queue.next(token)).toEqual(BUSY)
    expect(await queue.next(token)).toBeUndefined()
    expect(await queue.next(https)).toEqual({ errCode: 1 })
    expect(await queue.next(token)).toBeUndefined()
  })

  it('lets a function refuse a token, and takes a plan for no refusal', async () => {
    expect(await queueOf(() => ({ http: { status: 502 } })).next(token)).toEqual({
      http: { status: 502 },
    })
    expect(await queueOf(() => 'busy').next(token)).toEqual(BUSY)
    expect(await queueOf(() => 'quota').next(token)).toBeUndefined()
    expect(await queueOf(() => ({ status: 1 })).next(token)).toBeUndefined()
  })
})

describe('the queue of replies, asked by the database', () => {
  it('keeps everything for the plan', async () => {
    const queue = queueOf(['reset', 'invalid-env', { http: { reset: true } }, 'quota'])
    for (const reply of [RESET, expect.objectContaining({ gateway: expect.anything() }), RESET]) {
      expect(await queue.next(database)).toBeUndefined()
      expect(await queue.next(cloud)).toEqual(reply)
    }
    expect(await queue.next(database)).toBeUndefined()
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
      expect(await queueOf(() => reply).next(database)).toEqual(expected)
    },
  )
})

describe('a reply over HTTP', () => {
  const usual = { status: 1 }
  const usualBody = Buffer.from('{"errcode":0,"errmsg":"ok","gray_release_plan":{"status":1}}')
  const type = 'application/json; charset=utf-8'

  it('is JSON over HTTPS, and wrapped for the SDK', () => {
    expect(toHttp('https', usual, () => usual)).toEqual({ contentType: type, body: usualBody })
    const wrapped = toHttp('cloud', usual, () => usual)
    expect(wrapped.contentType).toBe('application/octet-stream')
    expect(Buffer.from(wrapped.body as Uint8Array).includes(usualBody)).toBe(true)
  })

  it('keeps of the usual one what is not replaced', () => {
    expect(toHttp('https', { http: { cutAfter: 3 } }, () => usual)).toEqual({
      contentType: type,
      body: usualBody,
      cutAfter: 3,
    })
    expect(toHttp('https', { http: { body: 'x', contentType: 'y' } }, () => usual)).toEqual({
      contentType: 'y',
      body: 'x',
    })
  })

  it.each([
    [undefined, ''],
    ['text', 'text'],
    [null, 'null'],
    [{ a: 1 }, '{"a":1}'],
    [Uint8Array.of(104, 105), 'hi'],
  ])('sends the body %j as %j', (body, text) => {
    const parts = toHttp('https', { wechat: { body } }, () => usual)
    expect(Buffer.from(parts.body as Uint8Array).toString()).toBe(text)
  })

  it('says error where an error has no words', () => {
    const { body } = toHttp('https', { errCode: 5 }, () => usual)
    expect(String(body)).toBe('{"errcode":5,"errmsg":"error"}')
  })

  it('tells the database what it asked for', () => {
    const body = { requestId: 'r', data: { total: 1 } }
    const answer = () => ({ wechat: { body } })
    expect(toHttp('database', answer(), answer)).toEqual({
      contentType: type,
      body: Buffer.from('{"requestId":"r","data":{"total":1}}'),
    })
  })

  it('asks for the usual one only where something of it is kept, and then once', () => {
    const makesUsual = jest.fn(() => usual)
    toHttp('database', { gateway: { code: 'A', message: 'b' } }, makesUsual)
    expect(makesUsual).toHaveBeenCalledTimes(0)
    toHttp('database', { http: { reset: true } }, makesUsual)
    expect(makesUsual).toHaveBeenCalledTimes(1)
  })

  it('tells a failure of the gateway, which HTTPS does not have', () => {
    const reply = { gateway: { code: 'SOME_CODE', message: 'words' } }
    expect(toHttp('cloud', reply, () => usual)).toEqual({
      contentType: type,
      body: '{"code":"SOME_CODE","message":"words","requestId":"local-gateway"}',
    })
    expect(toHttp('database', reply, () => usual)).toEqual(toHttp('cloud', reply, () => usual))
    expect(String(toHttp('https', reply, () => usual).body)).toBe('{"errcode":-1,"errmsg":"words"}')
  })
})
