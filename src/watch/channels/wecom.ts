import type { Channel } from './channel'
import { type Bot, botRejection } from './reply'
import { cutTo, plainText } from './text'

/** The maximum length of a message's content, in bytes. */
const MAX_BYTES = 4096

const BOT: Bot = {
  name: { zh: '企业微信', en: 'WeCom' },
  codes: {
    [-1]: { zh: '系统繁忙，可稍后再发送', en: 'it is busy', temporary: true },
    45009: {
      zh: '过于频繁，机器人每分钟最多发送 20 条',
      en: 'too frequent, a bot can send 20 messages a minute',
      temporary: true,
    },
    45033: { zh: '并发过多，可稍后再发送', en: 'too many at the same time', temporary: true },
    40008: {
      zh: '不支持的消息类型：请检查 Webhook 地址是否属于群机器人',
      en: 'the message type is invalid: check that the URL is that of a group bot',
    },
    93000: {
      zh: '地址中的 key 有误，或机器人已被移除：请重新复制 Webhook 地址',
      en: 'the key in the URL is wrong, or its bot was removed: copy the URL again',
    },
  },
}

/** 企业微信群机器人: https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: Channel = {
  name: 'wecom',
  hosts: ['qyapi.weixin.qq.com'],
  post({ title, lines }, { url }) {
    const content = [`**${plainText(title)}**`, ...lines.map(plainText)].join('\n')
    return { url, body: { msgtype: 'markdown', markdown: { content: cutTo(content, MAX_BYTES) } } }
  },
  rejectionIn: (reply, language) => botRejection(reply, language, BOT),
}
