import type { Attempt, Call } from '../../core/call'
import type { GrayReleasePlan } from '../../core/plan'
import { type SendRequest, sdkAttempt } from '../../sdk/api'
import type { Setting, Warn } from '../handler'
import { SharedRequest } from './shared-request'

const CACHE_SECONDS = 'GRAY_RELEASE_CACHE_SECONDS'
const DEFAULT_SECONDS = 10

/** How long a plan is cached, in seconds: 0 (off) to 3600. */
export function cacheSeconds(setting: Setting, warn: Warn): number {
  const text = setting(CACHE_SECONDS)
  if (text === '') return DEFAULT_SECONDS
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= 3600) return seconds
  warn(CACHE_SECONDS, `must be a number of seconds from 0 to 3600; ${DEFAULT_SECONDS} is used`)
  return DEFAULT_SECONDS
}

/** A reply, and the number of its request. */
interface Numbered {
  reply: unknown
  number: number
}

/**
 * Caches the last plan of an instance and lets calls share a request in progress. Errors are never
 * cached: each call has its own retries, deadline and copy of the plan.
 */
export class PlanCache {
  private cached: { plan: GrayReleasePlan; at: number; number: number } | undefined
  private readonly shared = new SharedRequest<Numbered>()
  private requests = 0

  /** @param now - the wall clock, because it keeps running while the platform freezes the instance */
  constructor(private readonly now = () => Date.now()) {}

  /** An attempt that uses the cache first, then a request in progress, and otherwise sends one. */
  attempt(send: SendRequest, seconds: number): Attempt {
    if (seconds === 0) return sdkAttempt(send)
    return async (call) => {
      const cached = this.fresh(seconds)
      if (cached) return { ok: true, plan: { ...cached } }
      let number = 0
      const result = await sdkAttempt(async () => {
        const shared = await this.request(call, send)
        number = shared.number
        return shared.reply
      })(call)
      if (result.ok) this.keep(result.plan, number)
      return result
    }
  }

  private fresh(seconds: number): GrayReleasePlan | undefined {
    if (!this.cached) return undefined
    const age = this.now() - this.cached.at
    // Negative if the clock was set back: the real age is unknown then.
    return age >= 0 && age < seconds * 1000 ? this.cached.plan : undefined
  }

  /**
   * A reply that nobody waits for any more is dropped: the instance may have been frozen since, so that
   * the plan is old.
   */
  private request(call: Call, send: SendRequest): Promise<Numbered> {
    const { answer, leave } = this.shared.join(async () => {
      this.requests += 1
      const number = this.requests
      return { reply: await send(), number }
    })
    call.onEnd = leave
    return answer
  }

  private keep(plan: GrayReleasePlan, number: number): void {
    // A request that was sent later has already been answered.
    if (this.cached && this.cached.number > number) return
    this.cached = { plan: { ...plan }, at: this.now(), number }
  }
}
