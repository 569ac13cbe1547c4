import { readChannel, splitChannels } from '../../../watch/target'
import { incorrectUsage } from '../../failure'
import { type Session, wholePath } from '../../session'
import { escapeControls } from '../../terminal'
import { isOnThisMachine } from './base-url-option'

/** Options that say what `--watch` does, as typed. */
export interface WatchOptions {
  watch?: boolean
  /** Seconds between two checks. */
  interval?: string
  /** The percentage that ends it. */
  until?: string
  /** Seconds until it gives up. */
  timeout?: string
  /** A time: plans that are no newer do not count. */
  createdAfter?: string
  notify?: boolean
  /** A folder for what was seen. */
  state?: string
  /** What to call the account in messages. */
  name?: string
}

/** What `--watch` does. */
export interface WatchSettings {
  /** Seconds between two checks. */
  seconds: number
  /** The percentage that ends it; undefined: only the end of the release does. */
  until: number | undefined
  /** Seconds until it gives up; undefined: it never does. */
  timeout: number | undefined
  /** Unix milliseconds: a plan that is no newer counts as none. */
  createdAfter: number | undefined
  /** Who is notified of each event. */
  channels: readonly string[]
  /** A folder for what was seen; undefined: it is forgotten when the command ends. */
  state: string | undefined
}

const DEFAULT_INTERVAL = '60'
/** More checks would use up WeChat's quota of the day. */
const LEAST_SECONDS = 1
const MOST_SECONDS = 86_400

/** 23 days; a release takes 15 at most, and a timer of Node.js hardly more. */
const MOST_TIMEOUT = 2_000_000

const ONLY_WITH_WATCH = [
  ['until', '--until'],
  ['timeout', '--timeout'],
  ['createdAfter', '--created-after'],
] as const

/**
 * Reads the options of `--watch`.
 *
 * @throws Failure of incorrect usage; one about a channel contains nothing of it
 */
export function readWatchOptions(
  session: Session,
  options: WatchOptions,
  baseUrl: string | undefined,
): WatchSettings {
  const { interval = DEFAULT_INTERVAL, until, timeout, createdAfter, notify, state } = options
  const { needsWatch, notifyAlone, wrongInterval, wrongUntil, wrongTimeout, wrongCreatedAfter } =
    session.texts.status
  // A gate that forgot to wait would be open at once.
  const lonely = ONLY_WITH_WATCH.find(([name]) => options[name] !== undefined && !options.watch)
  if (lonely) throw incorrectUsage(needsWatch(lonely[1]))
  // Nothing happens between one check and none.
  if (notify && !options.watch && state === undefined) throw incorrectUsage(notifyAlone)
  if (state === '') throw incorrectUsage(session.texts.init.emptyName)
  const fewest = isOnThisMachine(baseUrl) ? Number.MIN_VALUE : LEAST_SECONDS
  return {
    seconds: parse(interval, numberFrom(fewest, MOST_SECONDS), wrongInterval),
    until: parseIfGiven(until, numberFrom(0, 100), wrongUntil),
    timeout: parseIfGiven(timeout, numberFrom(Number.MIN_VALUE, MOST_TIMEOUT), wrongTimeout),
    createdAfter: parseIfGiven(createdAfter, toTime, wrongCreatedAfter),
    channels: notify ? channelsOf(session) : [],
    state: state === undefined ? undefined : wholePath(session, state),
  }
}

type Parse = (given: string) => number | undefined
type Complain = (given: string) => string

function parse(given: string, toNumber: Parse, complain: Complain): number {
  const number = toNumber(given)
  if (number === undefined) throw incorrectUsage(complain(escapeControls(given)))
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

/** A date, and a time of it, with an offset of 14 hours at most. */
const ISO_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-3]):?[0-5]\d|[+-]14:?00)?)?$/i

/** Of Unix time since 2001, and of no milliseconds, date or year. */
const UNIX_SECONDS = /^\d{10}(?:\.\d+)?$/

/** WeChat has had staged releases since: with an earlier time, any old release would count. */
const FIRST_YEAR = '2017'

/** Unix milliseconds of an ISO time, in the zone of this machine if it names none, or of Unix seconds. */
const toTime: Parse = (given) => {
  if (UNIX_SECONDS.test(given)) {
    const ms = Number(given) * 1000
    return ms >= Date.parse(FIRST_YEAR) ? ms : undefined
  }
  const day = ISO_TIME.exec(given)?.[1]
  if (day === undefined || day < FIRST_YEAR || !isDay(day)) return undefined
  // Alone it would be a day in UTC.
  if (given === day) return Date.parse(`${day}T00:00`)
  const iso = given.toUpperCase().replace(' ', 'T')
  return Date.parse(iso.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
}

/** Whether there is such a day: `Date` takes February 30 for March 2. */
function isDay(day: string): boolean {
  const ms = Date.parse(day)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

function channelsOf({ env, texts }: Session): readonly string[] {
  const channels = splitChannels(env['GRAY_RELEASE_NOTIFY'] ?? '')
  if (channels.length === 0) throw incorrectUsage(texts.status.noChannel)
  const wrong = channels.findIndex((channel) => readChannel(channel).problem !== undefined)
  if (wrong >= 0) throw incorrectUsage(texts.status.wrongChannel(wrong + 1))
  return channels
}
