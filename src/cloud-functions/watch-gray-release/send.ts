import { createHash } from 'node:crypto'
import type { Delivery } from '../../watch/deliver'
import { notify } from '../../watch/notify'
import { readChannel, splitChannels } from '../../watch/target'
import type { Waiting } from './state'

/** A channel as the database knows it: its URL holds a key, and stays out of there. */
export interface Channel {
  id: string
  url: string
}

/** The channels of a variable, each once. */
export function channelsIn(variable: string): Channel[] {
  const byId = new Map(splitChannels(variable).map((url) => [idOf(url), url]))
  return [...byId].map(([id, url]) => ({ id, url }))
}

function idOf(url: string): string {
  const { channel, host } = readChannel(url)
  // Without the signing secret, which may be changed for the same robot.
  const hash = createHash('sha256').update(url.replace(/#.*/, '')).digest('hex')
  return `${channel?.name ?? 'unknown'} ${host} ${hash.slice(0, 12)}`
}

/** The first event that waits for one of these channels. */
export interface Turn {
  waiting: Waiting
  channels: Channel[]
}

export function nextTurn(
  outbox: readonly Waiting[],
  channels: readonly Channel[],
): Turn | undefined {
  for (const waiting of outbox) {
    const wanted = channels.filter(({ id }) => waiting.channels.includes(id))
    if (wanted.length > 0) return { waiting, channels: wanted }
  }
  return undefined
}

/** What came of a turn. */
export interface Sent {
  deliveries: Delivery[]
  /** What waits now. */
  outbox: Waiting[]
  /** The channels that can be told more in this look: none of those that shall be asked again later. */
  channels: Channel[]
}

/** Tells the channels of a turn of its event. A channel that refused for good is not asked again. */
export async function send(
  { waiting, channels: wanted }: Turn,
  outbox: readonly Waiting[],
  channels: readonly Channel[],
  options: { language: 'zh' | 'en'; timeoutMs: number },
): Promise<Sent> {
  const deliveries = await notify(
    wanted.map(({ url }) => url),
    waiting.event,
    options,
  )
  const later = wanted.filter((_, index) => deliveries[index]?.error?.retryable).map(({ id }) => id)
  const asked = wanted.map(({ id }) => id)
  const left = waiting.channels.filter((id) => !asked.includes(id) || later.includes(id))
  return {
    deliveries,
    outbox: outbox
      .map((one) => (one === waiting ? { ...one, channels: left } : one))
      .filter((one) => one.channels.length > 0),
    channels: channels.filter(({ id }) => !later.includes(id)),
  }
}
