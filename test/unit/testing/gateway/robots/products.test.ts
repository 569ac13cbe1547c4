import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { hmac, post } from './post'

let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

const HOUR_MS = 3_600_000

describe('wecom', () => {
  let robot: Robot

  beforeAll(() => {
    robot = gateway.robots.wecom
  })

  const TAKEN = { status: 200, body: { errcode: 0, errmsg: 'ok' } }
  const refused = (errcode: number, errmsg: string) => ({ status: 200, body: { errcode, errmsg } })
  const markdown = (content: unknown) => ({ msgtype: 'markdown', markdown: { content } })
  const text = (content: unknown) => ({ msgtype: 'text', text: { content } })

  it('has a URL as the real one, wants no signature, and takes messages', async () => {
    expect(robot.url).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/webhook\/send\?key=[0-9a-f]{32}$/,
    )
    expect(robot.channel).toBe(`wecom+${robot.url}`)
    expect(robot.secret).toBeUndefined()
    expect(await post(robot.url, markdown('hello'))).toEqual(TAKEN)
    expect(await post(robot.url, text('hello again'))).toEqual(TAKEN)
    expect(robot.messages).toEqual(['hello', 'hello again'])
  })

  it.each([
    [markdown('长'.repeat(1365)), TAKEN],
    [markdown('长'.repeat(1366)), 40058],
    [text('x'.repeat(2048)), TAKEN],
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
    const answer = await post(robot.url, body)
    expect(typeof expected === 'number' ? answer.body['errcode'] : answer).toEqual(expected)
  })

  it('refuses a wrong key, and none', async () => {
    const wrong = refused(93000, 'invalid webhook url')
    expect(await post(`${robot.url}0`, markdown('hello'))).toEqual(wrong)
    expect(await post(robot.url.split('?')[0] as string, markdown('hello'))).toEqual(wrong)
  })

  it('refuses when it is told to', async () => {
    robot.reply('too-frequent')
    expect(await post(robot.url, markdown('hello'))).toEqual(
      refused(45009, 'api freq out of limit'),
    )
    robot.reply('ok')
  })
})

describe('feishu', () => {
  let robot: Robot

  beforeAll(() => {
    robot = gateway.robots.feishu
  })

  const HOUR = HOUR_MS / 1000
  const nowSeconds = () => Math.floor(Date.now() / 1000)

  function message(fields: object = {}, timestamp = nowSeconds(), secret = robot.secret) {
    const sign = hmac(`${timestamp}\n${secret}`, '')
    const content = { text: 'hello' }
    return { timestamp: String(timestamp), sign, msg_type: 'text', content, ...fields }
  }

  const codeOf = async (body: unknown): Promise<unknown> =>
    (await post(robot.url, body)).body['code']

  it('has a URL and a secret as the real one, and takes messages that are signed', async () => {
    expect(robot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open-apis\/bot\/v2\/hook\/[0-9a-f]{32}$/)
    expect(robot.secret).toMatch(/^[0-9a-f]{32}$/)
    expect(robot.channel).toBe(`feishu+${robot.url}#${robot.secret}`)
    expect(await post(robot.url, message())).toEqual({
      status: 200,
      body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' },
    })
    expect(robot.messages).toEqual(['hello'])
  })

  it('wants a signature of the last hour with its secret', async () => {
    expect(await post(robot.url, message({}, undefined, 'another'))).toEqual({
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

  it('refuses a wrong key', async () => {
    expect((await post(`${robot.url}0`, message())).body['code']).toBe(19001)
  })

  it('refuses when it is told to', async () => {
    robot.reply('too-frequent')
    expect(await codeOf(message())).toBe(11232)
    robot.reply({ errCode: 9499, errMsg: 'too many request' })
    expect(await post(robot.url, message())).toMatchObject({ status: 429, body: { code: 9499 } })
    robot.reply('ok')
  })
})

describe('dingtalk', () => {
  let robot: Robot

  beforeAll(() => {
    robot = gateway.robots.dingtalk
  })

  function signed(timestamp = Date.now(), secret = robot.secret as string): string {
    const sign = hmac(secret, `${timestamp}\n${secret}`)
    return `${robot.url}&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`
  }

  const MESSAGE = { msgtype: 'markdown', markdown: { title: 'a title', text: 'hello' } }
  const refused = (errcode: number, errmsg: string) => ({ status: 200, body: { errcode, errmsg } })
  const codeOf = async (url: string, body: unknown = MESSAGE): Promise<unknown> =>
    (await post(url, body)).body['errcode']

  it('has a URL and a secret as the real one, and takes messages that are signed', async () => {
    expect(robot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/robot\/send\?access_token=[0-9a-f]{32}$/)
    expect(robot.channel).toBe(`dingtalk+${robot.url}#${robot.secret}`)
    expect(await post(signed(), MESSAGE)).toEqual({
      status: 200,
      body: { errcode: 0, errmsg: 'ok' },
    })
    const text = { msgtype: 'text', text: { content: 'hello again' } }
    expect(await codeOf(signed(), text)).toBe(0)
    expect(robot.messages).toEqual(['hello', 'hello again'])
  })

  it('wants a signature of the last hour with its secret', async () => {
    expect(await post(robot.url, MESSAGE)).toEqual(refused(310000, 'sign not match'))
    expect(await post(signed(Date.now(), 'another'), MESSAGE)).toEqual(
      refused(310000, 'sign not match'),
    )
    expect(await post(signed(Date.now() - HOUR_MS - 60_000), MESSAGE)).toEqual(
      refused(310000, 'invalid timestamp'),
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

  it('refuses a wrong key', async () => {
    expect(await codeOf(signed().replace('access_token=', 'access_token=0'))).toBe(300005)
  })

  it('blocks an address', async () => {
    robot.reply([{ errCode: 1111 }, 'ok'])
    expect((await post(signed(), MESSAGE)).body).toMatchObject({ status: 1111, punish: 'deny' })
  })

  it('refuses when it is told to', async () => {
    robot.reply('too-frequent')
    expect(await codeOf(signed())).toBe(130101)
    robot.reply('ok')
  })
})

describe('webhook', () => {
  let robot: Robot

  beforeAll(() => {
    robot = gateway.robots.webhook
  })

  const MESSAGE = { event: {}, title: 'a title', text: 'hello' }

  it('takes JSON at its own URL', async () => {
    expect(robot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/[0-9a-f]{32}$/)
    expect(robot.channel).toBe(`webhook+${robot.url}`)
    expect(await post(robot.url, MESSAGE)).toEqual({ status: 200, body: {} })
    expect(robot.messages).toEqual(['hello'])
    expect(robot.requests[0]?.body).toEqual(MESSAGE)
  })

  it('refuses with its status', async () => {
    const NOT_FOUND = { status: 404, body: { message: 'not found' } }
    expect(await post(`${robot.url}0`, MESSAGE)).toEqual(NOT_FOUND)
    robot.reply('refused')
    expect(await post(robot.url, MESSAGE)).toEqual(NOT_FOUND)
    robot.reply('too-frequent')
    expect((await post(robot.url, MESSAGE)).status).toBe(429)
  })
})
