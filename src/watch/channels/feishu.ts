import { createHmac } from 'node:crypto'
import type { Channel } from './channel'
import { type Bot, botRejection, type Meaning } from './reply'
import { cutTo, plainText } from './text'

/** Far enough below the 20 KB of a request that no quotes or line breaks, as JSON writes them, exceed it. */
const MAX_BYTES = 9000

const TOO_FREQUENT: Meaning = {
  zh: '过于频繁，机器人每分钟最多发送 100 条、每秒 5 条',
  en: 'too frequent, a bot can send 100 messages a minute and 5 a second',
  temporary: true,
}

const BOT: Bot = {
  name: { zh: '飞书', en: 'Feishu' },
  codes: {
    9499: {
      zh: '请求格式有误：请检查 Webhook 地址是否属于自定义机器人',
      en: 'bad request: check that the URL is that of a custom bot',
    },
    11232: {
      zh: '过于频繁，整点和半点时常见',
      en: 'too frequent, which is common at full and half hours',
      temporary: true,
    },
    19001: {
      zh: '地址中的 key 有误，或机器人已被移除：请重新复制 Webhook 地址',
      en: 'the key in the URL is wrong, or its bot was removed: copy the URL again',
    },
    19003: { zh: '系统繁忙，可稍后再发送', en: 'it is busy', temporary: true },
    19021: {
      zh: '签名有误：请检查地址中 # 之后的密钥和系统时间',
      en: 'the signature is wrong: check the secret after the # of the URL, and the clock',
    },
    19022: {
      zh: '发送方的 IP 不在机器人的 IP 白名单中',
      en: "the sender's IP is not on the IP allowlist of the bot",
    },
    19024: {
      zh: '消息不含机器人的任何关键词：请把{keyword}设为关键词',
      en: 'the message has none of the keywords of the bot: make {keyword} one of them',
    },
    99991400: TOO_FREQUENT,
  },
}

const THROTTLED: Bot = { ...BOT, codes: { ...BOT.codes, 9499: TOO_FREQUENT } }

/** 飞书 and Lark: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu: Channel = {
  name: 'feishu',
  hosts: ['open.feishu.cn', 'open.larksuite.com'],
  post({ title, lines }, { url, secret }, now) {
    const text = cutTo([title, ...lines].map(plainText).join('\n'), MAX_BYTES)
    const body = { ...(secret && signed(secret, now)), msg_type: 'text', content: { text } }
    return { url, body }
  },
  rejectionIn(reply, language) {
    const throttled = reply.status === 429 || /too many request/i.test(String(reply.text))
    return botRejection(reply, language, throttled ? THROTTLED : BOT)
  },
}

/** Signs nothing but the time, with a key that is made of the time and the secret. */
function signed(secret: string, now: number) {
  const timestamp = String(Math.floor(now / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}
