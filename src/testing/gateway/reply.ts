import { isPlanLike } from './release'
import type { BasicReply } from './reply-types'
import type { KnownRequest } from './request'
import { isScenario, SCENARIOS, type ScenarioName } from './scenario-names'

/** What one request is answered with: a scenario by name, or a reply of your own. */
export type SingleReply = ScenarioName | BasicReply

/**
 * Chooses the reply to each request, at every endpoint, so check `request.kind`: for a token request,
 * a plan means that the token is issued as usual, and for the database, that it does what is asked.
 */
export type ReplyFunction = (request: KnownRequest) => SingleReply | Promise<SingleReply>

/**
 * What requests are answered with. The entries of an array serve one request each, in turn, and the
 * last one all that follow.
 */
export type Reply = SingleReply | ReplyFunction | readonly (SingleReply | ReplyFunction)[]

/** One entry of a queue of replies. */
export type ReplyEntry = SingleReply | ReplyFunction

/**
 * Reads what `reply()` was given as a queue.
 *
 * @throws Error that lists the names, if it is no known scenario
 * @throws TypeError if it is no reply at all
 */
export function toQueue(reply: unknown): ReplyEntry[] {
  const entries: unknown[] = Array.isArray(reply) ? [...reply] : [reply]
  if (entries.length === 0) throw new TypeError('an array of replies needs at least one')
  return entries.map((entry) => {
    return typeof entry === 'function' ? (entry as ReplyFunction) : checkSingle(entry)
  })
}

/** Lets only a reply to one request through. */
export function checkSingle(reply: unknown): SingleReply {
  if (typeof reply === 'string') {
    if (isScenario(reply)) return reply
    throw new Error(`no scenario is called '${reply}'; there are ${SCENARIOS.join(', ')}`)
  }
  if (typeof reply === 'object' && reply !== null && isBasicReply(reply)) return reply
  throw new TypeError(
    'a reply is the name of a scenario, a plan with a numeric status, { errCode, errMsg }, ' +
      '{ wechat }, { gateway }, { http }, or a function of the request that returns one of these',
  )
}

const isBasicReply = (reply: object): reply is BasicReply =>
  isPlanLike(reply) || ['errCode', 'wechat', 'gateway', 'http'].some((key) => key in reply)
