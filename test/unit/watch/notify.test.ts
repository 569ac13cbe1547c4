import { getEventListeners } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { generate } from 'selfsigned'
import { type Gateway, type Robots, startGateway } from '../../../src/testing'
import {
  type Delivery,
  describe as describeEvent,
  notify,
  type ReleaseEvent,
} from '../../../src/watch'
import { CREATED_MS, hostile, plan } from './results'
import { serve } from './server'

const EVENT: ReleaseEvent = { type: 'started', at: CREATED_MS, plan: plan('running', 8) }
const NAMES = ['wecom', 'feishu', 'dingtalk', 'webhook'] as const

let gateway: Gateway
let robots: Robots
let host: string

beforeEach(async () => {
  gateway = await startGateway()
  robots = gateway.robots
  host = new URL(gateway.baseUrl).host
  // The waits between attempts are drawn from 0 on.
  jest.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(async () => {
  jest.restoreAllMocks()
  await gateway.close()
})

const BOTH_LANGUAGES = {
  zh: expect.stringMatching(/\p{Script=Han}.*。$/u),
  en: expect.stringMatching(/^[A-Z][\x20-\x7e]*\.$/),
}

const send = (...channels: string[]): Promise<Delivery[]> => notify(channels, EVENT)

const accepted = (channel: string): Delivery => ({ channel, host, ok: true })
const failure = (channel: string, message: string, retryable: boolean, at = host): Delivery => ({
  channel,
  host: at,
  ok: false,
  error: { message: expect.stringContaining(message), hint: BOTH_LANGUAGES, retryable },
})

describe('a message', () => {
  it.each(NAMES)('is accepted by a bot of %s, with the name of the account', async (name) => {
    const account = { appid: 'wx1', name: '小店 @all' }
    expect(await notify(robots[name].channel, EVENT, { account })).toEqual([accepted(name)])
    const title = '小店 ＠all · 分阶段发布已开始：8%'
    expect(robots[name].messages).toEqual([expect.stringContaining(title)])
  })

  it.each([
    [undefined, '分阶段发布'],
    [null, '分阶段发布'],
    ['zh', '分阶段发布'],
    ['en', 'Staged release'],
  ] as const)('in the language %j says %s', async (language, words) => {
    await notify(robots.wecom.channel, EVENT, { language })
    expect(robots.wecom.messages).toEqual([expect.stringContaining(words)])
  })

  it('is data for a webhook', async () => {
    const account = { name: 'Shop' }
    await notify(robots.webhook.channel, EVENT, { language: 'en', account })
    await notify(robots.webhook.channel, { type: 'recovered', at: 1, since: 0 })
    const [first, second] = robots.webhook.requests.map(({ body }) => body)
    expect(first).toEqual({
      event: EVENT,
      account,
      title: 'Shop · Staged release started: 8%',
      text: expect.stringMatching(
        /^Shop · Staged release started: 8%\nCreated: .*\nAutomatic release to everyone: .*\nUntil it completes/,
      ),
      plan: plan('running', 8),
    })
    expect(Object.keys(second as object)).toEqual(['event', 'title', 'text'])
  })

  it.each([
    ['undefined', undefined, null],
    ['null', null, null],
    ['text', 'started', 'started'],
    ['hostile', hostile(), null],
  ])('is sent of an event that is %s, too', async (_name, given, event) => {
    expect(await notify(robots.webhook.channel, given as never)).toMatchObject([{ ok: true }])
    const [request] = robots.webhook.requests
    expect(request?.body).toMatchObject({ event, title: '分阶段发布有变化' })
  })

  it('of your own is sent as it is, with the name of an account unless it has it', async () => {
    const own = { title: { zh: '3 条消息', en: '3 messages' }, lines: [{ zh: '甲', en: 'A' }] }
    const { channel, requests } = robots.webhook
    const account = { name: '小店' }
    await notify(channel, own, { language: 'en' })
    await notify(channel, own, { account })
    await notify(channel, describeEvent(EVENT, account), { account })
    expect(requests.map(({ body }) => body)).toEqual([
      { title: '3 messages', text: '3 messages\nA' },
      { account, title: '小店 · 3 条消息', text: '小店 · 3 条消息\n甲' },
      { account, title: '小店 · 分阶段发布已开始：8%', text: expect.any(String) },
    ])
  })
})

describe('channels', () => {
  it.each(['', ' , ', []])('may be none: %j', async (channels) =>
    expect(await notify(channels, EVENT)).toEqual([]),
  )

  it('are all notified, in their order, though one rejects', async () => {
    robots.feishu.reply('refused')
    const channels = [robots.webhook, robots.feishu, robots.wecom].map(({ channel }) => channel)
    const deliveries = [
      accepted('webhook'),
      failure('feishu', '19001', false),
      accepted('wecom'),
      failure('unknown', 'channel 4 is not an https URL', false, ''),
    ]
    expect(await send(...channels, 'sesame')).toEqual(deliveries)
    expect(await notify(` ${channels.join(',\n')}\tsesame`, EVENT)).toEqual(deliveries)
  })

  const touched = () => {
    throw new Error('touched')
  }
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an object', {}],
    ['hostile', hostile()],
    ['a hostile array', new Proxy([], { get: touched })],
    ['an array of something else', [1]],
    ['an array of something hostile', [hostile()]],
  ])('that are %s are one that can not be notified', async (_name, channels) =>
    expect(await notify(channels as never, EVENT)).toEqual([
      failure('unknown', 'channel 1 is not an https URL', false, ''),
    ]),
  )
})

describe('what passes with time is tried three times', () => {
  it.each([
    ['wecom', 'too-frequent', 'WeCom rejected the message with 45009: too frequent'],
    ['feishu', 'too-frequent', 'Feishu rejected the message with 11232: too frequent'],
    ['dingtalk', 'too-frequent', 'DingTalk rejected the message with 130101: too frequent'],
    ['webhook', 'too-frequent', 'HTTP 429'],
    ['wecom', 'http-502', 'HTTP 502'],
    ['feishu', 'reset', 'the connection failed (ECONNRESET)'],
  ] as const)('%s: %s', async (name, reply, message) => {
    robots[name].reply(reply)
    expect(await send(robots[name].channel)).toEqual([failure(name, message, true)])
    expect(robots[name].requests).toHaveLength(3)
  })

  it.each(NAMES)('%s takes it the third time', async (name) => {
    robots[name].reply(['too-frequent', 'reset', 'ok'])
    expect(await send(robots[name].channel)).toEqual([accepted(name)])
    expect(robots[name].messages).toHaveLength(1)
  })

  it('a certificate that is not trusted', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const server = createTlsServer({ cert, key })
    const connections = jest.fn()
    server.on('connection', connections)
    const at = await serve(() => undefined, server)
    const message = 'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'
    expect(await send(`https://${at}/`)).toEqual([failure('webhook', message, true, at)])
    expect(connections).toHaveBeenCalledTimes(3)
  })

  it('with a signature of its own time', async () => {
    const start = Date.now()
    let asked = 0
    jest.spyOn(Date, 'now').mockImplementation(() => {
      asked += 1
      return start + asked * 1000
    })
    robots.dingtalk.reply(['http-502', 'ok'])
    expect(await send(robots.dingtalk.channel)).toEqual([accepted('dingtalk')])
    expect(new Set(robots.dingtalk.requests.map(({ path }) => path)).size).toBe(2)
  })
})

describe('what stays is tried once', () => {
  it.each([
    ['wecom', 'refused', '93000: the key in the URL is wrong'],
    ['feishu', 'refused', '19001: the key in the URL is wrong'],
    ['dingtalk', 'refused', '300005: the access_token in the URL is wrong'],
    ['webhook', 'refused', 'HTTP 404'],
    ['wecom', 'redirect', 'HTTP 302, a redirect, which is not followed'],
    ['webhook', 'redirect', 'HTTP 302, a redirect, which is not followed'],
    ['feishu', 'html', 'the reply is not that of a Feishu bot'],
    ['dingtalk', 'too-long', 'the reply is not that of a DingTalk bot'],
  ] as const)('%s: %s', async (name, reply, message) => {
    robots[name].reply(reply)
    expect(await send(robots[name].channel)).toEqual([failure(name, message, false)])
    expect(robots[name].requests).toHaveLength(1)
    expect(robots.webhook.requests.length).toBe(name === 'webhook' ? 1 : 0)
  })

  it.each(['html', 'too-long'] as const)('a webhook takes it with %s', async (reply) => {
    robots.webhook.reply(reply)
    expect(await send(robots.webhook.channel)).toEqual([accepted('webhook')])
  })
})

it('the deadline ends the call for all channels', async () => {
  robots.wecom.reply('timeout')
  const channels = [robots.wecom.channel, robots.feishu.channel]
  expect(await notify(channels, EVENT, { timeoutMs: 1000 })).toEqual([
    failure('wecom', 'no answer within 1000 ms', true),
    accepted('feishu'),
  ])
  expect(robots.wecom.requests).toHaveLength(1)
})

it('the deadline closes the connection that it gives up', async () => {
  let close: (given: unknown) => void = () => undefined
  const closed = new Promise((resolve) => {
    close = resolve
  })
  const at = await serve((request) => request.socket.on('close', close))
  await notify(`http://${at}/`, EVENT, { timeoutMs: 200 })
  await closed
})

describe('a signal', () => {
  it('that is aborted already: nothing is sent', async () => {
    const deliveries = await notify(robots.wecom.channel, EVENT, { signal: AbortSignal.abort() })
    expect(deliveries).toEqual([failure('wecom', 'the caller aborted the call', true)])
    expect(robots.wecom.requests).toEqual([])
  })

  it('ends the call in the middle of it, and nothing listens to it then', async () => {
    const controller = new AbortController()
    const at = await serve(() => controller.abort('with a reason'))
    const { signal } = controller
    const [delivery] = await notify([`http://${at}/`], EVENT, { signal })
    expect(delivery?.error?.message).toBe('the caller aborted the call')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('options', () => {
  const addEventListener = () => {
    throw new Error('touched')
  }
  const signal = { aborted: false, addEventListener, removeEventListener: () => undefined }
  const UNREADABLE = 'an option could not be read: it threw (object)'

  it.each([
    [1, 'options must be an object'],
    [[], 'options must be an object'],
    [{ language: 'fr' }, "options.language must be 'zh' or 'en'"],
    [{ timeoutMs: 0 }, 'options.timeoutMs must be a number from 1'],
    [{ signal: {} }, 'options.signal must be an AbortSignal'],
    [{ account: 'wx1' }, 'options.account must be an object'],
    [{ account: { name: 1 } }, 'options.account must be an object'],
    [{ signal }, UNREADABLE],
    [hostile(), UNREADABLE],
  ])('that are incorrect: nothing is sent: %#', async (options, message) => {
    expect(await notify([robots.wecom.channel, 'sesame'], EVENT, options as never)).toEqual([
      failure('wecom', message, false),
      failure('unknown', message, false, ''),
    ])
    expect(robots.wecom.requests).toEqual([])
  })

  it.each([undefined, null, {}, { timeoutMs: null, signal: null, language: null, account: null }])(
    '%j are the defaults',
    async (options) => {
      const timers = jest.spyOn(global, 'setTimeout')
      expect(await notify(robots.wecom.channel, EVENT, options)).toEqual([accepted('wecom')])
      expect(timers.mock.calls.map(([, ms]) => ms)).toContain(5000)
    },
  )
})
