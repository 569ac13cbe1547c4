import * as z from 'zod/mini'
import { createError } from '../../../core/error'
import { isLoopback } from '../../../core/loopback'
import { GrayReleasePlanException } from '../../../core/result'
import { nameAndCode, type Store } from '../../../core/store'
import { baseUrlOption } from '../../../https/base-url'
import { fileStore } from '../../../watch'
import { readChannel, splitChannels } from '../../../watch/target'
import { incorrectUsage } from '../../failure'
import { reasonOf, type Session } from '../../session'
import { escapeControls } from '../../terminal'
import { en } from '../../texts/en'
import { zh } from '../../texts/zh'

/** Options of the command `status`, as typed; its help says what they mean. */
export interface StatusOptions {
  accessTokenStdin?: boolean
  cloudrun?: boolean
  baseUrl?: string
  json?: boolean
  watch?: boolean
  interval?: string
  until?: string
  timeout?: string
  createdAfter?: string
  notify?: boolean
  state?: string
  name?: string
}

export type StatusSettings = ReturnType<typeof readStatusOptions>

/** More checks would use up WeChat's quota of the day. */
const LEAST_SECONDS = 1
const MOST_SECONDS = 86_400

/** 23 days; a release takes 15 at most, and a timer of Node.js hardly more. */
const MOST_TIMEOUT = 2_000_000

/** @throws Failure of incorrect usage; one about a URL contains nothing of it: it may be a secret */
export function readStatusOptions(session: Session, options: StatusOptions) {
  const { interval = '60', until, timeout, createdAfter, notify, state } = options
  const { needsWatch, notifyAlone, wrongInterval, wrongUntil, wrongTimeout, wrongCreatedAfter } =
    session.texts.status
  const baseUrl = baseUrlFrom(session, options.baseUrl)
  // A gate that forgot to wait would be open at once.
  const goal = { '--until': until, '--timeout': timeout, '--created-after': createdAfter }
  const lonely = Object.entries(goal).find(([, given]) => given !== undefined)
  if (lonely && !options.watch) throw incorrectUsage(needsWatch(lonely[0]))
  // Nothing happens between one check and none.
  if (notify && !options.watch && state === undefined) throw incorrectUsage(notifyAlone)
  if (state === '') throw incorrectUsage(session.texts.failure.emptyName)
  const isLocal = baseUrl !== undefined && isLoopback(new URL(baseUrl).hostname)
  const fewest = isLocal ? Number.MIN_VALUE : LEAST_SECONDS
  return {
    baseUrl,
    seconds: parse(interval, numberFrom(fewest, MOST_SECONDS), wrongInterval) as number,
    /** The percentage that ends it; undefined: only the end of the release does. */
    until: parse(until, numberFrom(0, 100), wrongUntil),
    /** Seconds until it gives up; undefined: it never does. */
    timeout: parse(timeout, numberFrom(Number.MIN_VALUE, MOST_TIMEOUT), wrongTimeout),
    /** Unix milliseconds: a plan that is no newer counts as none. */
    createdAfter: parse(createdAfter, toTime, wrongCreatedAfter),
    channels: notify ? channelsOf(session) : [],
    /** Keeps what was seen; undefined: it is forgotten when the command ends. */
    store: state === undefined ? undefined : stateFolder(session.wholePath(state)),
  }
}

function baseUrlFrom({ env, texts }: Session, option: string | undefined) {
  const parsed = baseUrlOption.safeParse(option ?? (env['WX_API_BASE_URL'] || undefined))
  if (parsed.success) return parsed.data ?? undefined
  const name = option === undefined ? 'WX_API_BASE_URL' : '--base-url'
  throw incorrectUsage(texts.status.wrongBaseUrl(name))
}

function parse(
  given: string | undefined,
  toNumber: (given: string) => number | undefined,
  complain: (given: string) => string,
): number | undefined {
  if (given === undefined) return undefined
  const number = toNumber(given)
  if (number === undefined) throw incorrectUsage(complain(escapeControls(given)))
  return number
}

const numberFrom = (least: number, most: number) => (given: string) => {
  const number = /^\d*\.?\d+$/.test(given) ? Number(given) : Number.NaN
  return number >= least && number <= most ? number : undefined
}

/** A date, and a time of it, with an offset of 14 hours at most. */
const ISO_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-3]):?[0-5]\d|[+-]14:?00)?)?$/i

/** Unix time since 2001; not milliseconds, a date or a year. */
const UNIX_SECONDS = /^\d{10}(?:\.\d+)?$/

/** WeChat has had staged releases since: with an earlier time, any old release would count. */
const FIRST_YEAR = '2017'

/** Unix milliseconds of an ISO time, in the zone of this machine if it names none, or of Unix seconds. */
function toTime(given: string): number | undefined {
  if (UNIX_SECONDS.test(given)) {
    const ms = Number(given) * 1000
    return ms >= Date.parse(FIRST_YEAR) ? ms : undefined
  }
  const day = ISO_TIME.exec(given)?.[1]
  // `Date` takes February 30 for March 2.
  if (day === undefined || day < FIRST_YEAR || !z.iso.date().safeParse(day).success)
    return undefined
  // Alone it would be a day in UTC. Node.js reads all forms that ISO_TIME allows.
  return Date.parse(given === day ? `${day}T00:00` : given)
}

function channelsOf({ env, texts }: Session): readonly string[] {
  const channels = splitChannels(env['GRAY_RELEASE_NOTIFY'] ?? '')
  if (channels.length === 0) throw incorrectUsage(texts.status.noChannel)
  const wrong = channels.findIndex((channel) => readChannel(channel).problem !== undefined)
  if (wrong >= 0) throw incorrectUsage(texts.status.wrongChannel(wrong + 1))
  return channels
}

/** The store in the folder of `--state`; its errors name the option and the folder. */
function stateFolder(folder: string): Store {
  const store = fileStore(folder)
  const fail = (thrown: unknown): never => {
    const errMsg = `the folder of --state could not be used${nameAndCode(thrown)}`
    const hint = {
      zh: zh.status.wrongState(folder, reasonOf(thrown, zh)),
      en: en.status.wrongState(folder, reasonOf(thrown, en)),
    }
    throw new GrayReleasePlanException(createError('system', { errMsg, hint, attempts: 0 }))
  }
  return {
    get: (key) => store.get(key).catch(fail),
    compareAndSet: (...given) => store.compareAndSet(...given).catch(fail),
  }
}
