import * as z from 'zod/mini'
import { parseOptions } from '../../../src/core/options'
import { apiUrl, baseUrlOption, DEFAULT_BASE_URL } from '../../../src/https/base-url'

const schema = z.object({ baseUrl: baseUrlOption }, 'must be an object')
const check = (baseUrl: unknown) => parseOptions(schema, { baseUrl })

describe('baseUrlOption accepts', () => {
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
    ['http://127.10.20.30', 'http://127.10.20.30'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
    // Other ways to write a loopback address: the parser brings them into one form.
    ['http://0x7f.1', 'http://127.0.0.1'],
    ['http://2130706433', 'http://127.0.0.1'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
    ['http://127.1:80', 'http://127.0.0.1'],
    // The backslash ends the host: what follows is a path on localhost.
    ['http://localhost\\@evil.example', 'http://localhost/@evil.example'],
  ])('%s', (given, url) => {
    const { value } = check(given)
    expect(value).toEqual(given === undefined ? {} : { baseUrl: given })
    expect(apiUrl(value?.baseUrl ?? DEFAULT_BASE_URL, '/wxa/a')).toBe(`${url}/wxa/a`)
  })
})

describe('baseUrlOption refuses', () => {
  it.each([
    // No URL.
    '',
    'api.weixin.qq.com',
    'https://',
    42,
    {},
    new URL('https://api.weixin.qq.com'),
    // Neither https nor loopback.
    'http://api.weixin.qq.com',
    'ftp://localhost',
    'file:///etc/passwd',
    'ws://127.0.0.1',
    // What only looks like loopback.
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://evil.example/localhost',
    'http://evil.example\\.localhost',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://[::2]',
    'http://[::ffff:127.0.0.1]',
    'http://[::1].evil.example',
    'http://[::1]evil.example',
    'http://xlocalhost',
    'http://localhostx',
    'http://1127.0.0.1x',
    // A user name, whether or not the host is fine.
    'http://127.0.0.1@evil.example',
    'http://localhost:80@evil.example',
    'https://user@api.weixin.qq.com',
    'https://:password@api.weixin.qq.com',
    // A query or a fragment, empty ones too.
    'https://api.weixin.qq.com?access_token=1',
    'https://api.weixin.qq.com/?',
    'https://api.weixin.qq.com/#top',
    'https://api.weixin.qq.com#',
  ])('%s', (given) => {
    const { error } = check(given)
    expect(error).toMatchObject({ kind: 'environment', attempts: 0, retryable: false })
    expect(error?.errMsg).toMatch(/^options\.baseUrl must /)
  })

  it('without repeating it: it may hold a password', () => {
    expect(JSON.stringify(check('https://me:my-password@api.weixin.qq.com'))).not.toMatch('my-')
  })
})
