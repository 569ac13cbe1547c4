import { createError, type GrayReleasePlanError, guarded, read } from './error'
import { type Limits, misuse } from './options'
import type { GetGrayReleasePlanResult } from './result'

/** A call as its attempts see it. */
export interface Call {
  /** Requests sent so far: an attempt adds one right before it sends. */
  attempts: number
  /** Set by an attempt under way: what to do when the call ends before the attempt does. */
  onEnd: (() => void) | undefined
}

type Success = { ok: true }
type Plan = Extract<GetGrayReleasePlanResult, Success>

/** What a call comes to: its success, which is a plan unless said otherwise, or why there is none. */
export type Outcome<Good extends Success = Plan> = Good | { ok: false; error: GrayReleasePlanError }

/** One attempt. It never throws and never rejects; what went wrong is in its outcome. */
export type Attempt<Good extends Success = Plan> = (call: Call) => Promise<Outcome<Good>>

/** The wait before the first retry is drawn from 0 to this many milliseconds; each further one doubles it. */
const FIRST_BACKOFF_MS = 200
const MAX_BACKOFF_MS = 10_000

/** Exponential backoff with full jitter, so that callers that failed together do not return together. */
export const backoffMs = (retry: number, random: number): number =>
  random * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retry)

/**
 * Repeats an attempt while its error is retryable and within the limits, and ends the call at its
 * deadline or the caller's abort, whether or not the attempt under way ever answers. Once the result
 * is there, no timer and no listener of the call is left.
 */
export function callWithin<Good extends Success>(
  limits: Limits,
  attempt: Attempt<Good>,
): Promise<Outcome<Good>> {
  return new Promise((resolve) => {
    const { timeoutMs, retries, signal } = limits
    const startedAt = now()
    const call: Call = { attempts: 0, onEnd: undefined }
    let retry = 0
    let last: GrayReleasePlanError | undefined
    let wait: NodeJS.Timeout | undefined
    let ended = false

    const end = (result: Outcome<Good>): void => {
      if (ended) return
      ended = true
      clearTimeout(deadline)
      clearTimeout(wait)
      call.onEnd?.()
      if (signal) guarded(() => signal.removeEventListener('abort', onAbort))
      resolve(result)
    }
    const fail = (error: GrayReleasePlanError): void => end({ ok: false, error })

    const onAbort = (): void => fail(abortedError(call.attempts, read(signal, 'reason')))
    const onDeadline = (): void =>
      fail(wait !== undefined && last ? last : timeoutError(timeoutMs, call.attempts, last))

    const settle = (result: Outcome<Good>): void => {
      if (ended) return
      call.onEnd = undefined
      if (result.ok || !result.error.retryable || retry >= retries) return end(result)
      const delay = backoffMs(retry, Math.random())
      if (delay >= timeoutMs - (now() - startedAt)) return end(result)
      retry += 1
      last = result.error
      wait = setTimeout(next, delay)
    }
    const next = (): void => {
      if (ended) return
      // This process may have stood still past the deadline, whose timer comes after that of a wait.
      if (wait !== undefined && now() - startedAt >= timeoutMs) return onDeadline()
      wait = undefined
      void attempt(call).then(settle)
    }

    const deadline = setTimeout(onDeadline, timeoutMs)
    if (signal) {
      if (read(signal, 'aborted') === true) return onAbort()
      const thrown = guarded(() => signal.addEventListener('abort', onAbort))
      if (thrown) return fail(misuse('options.signal could not be listened to: it threw', thrown))
    }
    next()
  })
}

/** Milliseconds on a clock that nobody sets. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

const abortedError = (attempts: number, reason: unknown): GrayReleasePlanError =>
  createError('aborted', {
    errMsg: 'the call was aborted by the signal of its caller',
    attempts,
    cause: { value: reason },
  })

function timeoutError(
  timeoutMs: number,
  attempts: number,
  last: GrayReleasePlanError | undefined,
): GrayReleasePlanError {
  const errMsg = `no answer within ${timeoutMs} ms`
  return createError('timeout', {
    errMsg: last ? `${errMsg}; the attempt before failed: ${last.errMsg}` : errMsg,
    attempts,
    ...(last && { cause: { value: last.cause } }),
  })
}
