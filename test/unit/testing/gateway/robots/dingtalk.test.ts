import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { hmac, post } from './post'

let gateway: Gateway
let robot: Robot

beforeAll(async () => {
  gateway = await startGateway()
  robot = gateway.robots.dingtalk
})
afterAll(() => gateway.close())

const HOUR_MS = 3600_000

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
  expect(await post(signed(), MESSAGE)).toEqual({ status: 200, body: { errcode: 0, errmsg: 'ok' } })
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
