import { URL } from 'node:url'
import { isLoopback } from '../core/loopback'
import { orUndefined } from '../core/read'
import { CHANNELS } from './channels'
import type { Channel, Target } from './channels/channel'

/** A channel and where it is; or what is wrong with the text, in words that hold nothing of it. */
export interface Addressee {
  /** What the text named, or its host told; undefined if it told nothing. */
  channel?: Channel
  /** Its host, as far as it could be read. */
  host: string
  target?: Target
  problem?: string
}

/** The texts of several channels, which are separated by blanks or commas. */
export const splitChannels = (text: string): string[] =>
  text.split(/[\s,]+/).filter((channel) => channel !== '')

/** Reads one text that names a channel. */
export function readChannel(given: unknown): Addressee {
  if (typeof given !== 'string') return { host: '', problem: 'a channel must be a URL as text' }
  const prefix = /^([a-z]+)\+/i.exec(given.trim())
  const url = parse(given.trim().slice(prefix ? prefix[0].length : 0))
  const channel = prefix
    ? CHANNELS.find(({ name }) => name === (prefix[1] as string).toLowerCase())
    : url && channelOf(url)
  const addressee = { ...(channel && { channel }), host: url?.host ?? '' }
  if (!url) return { ...addressee, problem: 'a channel must be an https URL, as robots have them' }
  if (!channel) {
    const names = CHANNELS.map(({ name }) => `${name}+`).join(', ')
    return { ...addressee, problem: `the prefix of a channel must be one of ${names}` }
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const problem = 'the URL of a channel must start with https://, since it holds a secret'
    return { ...addressee, problem }
  }
  if (url.username !== '' || url.password !== '') {
    return { ...addressee, problem: 'the URL of a channel must not hold a user name' }
  }
  const secret = decode(url.hash.slice(1))
  url.hash = ''
  return { ...addressee, target: { url, secret } }
}

const WEB = ['https:', 'http:']

/** The URL, if it is one of the web: what another one calls its host may be a key. */
function parse(text: string): URL | undefined {
  const url = orUndefined(() => new URL(text))
  return url && WEB.includes(url.protocol) ? url : undefined
}

const channelOf = ({ hostname }: URL): Channel =>
  CHANNELS.find(({ hosts }) => hosts.includes(hostname)) ??
  (CHANNELS[CHANNELS.length - 1] as Channel)

/** The parser has percent-encoded what may not stand in a URL. */
const decode = (text: string): string => orUndefined(() => decodeURIComponent(text)) ?? text
