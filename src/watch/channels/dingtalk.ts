import { createHmac } from 'node:crypto'
import { URL } from 'node:url'
import type { Channel } from './channel'
import { type RobotCodes, robotRefusal } from './reply'
import { cutTo, plainWords } from './text'

/** Far enough below the 20 000 bytes of a request that no quotes or line breaks, as JSON writes them, exceed it. */
const MAX_BYTES = 9000

const CODES: RobotCodes = {
  robot: 'DingTalk',
  passing: new Map([
    [-1, 'it is busy'],
    [130101, 'too frequent, a robot may send 20 messages a minute, and is blocked for 10 then'],
    [410100, 'too frequent, a robot may send 20 messages a minute, and is blocked for 10 then'],
  ]),
  final: new Map([
    [
      310000,
      'check the secret after the # of the URL, the clock, the allowlist of IPs, and the keywords, of which 分阶段发布 should be one',
    ],
    [300001, 'the access_token in the URL is wrong, or its robot was removed'],
    [400101, 'the access_token in the URL is wrong, or its robot was removed'],
    [400102, 'the robot is switched off'],
  ]),
}

/** 钉钉: https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: Channel = {
  name: 'dingtalk',
  hosts: ['oapi.dingtalk.com'],
  post({ title, lines }, { url, secret }, now) {
    const name = plainWords(title)
    // A single line break is none in its markdown.
    const text = cutTo([`**${name}**`, ...lines.map(plainWords)].join('\n\n'), MAX_BYTES)
    const body = { msgtype: 'markdown', markdown: { title: name, text } }
    return { url: secret ? signed(url, secret, now) : url, body }
  },
  refusalIn: (reply) => robotRefusal(reply, CODES),
}

function signed(unsigned: URL, secret: string, now: number): URL {
  const url = new URL(unsigned.href)
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
  url.searchParams.set('timestamp', String(now))
  url.searchParams.set('sign', sign)
  return url
}
