import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { post } from './post'

let gateway: Gateway
let robot: Robot

beforeAll(async () => {
  gateway = await startGateway()
  robot = gateway.robots.wecom
})
afterAll(() => gateway.close())

const TAKEN = { status: 200, body: { errcode: 0, errmsg: 'ok' } }
const refused = (errcode: number, errmsg: string) => ({ status: 200, body: { errcode, errmsg } })
const markdown = (content: unknown) => ({ msgtype: 'markdown', markdown: { content } })
const text = (content: unknown) => ({ msgtype: 'text', text: { content } })

it('has a URL as the real one, wants no signature, and takes messages', async () => {
  expect(robot.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cgi-bin\/webhook\/send\?key=[0-9a-f]{32}$/)
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
  expect(await post(robot.url, markdown('hello'))).toEqual(refused(45009, 'api freq out of limit'))
  robot.reply('ok')
})
