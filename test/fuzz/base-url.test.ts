import { getGrayReleasePlanOverHttps, stableAccessToken } from '../../src/https'

/** Hosts that only look like this machine, or like WeChat's. */
const LOOK_ALIKES = [
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://127.0.0.1@evil.example',
  'http://127.0.0.1:80@evil.example',
  'http://127.0.0.1%2eevil.example',
  'http://127.0.0.1\u3002evil.example',
  'http://[::1]@evil.example',
  'http://[::ffff:7f00:1]',
  'http://[::ffff:127.0.0.1]',
  'http://localhost.',
  'http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3.evil.example',
  'http://0',
  'http://0.0.0.0',
  'http://evil.example#@localhost',
  'http://evil.example?localhost',
  'http://evil.example\\@localhost',
  'http://evil.example/\\localhost',
  'http:\\\\evil.example\\localhost',
  'http:evil.example',
  '//127.0.0.1',
  'javascript:alert(1)//127.0.0.1',
  'https://api.weixin.qq.com@evil.example',
  'https://api.weixin.qq.com#.evil.example',
  ' http://evil.example/localhost',
  'http://evil.example\t/127.0.0.1',
]

it.each(LOOK_ALIKES)('nothing is sent to %j', async (baseUrl) => {
  const fetch = jest.fn()
  expect(await getGrayReleasePlanOverHttps({ accessToken: 't' }, { baseUrl, fetch })).toMatchObject(
    {
      ok: false,
      error: { kind: 'environment', attempts: 0 },
    },
  )
  const token = stableAccessToken({ appid: 'wx1', secret: 'the-secret', baseUrl, fetch })
  await expect(token()).rejects.toMatchObject({ kind: 'environment' })
  expect(fetch).not.toHaveBeenCalled()
})

it('the token goes to the host of the baseUrl, whatever the URL looks like', async () => {
  const fetch = jest.fn((url: string) => {
    expect(new URL(url).hostname).toBe('localhost')
    return Promise.reject(new Error('seen'))
  })
  for (const baseUrl of ['http://localhost\\@evil.example', 'http://localhost/@evil.example']) {
    const options = { baseUrl, fetch, retries: 0 }
    const result = await getGrayReleasePlanOverHttps({ accessToken: '@evil.example/' }, options)
    expect(result).toMatchObject({ error: { kind: 'network', attempts: 1 } })
  }
  expect(fetch).toHaveBeenCalledTimes(2)
})
