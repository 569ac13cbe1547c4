import type { Attempt, Call } from '../../core/call'
import type { GrayReleasePlan } from '../../core/plan'
import { readReply, type SendRequest, sdkAttempt } from '../../sdk/get-gray-release-plan'

/** How long a plan is kept, in seconds: 0 (off) to 3600. */
export const CACHE_SECONDS = 'GRAY_RELEASE_CACHE_SECONDS'
const DEFAULT_SECONDS = 10

/** Reads {@link CACHE_SECONDS}; anything but a number from 0 to 3600 counts as the default. */
export function cacheSeconds(value: string | undefined): number {
  const text = (value ?? '').trim()
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return seconds >= 0 && seconds <= 3600 ? seconds : DEFAULT_SECONDS
}

/** A request under way that later calls may share. */
interface Flight {
  /** Counts the requests of the instance. */
  number: number
  reply: Promise<unknown>
  /** Calls that still wait for it. */
  waiting: number
}

/**
 * Keeps the last plan of an instance and lets calls share a request under way. Errors are never
 * kept: each call maps and retries them by itself, so each has a deadline and a copy of its own.
 */
export class PlanCache {
  private kept: { plan: GrayReleasePlan; at: number; number: number } | undefined
  private flight: Flight | undefined
  private flights = 0

  /** @param now - wall-clock milliseconds: it goes on while the platform freezes the instance */
  constructor(private readonly now = () => Date.now()) {}

  /** An attempt that asks the cache first, then a request under way, and only then sends one. */
  attempt(send: SendRequest, seconds: number, onSend: () => void): Attempt {
    const sendAndTell: SendRequest = () => {
      onSend()
      return send()
    }
    if (seconds === 0) return sdkAttempt(sendAndTell)
    return (call) => {
      const kept = this.fresh(seconds)
      if (kept) return Promise.resolve({ ok: true, plan: { ...kept } })
      return sdkAttempt(() => this.join(call, sendAndTell))(call)
    }
  }

  private fresh(seconds: number): GrayReleasePlan | undefined {
    if (!this.kept) return undefined
    const age = this.now() - this.kept.at
    // A clock that was set back makes the age negative: then nothing is known of it.
    return age >= 0 && age < seconds * 1000 ? this.kept.plan : undefined
  }

  private join(call: Call, send: SendRequest): Promise<unknown> {
    const flight = this.flight ?? this.start(send)
    flight.waiting += 1
    call.onEnd = () => {
      flight.waiting -= 1
      // Its deadline passed or it gave up: later calls must not hang on the same silent request.
      this.close(flight)
    }
    return flight.reply
  }

  private start(send: SendRequest): Flight {
    this.flights += 1
    const flight: Flight = {
      number: this.flights,
      reply: new Promise((resolve) => resolve(send())),
      waiting: 0,
    }
    this.flight = flight
    flight.reply.then(
      (reply) => {
        this.close(flight)
        const result = readReply(reply, 0)
        if (result.ok) this.keep(result.plan, flight)
      },
      () => this.close(flight),
    )
    return flight
  }

  private keep(plan: GrayReleasePlan, { number, waiting }: Flight): void {
    // Nobody waits any more: the instance may have been frozen since, and the plan be old.
    if (waiting === 0) return
    // Answered late, after a request that was sent later.
    if (this.kept && this.kept.number > number) return
    this.kept = { plan, at: this.now(), number }
  }

  private close(flight: Flight): void {
    if (this.flight === flight) this.flight = undefined
  }
}
