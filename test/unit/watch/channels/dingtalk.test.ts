import { dingtalk } from '../../../../src/watch/channels/dingtalk'
import { expectMeaning, hmac, longest, MESSAGE, NOW } from './channels'

const url = new URL('https://oapi.dingtalk.com/robot/send?access_token=k%2B1')
const TITLE = '分阶段发布已开始：8%'

it('sends markdown, with line breaks as it knows them', () => {
  const text = `**${TITLE}**\n\n错误：＜＠all＞ ［x］(y)\n\nsecond "line"`
  expect(dingtalk.post(MESSAGE, { url, secret: '' }, NOW)).toEqual({
    url,
    body: { msgtype: 'markdown', markdown: { title: TITLE, text } },
  })
})

it.each([
  hmac('SEC1', `${NOW}\nSEC1`),
  // openssl dgst -sha256 -hmac SEC1 over 1793673600123, a line break, SEC1
  'TqBV7dguWfja4XZneQ6jVws3Kf99rZSlt6mOgCjotG4=',
])('signs the time and the secret with the secret, percent-encoded into the URL: %s', (sign) => {
  const { href } = dingtalk.post(MESSAGE, { url, secret: 'SEC1' }, NOW).url
  expect(href).toBe(`${url.href}&timestamp=${NOW}&sign=${encodeURIComponent(sign)}`)
  expect(url.href).not.toContain('sign')
})

it.each(['长', '"', '\n'])('stays below 20 000 bytes with many %j', (character) => {
  const bytes = Buffer.byteLength(JSON.stringify(longest(dingtalk, url, character)))
  if (character === '长') expect(bytes).toBeGreaterThan(9000)
  expect(bytes).toBeLessThan(20_000)
})

it.each([
  [{ errcode: 0, errmsg: 'ok' }, false],
  [{ errcode: -1 }, [true, 'busy']],
  [{ errcode: 130101 }, [true, 'too frequent']],
  [{ errcode: 410100 }, [true, 'too frequent']],
  [{ errcode: 300001 }, [false, 'the access_token in the URL is wrong']],
  [{ errcode: 300005 }, [false, 'the access_token in the URL is wrong']],
  [{ errcode: 400101 }, [false, 'the access_token in the URL is wrong']],
  [{ errcode: 400106 }, [false, 'the access_token in the URL is wrong']],
  [{ errcode: 40035 }, [false, 'the access_token is missing']],
  [{ errcode: 400013 }, [false, 'the group was dissolved']],
  [{ errcode: 400102 }, [false, 'switched off']],
  [{ errcode: 460101 }, [false, 'look the code up in the documentation of DingTalk']],
  // A block of the address for some minutes.
  [{ status: 1111, wait: 5, source: 'x5', punish: 'deny' }, [true, "1111: the sender's IP"]],
] as const)('%j: %j', (reply, meaning) => expectMeaning(dingtalk, reply, meaning as never))

const SECRET = ['the secret after the # of the URL, and the clock', '地址中 # 之后的密钥和系统时间']
const IP = ['the IP allowlist', 'IP 白名单']
const KEYWORD = [
  'the keywords: make Staged release one of them',
  '关键词：请把「Staged release」设为关键词',
]

it.each([
  ['sign not match, more: [https://example.com/doc#/1]', [SECRET]],
  ['invalid timestamp', [SECRET]],
  ['description:机器人发送签名不匹配;solution:请确认时间戳;link:请参考文档', [SECRET]],
  ['keywords not in content', [KEYWORD]],
  ['description:关键词不匹配;solution:请包含关键词', [KEYWORD]],
  ['错误描述:IP地址不在白名单内', [IP]],
  ['ip 127.0.0.1 not in whitelist', [IP]],
  ['description:something new', [SECRET, IP, KEYWORD]],
  [undefined, [SECRET, IP, KEYWORD]],
])('310000 with %j names the cause, or all of them', (errmsg, causes) => {
  const text = JSON.stringify({ errcode: 310000, errmsg })
  expect(dingtalk.rejectionIn({ status: 200, text }, 'en')).toMatchObject({
    hint: {
      en: `DingTalk rejected the message with 310000: check ${causes.map(([en]) => en).join('; ')}.`,
      zh: `钉钉拒绝了消息（310000）：请检查${causes.map(([, zh]) => zh).join('；')}。`,
    },
    retryable: false,
  })
})
