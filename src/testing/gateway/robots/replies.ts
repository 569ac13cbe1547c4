import type { HttpReply } from '../reply-types'
import { ROBOT_REPLIES, type RobotReply, type RobotReplyName, type SingleRobotReply } from './robot'

const page = (text: string) => ({
  contentType: 'text/html',
  body: `<html><body>${text}</body></html>`,
})

/** The replies that are the same for all products. */
export const FAULTS: {
  readonly [name in Exclude<RobotReplyName, 'ok' | 'too-frequent' | 'refused'>]: HttpReply['http']
} = {
  timeout: { delayMs: Number.POSITIVE_INFINITY },
  reset: { reset: true },
  'http-502': { status: 502, ...page('Bad Gateway') },
  redirect: { status: 302, headers: { location: '/webhook/elsewhere' }, body: '' },
  html: page('please sign in'),
  'too-long': { body: ' '.repeat(1024), repeat: 1024 },
}

/** The replies to come, checked. */
export function readReplies(given: RobotReply): SingleRobotReply[] {
  const replies: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (replies.length === 0) throw new TypeError('an array of replies needs at least one')
  return replies.map(check)
}

function check(reply: unknown): SingleRobotReply {
  if (typeof reply === 'string') {
    const name = ROBOT_REPLIES.find((one) => one === reply)
    if (name) return name
    throw new Error(`no reply of a bot is called '${reply}'; there are ${ROBOT_REPLIES.join(', ')}`)
  }
  if (typeof reply === 'object' && reply !== null && ('errCode' in reply || 'http' in reply)) {
    return reply as SingleRobotReply
  }
  throw new TypeError('a reply of a bot is a name, { errCode, errMsg } or { http }')
}
