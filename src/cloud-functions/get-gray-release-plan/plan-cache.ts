import type { Attempt, Call } from '../../core/call'
import type { GrayReleasePlan } from '../../core/plan'
import { SharedRequest } from '../../core/shared-request'
import { type SendRequest, sdkAttempt } from '../../sdk/api'

/**
 * Keeps the last plan of an instance and lets calls share a request under way. Errors are never
 * kept: each call maps and retries them by itself, so each has a deadline and a copy of its own.
 */
export class PlanCache {
  private kept: { plan: GrayReleasePlan; at: number; number: number } | undefined
  private readonly shared = new SharedRequest<{ reply: unknown; number: number }>()
  private requests = 0

  /** @param now - wall-clock milliseconds: it goes on while the platform freezes the instance */
  constructor(private readonly now = () => Date.now()) {}

  /** An attempt that asks the cache first, then a request under way, and only then sends one. */
  attempt(send: SendRequest, seconds: number, onSend: () => void): Attempt {
    const sendAndTell: SendRequest = () => {
      onSend()
      return send()
    }
    if (seconds === 0) return sdkAttempt(sendAndTell)
    return async (call) => {
      const kept = this.fresh(seconds)
      if (kept) return { ok: true, plan: { ...kept } }
      let number = 0
      const result = await sdkAttempt(async () => {
        const answer = await this.ask(call, sendAndTell)
        number = answer.number
        return answer.reply
      })(call)
      if (result.ok) this.keep(result.plan, number)
      return result
    }
  }

  private fresh(seconds: number): GrayReleasePlan | undefined {
    if (!this.kept) return undefined
    const age = this.now() - this.kept.at
    // A clock that was set back makes the age negative: then nothing is known of it.
    return age >= 0 && age < seconds * 1000 ? this.kept.plan : undefined
  }

  /**
   * An answer that nobody waits for any more never arrives here: the instance may have been frozen
   * since, and the plan be old.
   */
  private ask(call: Call, send: SendRequest): Promise<{ reply: unknown; number: number }> {
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
    // Answered late, after a request that was sent later.
    if (this.kept && this.kept.number > number) return
    this.kept = { plan: { ...plan }, at: this.now(), number }
  }
}
