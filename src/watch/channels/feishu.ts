import { createHmac } from 'node:crypto'
import type { Channel } from './channel'
import { type RobotCodes, robotRefusal } from './reply'
import { cutTo, plainWords } from './text'

/** Far enough below the 20 KB of a request that no quotes or line breaks, as JSON writes them, exceed it. */
const MAX_BYTES = 9000

const CODES: RobotCodes = {
  robot: 'Feishu',
  passing: new Map([
    [11232, 'too frequent, which is common at full and half hours'],
    [99991400, 'too frequent, a robot may send 100 messages a minute and 5 a second'],
  ]),
  final: new Map([
    [19001, 'the key in the URL is wrong, or its robot was removed'],
    [19021, 'the signature is wrong: check the secret after the # of the URL, and the clock'],
    [19022, 'the IP of the sender is not on the allowlist of the robot'],
    [19024, 'the message has none of the keywords of the robot: make 分阶段发布 one of them'],
  ]),
}

/** 飞书 and Lark: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu: Channel = {
  name: 'feishu',
  hosts: ['open.feishu.cn', 'open.larksuite.com'],
  post({ title, lines }, { url, secret }, now) {
    const text = cutTo([title, ...lines].map(plainWords).join('\n'), MAX_BYTES)
    const body = { ...(secret && signed(secret, now)), msg_type: 'text', content: { text } }
    return { url, body }
  },
  refusalIn: (reply) => robotRefusal(reply, CODES),
}

/** Signs nothing but the time, with a key that is made of the time and the secret. */
function signed(secret: string, now: number) {
  const timestamp = String(Math.floor(now / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}
