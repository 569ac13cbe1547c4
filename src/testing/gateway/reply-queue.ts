import type { Endpoint } from './endpoint'
import { checkSingle, type Reply, type ReplyEntry, toQueue } from './reply'
import type { BasicReply } from './reply-types'
import type { KnownRequest } from './request'

/** The replies to come. */
export class ReplyQueue {
  #entries: ReplyEntry[]

  constructor(reply: Reply) {
    this.#entries = toQueue(reply)
  }

  /** Replaces what is to come. */
  replace(reply: Reply): void {
    this.#entries = toQueue(reply)
  }

  /** The reply to a request; undefined if the answer is to be as usual. */
  async next(request: KnownRequest, endpoint: Endpoint): Promise<BasicReply | undefined> {
    const entry = this.#entries[0] as ReplyEntry
    if (typeof entry !== 'function' && !endpoint.isFor(entry)) return undefined
    if (this.#entries.length > 1) this.#entries.shift()
    return endpoint.choose(typeof entry === 'function' ? checkSingle(await entry(request)) : entry)
  }
}
