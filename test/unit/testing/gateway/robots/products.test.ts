import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { hmac, post } from './post'

let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

const HOUR_MS = 3_600_000

describe('wecom', () => {
  let bot: Robot

  beforeAll(() => {
    bot = gateway.robots.wecom
  })

  const ACCEPTED = { status: 200, body: { errcode: 0, errmsg: 'ok' } }
  const rejected = (errcode: number, errmsg: string) => ({ status: 200, body: { errcode, errmsg } })
  const markdown = (content: unknown) => ({ msgtype: 'markdown', markdown: { content } })
  const text = (content: unknown) => ({ msgtype: 'text', text: { content } })

  it('has a URL as the real one, requires no signature, and accepts messages', async () => {
    expect(bot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/webhook\/send\?key=[0-9a-f]{32}$/)
    expect(bot.channel).toBe(`wecom+${bot.url}`)
    expect(bot.secret).toBeUndefined()
    expect(await post(bot.url, markdown('hello'))).toEqual(ACCEPTED)
    expect(await post(bot.url, text('hello again'))).toEqual(ACCEPTED)
    expect(bot.messages).toEqual(['hello', 'hello again'])
  })

  it.each([
    [markdown('长'.repeat(1365)), ACCEPTED],
    [markdown('长'.repeat(1366)), 40058],
    [text('x'.repeat(2048)), ACCEPTED],
    [text('x'.repeat(2049)), 40058],
    [markdown(''), 44004],
    [markdown(1), 44004],
    [{ msgtype: 'markdown' }, 44004],
    [{ msgtype: 'markdown', markdown: null }, 44004],
    [{ msgtype: 'news' }, 40008],
    [{}, 40008],
    ['no JSON', 40008],
    ['null', 40008],
  ])('judges a message: %#', async (body, expected) => {
    const answer = await post(bot.url, body)
    expect(typeof expected === 'number' ? answer.body['errcode'] : answer).toEqual(expected)
  })

  it('rejects a wrong key, and none', async () => {
    const wrong = rejected(93000, 'invalid webhook url')
    expect(await post(`${bot.url}0`, markdown('hello'))).toEqual(wrong)
    expect(await post(bot.url.split('?')[0] as string, markdown('hello'))).toEqual(wrong)
  })

  it('rejects when it is set to', async () => {
    bot.reply('too-frequent')
    expect(await post(bot.url, markdown('hello'))).toEqual(rejected(45009, 'api freq out of limit'))
    bot.reply('ok')
  })
})

describe('feishu', () => {
  let bot: Robot

  beforeAll(() => {
    bot = gateway.robots.feishu
  })

  const HOUR = HOUR_MS / 1000
  const nowSeconds = () => Math.floor(Date.now() / 1000)

  function message(fields: object = {}, timestamp = nowSeconds(), secret = bot.secret) {
    const sign = hmac(`${timestamp}\n${secret}`, '')
    const content = { text: 'hello' }
    return { timestamp: String(timestamp), sign, msg_type: 'text', content, ...fields }
  }

  const codeOf = async (body: unknown): Promise<unknown> => (await post(bot.url, body)).body['code']

  it('has a URL and a secret as the real one, and accepts messages that are signed', async () => {
    expect(bot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open-apis\/bot\/v2\/hook\/[0-9a-f]{32}$/)
    expect(bot.secret).toMatch(/^[0-9a-f]{32}$/)
    expect(bot.channel).toBe(`feishu+${bot.url}#${bot.secret}`)
    expect(await post(bot.url, message())).toEqual({
      status: 200,
      body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
    })
    expect(bot.messages).toEqual(['hello'])
  })

  it('requires a signature of the last hour with its secret', async () => {
    expect(await post(bot.url, message({}, undefined, 'another'))).toEqual({
      status: 200,
      body: {
        code: 19021,
        data: {},
        msg: 'sign match fail or timestamp is not within one hour from current time',
      },
    })
    expect(await codeOf(message({ sign: undefined }))).toBe(19021)
    expect(await codeOf(message({ timestamp: undefined }))).toBe(19021)
    expect(await codeOf(message({}, nowSeconds() - HOUR - 60))).toBe(19021)
    expect(await codeOf(message({}, nowSeconds() + HOUR + 60))).toBe(19021)
    expect(await codeOf(message({}, nowSeconds() - HOUR + 600))).toBe(0)
  })

  it.each([
    [{ msg_type: 'post' }, 9499],
    [{ content: { text: '' } }, 9499],
    [{ content: 'hello' }, 9499],
    [{ content: { text: 'x'.repeat(20_000) } }, 0],
    [{ content: { text: 'x'.repeat(20_480) } }, 9499],
  ])('judges a message: %#', async (fields, code) => {
    expect(await codeOf(message(fields))).toBe(code)
  })

  it('rejects a wrong key', async () => {
    expect((await post(`${bot.url}0`, message())).body['code']).toBe(19001)
  })

  it('rejects when it is set to', async () => {
    bot.reply('too-frequent')
    expect(await codeOf(message())).toBe(11232)
    bot.reply({ errCode: 9499, errMsg: 'too many request' })
    expect(await post(bot.url, message())).toMatchObject({ status: 429, body: { code: 9499 } })
    bot.reply('ok')
  })
})

describe('dingtalk', () => {
  let bot: Robot

  beforeAll(() => {
    bot = gateway.robots.dingtalk
  })

  function signed(timestamp = Date.now(), secret = bot.secret as string): string {
    const sign = hmac(secret, `${timestamp}\n${secret}`)
    return `${bot.url}&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`
  }

  const MESSAGE = { msgtype: 'markdown', markdown: { title: 'a title', text: 'hello' } }
  const rejected = (errcode: number, errmsg: string) => ({ status: 200, body: { errcode, errmsg } })
  const codeOf = async (url: string, body: unknown = MESSAGE): Promise<unknown> =>
    (await post(url, body)).body['errcode']

  it('has a URL and a secret as the real one, and accepts messages that are signed', async () => {
    expect(bot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/robot\/send\?access_token=[0-9a-f]{32}$/)
    expect(bot.channel).toBe(`dingtalk+${bot.url}#${bot.secret}`)
    expect(await post(signed(), MESSAGE)).toEqual({
      status: 200,
      body: { errcode: 0, errmsg: 'ok' },
    })
    const text = { msgtype: 'text', text: { content: 'hello again' } }
    expect(await codeOf(signed(), text)).toBe(0)
    expect(bot.messages).toEqual(['hello', 'hello again'])
  })

  it('requires a signature of the last hour with its secret', async () => {
    expect(await post(bot.url, MESSAGE)).toEqual(rejected(310000, 'sign not match'))
    expect(await post(signed(Date.now(), 'another'), MESSAGE)).toEqual(
      rejected(310000, 'sign not match'),
    )
    expect(await post(signed(Date.now() - HOUR_MS - 60_000), MESSAGE)).toEqual(
      rejected(310000, 'invalid timestamp'),
    )
    expect(await codeOf(signed(Date.now() + HOUR_MS + 60_000))).toBe(310000)
    expect(await codeOf(signed(Date.now() - HOUR_MS + 600_000))).toBe(0)
  })

  it.each([
    [{ msgtype: 'markdown', markdown: { title: 't', text: 'x'.repeat(19_900) } }, 0],
    [{ msgtype: 'markdown', markdown: { title: 't', text: 'x'.repeat(20_000) } }, 460101],
    [{ msgtype: 'markdown', markdown: { text: 'no title' } }, 40035],
    [{ msgtype: 'markdown', markdown: { title: 'no text' } }, 40035],
    [{ msgtype: 'text', text: {} }, 40035],
    [{}, 40035],
    ['no JSON', 40035],
  ])('judges a message: %#', async (body, code) => expect(await codeOf(signed(), body)).toBe(code))

  it('rejects a wrong key', async () => {
    expect(await codeOf(signed().replace('access_token=', 'access_token=0'))).toBe(300005)
  })

  it('blocks an address', async () => {
    bot.reply([{ errCode: 1111 }, 'ok'])
    expect((await post(signed(), MESSAGE)).body).toMatchObject({ status: 1111, punish: 'deny' })
  })

  it('rejects when it is set to', async () => {
    bot.reply('too-frequent')
    expect(await codeOf(signed())).toBe(130101)
    bot.reply('ok')
  })
})

describe('webhook', () => {
  let bot: Robot

  beforeAll(() => {
    bot = gateway.robots.webhook
  })

  const MESSAGE = { event: {}, title: 'a title', text: 'hello' }

  it('accepts JSON at its own URL', async () => {
    expect(bot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/[0-9a-f]{32}$/)
    expect(bot.channel).toBe(`webhook+${bot.url}`)
    expect(await post(bot.url, MESSAGE)).toEqual({ status: 200, body: {} })
    expect(bot.messages).toEqual(['hello'])
    expect(bot.requests[0]?.body).toEqual(MESSAGE)
  })

  it('rejects with its status', async () => {
    const NOT_FOUND = { status: 404, body: { message: 'not found' } }
    expect(await post(`${bot.url}0`, MESSAGE)).toEqual(NOT_FOUND)
    bot.reply('refused')
    expect(await post(bot.url, MESSAGE)).toEqual(NOT_FOUND)
    bot.reply('too-frequent')
    expect((await post(bot.url, MESSAGE)).status).toBe(429)
  })
})
