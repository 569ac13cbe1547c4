import { createError, type GrayReleasePlanError } from './error'

/**
 * What this package uses of an `AbortSignal`. Written out, so that the declarations need neither the
 * DOM's types nor Node's, and so that a polyfill will do where Node.js has none of its own (before 15).
 */
export interface AbortSignalLike {
  /** Whether the call is to end; read at its start only. */
  readonly aborted: boolean
  /** Why; becomes the `cause` of the error, but over HTTPS not where a function gives the token. */
  readonly reason?: unknown
  /** Called once, at the start of the call. */
  addEventListener(type: 'abort', listener: () => void): void
  /** Called when the call ends, so that a signal that lives on keeps nothing of it. */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** How long a call may take and how often it is tried. */
export interface CallOptions {
  /**
   * Limit for the whole call in milliseconds, retries and waits included; 1 to 2^31-1. What is left
   * of it bounds every wait, so that a call never lasts longer. Each entry has a default of its own.
   */
  timeoutMs?: number | null | undefined
  /**
   * Extra attempts after a retryable error: whole, 0 or more. 0 means exactly one call.
   * The waits between them grow exponentially, with full jitter.
   *
   * @default 2
   */
  retries?: number | null | undefined
  /** Ends the call at once, in the middle of a wait too, with an error of kind `aborted`. */
  signal?: AbortSignalLike | null | undefined
}

/** {@link CallOptions}, checked and with the defaults filled in. */
export interface Limits {
  timeoutMs: number
  retries: number
  signal?: AbortSignalLike
}

/** A value that passed its check, or the reason why it did not, as an error of kind `environment`. */
export type Checked<T> =
  | { value: T; error?: never }
  | { value?: never; error: GrayReleasePlanError }

/** The largest delay that a timer takes, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** An error for what the program itself got wrong: nothing was called. */
export const misuse = (errMsg: string, cause?: { value: unknown }): GrayReleasePlanError =>
  createError('environment', { errMsg, attempts: 0, ...(cause && { cause }) })

/** Options as they came, before anything in them is believed. */
export type GivenOptions = { readonly [name: string]: unknown }

/** Runs a check over options; `undefined` and `null` stand for none. Never throws, whatever they are. */
export function checkOptions<T>(
  options: unknown,
  check: (given: GivenOptions) => Checked<T>,
  example = '{ timeoutMs: 2500, retries: 2 }',
): Checked<T> {
  try {
    const given = options ?? {}
    if (typeof given !== 'object' || Array.isArray(given)) {
      return { error: misuse(`options must be an object, such as ${example}`) }
    }
    return check(given as GivenOptions)
  } catch (hostile) {
    return {
      error: misuse('options could not be read: a getter or proxy threw', { value: hostile }),
    }
  }
}

/** Checks the limits among the options; `undefined` and `null` stand for the default of each. */
export function checkLimits(given: GivenOptions, defaultTimeoutMs: number): Checked<Limits> {
  const timeoutMs = given['timeoutMs'] ?? defaultTimeoutMs
  if (!isNumber(timeoutMs) || !(timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS)) {
    return { error: misuse(`options.timeoutMs must be a number from 1 to ${MAX_TIMER_MS}`) }
  }
  const retries = given['retries'] ?? 2
  if (!isNumber(retries) || !Number.isInteger(retries) || retries < 0) {
    return { error: misuse('options.retries must be a whole number, 0 or more') }
  }
  const signal = given['signal'] ?? undefined
  if (signal === undefined) return { value: { timeoutMs, retries } }
  if (!isAbortSignal(signal)) {
    return { error: misuse('options.signal must be an AbortSignal, as of new AbortController()') }
  }
  return { value: { timeoutMs, retries, signal } }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

function isAbortSignal(value: unknown): value is AbortSignalLike {
  const signal = value as AbortSignalLike
  return (
    typeof signal.aborted === 'boolean' &&
    typeof signal.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function'
  )
}
