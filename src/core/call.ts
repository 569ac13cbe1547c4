import { listen, unlisten } from './abort'
import { createError, type GrayReleasePlanError } from './error'
import { type ErrorKind, type Hint, hintFor } from './error-codes'
import type { Limits } from './options'
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

/** One attempt; what went wrong is in its outcome. */
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
 *
 * @param hintOf - what to do about an error of the call's own; it depends on the way of calling
 */
export async function callWithin<Good extends Success>(
  { timeoutMs, retries, signal }: Limits,
  attempt: Attempt<Good>,
  hintOf: (kind: ErrorKind) => Hint = hintFor,
): Promise<Outcome<Good>> {
  if (signal?.aborted) return { ok: false, error: abortedError(0, signal.reason, hintOf) }
  const startedAt = now()
  const msLeft = (): number => timeoutMs - (now() - startedAt)
  const call: Call = { attempts: 0, onEnd: undefined }
  let ended = false
  let wait: NodeJS.Timeout | undefined
  let last: GrayReleasePlanError | undefined
  let end!: (reason: 'aborted' | 'late') => void
  const endedEarly = new Promise<'aborted' | 'late'>((resolve) => {
    end = resolve
  })

  const tryAll = async (): Promise<Outcome<Good> | 'late'> => {
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
      // This process may have stood still past the deadline, whose timer comes after that of a wait.
      if (msLeft() <= 0) return 'late'
      wait = undefined
    }
  }

  let aborted = false
  const onAbort = (): void => {
    aborted = true
    end('aborted')
  }
  const deadline = setTimeout(() => end('late'), timeoutMs)
  try {
    if (signal) listen(signal, onAbort)
    // A stand-in may abort while it is being listened to.
    const outcome = aborted ? 'aborted' : await Promise.race([endedEarly, tryAll()])
    if (outcome === 'aborted') {
      return { ok: false, error: abortedError(call.attempts, signal?.reason, hintOf) }
    }
    if (outcome !== 'late') return outcome
    if (wait && last) return { ok: false, error: last }
    return { ok: false, error: timeoutError(timeoutMs, call.attempts, last, hintOf) }
  } finally {
    ended = true
    clearTimeout(deadline)
    clearTimeout(wait)
    call.onEnd?.()
    if (signal) unlisten(signal, onAbort)
  }
}

/** Milliseconds on a clock that nobody sets. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

const abortedError = (
  attempts: number,
  reason: unknown,
  hintOf: (kind: ErrorKind) => Hint,
): GrayReleasePlanError =>
  createError('aborted', {
    hint: hintOf('aborted'),
    errMsg: 'the call was aborted by the signal of its caller',
    attempts,
    cause: { value: reason },
  })

function timeoutError(
  timeoutMs: number,
  attempts: number,
  last: GrayReleasePlanError | undefined,
  hintOf: (kind: ErrorKind) => Hint,
): GrayReleasePlanError {
  const errMsg = `no answer within ${Math.round(timeoutMs)} ms`
  return createError('timeout', {
    hint: hintOf('timeout'),
    errMsg: last ? `${errMsg}; the attempt before failed: ${last.errMsg}` : errMsg,
    attempts,
    ...(last && { cause: { value: last.cause } }),
  })
}
