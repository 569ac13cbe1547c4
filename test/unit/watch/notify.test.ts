import { getEventListeners } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { generate } from 'selfsigned'
import { type Gateway, type Robots, startGateway } from '../../../src/testing'
import {
  type Delivery,
  type Description,
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

const failure = (channel: string, message: unknown, retryable: boolean): Delivery => ({
  channel,
  host,
  ok: false,
  error: { message: message as string, hint: BOTH_LANGUAGES, retryable },
})

describe('a message', () => {
  it.each(NAMES)('is accepted by a bot of %s', async (name) => {
    expect(await notify(robots[name].channel, EVENT)).toEqual([{ channel: name, host, ok: true }])
    expect(robots[name].messages).toEqual([expect.stringContaining('分阶段发布已开始：8%')])
  })

  it('is in the language that is asked for', async () => {
    const languages = [undefined, null, 'zh', 'en'] as const
    for (const language of languages) await notify(robots.wecom.channel, EVENT, { language })
    expect(robots.wecom.messages.map((text) => /Staged release/.test(text))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('is data for a webhook', async () => {
    await notify(robots.webhook.channel, EVENT, { language: 'en' })
    expect(robots.webhook.requests[0]?.body).toEqual({
      event: EVENT,
      title: 'Staged release started: 8%',
      text: expect.stringMatching(
        /^Staged release started: 8%\nCreated: .*\nAutomatic release to everyone: .*\nUntil it completes/,
      ),
      plan: plan('running', 8),
    })
    await notify(robots.webhook.channel, { type: 'recovered', at: 1, since: 0 })
    expect(robots.webhook.requests[1]?.body).not.toHaveProperty('plan')
  })

  it.each([
    ['undefined', undefined, null],
    ['null', null, null],
    ['text', 'started', 'started'],
    ['hostile', hostile(), null],
  ])('is sent of an event that is %s, too', async (_name, given, event) => {
    expect(await notify(robots.webhook.channel, given as never)).toMatchObject([{ ok: true }])
    expect(robots.webhook.requests[0]?.body).toMatchObject({
      event,
      title: '分阶段发布有变化',
    })
  })
})

describe('an account', () => {
  const account = { appid: 'wx1', name: '小店 @all' }

  it('is named on every channel', async () => {
    for (const name of NAMES) await notify(robots[name].channel, EVENT, { account })
    for (const name of NAMES) {
      expect(robots[name].messages).toEqual([
        expect.stringContaining('小店 ＠all · 分阶段发布已开始'),
      ])
    }
    expect(robots.webhook.requests[0]?.body).toMatchObject({ event: EVENT, account })
  })
})

describe('a description', () => {
  const own: Description = {
    title: { zh: '3 条消息', en: '3 messages' },
    lines: [{ zh: '甲：8%', en: 'A: 8%' }],
  }

  it('is sent as it is', async () => {
    const { channel } = robots.webhook
    await notify(channel, own, { language: 'en' })
    await notify(robots.feishu.channel, own)
    expect(robots.webhook.requests[0]?.body).toEqual({
      title: '3 messages',
      text: '3 messages\nA: 8%',
    })
    expect(robots.feishu.messages).toEqual(['3 条消息\n甲：8%'])
  })

  it('is given the name of an account, unless it has it already', async () => {
    const account = { name: '小店' }
    for (const what of [own, describeEvent(EVENT, account)]) {
      await notify(robots.webhook.channel, what, { account })
    }
    expect(robots.webhook.requests.map(({ body }) => body)).toMatchObject([
      { account, title: '小店 · 3 条消息' },
      { account, title: '小店 · 分阶段发布已开始：8%' },
    ])
    expect(robots.webhook.requests[1]?.body).not.toHaveProperty('event')
  })
})

describe('channels', () => {
  it('may be a text of several', async () => {
    const [a, b, c] = [robots.wecom.channel, robots.feishu.channel, robots.dingtalk.channel]
    const deliveries = await notify(` ${a},${b} ,\n${c}\t`, EVENT)
    expect(deliveries.map(({ channel, ok }) => [channel, ok])).toEqual([
      ['wecom', true],
      ['feishu', true],
      ['dingtalk', true],
    ])
  })

  it.each([['']])('may be none: %p', async (channels) => {
    expect(await notify(channels, EVENT)).toEqual([])
    expect(await notify([], EVENT)).toEqual([])
    expect(await notify(' , ', EVENT)).toEqual([])
  })

  it('are all notified, in their order, though one rejects', async () => {
    robots.feishu.reply('refused')
    const channels = [robots.webhook, robots.feishu, robots.wecom].map(({ channel }) => channel)
    expect(await send(...channels, 'sesame')).toEqual([
      { channel: 'webhook', host, ok: true },
      failure('feishu', expect.stringContaining('19001'), false),
      { channel: 'wecom', host, ok: true },
      {
        channel: 'unknown',
        host: '',
        ok: false,
        error: {
          message: 'channel 4 is not an https URL',
          hint: BOTH_LANGUAGES,
          retryable: false,
        },
      },
    ])
  })

  const oddArray = new Proxy([], {
    get: () => {
      throw new Error('touched')
    },
  })
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an object', {}],
    ['hostile', hostile()],
    ['a hostile array', oddArray],
    ['an array of something else', [1]],
  ])('that are %s are one that can not be notified', async (_name, channels) => {
    expect(await notify(channels as never, EVENT)).toEqual([
      {
        channel: 'unknown',
        host: '',
        ok: false,
        error: {
          message: 'channel 1 is not an https URL',
          hint: BOTH_LANGUAGES,
          retryable: false,
        },
      },
    ])
  })
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
    expect(await send(robots[name].channel)).toEqual([
      failure(name, expect.stringContaining(message), true),
    ])
    expect(robots[name].requests).toHaveLength(3)
  })

  it.each(NAMES)('%s takes it the third time', async (name) => {
    robots[name].reply(['too-frequent', 'reset', 'ok'])
    expect(await send(robots[name].channel)).toEqual([{ channel: name, host, ok: true }])
    expect(robots[name].messages).toHaveLength(1)
  })

  it('a certificate that is not trusted', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    let connections = 0
    const server = createTlsServer({ cert, key })
    server.on('connection', () => {
      connections += 1
    })
    const at = await serve(() => undefined, server)
    const [delivery] = await send(`https://${at}/`)
    expect(delivery?.error).toEqual({
      message: 'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
      hint: BOTH_LANGUAGES,
      retryable: true,
    })
    expect(connections).toBe(3)
  })

  it('with a signature of its own time', async () => {
    const clock = jest.spyOn(Date, 'now')
    const start = Date.now()
    let asked = 0
    clock.mockImplementation(() => {
      asked += 1
      return start + asked * 1000
    })
    robots.dingtalk.reply(['http-502', 'ok'])
    expect(await send(robots.dingtalk.channel)).toMatchObject([{ ok: true }])
    const [first, second] = robots.dingtalk.requests.map(({ path }) => path)
    expect(first).not.toBe(second)
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
    expect(await send(robots[name].channel)).toEqual([
      failure(name, expect.stringContaining(message), false),
    ])
    expect(robots[name].requests).toHaveLength(1)
    expect(robots.webhook.requests.length).toBe(name === 'webhook' ? 1 : 0)
  })

  it.each(['html', 'too-long'] as const)('a webhook takes it with %s', async (reply) => {
    robots.webhook.reply(reply)
    expect(await send(robots.webhook.channel)).toMatchObject([{ ok: true }])
  })
})

describe('the deadline', () => {
  it('ends the call for all channels, and closes what is under way', async () => {
    robots.wecom.reply('timeout')
    const channels = [robots.wecom.channel, robots.feishu.channel]
    const deliveries = await notify(channels, EVENT, { timeoutMs: 2000 })
    expect(deliveries).toEqual([
      failure('wecom', 'no answer within 2000 ms', true),
      { channel: 'feishu', host, ok: true },
    ])
    expect(robots.wecom.requests).toHaveLength(1)
  })

  it('says what the attempt before met', async () => {
    robots.wecom.reply(['http-502', 'timeout'])
    const [delivery] = await notify(robots.wecom.channel, EVENT, { timeoutMs: 2000 })
    expect(delivery?.error?.message).toBe(
      'no answer within 2000 ms; the previous attempt failed: HTTP 502',
    )
  })

  it('closes the connection that it gives up', async () => {
    let closed: (() => void) | undefined
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const at = await serve((request) => request.socket.on('close', () => closed?.()))
    await notify(`http://${at}/`, EVENT, { timeoutMs: 200 })
    await gone
  })
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
  it.each([
    [1, 'options must be an object'],
    [[], 'options must be an object'],
    [{ language: 'fr' }, "options.language must be 'zh' or 'en'"],
    [{ language: 1 }, "options.language must be 'zh' or 'en'"],
    [{ timeoutMs: 0 }, 'options.timeoutMs must be a number from 1'],
    [{ timeoutMs: '5' }, 'options.timeoutMs must be a number from 1'],
    [{ signal: {} }, 'options.signal must be an AbortSignal'],
    [{ account: 'wx1' }, 'options.account must be an object'],
    [{ account: { name: 1 } }, 'options.account must be an object'],
  ])('%j: nothing is sent', async (options, message) => {
    const channels = [robots.wecom.channel, 'sesame']
    const error = {
      message: expect.stringContaining(message),
      hint: BOTH_LANGUAGES,
      retryable: false,
    }
    expect(await notify(channels, EVENT, options as never)).toEqual([
      { channel: 'wecom', host, ok: false, error },
      { channel: 'unknown', host: '', ok: false, error },
    ])
    expect(robots.wecom.requests).toEqual([])
  })

  const signal = {
    aborted: false,
    addEventListener: () => {
      throw new Error('touched')
    },
    removeEventListener: () => undefined,
  }
  it.each([
    ['hostile', hostile()],
    ['a signal that throws', { signal }],
  ])('that are %s: nothing is sent', async (_name, options) => {
    expect(await notify(robots.wecom.channel, EVENT, options)).toEqual([
      failure('wecom', 'an option could not be read: it threw (object)', false),
    ])
    expect(robots.wecom.requests).toEqual([])
  })

  it.each([undefined, null, {}, { timeoutMs: null, signal: null, language: null }])(
    '%j are the defaults',
    async (options) => {
      expect(await notify(robots.wecom.channel, EVENT, options)).toMatchObject([{ ok: true }])
    },
  )
})
