import { readChannel, readChannels } from '../../../src/watch/target'
import { hostile } from './results'

/** What a text names, in short. */
function read(given: unknown) {
  const { channel, host, target, problem } = readChannel(given, 3)
  const { url, secret } = target ?? {}
  return { channel: channel?.name, host, href: url?.href, secret, problem: problem?.message }
}

/** What is read of a text that can't be used. */
const unusable = (channel: string | undefined, host: string, problem: string) => ({
  channel,
  host,
  href: undefined,
  secret: undefined,
  problem: `channel 3 ${problem}`,
})

describe('a channel is known', () => {
  it.each([
    ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k', 'wecom'],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/k', 'feishu'],
    ['https://open.larksuite.com/open-apis/bot/v2/hook/k', 'feishu'],
    ['https://OAPI.dingtalk.com:443/robot/send?access_token=k', 'dingtalk'],
    ['https://oapi.dingtalk.com.example.com/', 'webhook'],
    ['https://example.com/?u=https://oapi.dingtalk.com', 'webhook'],
    ['http://127.0.0.1:3000/hook', 'webhook'],
    ['http://localhost/hook', 'webhook'],
    ['http://[::1]/hook', 'webhook'],
  ])('by its host: %s', (given, channel) => {
    const { host, href } = new URL(given)
    expect(read(given)).toEqual({ channel, host, href, secret: '', problem: undefined })
  })

  it.each(['wecom', 'feishu', 'dingtalk', 'webhook'])('by its prefix: %s+', (channel) => {
    for (const href of ['https://oapi.dingtalk.com/a?b=c', 'http://127.0.0.1:1/']) {
      for (const text of [`${channel}+${href}`, ` ${channel.toUpperCase()}+${href}\n`]) {
        expect(read(text)).toMatchObject({ channel, href, problem: undefined })
      }
    }
  })
})

it.each([
  ['https://x.example/#SEC1', 'SEC1'],
  ['https://x.example/?a=b#a+b=/', 'a+b=/'],
  ['https://x.example/#a%20b', 'a b'],
  ['https://x.example/#a b', 'a b'],
  ['https://x.example/#50%', '50%'],
  ['https://x.example/#', ''],
])('the fragment of %s is the secret %s, and not of the URL', (given, secret) =>
  expect(read(given)).toMatchObject({ secret, href: given.split('#')[0] }),
)

describe('is rejected, and nothing of it is repeated:', () => {
  const URL_NEEDED = 'is not an https URL'
  const HTTPS_NEEDED = 'must start with https://, because the URL contains a secret'
  const PREFIX_NEEDED = 'must have one of the prefixes wecom+, feishu+, dingtalk+, webhook+'
  const ONE_URL = 'contains two URLs: separate them with spaces or commas'
  const NO_USER = 'must not contain a user name'

  it.each([
    ['', undefined, '', URL_NEEDED],
    ['sesame', undefined, '', URL_NEEDED],
    ['wecom+sesame', 'wecom', '', URL_NEEDED],
    ['sesame+open', undefined, '', URL_NEEDED],
    ['sesame://open', undefined, '', URL_NEEDED],
    ['wecom+sesame://open', 'wecom', '', URL_NEEDED],
    ['file:///sesame', undefined, '', URL_NEEDED],
    ['http://oapi.dingtalk.com/sesame', 'dingtalk', 'oapi.dingtalk.com', HTTPS_NEEDED],
    ['feishu+http://x.example/sesame', 'feishu', 'x.example', HTTPS_NEEDED],
    ['http://127.0.0.1@x.example/sesame', 'webhook', 'x.example', HTTPS_NEEDED],
    ['sesame+https://x.example/', undefined, 'x.example', PREFIX_NEEDED],
    ['https://sesame@x.example/', 'webhook', 'x.example', NO_USER],
    ['https://:sesame@x.example/', 'webhook', 'x.example', NO_USER],
    ['https://x.example/?key=sesame|https://y.example/', 'webhook', 'x.example', ONE_URL],
    ['https://x.example/?key=sesamehttps://y.example/', 'webhook', 'x.example', ONE_URL],
    ['https://x.example/?key=sesame。HTTPS://y.example/', 'webhook', 'x.example', ONE_URL],
    ['https://x.example/?key=sesame|wecom+http://y.example/', 'webhook', 'x.example', ONE_URL],
  ])('%s', (given, channel, host, problem) => {
    expect(read(given)).toEqual(unusable(channel, host, problem))
    expect(JSON.stringify(readChannel(given))).not.toContain('sesame')
  })

  it.each([
    ['undefined', undefined],
    ['a number', 1],
    ['an array', ['https://x.example']],
    ['hostile', hostile()],
  ])('what is %s', (_name, given) =>
    expect(read(given)).toEqual(unusable(undefined, '', URL_NEEDED)),
  )
})

describe('several channels', () => {
  const urls = ['https://a.example/?key=1', 'https://b.example/?key=2', 'https://c.example/']
  const hrefs = (channels: unknown) => readChannels(channels).map(({ target }) => target?.url.href)

  it.each([' ', '\n', '\r\n\t', ',', '，', '、', ';', '；', ' ；\n， ', '\u3000'])(
    'are separated by %j',
    (separator) => {
      const prefixed = urls.map((url) => `feishu+${url}`)
      expect(hrefs(separator + urls.join(separator) + separator)).toEqual(urls)
      expect(hrefs(prefixed.join(separator))).toEqual(urls)
    },
  )

  it('may be an array, in which each is one', () =>
    expect(hrefs([...urls, urls.join('；')])).toEqual([...urls, undefined]))

  it('that are not URLs are reported by their position', () => {
    const channels = readChannels(`${urls[0]}，sesame；${urls[1]}、open`)
    expect(channels.map(({ problem }) => problem)).toEqual([
      undefined,
      {
        message: 'channel 2 is not an https URL',
        hint: {
          zh: '第 2 个渠道不是 https 地址：请填写机器人的 Webhook 地址。',
          en: 'Channel 2 is not an https URL.',
        },
        retryable: false,
      },
      undefined,
      expect.objectContaining({ message: 'channel 4 is not an https URL' }),
    ])
  })
})
