import {
  readStatusOptions,
  type StatusOptions,
} from '../../../../../src/cli/commands/status/options'
import { openSession } from '../../../../../src/cli/session'
import { run } from '../../run'
import { gatewayForAll, plan, watch } from './support'

const gateway = gatewayForAll()

/** Reads options on a machine in China. */
const read = (options: StatusOptions, env: { [name: string]: string } = {}) =>
  readStatusOptions(openSession({ env, stdout: {}, stderr: {}, systemLocale: 'en' } as never, []), {
    watch: true,
    ...options,
  })

it('has defaults', () => {
  expect(read({})).toEqual({
    baseUrl: undefined,
    seconds: 60,
    until: undefined,
    timeout: undefined,
    createdAfter: undefined,
    channels: [],
    store: undefined,
  })
})

it.each([
  ['--until', '50', 'error: --until requires --watch'],
  ['--timeout', '60', 'error: --timeout requires --watch'],
  ['--created-after', '2026-01-02', 'error: --created-after requires --watch'],
  ['--notify', undefined, 'error: --notify requires --watch, or --state'],
  ['--state=', undefined, 'error: the name of the folder is empty'],
])('%s is incorrect usage without --watch, which alone waits', async (option, value, words) => {
  gateway().reply(plan(1, 1))
  const env = { WX_ACCESS_TOKEN: 't', WX_API_BASE_URL: gateway().baseUrl }
  const given = { env: { ...env, GRAY_RELEASE_NOTIFY: 'https://x.example/' } }
  const ran = await run(['status', option, ...(value === undefined ? [] : [value])], given)
  expect(ran).toMatchObject({ status: 2, out: '' })
  expect(ran.err).toContain(words)
})

describe.each([
  ['--until', '-1|101|100.01|50%|| |half|1e1|0x10|NaN|１|5.'],
  ['--timeout', '0|-1|2000001|10m||Infinity|1e3'],
  ['--created-after', '|yesterday|10:40|Nov 3 2026|2026|202611|2026-11|2026-11-3|261103|20261103'],
  ['--created-after', '2026-02-30|2027-02-29|2026-13-01|2026-02-30T10:00:00Z|0001-01-01T00:00Z'],
  ['--created-after', '2026-11-03T24:00|2026-11-03T25:00|2026-11-03T10:60|2026-11-03T10:40:60'],
  ['--created-after', '2026-11-03T10:40:00+0|2026-11-03T10:00+14:01|2026-11-03T10:00-15:00'],
  ['--created-after', '2026-11-03 10:00+8000|2026-11-03T10:00+08:60| 2026-11-03|2026-11-03 '],
  ['--created-after', '2016-12-31|1483228799|1793673600.|1793673600s|17936736000|1767348000000'],
  ['--created-after', '0|-5|3600|2026-11-03T10:40:00+08:00 or so'],
])('%s', (option, values) => {
  it.each(values.split('|'))('takes no %j', async (value) => {
    for (const [LANG, words] of [
      ['en', `error: ${option} takes `],
      ['zh', `错误：${option} 应为`],
    ]) {
      const ran = await watch(gateway(), plan(1, 1), [`${option}=${value}`], { env: { LANG } })
      expect(ran).toMatchObject({ status: 2, out: '' })
      expect(ran.err).toContain(words)
      expect(ran.err).toContain(`'${value}'`)
    }
  })
})

describe('--created-after', () => {
  const local = new Date(2026, 10, 3).getTime()

  it.each([
    ['2026-11-03T10:40:00+08:00', Date.UTC(2026, 10, 3, 2, 40)],
    ['2026-11-03T10:40:00+0800', Date.UTC(2026, 10, 3, 2, 40)],
    ['2026-11-03T02:40Z', Date.UTC(2026, 10, 3, 2, 40)],
    ['2026-11-03t02:40:01.5z', Date.UTC(2026, 10, 3, 2, 40, 1, 500)],
    ['2026-11-03 02:40', local + 160 * 60_000],
    ['2026-11-03', local],
    ['2028-02-29', new Date(2028, 1, 29).getTime()],
    ['1793673600', 1_793_673_600_000],
    ['1793673600.25', 1_793_673_600_250],
    ['1483228800', Date.UTC(2017, 0, 1)],
    ['2017-01-01T00:00+14:00', Date.UTC(2016, 11, 31, 10)],
    ['2026-11-03 10:40-1400', Date.UTC(2026, 10, 4, 0, 40)],
  ])('reads %s', (createdAfter, ms) => {
    expect(read({ createdAfter })).toMatchObject({ createdAfter: ms })
  })
})

describe('--notify', () => {
  const KEY = 'planted-key-0123456789'

  it('reads the channels of the environment', () => {
    const channels = ['https://a.example/x', 'wecom+https://b.example/?key=1', 'http://127.0.0.1/']
    const env = { GRAY_RELEASE_NOTIFY: ` ${channels.join('\n, ')},` }
    expect(read({ notify: true }, env).channels).toEqual(channels)
    expect(read({}, { GRAY_RELEASE_NOTIFY: 'nonsense' }).channels).toEqual([])
  })

  it.each([undefined, '', ' ,\n'])('needs one, and %j holds none', async (GRAY_RELEASE_NOTIFY) => {
    const env = GRAY_RELEASE_NOTIFY === undefined ? {} : { GRAY_RELEASE_NOTIFY }
    const ran = await watch(gateway(), plan(1, 1), ['--notify'], { env })
    expect(ran).toMatchObject({ status: 2, out: '' })
    expect(ran.err).toContain('error: --notify needs GRAY_RELEASE_NOTIFY')
  })

  it.each([
    KEY,
    `wecom+${KEY}`,
    `wechat+https://x.example/${KEY}`,
    `http://x.example/${KEY}`,
    `https://${KEY}@x.example/`,
    `https://x.example:99999/${KEY}`,
  ])('says which one is wrong, and nothing of it: %s', async (wrong) => {
    const env = { GRAY_RELEASE_NOTIFY: `https://x.example/${KEY} ${wrong}` }
    for (const [LANG, words] of [
      ['en', /^error: URL 2 in GRAY_RELEASE_NOTIFY/],
      ['zh', /^错误：GRAY_RELEASE_NOTIFY 中的第 2 个地址不是有效的/],
    ] as const) {
      const given = { env: { ...env, LANG } }
      const { status, out, err } = await watch(gateway(), plan(1, 1), ['--notify'], given)
      expect([status, out, err]).toEqual([2, '', expect.stringMatching(words)])
      expect(err).not.toContain(KEY)
    }
  })
})

it('prefers the option to the environment, and leaves the default to the call', () => {
  const from = (baseUrl?: string, env = {}) => read({ ...(baseUrl && { baseUrl }) }, env).baseUrl
  const env = { WX_API_BASE_URL: 'https://b.example/' }
  expect(from('https://a.example', env)).toBe('https://a.example')
  expect(from('https://a.example', { WX_API_BASE_URL: 'nonsense' })).toBe('https://a.example')
  expect(from('', env)).toBe('https://b.example/')
  expect(from()).toBeUndefined()
  expect(from('', { WX_API_BASE_URL: '' })).toBeUndefined()
})

const WRONG = [
  'nonsense-SECRET',
  'http://SECRET.example',
  'https://SECRET:SECRET@api.weixin.qq.com',
  'https://api.weixin.qq.com?SECRET',
  'https://api.weixin.qq.com#SECRET',
  'file:///SECRET',
]

describe.each([[[]], [['--json']], [['--watch']]])('status with %j', (more) => {
  it.each(['', ...WRONG])('is incorrect usage with %j for a base URL', async (url) => {
    const env = { WX_ACCESS_TOKEN: 'SECRET' }
    expect(await run(['status', '--base-url', url, ...more], { env })).toEqual({
      status: 2,
      out: '',
      err:
        'error: --base-url must be an https URL without user name, query and fragment, or http on this machine.\n' +
        "See 'wx-gray-release-plan status --help'.\n",
    })
    if (url === '') return
    const given = { env: { ...env, LANG: 'zh_CN', WX_API_BASE_URL: url } }
    expect(await run(['status', ...more], given)).toEqual({
      status: 2,
      out: '',
      err:
        '错误：WX_API_BASE_URL 应为 https 地址（不含用户名、查询参数和片段），或本机上的 http 地址。\n' +
        '请参阅 wx-gray-release-plan status --help\n',
    })
  })
})

it.each([
  ['http://127.0.0.1:1', true],
  ['http://localhost', true],
  ['https://localhost:8443/x', true],
  ['https://[::1]', true],
  ['https://api.weixin.qq.com', false],
  ['https://localhost.example', false],
  [undefined, false],
])('%s is on this machine, and can be queried more than once a second: %s', (baseUrl, expected) => {
  const fast = () => read({ interval: '0.5', ...(baseUrl && { baseUrl }) })
  if (expected) expect(fast()).toMatchObject({ seconds: 0.5 })
  else expect(fast).toThrow('--interval')
})
