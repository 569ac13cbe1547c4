import { createHmac } from 'node:crypto'
import { type Gateway, startGateway } from '../../../../../src/testing'
import { post } from './post'

let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

/** A signature, computed here. */
const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64')

type Json = { [name: string]: unknown }
type Send = (body: unknown, ms?: number, secret?: string) => Promise<{ status: number; body: Json }>

/** Posts as a program of anybody's would: with a time and a signature, where the product wants them. */
const SEND: { readonly [name in keyof Gateway['robots']]: Send } = {
  wecom: (body) => post(gateway.robots.wecom.url, body),
  feishu(body, ms = Date.now(), secret = gateway.robots.feishu.secret) {
    const timestamp = String(Math.floor(ms / 1000))
    const sign = hmac(`${timestamp}\n${secret}`, '')
    return post(gateway.robots.feishu.url, { timestamp, sign, ...(body as object) })
  },
  dingtalk(body, ms = Date.now(), secret = gateway.robots.dingtalk.secret as string) {
    const sign = encodeURIComponent(hmac(secret, `${ms}\n${secret}`))
    return post(`${gateway.robots.dingtalk.url}&timestamp=${ms}&sign=${sign}`, body)
  },
  webhook: (body) => post(gateway.robots.webhook.url, body),
}

const ERR_OK = { errcode: 0, errmsg: 'ok' }
const FEISHU_OK = { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }
const MARKDOWN = { msgtype: 'markdown', markdown: { title: 'a title', text: 'hello' } }

describe.each([
  {
    name: 'wecom',
    path: '/cgi-bin/webhook/send?key=',
    signs: false,
    message: { msgtype: 'markdown', markdown: { content: 'hello' } },
    accepted: ERR_OK,
    wrongKey: [200, { errcode: 93000, errmsg: 'invalid webhook url' }],
    tooFrequent: [200, { errcode: 45009, errmsg: 'api freq out of limit' }],
  },
  {
    name: 'feishu',
    path: '/open-apis/bot/v2/hook/',
    signs: true,
    message: { msg_type: 'text', content: { text: 'hello' } },
    accepted: FEISHU_OK,
    wrongKey: [200, expect.objectContaining({ code: 19001, data: {} })],
    tooFrequent: [200, expect.objectContaining({ code: 11232, data: {} })],
  },
  {
    name: 'dingtalk',
    path: '/robot/send?access_token=',
    signs: true,
    message: MARKDOWN,
    accepted: ERR_OK,
    wrongKey: [200, { errcode: 300005, errmsg: 'token is not exist' }],
    tooFrequent: [200, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }],
  },
  {
    name: 'webhook',
    path: '/webhook/',
    signs: false,
    message: { event: {}, title: 'a title', text: 'hello' },
    accepted: {},
    wrongKey: [404, { message: 'not found' }],
    tooFrequent: [429, { message: 'too many requests' }],
  },
] as const)('$name', ({ name, path, signs, message, accepted, wrongKey, tooFrequent }) => {
  it('has a URL as the real one, and a secret if it wants signatures', () => {
    const { url, channel, secret } = gateway.robots[name]
    expect(url.slice(0, -32)).toBe(gateway.baseUrl + path)
    expect(url.slice(-32)).toMatch(/^[0-9a-f]{32}$/)
    expect(channel).toBe(`${name}+${url}${signs ? `#${secret}` : ''}`)
    expect(secret).toEqual(signs ? expect.stringMatching(/^[0-9a-f]{32}$/) : undefined)
  })

  it('accepts a message', async () => {
    expect(await SEND[name](message)).toEqual({ status: 200, body: accepted })
    expect(gateway.robots[name].messages).toEqual(['hello'])
  })

  it('rejects a wrong key, and too many messages', async () => {
    const robot = gateway.robots[name]
    const wrong = await post(robot.url.replace(/.{32}$/, '0$&'), message)
    robot.reply(['refused', 'too-frequent', 'ok'])
    const replies = [wrong, await SEND[name](message), await SEND[name](message)]
    expect(replies.map(({ status, body }) => [status, body])).toEqual([
      wrongKey,
      wrongKey,
      tooFrequent,
    ])
  })
})

const text = (content: unknown) => ({ msgtype: 'text', text: { content } })
const markdown = (content: unknown) => ({ msgtype: 'markdown', markdown: { content } })
const titled = (fields: object) => ({ msgtype: 'markdown', markdown: fields })
const feishu = (content: unknown) => ({ msg_type: 'text', content })

it.each<[keyof typeof SEND, body: unknown, code: number]>([
  ['wecom', markdown('长'.repeat(1365)), 0],
  ['wecom', markdown('长'.repeat(1366)), 40058],
  ['wecom', text('x'.repeat(2048)), 0],
  ['wecom', text('x'.repeat(2049)), 40058],
  ['wecom', markdown(''), 44004],
  ['wecom', markdown(1), 44004],
  ['wecom', { msgtype: 'markdown' }, 44004],
  ['wecom', { msgtype: 'markdown', markdown: null }, 44004],
  ['wecom', { msgtype: 'news' }, 40008],
  ['wecom', {}, 40008],
  ['wecom', 'no JSON', 40008],
  ['wecom', 'null', 40008],
  ['feishu', { ...feishu({ text: 'hello' }), msg_type: 'post' }, 9499],
  ['feishu', feishu({ text: '' }), 9499],
  ['feishu', feishu('hello'), 9499],
  ['feishu', feishu({ text: 'x'.repeat(20_000) }), 0],
  ['feishu', feishu({ text: 'x'.repeat(20_480) }), 9499],
  ['dingtalk', text('hello'), 0],
  ['dingtalk', titled({ title: 't', text: 'x'.repeat(19_900) }), 0],
  ['dingtalk', titled({ title: 't', text: 'x'.repeat(20_000) }), 460101],
  ['dingtalk', titled({ text: 'no title' }), 40035],
  ['dingtalk', titled({ title: 'no text' }), 40035],
  ['dingtalk', text(undefined), 40035],
  ['dingtalk', {}, 40035],
  ['dingtalk', 'no JSON', 40035],
])('%s judges a message: %#', async (name, message, code) => {
  const { body } = await SEND[name](message)
  expect(body['errcode'] ?? body['code']).toBe(code)
})

it('wecom rejects a request with no key', async () => {
  const url = gateway.robots.wecom.url.split('?')[0] as string
  expect((await post(url, text('hello'))).body).toMatchObject({ errcode: 93000 })
})

const MINUTE_MS = 60_000

describe.each([
  ['feishu', feishu({ text: 'hello' }), 19021],
  ['dingtalk', MARKDOWN, 310000],
] as const)('%s', (name, message, rejected) => {
  it('wants a signature of the last hour with its secret', async () => {
    const codeAt = async (ms: number, secret?: string) => {
      const { body } = await SEND[name](message, Date.now() + ms, secret)
      return body['errcode'] ?? body['code']
    }
    expect(await codeAt(0, 'another')).toBe(rejected)
    expect(await codeAt(-61 * MINUTE_MS)).toBe(rejected)
    expect(await codeAt(61 * MINUTE_MS)).toBe(rejected)
    expect(await codeAt(-50 * MINUTE_MS)).toBe(0)
  })
})

it.each([
  ['feishu', { msg: 'sign match fail or timestamp is not within one hour from current time' }],
  ['dingtalk', { errmsg: 'sign not match' }],
] as const)('%s rejects what is not signed', async (name, words) => {
  expect((await post(gateway.robots[name].url, MARKDOWN)).body).toMatchObject(words)
})

it('feishu may be asked too much of, and dingtalk block an address', async () => {
  gateway.robots.feishu.reply([{ errCode: 9499, errMsg: 'too many request' }, 'ok'])
  expect(await SEND.feishu({})).toMatchObject({ status: 429, body: { code: 9499 } })
  gateway.robots.dingtalk.reply([{ errCode: 1111 }, 'ok'])
  expect((await SEND.dingtalk({})).body).toMatchObject({ status: 1111, punish: 'deny' })
})
