import * as z from 'zod/mini'
import { type GrayReleasePlanError, invalidOption } from '../core/error'
import {
  type AbortSignalLike,
  type Checked,
  callOptions,
  limitsOf,
  optional,
  parseOptions,
} from '../core/options'
import type { Point } from '../core/plan'
import { type GetGrayReleasePlanResult, GrayReleasePlanException } from '../core/result'
import { type Store, storeOption } from '../core/store'
import { type CheckResult, check, unsent, type Watch } from './check'
import { type Account, messageOptions } from './description'
import { recipientsOf, type Send } from './recipients'
import { historyIn } from './state'

/** What {@link createWatcher} needs. */
export interface WatcherOptions {
  /**
   * Queries the plan, over whichever way of calling. It gets at most half of a check's deadline.
   *
   * @param limits - pass them on: `timeoutMs` in milliseconds, and the `signal` of the check
   */
  query(limits: {
    timeoutMs: number
    signal?: AbortSignalLike | undefined
  }): Promise<GetGrayReleasePlanResult>
  /** Where it keeps what it saw and what it has not sent yet. Any number of watchers may share it. */
  store: Store
  /** Whose release it is: comes first in messages. Its `appid` is the key in the store, or else `release`. */
  account?: Account | undefined
  /** Whom to notify: URLs as for `notify`, or a function of your own. Without it, nobody. */
  channels?: string | readonly string[] | Send | undefined
  /**
   * The language of messages.
   *
   * @default 'zh'
   */
  language?: 'zh' | 'en' | undefined
}

/** How one check is made. `undefined` and `null` stand for the default of each option. */
export interface CheckOptions {
  /**
   * Limit for the whole check in milliseconds; 1 to 2^31-1. What can't be sent in time is kept for the
   * next check.
   *
   * @default 10000
   */
  timeoutMs?: number | null | undefined
  /** Ends the query and stops sending; what was accepted is still stored. */
  signal?: AbortSignalLike | null | undefined
}

/** Checks a release again and again, and notifies a team when something happened. */
export interface Watcher {
  /**
   * Queries the plan, stores what changed, and notifies the channels. Never rejects. If the store
   * fails, nothing is sent and the error is of kind `system`, or of the kind that the `errCode` of what
   * was thrown has.
   */
  check(options?: CheckOptions | null): Promise<CheckResult>
  /**
   * How the newest plan progressed, oldest point first.
   *
   * @throws GrayReleasePlanException if the store can't be read, or an option of the watcher is incorrect
   */
  history(): Promise<Point[]>
}

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Creates a watcher, which does what the ready-made function `watchGrayRelease` does, with any way to
 * query and any place to store: for a server, a CI job, a function of your own.
 *
 * - All channels are notified in parallel, each in its own order, so that one that hangs or rejects
 *   delays no other. What a channel can't accept now is kept for the next check, 100 events at most.
 * - What it stores is replaced by compare-and-set before anything is sent. So any number of watchers
 *   over one store notify once, and a crash loses nothing: it can repeat the message being sent.
 * - A message that is rejected for good is dropped and reported in `deliveries`. So is one that was
 *   sent three times without an answer, because the bot may have accepted it.
 *
 * Never throws: each check reports an incorrect option as an error of kind `environment`, and queries,
 * stores and sends nothing.
 *
 * Runs on Node.js 10.9 and later, and imports modules of Node.js: workerd loads it with
 * `nodejs_compat`, but can't send.
 *
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps, stableAccessToken } from 'wx-gray-release-plan/https'
 * import { createWatcher, fileStore } from 'wx-gray-release-plan/watch'
 *
 * const { WX_APPID: appid = '', WX_APPSECRET: secret = '', GRAY_RELEASE_NOTIFY } = process.env
 * const accessToken = stableAccessToken({ appid, secret })
 *
 * const watcher = createWatcher({
 *   query: (limits) => getGrayReleasePlanOverHttps({ accessToken }, limits),
 *   store: fileStore('/var/lib/gray-release'),
 *   account: { appid, name: 'My shop' },
 *   channels: GRAY_RELEASE_NOTIFY,
 * })
 *
 * setInterval(async () => {
 *   const { ok, events, waiting } = await watcher.check()
 *   console.log(ok, events.length, waiting)
 * }, 10 * 60 * 1000)
 * ```
 */
export function createWatcher(options: WatcherOptions): Watcher {
  const watch = watchOf(options)
  return {
    check: async (given) => {
      try {
        if (watch.error) return nothing(watch.error)
        const { value, error } = parseOptions(checkOptions, given)
        if (error) return nothing(error)
        return await check(watch.value, limitsOf(value, DEFAULT_TIMEOUT_MS))
      } catch (thrown) {
        return nothing(unreadable(thrown))
      }
    },
    history: async () => {
      if (watch.error) throw new GrayReleasePlanException(watch.error)
      const { store, key } = watch.value
      const found = await historyIn(store, key, { timeoutMs: DEFAULT_TIMEOUT_MS, retries: 0 })
      if (found.ok) return [...found.history]
      throw new GrayReleasePlanException(found.error)
    },
  }
}

/** What a check works with; what is wrong with the options is reported by each check. */
function watchOf(options: WatcherOptions): Checked<Watch> {
  try {
    const { value, error } = parseOptions(watcherOptions, options)
    if (error) return { error }
    const { store, channels, language } = value
    const account = value.account ?? undefined
    const recipients = recipientsOf(channels ?? [], account, language ?? 'zh')
    const key = account?.appid ?? 'release'
    const query: Watch['query'] = (limits) => options.query(limits)
    return { value: { query, store, key, recipients, retries: 0, note: () => undefined } }
  } catch (thrown) {
    return { error: unreadable(thrown) }
  }
}

const isChannels = (value: unknown): boolean =>
  ['string', 'function'].includes(typeof value) ||
  (Array.isArray(value) && value.every((url) => typeof url === 'string'))

const watcherOptions = z.object(
  {
    query: z.custom<WatcherOptions['query']>(
      (value) => typeof value === 'function',
      'must be a function that queries the plan',
    ),
    store: storeOption,
    channels: optional<string | readonly string[] | Send>(
      isChannels,
      'must be a string of URLs, an array of them, or a function',
    ),
    ...messageOptions,
  },
  'must be an object, such as { query, store }',
)

const checkOptions = z.object(
  { timeoutMs: callOptions.timeoutMs, signal: callOptions.signal },
  'must be an object, such as { timeoutMs: 10000 }',
)

const unreadable = (thrown: unknown): GrayReleasePlanError =>
  invalidOption('an option could not be read: it threw', { value: thrown })

const nothing = (error: GrayReleasePlanError): CheckResult => unsent({ ok: false, error })
