import { createHmac } from 'node:crypto'
import { URL } from 'node:url'
import type { Hint } from '../../core/error-codes'
import type { Channel } from './channel'
import { type Bot, botRejection, FIELDS, type Meaning } from './reply'
import { cutTo, plainText } from './text'

/** Far enough below the 20 000 bytes of a request that no quotes or line breaks, as JSON writes them, exceed it. */
const MAX_BYTES = 9000

const TOO_FREQUENT: Meaning = {
  zh: '过于频繁，机器人每分钟最多发送 20 条，超出后限流 10 分钟',
  en: 'too frequent, a bot can send 20 messages a minute, and is blocked for 10 minutes after that',
  temporary: true,
}

const WRONG_TOKEN: Meaning = {
  zh: '地址中的 access_token 有误，或机器人已被移除：请重新复制 Webhook 地址',
  en: 'the access_token in the URL is wrong, or its bot was removed: copy the URL again',
}

const BOT: Bot = {
  name: { zh: '钉钉', en: 'DingTalk' },
  fields: [...FIELDS, 'status'],
  codes: {
    [-1]: { zh: '系统繁忙，可稍后再发送', en: 'it is busy', temporary: true },
    1111: {
      zh: '发送方的 IP 被暂时限制，几分钟后恢复；云函数共用出口 IP',
      en: "the sender's IP is blocked for some minutes; cloud functions share theirs with others",
      temporary: true,
    },
    40035: {
      zh: '地址中缺少 access_token：请重新复制 Webhook 地址',
      en: 'the access_token is missing from the URL: copy the URL again',
    },
    130101: TOO_FREQUENT,
    300001: WRONG_TOKEN,
    300005: WRONG_TOKEN,
    400013: {
      zh: '群已解散：请删除该渠道',
      en: 'the group was dissolved: remove the channel',
    },
    400101: WRONG_TOKEN,
    400102: { zh: '机器人已停用：请在群设置中启用', en: 'the bot is switched off: switch it on' },
    400106: WRONG_TOKEN,
    410100: TOO_FREQUENT,
  },
}

/** The causes of 310000, by what its message mentions, and what to check. */
const CAUSES: readonly [RegExp, Hint][] = [
  [
    /sign|签名|timestamp/,
    { zh: '地址中 # 之后的密钥和系统时间', en: 'the secret after the # of the URL, and the clock' },
  ],
  [/\bip\b/i, { zh: 'IP 白名单', en: 'the IP allowlist' }],
  [
    /keyword|关键词/,
    { zh: '关键词：请把{keyword}设为关键词', en: 'the keywords: make {keyword} one of them' },
  ],
]

function insecure(text: string): Meaning {
  const named = CAUSES.filter(([words]) => words.test(text))
  const hints = (named.length > 0 ? named : CAUSES).map(([, hint]) => hint)
  return {
    zh: `请检查${hints.map(({ zh }) => zh).join('；')}`,
    en: `check ${hints.map(({ en }) => en).join('; ')}`,
  }
}

/** 钉钉: https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: Channel = {
  name: 'dingtalk',
  hosts: ['oapi.dingtalk.com'],
  post({ title, lines }, { url, secret }, now) {
    const name = plainText(title)
    // Its markdown needs an empty line for a line break.
    const text = cutTo([`**${name}**`, ...lines.map(plainText)].join('\n\n'), MAX_BYTES)
    const body = { msgtype: 'markdown', markdown: { title: name, text } }
    return { url: secret ? signed(url, secret, now) : url, body }
  },
  rejectionIn(reply, language) {
    const codes = { ...BOT.codes, 310000: insecure(String(reply.text)) }
    return botRejection(reply, language, { ...BOT, codes })
  },
}

function signed(unsigned: URL, secret: string, now: number): URL {
  const url = new URL(unsigned.href)
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
  url.searchParams.set('timestamp', String(now))
  url.searchParams.set('sign', sign)
  return url
}
