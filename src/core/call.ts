import { listen, unlisten } from './abort'
import { createError, type GrayReleasePlanError } from './error'
import { type ErrorKind, type Hint, hintFor } from './error-codes'
import type { Limits } from './options'
import type { GetGrayReleasePlanResult } from './result'

/** The state of a call that its attempts share. */
export interface Call {
  /** Requests sent so far; an attempt adds one right before it sends. */
  attempts: number
  /** Set by an attempt: runs if the call ends before the attempt does. */
  onEnd: (() => void) | undefined
}

type Success = { ok: true }
type Plan = Extract<GetGrayReleasePlanResult, Success>

/** The result of a call: a success, by default a plan, or an error. */
export type Outcome<Good extends Success = Plan> = Good | { ok: false; error: GrayReleasePlanError }

/** One attempt. It never rejects: its outcome has the error. */
export type Attempt<Good extends Success = Plan> = (call: Call) => Promise<Outcome<Good>>

/** The upper limit of the first wait; it doubles with each further retry. */
const FIRST_BACKOFF_MS = 200
const MAX_BACKOFF_MS = 10_000

/** Exponential backoff with full jitter, so that callers that failed together don't retry together. */
export const backoffMs = (retry: number, random: number): number =>
  random * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retry)

/**
 * Repeats an attempt while its error is retryable and the limits allow it. Ends the call at its
 * deadline or when its caller aborts it, even if the current attempt never answers. Leaves no timer and
 * no listener behind.
 *
 * @param hintOf - the hints of the way of calling, for `timeout` and `aborted`
 */
export async function callWithin<Good extends Success>(
  { timeoutMs, retries, signal }: Limits,
  attempt: Attempt<Good>,
  hintOf: (kind: ErrorKind) => Hint = hintFor,
): Promise<Outcome<Good>> {
  const startedAt = now()
  const msLeft = (): number => timeoutMs - (now() - startedAt)
  const call: Call = { attempts: 0, onEnd: undefined }
  let ended = false
  let wait: NodeJS.Timeout | undefined
  let last: GrayReleasePlanError | undefined

  const fail = (kind: 'aborted' | 'timeout', errMsg: string, cause?: { value: unknown }) => {
    const error = createError(kind, { errMsg, hint: hintOf(kind), attempts: call.attempts, cause })
    return { ok: false as const, error }
  }
  const aborted = () => fail('aborted', 'the caller aborted the call', { value: signal?.reason })
  if (signal?.aborted) return aborted()
  const late = () => {
    const errMsg = `no answer within ${Math.round(timeoutMs)} ms`
    if (!last) return fail('timeout', errMsg)
    if (wait) return { ok: false as const, error: last }
    const after = `; the previous attempt failed: ${last.errMsg}`
    return fail('timeout', errMsg + after, { value: last.cause })
  }

  const tryAll = async (): Promise<Outcome<Good>> => {
    for (let retry = 0; ; retry += 1) {
      const outcome = await attempt(call)
      if (ended) return outcome
      call.onEnd = undefined
      if (outcome.ok || !outcome.error.retryable || retry >= retries) return outcome
      const delay = backoffMs(retry, Math.random())
      if (delay >= msLeft()) return outcome
      last = outcome.error
      await new Promise<void>((resolve) => {
        wait = setTimeout(() => resolve(), delay)
      })
      // If the process was suspended past the deadline, the timer of the wait fires first.
      if (msLeft() <= 0) return outcome
      wait = undefined
    }
  }

  // What ends the call says only how: `signal.reason` may throw, and in a listener nobody could catch it.
  let end!: (early: typeof aborted | typeof late) => void
  const endedEarly = new Promise<typeof aborted | typeof late>((resolve) => {
    end = resolve
  })
  const onAbort = (): void => end(aborted)
  const deadline = setTimeout(() => end(late), timeoutMs)
  try {
    if (signal) listen(signal, onAbort)
    const outcome = await Promise.race([endedEarly, tryAll()])
    return typeof outcome === 'function' ? outcome() : outcome
  } finally {
    ended = true
    clearTimeout(deadline)
    clearTimeout(wait)
    call.onEnd?.()
    if (signal) unlisten(signal, onAbort)
  }
}

/** Milliseconds on a monotonic clock. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
