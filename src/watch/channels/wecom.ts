import type { Channel } from './channel'
import { type RobotCodes, robotRefusal } from './reply'
import { cutTo, plainWords } from './text'

/** The most that the content of a message may have, in bytes. */
const MAX_BYTES = 4096

const CODES: RobotCodes = {
  robot: 'WeCom',
  passing: new Map([
    [-1, 'it is busy'],
    [45009, 'too frequent, a robot may send 20 messages a minute'],
    [45033, 'too many at the same time'],
  ]),
  final: new Map([[93000, 'the key in the URL is wrong, or its robot was removed']]),
}

/** 企业微信群机器人: https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: Channel = {
  name: 'wecom',
  hosts: ['qyapi.weixin.qq.com'],
  post({ title, lines }, { url }) {
    const content = [`**${plainWords(title)}**`, ...lines.map(plainWords)].join('\n')
    return { url, body: { msgtype: 'markdown', markdown: { content: cutTo(content, MAX_BYTES) } } }
  },
  refusalIn: (reply) => robotRefusal(reply, CODES),
}
