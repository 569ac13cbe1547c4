import type { Endpoint } from './endpoint'
import { isPlanLike, type Release } from './release'
import type { BasicReply, Reply, ReplyFunction, SingleReply } from './reply'
import type { KnownRequest } from './request'
import { isScenario, SCENARIOS } from './scenario-names'
import { SCENARIO_TABLE } from './scenarios'

type Entry = SingleReply | ReplyFunction

/** The replies to come. */
export class ReplyQueue {
  #entries: Entry[] = []

  constructor(
    reply: Reply,
    private readonly release: Release,
  ) {
    this.replace(reply)
  }

  /** Replaces what is to come. @throws Error, TypeError if it is not a reply */
  replace(reply: Reply): void {
    this.#entries = toEntries(reply, (entry) =>
      typeof entry === 'function' ? (entry as ReplyFunction) : checkSingle(entry),
    )
  }

  /** The reply to a request, if one is meant for it. One that is not waits for another request. */
  async next(request: KnownRequest, endpoint: Endpoint): Promise<BasicReply | undefined> {
    const [entry, ...others] = this.#entries as [Entry]
    if (typeof entry === 'function') {
      if (others.length > 0) this.#entries = others
      return this.#choose(checkSingle(await entry(request)), endpoint, true)
    }
    const reply = this.#choose(entry, endpoint, false)
    if (others.length > 0 && reply) this.#entries = others
    return reply
  }

  #choose(reply: SingleReply, endpoint: Endpoint, isChosen: boolean): BasicReply | undefined {
    const given = typeof reply === 'string' ? SCENARIO_TABLE[reply][endpoint.way] : reply
    const basic = typeof given === 'function' ? given(this.release) : given
    return endpoint.takes?.(reply, basic, isChosen) === false ? undefined : basic
  }
}

/** The entries of an array of replies, or the only one, each checked. */
export function toEntries<T>(reply: unknown, check: (entry: unknown) => T): T[] {
  const entries: readonly unknown[] = Array.isArray(reply) ? reply : [reply]
  if (entries.length === 0) throw new TypeError('an array of replies needs at least one')
  return entries.map(check)
}

function checkSingle(reply: unknown): SingleReply {
  if (typeof reply === 'string') {
    if (isScenario(reply)) return reply
    throw new Error(`no scenario is called '${reply}'; there are ${SCENARIOS.join(', ')}`)
  }
  const isObject = typeof reply === 'object' && reply !== null
  const hasKey = isObject && ['errCode', 'wechat', 'gateway', 'http'].some((key) => key in reply)
  if (hasKey || (isObject && isPlanLike(reply))) return reply as BasicReply
  throw new TypeError(
    'a reply is the name of a scenario, a plan with a numeric status, { errCode, errMsg }, ' +
      '{ wechat }, { gateway }, { http }, or a function of the request that returns one of these',
  )
}
