import {
  baseUrlFrom,
  isOnThisMachine,
} from '../../../../../src/cli/commands/status/base-url-option'
import { en } from '../../../../../src/cli/texts/en'
import { run } from '../../run'

const from = (option: string | undefined, env = {}) =>
  baseUrlFrom({ env, texts: en } as never, option)

it('prefers the option to the environment, and leaves the default to the call', () => {
  const env = { WX_API_BASE_URL: 'https://b.example/' }
  expect(from('https://a.example', env)).toBe('https://a.example')
  expect(from('https://a.example', { WX_API_BASE_URL: 'nonsense' })).toBe('https://a.example')
  expect(from(undefined, env)).toBe('https://b.example/')
  expect(from(undefined)).toBeUndefined()
  expect(from(undefined, { WX_API_BASE_URL: '' })).toBeUndefined()
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
  it.each(['', ...WRONG])('--base-url %j is incorrect usage', async (url) => {
    const env = { WX_ACCESS_TOKEN: 'SECRET' }
    expect(await run(['status', '--base-url', url, ...more], { env })).toEqual({
      status: 2,
      out: '',
      err:
        'error: --base-url must be an https URL without user name, query and fragment, or http on this machine.\n' +
        "See 'wx-gray-release-plan status --help'.\n",
    })
  })

  it.each(WRONG)('WX_API_BASE_URL=%j is wrong usage', async (url) => {
    const env = { LANG: 'zh_CN', WX_ACCESS_TOKEN: 'SECRET', WX_API_BASE_URL: url }
    expect(await run(['status', ...more], { env })).toEqual({
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
])('%s is on this machine: %s', (baseUrl, expected) => {
  expect(isOnThisMachine(baseUrl)).toBe(expected)
})
