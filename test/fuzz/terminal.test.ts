import { type Gateway, startGateway } from '../../src/testing'
import { run } from '../unit/cli/run'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

/** Clears the screen, sets the title, hides what follows, forges a line, turns the order of text. */
const HOSTILE =
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u0000\b\b\r\nok: all is well\u2028\u202e\u2066\u007f rid: ab12'

it.each([[[]], [['--json']]])("WeChat's words steer no terminal, with %j", async (args) => {
  const env = { WX_ACCESS_TOKEN: 'secret', WX_API_BASE_URL: gateway.baseUrl, NO_COLOR: '1' }
  gateway.reply({ errCode: 48001, errMsg: HOSTILE })
  const { status, out, err } = await run(['status', ...args], { env, tty: true })
  expect(status).toBe(1)
  expect(out + err).toContain('all is well')
  expect(out + err).toContain('\\u001b[2J')
  const lines = (out + err).split('\n')
  expect(lines.some((line) => line.trim().startsWith('ok: all is well'))).toBe(false)
  expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
  if (args.length > 0) expect(JSON.parse(out)).toMatchObject({ error: { errMsg: HOSTILE } })
})
