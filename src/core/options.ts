import * as z from 'zod/mini'
import { type GrayReleasePlanError, invalidOption } from './error'

/**
 * What this package uses of an `AbortSignal`. Written out, so that the declarations need neither the
 * DOM's types nor Node's, and so that a polyfill will do where Node.js has no AbortSignal (before 15).
 */
export interface AbortSignalLike {
  /** Whether the call is to end; read at its start only. */
  readonly aborted: boolean
  /** Why; becomes the `cause` of the error, except over HTTPS if a function gives the token. */
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
  signal?: AbortSignalLike | undefined
}

/** A value that passed its check, or the reason why it did not. */
export type Checked<T> =
  | { value: T; error?: never }
  | { value?: never; error: GrayReleasePlanError }

/** The largest delay that a timer takes, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1

const isAbortSignal = (value: unknown): boolean => {
  const signal = value as AbortSignalLike | undefined
  return (
    typeof signal === 'object' &&
    typeof signal.aborted === 'boolean' &&
    typeof signal.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function'
  )
}

const TIMEOUT_RULE = `must be a number from 1 to ${MAX_TIMER_MS}`
const RETRIES_RULE = 'must be a whole number, 0 or more'
const SIGNAL_RULE = 'must be an AbortSignal, such as new AbortController().signal'

/** Whether a value is a whole number, 0 or more. */
export const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0

/** Checks for a number within these limits. */
export const isNumberWithin =
  (min: number, max: number) =>
  (value: unknown): boolean =>
    typeof value === 'number' && value >= min && value <= max

/** A field that may be absent or `null`: one schema less than `z.nullish`, which counts at a cold start. */
export const optional = <T>(accepts: (value: unknown) => boolean, rule: string) =>
  z.optional(z.custom<T | null>((value) => value === null || accepts(value), rule))

/** The fields of {@link CallOptions}, for the schema of each entry's options. */
export const callOptions = {
  timeoutMs: optional<number>(isNumberWithin(1, MAX_TIMER_MS), TIMEOUT_RULE),
  retries: optional<number>(isWhole, RETRIES_RULE),
  signal: optional<AbortSignalLike>(isAbortSignal, SIGNAL_RULE),
}

/**
 * Reads options by their schema; `undefined` and `null` stand for none. The first thing wrong is told
 * as `options.timeoutMs must be …`.
 *
 * @param name - what the options are called in that
 * @param refuse - makes the error of it
 */
export function parseOptions<T>(
  schema: z.ZodMiniType<T>,
  options: unknown,
  name = 'options',
  refuse: (errMsg: string) => GrayReleasePlanError = invalidOption,
): Checked<T> {
  const parsed = schema.safeParse(options ?? {})
  if (parsed.success) return { value: parsed.data }
  const { path, message } = parsed.error.issues[0] as { path: PropertyKey[]; message: string }
  return { error: refuse(`${[name, ...path].join('.')} ${message}`) }
}

/** The limits among options that were read, with an entry's own default for the deadline. */
export const limitsOf = (options: CallOptions, defaultTimeoutMs: number): Limits => ({
  timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  retries: options.retries ?? 2,
  signal: options.signal ?? undefined,
})
