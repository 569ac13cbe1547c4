import {
  type Gateway,
  ROBOT_REPLIES,
  type RobotReplyName,
  startGateway,
} from '../../../../../src/testing'
import { post } from './post'

let gateway: Gateway

beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(() => gateway.close())

const MESSAGE = { msgtype: 'text', text: { content: 'hello' } }

it('simulates four bots, with keys and secrets of their own', async () => {
  const other = await startGateway()
  expect(Object.keys(gateway.robots)).toEqual(['wecom', 'feishu', 'dingtalk', 'webhook'])
  const secret = (one: Gateway) => Object.values(one.robots).map(({ url, secret }) => url + secret)
  expect(new Set([...secret(gateway), ...secret(other)]).size).toBe(8)
  await other.close()
})

it('records what a bot received, accepted or not, apart from the other requests', async () => {
  const { wecom } = gateway.robots
  await post(wecom.url, MESSAGE)
  await post(`${wecom.url}0`, MESSAGE)
  await post(wecom.url, '{')
  wecom.reply({ http: { body: '{}' } })
  await post(wecom.url, MESSAGE)
  const common = { method: 'POST', headers: expect.any(Object), at: expect.any(Number) }
  const path = wecom.url.slice(gateway.baseUrl.length)
  expect(wecom.requests).toEqual([
    { ...common, path, body: MESSAGE },
    { ...common, path: `${path}0`, body: MESSAGE, problem: '93000 invalid webhook url' },
    { ...common, path, body: undefined, problem: '40008 invalid message type' },
    { ...common, path, body: MESSAGE },
  ])
  expect(wecom.requests[0]?.headers['host']).toBe(new URL(gateway.baseUrl).host)
  expect(wecom.messages).toEqual(['hello'])
  expect(gateway.requests).toEqual([])
})

it('simulates nothing beside their paths', async () => {
  const paths = ['/cgi-bin/webhook/send/x', '/open-apis/bot/v2/hook', '/robot/sender', '/webhook']
  for (const path of paths) expect((await post(gateway.baseUrl + path, MESSAGE)).status).toBe(404)
  expect(gateway.requests.map(({ path }) => path)).toEqual(paths)
})

/** What a client sees of a reply. */
async function seen(url: string): Promise<unknown> {
  const init = { method: 'POST', redirect: 'manual', body: '{}' } as const
  const signal = AbortSignal.timeout(1000)
  return fetch(url, { ...init, signal }).then(
    async (response) => {
      const { status, headers } = response
      const text = await response.text()
      return { status, location: headers.get('location'), length: text.length, text: text.trim() }
    },
    ({ name }) => name,
  )
}

describe('replies by name', () => {
  const expected: { [name in RobotReplyName]: unknown } = {
    ok: expect.objectContaining({ status: 200 }),
    'too-frequent': expect.objectContaining({ text: expect.stringContaining('45009') }),
    refused: expect.objectContaining({ text: expect.stringContaining('93000') }),
    timeout: 'TimeoutError',
    reset: 'TypeError',
    'http-502': expect.objectContaining({
      status: 502,
      text: '<html><body>Bad Gateway</body></html>',
    }),
    redirect: expect.objectContaining({ status: 302, location: '/webhook/elsewhere' }),
    html: expect.objectContaining({ status: 200, text: expect.stringContaining('<html>') }),
    'too-long': expect.objectContaining({ status: 200, length: 1024 * 1024 }),
  }

  it.each(ROBOT_REPLIES)('%s', async (name) => {
    gateway.robots.wecom.reply(name)
    expect(await seen(gateway.robots.wecom.url)).toEqual(expected[name])
  })
})

describe('replies of one’s own', () => {
  it('an error, in the form of the product', async () => {
    const { wecom, feishu, dingtalk, webhook } = gateway.robots
    for (const robot of [wecom, feishu, dingtalk]) robot.reply({ errCode: 7, errMsg: 'no' })
    webhook.reply({ errCode: 503 })
    expect((await post(wecom.url, MESSAGE)).body).toEqual({ errcode: 7, errmsg: 'no' })
    expect((await post(feishu.url, MESSAGE)).body).toEqual({ code: 7, data: {}, msg: 'no' })
    expect((await post(dingtalk.url, MESSAGE)).body).toEqual({ errcode: 7, errmsg: 'no' })
    expect(await post(webhook.url, MESSAGE)).toEqual({ status: 503, body: { message: 'error' } })
  })

  it('HTTP, in which what is omitted is as for an accepted message', async () => {
    gateway.robots.dingtalk.reply({ http: { status: 201 } })
    expect(await post(gateway.robots.dingtalk.url, MESSAGE)).toEqual({
      status: 201,
      body: { errcode: 0, errmsg: 'ok' },
    })
  })

  it('one after the other; the last one stays', async () => {
    const { wecom } = gateway.robots
    wecom.reply(['too-frequent', 'ok'])
    const codes = []
    for (let at = 0; at < 3; at += 1) codes.push((await post(wecom.url, MESSAGE)).body['errcode'])
    expect(codes).toEqual([45009, 0, 0])
  })

  it.each([[undefined], [null], [1], [{}], [[null]], [[]]])('not %j', (reply) => {
    expect(() => gateway.robots.wecom.reply(reply as never)).toThrow(TypeError)
  })

  it('not a name that does not exist', () => {
    expect(() => gateway.robots.wecom.reply('busy' as never)).toThrow(
      "no reply of a bot is called 'busy'; there are ok, too-frequent, refused, timeout",
    )
  })
})
