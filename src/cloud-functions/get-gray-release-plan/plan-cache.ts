import type { Attempt } from '../../core/call'
import type { GrayReleasePlan } from '../../core/plan'
import { type SendRequest, sdkAttempt } from '../../sdk/api'
import type { Setting, Warn } from '../handler'

const CACHE_SECONDS = 'GRAY_RELEASE_CACHE_SECONDS'
const DEFAULT_SECONDS = 10

/** How long a plan is cached, in seconds: 0 (off) to 3600. */
export function cacheSeconds(setting: Setting, warn: Warn): number {
  const text = setting(CACHE_SECONDS)
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 3600) return Number(text)
  if (text !== '') {
    warn(CACHE_SECONDS, `must be a number of seconds from 0 to 3600; ${DEFAULT_SECONDS} is used`)
  }
  return DEFAULT_SECONDS
}

/** A request in progress. */
interface Shared {
  number: number
  /** How many calls wait for it. */
  waiting: number
  /**
   * Stays pending if nobody waits when it comes: the instance may have been frozen since, so that the
   * plan is old.
   */
  reply: Promise<unknown>
}

/**
 * Caches the last plan of an instance and lets calls share a request in progress. Errors are never
 * cached: each call has its own retries, deadline and copy of the plan.
 */
export class PlanCache {
  private cached: { plan: GrayReleasePlan; at: number; number: number } | undefined
  private current: Shared | undefined
  private requests = 0

  /** @param now - the wall clock, because it keeps running while the platform freezes the instance */
  constructor(private readonly now = () => Date.now()) {}

  /** An attempt that uses the cache first, then a request in progress, and otherwise sends one. */
  attempt(send: SendRequest, seconds: number): Attempt {
    if (seconds === 0) return sdkAttempt(send)
    return async (call) => {
      const { cached } = this
      // Negative if the clock was set back: the real age is unknown then.
      const age = cached ? this.now() - cached.at : -1
      if (cached && age >= 0 && age < seconds * 1000) return { ok: true, plan: { ...cached.plan } }
      const shared = this.current ?? this.start(send)
      shared.waiting += 1
      call.onEnd = () => {
        shared.waiting -= 1
        // It has been silent for so long that later callers must not wait for it.
        this.close(shared)
      }
      const result = await sdkAttempt(() => shared.reply)(call)
      // Not if a request that was sent later has already been answered.
      if (result.ok && (this.cached?.number ?? 0) <= shared.number) {
        this.cached = { plan: { ...result.plan }, at: this.now(), number: shared.number }
      }
      return result
    }
  }

  private start(send: SendRequest): Shared {
    const sent = new Promise<unknown>((resolve) => resolve(send()))
    const reply = new Promise<unknown>((resolve) => {
      const onReply = (): void => {
        this.close(shared)
        if (shared.waiting > 0) resolve(sent)
      }
      sent.then(onReply, onReply)
    })
    this.requests += 1
    const shared = { number: this.requests, waiting: 0, reply }
    this.current = shared
    return shared
  }

  private close(shared: Shared): void {
    if (this.current === shared) this.current = undefined
  }
}
