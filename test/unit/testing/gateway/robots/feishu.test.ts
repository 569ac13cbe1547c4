import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { hmac, post } from './post'

let gateway: Gateway
let robot: Robot

beforeAll(async () => {
  gateway = await startGateway()
  robot = gateway.robots.feishu
})
afterAll(() => gateway.close())

const HOUR = 3600
const nowSeconds = () => Math.floor(Date.now() / 1000)

function message(fields: object = {}, timestamp = nowSeconds(), secret = robot.secret) {
  const sign = hmac(`${timestamp}\n${secret}`, '')
  const content = { text: 'hello' }
  return { timestamp: String(timestamp), sign, msg_type: 'text', content, ...fields }
}

const codeOf = async (body: unknown): Promise<unknown> => (await post(robot.url, body)).body['code']

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
