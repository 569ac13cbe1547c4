import { readChannel, splitChannels } from '../../../watch/target'
import { wrongUsage } from '../../failure'
import type { Session } from '../../session'
import { escapeControls } from '../../terminal'
import { isOnThisMachine } from './base-url-option'

/** Options that say what `--watch` does, as typed. */
export interface WatchOptions {
  watch?: boolean
  /** Seconds between two questions. */
  interval?: string
  /** The share that ends it, in percent. */
  until?: string
  /** Seconds until it gives up. */
  timeout?: string
  /** A time: plans that are no newer do not count. */
  createdAfter?: string
  notify?: boolean
}

/** What `--watch` does. */
export interface WatchSettings {
  /** Seconds between two questions. */
  seconds: number
  /** The share that ends it, in percent; undefined: only the end of the release does. */
  until: number | undefined
  /** Seconds until it gives up; undefined: it never does. */
  timeout: number | undefined
  /** Unix milliseconds: a plan that is no newer counts as none. */
  createdAfter: number | undefined
  /** Who is told of each event. */
  channels: readonly string[]
}

const DEFAULT_INTERVAL = '60'
/** Asking more often would use up WeChat's quota of the day. */
const LEAST_SECONDS = 1
const MOST_SECONDS = 86_400

/** 23 days, of which a release takes 15 at most; a timer of Node.js holds little more. */
const MOST_TIMEOUT = 2_000_000

/** A number of milliseconds, given by mistake, is more. */
const MOST_UNIX_SECONDS = 99_999_999_999

const ONLY_WITH_WATCH = [
  ['until', '--until'],
  ['timeout', '--timeout'],
  ['createdAfter', '--created-after'],
  ['notify', '--notify'],
] as const

/**
 * Reads the options of `--watch`.
 *
 * @throws Failure of wrong usage; one about a channel holds nothing of it
 */
export function readWatchOptions(
  session: Session,
  options: WatchOptions,
  baseUrl: string | undefined,
): WatchSettings {
  const { interval = DEFAULT_INTERVAL, until, timeout, createdAfter } = options
  const { needsWatch, wrongInterval, wrongUntil, wrongTimeout, wrongCreatedAfter } =
    session.texts.status
  // A gate that forgot to wait would be open at once.
  const lonely = ONLY_WITH_WATCH.find(([name]) => options[name] !== undefined && !options.watch)
  if (lonely) throw wrongUsage(needsWatch(lonely[1]))
  const fewest = isOnThisMachine(baseUrl) ? Number.MIN_VALUE : LEAST_SECONDS
  return {
    seconds: parse(interval, numberFrom(fewest, MOST_SECONDS), wrongInterval),
    until: parseIfGiven(until, numberFrom(0, 100), wrongUntil),
    timeout: parseIfGiven(timeout, numberFrom(Number.MIN_VALUE, MOST_TIMEOUT), wrongTimeout),
    createdAfter: parseIfGiven(createdAfter, toTime, wrongCreatedAfter),
    channels: options.notify ? channelsOf(session) : [],
  }
}

type Parse = (given: string) => number | undefined
type Complain = (given: string) => string

function parse(given: string, toNumber: Parse, complain: Complain): number {
  const number = toNumber(given)
  if (number === undefined) throw wrongUsage(complain(escapeControls(given)))
  return number
}

const parseIfGiven = (given: string | undefined, toNumber: Parse, complain: Complain) =>
  given === undefined ? undefined : parse(given, toNumber, complain)

const numberFrom =
  (least: number, most: number): Parse =>
  (given) => {
    const number = /^\d*\.?\d+$/.test(given) ? Number(given) : Number.NaN
    return number >= least && number <= most ? number : undefined
  }

const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i

/** Unix milliseconds of an ISO time, which is one of this machine if it names no zone, or of Unix seconds. */
const toTime: Parse = (given) => {
  // A date, and not seconds of 1970, after which any release would count.
  if (/^\d{8}$/.test(given)) return undefined
  const seconds = numberFrom(0, MOST_UNIX_SECONDS)(given)
  if (seconds !== undefined) return seconds * 1000
  const day = ISO_TIME.exec(given)?.[1]
  if (day === undefined || !isDay(day)) return undefined
  // Alone it would be a day in UTC.
  const ms = Date.parse(given === day ? `${day}T00:00` : given)
  return Number.isNaN(ms) ? undefined : ms
}

/** Whether there is such a day: `Date` takes February 30 for March 2. */
function isDay(day: string): boolean {
  const ms = Date.parse(day)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

function channelsOf({ env, texts }: Session): readonly string[] {
  const channels = splitChannels(env['GRAY_RELEASE_NOTIFY'] ?? '')
  if (channels.length === 0) throw wrongUsage(texts.status.noChannel)
  const wrong = channels.findIndex((channel) => readChannel(channel).problem !== undefined)
  if (wrong >= 0) throw wrongUsage(texts.status.wrongChannel(wrong + 1))
  return channels
}
