import { type Gateway, type Robot, startGateway } from '../../../../../src/testing'
import { post } from './post'

let gateway: Gateway
let robot: Robot

beforeAll(async () => {
  gateway = await startGateway()
  robot = gateway.robots.webhook
})
afterAll(() => gateway.close())

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
