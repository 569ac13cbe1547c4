import { createHash } from 'node:crypto'
import { URL } from 'node:url'
import { isLoopback } from '../core/loopback'
import { orUndefined } from '../core/read'
import { CHANNELS, webhook } from './channels'
import type { Channel, Rejection, Target } from './channels/channel'
import { rejection } from './channels/reply'

/** A channel and where it is; or what is wrong with its URL, which quotes nothing of it. */
export interface Addressee {
  /** What a watcher stores it by: the URL has a key, and is never stored. */
  id: string
  /** What the prefix names, or the host determines; undefined if neither does. */
  channel?: Channel
  /** Its host, as far as it can be read. */
  host: string
  target?: Target
  problem?: Rejection
}

/** Reads channels: a string of URLs, or an array of them. A problem gives the position of its URL. */
export function readChannels(channels: unknown): Addressee[] {
  const given = typeof channels === 'string' ? splitChannels(channels) : channels
  // Reading an array may throw: then it counts as one channel that is not a URL.
  const urls: unknown[] = orUndefined(() => Array.isArray(given) && [...given]) || [undefined]
  return urls.map((url, index) => readChannel(url, index + 1))
}

/** The URLs in a string, which are separated by spaces, line breaks, commas or semicolons. */
export const splitChannels = (text: string): string[] =>
  text.split(/[\s,，、;；]+/).filter((channel) => channel !== '')

/** Reads one channel. */
export function readChannel(given: unknown, position = 1): Addressee {
  const whole = typeof given === 'string' ? given : ''
  const text = whole.trim()
  const [start = '', prefix] = /^([a-z]+)\+/i.exec(text) ?? []
  const rest = text.slice(start.length)
  const url = parse(rest)
  const channel = prefix
    ? CHANNELS.find(({ name }) => name === prefix.toLowerCase())
    : url && channelOf(url)
  const host = url?.host ?? ''
  // Without the signing secret, which may change for the same bot.
  const hash = createHash('sha256').update(whole.replace(/#.*/, '')).digest('hex')
  const id = `${channel?.name ?? 'unknown'} ${host} ${hash.slice(0, 12)}`
  const addressee = { id, host, ...(channel && { channel }) }
  const wrong = (zh: string, en: string): Addressee => ({
    ...addressee,
    problem: rejection(`channel ${position} ${en}`, `第 ${position} 个渠道${zh}`, false),
  })
  if (!url) return wrong('不是 https 地址：请填写机器人的 Webhook 地址', 'is not an https URL')
  // A bot's key would reach the host of another one.
  if (/[^=/]https?:\/\//i.test(rest)) {
    return wrong(
      '包含两个地址：请用空格、换行或逗号分隔',
      'contains two URLs: separate them with spaces or commas',
    )
  }
  if (!channel) {
    const names = CHANNELS.map(({ name }) => `${name}+`).join(', ')
    return wrong(`的前缀须为 ${names} 之一`, `must have one of the prefixes ${names}`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return wrong(
      '须以 https:// 开头，因为地址中有密钥',
      'must start with https://, because the URL contains a secret',
    )
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('不能包含用户名', 'must not contain a user name')
  }
  const secret = decode(url.hash.slice(1))
  url.hash = ''
  return { ...addressee, target: { url, secret } }
}

/** The URL, if it is one of the web: what another one calls its host may be a key. */
function parse(text: string): URL | undefined {
  const url = orUndefined(() => new URL(text))
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

const channelOf = ({ hostname }: URL): Channel =>
  CHANNELS.find(({ hosts }) => hosts.includes(hostname)) ?? webhook

/** The parser has percent-encoded what can't be in a URL. */
const decode = (text: string): string => orUndefined(() => decodeURIComponent(text)) ?? text
