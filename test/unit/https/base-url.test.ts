import * as z from 'zod/mini'
import { parseOptions } from '../../../src/core/options'
import { getGrayReleasePlanOverHttps, stableAccessToken } from '../../../src/https'
import { apiUrl, baseUrlOption, DEFAULT_BASE_URL } from '../../../src/https/base-url'

const schema = z.object({ baseUrl: baseUrlOption }, 'must be an object')
const check = (baseUrl: unknown) => parseOptions(schema, { baseUrl })

it.each([
  [undefined, 'https://api.weixin.qq.com'],
  [null, 'https://api.weixin.qq.com'],
  ['https://api2.weixin.qq.com', 'https://api2.weixin.qq.com'],
  ['https://proxy.example:8443/wechat/', 'https://proxy.example:8443/wechat'],
  ['https://proxy.example/a/b//', 'https://proxy.example/a/b'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://LOCALHOST/', 'http://localhost'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ['http://127.255.3.4', 'http://127.255.3.4'],
  ['http://[::1]:9000', 'http://[::1]:9000'],
  // Other ways to write a loopback address: the parser brings them into one form.
  ['http://0x7f.1', 'http://127.0.0.1'],
  ['http://2130706433', 'http://127.0.0.1'],
  ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
  ['http://127.1:80', 'http://127.0.0.1'],
  // The backslash ends the host: what follows is a path on localhost.
  ['http://localhost\\@evil.example', 'http://localhost/@evil.example'],
])('accepts %s', (given, url) => {
  const { value } = check(given)
  expect(value).toEqual(given === undefined ? {} : { baseUrl: given })
  expect(apiUrl(value?.baseUrl ?? DEFAULT_BASE_URL, '/wxa/a')).toBe(`${url}/wxa/a`)
})

const HTTPS = 'must start with https://, because it gets a secret'
const USER = 'must not contain a user name'
const QUERY = 'must have neither a query nor a fragment'
const URL_RULE = 'must be a URL as a string, such as https://api.weixin.qq.com'

const rejected: { [rule: string]: unknown[] } = {
  [URL_RULE]: [
    ...['', 'api.weixin.qq.com', 'https://', 42, {}, new URL('https://api.weixin.qq.com')],
    ...['//127.0.0.1', 'http://[::1].evil.example', 'http://[::1]evil.example'],
  ],
  [HTTPS]: [
    ...['http://api.weixin.qq.com', 'ftp://localhost', 'file:///etc/passwd', 'ws://127.0.0.1'],
    // What only looks like loopback.
    ...['http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'http://localhost.'],
    ...['http://evil.example/localhost', 'http://evil.example\\.localhost', 'http:evil.example'],
    ...['http://evil.example\\@localhost', 'http:\\\\evil.example\\localhost', 'http://128.0.0.1'],
    ...['http://0', 'http://0.0.0.0', 'http://[::2]', 'http://[::ffff:127.0.0.1]'],
    ...['http://xlocalhost', 'http://localhostx', 'http://1127.0.0.1x', 'javascript:alert(1)//x'],
    ...['http://127.0.0.1%2eevil.example', 'http://127.0.0.1\u3002evil.example'],
    ...['http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3.evil.example'],
    ...[' http://evil.example/localhost', 'http://evil.example\t/127.0.0.1'],
  ],
  [USER]: [
    ...['http://127.0.0.1@evil.example', 'http://localhost:80@evil.example'],
    ...['https://user@api.weixin.qq.com', 'https://:my-password@api.weixin.qq.com'],
    ...['https://api.weixin.qq.com@evil.example', 'http://[::1]@evil.example'],
  ],
  // Empty ones too.
  [QUERY]: [
    ...['https://api.weixin.qq.com?access_token=1', 'https://api.weixin.qq.com/?'],
    ...['https://api.weixin.qq.com/#top', 'https://api.weixin.qq.com#'],
    ...['http://evil.example#@localhost', 'http://evil.example?localhost'],
  ],
}

it.each(
  Object.entries(rejected).flatMap(([rule, urls]) => urls.map((url) => [url, rule] as const)),
)('rejects %j, without repeating it, and sends nothing there', async (given, rule) => {
  const baseUrl = given as string
  const expected = { kind: 'environment', attempts: 0, errMsg: `options.baseUrl ${rule}` }
  const fetch = jest.fn()
  expect(await getGrayReleasePlanOverHttps({ accessToken: 't' }, { baseUrl, fetch })).toMatchObject(
    { error: expected },
  )
  const token = stableAccessToken({ appid: 'wx1', secret: 'the-secret', baseUrl, fetch })
  await expect(token()).rejects.toMatchObject({ error: expected })
  expect(fetch).not.toHaveBeenCalled()
})

it.each(['http://localhost\\@evil.example', 'http://localhost/@evil.example'])(
  'the token goes to the host of %j',
  async (baseUrl) => {
    const fetch = jest.fn(async (_url: string) => Promise.reject(new Error('seen')))
    await getGrayReleasePlanOverHttps(
      { accessToken: '@evil.example/' },
      { baseUrl, fetch, retries: 0 },
    )
    expect(fetch.mock.calls.map(([url]) => new URL(url).hostname)).toEqual(['localhost'])
  },
)
