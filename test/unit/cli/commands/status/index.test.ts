import { Interrupted } from '../../../../../src/cli/failure'
import type { Gateway } from '../../../../../src/testing'
import { type Given, NOW, run } from '../../run'
import { gatewayForAll } from './support'

const gatewayOf = gatewayForAll()
let gateway: Gateway
beforeEach(() => {
  gateway = gatewayOf()
})

const plan = { status: 1, createTimestamp: NOW / 1000 - 7200, grayPercentage: 50 }
const status = (args: string[] = [], given: Given = {}) =>
  run(['status', ...args], {
    ...given,
    env: { WX_ACCESS_TOKEN: 'secret-token', WX_API_BASE_URL: gateway.baseUrl, ...given.env },
  })

it('draws the plan', async () => {
  gateway.reply(plan)
  const { status: exit, out, err } = await status()
  expect([exit, err]).toEqual([0, ''])
  expect(out).toBe(
    `\n  Running  ${'█'.repeat(20)}${'░'.repeat(20)}  50%\n\n  Created         2 Jan 2026, 18:00 (2 hours ago)\n  To everyone by  17 Jan 2026, 18:00 (in 15 days)\n\n`,
  )
})

it('colours it on a terminal', async () => {
  gateway.reply(plan)
  expect((await status([], { tty: true })).out).toContain('\u001b[32m')
  const env = { NO_COLOR: '1' }
  expect((await status([], { tty: true, env })).out).not.toContain('\u001b')
})

it('prints the result alone as JSON', async () => {
  gateway.reply(plan)
  const { out, err } = await status(['--json'])
  expect(err).toBe('')
  expect(out).toMatch(/^\{.*\}\n$/)
  expect(JSON.parse(out)).toMatchObject({ ok: true, plan: { status: 'running' } })
  gateway.reply('api-unauthorized')
  const refused = await status(['--json'])
  expect(refused).toMatchObject({ status: 1, err: '' })
  expect(JSON.parse(refused.out)).toMatchObject({ ok: false, error: { kind: 'permission' } })
})

it('says an error in two lines', async () => {
  gateway.reply('api-unauthorized')
  const { status: exit, out, err } = await status()
  expect([exit, out]).toEqual([1, ''])
  expect(err).toMatch(
    /^error: permission \(48001\): api unauthorized rid: .+\nThis account isn't allowed .+\n$/,
  )
})

it('keeps the words of WeChat from steering the terminal', async () => {
  gateway.reply({ errCode: 48001, errMsg: '\u001b]0;x\u0007\u009b\u202e\r\nroot#' })
  for (const args of [[], ['--json'], ['--watch'], ['--watch', '--json']]) {
    const { out, err } = await status(args, { tty: true, env: { NO_COLOR: '1' } })
    expect((out + err).replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u)
  }
})

it.each([
  ['no-plan', 'en', 'No staged release in progress\n'],
  ['null-plan', 'zh', '当前没有进行中的分阶段发布\n'],
] as const)('says calmly that there is no plan: %s in %s', async (scenario, LANG, words) => {
  gateway.reply(scenario)
  expect(await status([], { env: { LANG } })).toEqual({ status: 1, out: words, err: '' })
  const { status: exit, out, err } = await status(['--json'], { env: { LANG } })
  expect([exit, err]).toEqual([1, ''])
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { kind: 'no_plan' } })
})

describe('a proxy that may not have been used', () => {
  const proxied = (env: Record<string, string>, args: string[] = []) =>
    status(args, { env: { HTTPS_PROXY: 'http://proxy.example:3128', ...env } })

  it.each(['en', 'zh'])('is named if the connection fails, in %s', async (LANG) => {
    gateway.reply(['reset', 'reset', 'reset'])
    const { status: exit, out, err } = await proxied({ LANG })
    expect([exit, out]).toEqual([1, ''])
    expect(err).toMatch(/^(error: network: |错误：network：).+\(127\.0\.0\.1:\d+\)\n/)
    expect(err).toMatch(/\n(note: |提示：设置了 )HTTPS_PROXY.+NODE_USE_ENV_PROXY=1.+24\.5.+\n$/)
  })

  it.each(['https_proxy', 'HTTP_PROXY', 'http_proxy'])('may be set by %s', async (name) => {
    gateway.reply(['reset', 'reset', 'reset'])
    const { err } = await proxied({ HTTPS_PROXY: '', [name]: 'http://proxy.example:3128' })
    expect(err).toMatch(new RegExp(`\\nnote: ${name} is set`))
  })

  it('is named beside the result as JSON', async () => {
    gateway.reply(['reset', 'reset', 'reset'])
    const { out, err } = await proxied({}, ['--json'])
    expect(JSON.parse(out)).toMatchObject({ error: { kind: 'network' } })
    expect(err).toMatch(/^note: HTTPS_PROXY is set.+\n$/)
  })

  it('is not named if WeChat has answered, or if the variable is empty', async () => {
    gateway.reply(['api-unauthorized', 'reset', 'reset', 'reset'])
    expect((await proxied({})).err).not.toContain('PROXY')
    expect((await proxied({ HTTPS_PROXY: '' })).err).not.toContain('PROXY')
  })
})

it('notes that an interval does nothing without --watch', async () => {
  gateway.reply(plan)
  const note = { status: 0, err: 'note: --interval has no effect without --watch.\n' }
  expect(await status(['--interval', '5'])).toMatchObject(note)
  expect(await status(['--interval', '5', '--json'])).toMatchObject(note)
})

it('ends quietly while it asks', async () => {
  gateway.reply('timeout')
  const ending = new AbortController()
  setTimeout(() => ending.abort(new Interrupted(143)), 50)
  expect(await status([], { ending })).toEqual({ status: 143, out: '', err: '' })
})

it.each(['0.05', '0.999', '.5'])('an interval of %j is for this machine only', async (interval) => {
  gateway.reply(plan)
  expect(await status(['--interval', interval])).toMatchObject({ status: 0 })
  const far = ['--base-url', 'https://example.invalid', '--interval', interval]
  const { status: exit, out, err } = await status(far)
  expect([exit, out]).toEqual([2, ''])
  expect(err).toContain(`from 1 to 86400, not '${interval}'.\nLess than 1 is only for`)
})

it.each(['0', '-1', 'x', '1e3', 'Infinity', '', '86401', '1 ', '1.'])(
  'an interval of %j is incorrect usage',
  async (interval) => {
    const ran = await status([`--interval=${interval}`])
    expect(ran).toMatchObject({ status: 2, out: '' })
    expect(ran.err).toContain('--interval takes a number of seconds')
  },
)
