import type { Attempt, Call } from '../../core/call'
import type { GrayReleasePlan } from '../../core/plan'
import { type SendRequest, sdkAttempt } from '../../sdk/api'
import { SharedRequest } from './shared-request'

/**
 * Caches the last plan of an instance and lets calls share a request in progress. Errors are never
 * cached: each call has its own retries, deadline and copy of the plan.
 */
export class PlanCache {
  private cached: { plan: GrayReleasePlan; at: number; number: number } | undefined
  private readonly shared = new SharedRequest<{ reply: unknown; number: number }>()
  private requests = 0

  /** @param now - the wall clock, because it keeps running while the platform freezes the instance */
  constructor(private readonly now = () => Date.now()) {}

  /** An attempt that uses the cache first, then a request in progress, and otherwise sends one. */
  attempt(send: SendRequest, seconds: number, onSend: () => void): Attempt {
    const sendAndCount: SendRequest = () => {
      onSend()
      return send()
    }
    if (seconds === 0) return sdkAttempt(sendAndCount)
    return async (call) => {
      const cached = this.fresh(seconds)
      if (cached) return { ok: true, plan: { ...cached } }
      let number = 0
      const result = await sdkAttempt(async () => {
        const shared = await this.request(call, sendAndCount)
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
  private request(call: Call, send: SendRequest): Promise<{ reply: unknown; number: number }> {
    const { answer, leave } = this.shared.join(() => {
      this.requests += 1
      const number = this.requests
      const reply = new Promise<unknown>((resolve) => resolve(send()))
      return reply.then((value) => ({ reply: value, number }))
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
