import * as z from 'zod/mini'
import { type GrayReleasePlanError, invalidOption } from './error'

/**
 * The part of `AbortSignal` that is used. The declarations need neither the DOM's types nor Node's,
 * and a polyfill is enough before Node.js 15.
 */
export interface AbortSignalLike {
  /** Whether it was aborted; read only at the start of a call. */
  readonly aborted: boolean
  /** Becomes the `cause` of the error, except over HTTPS if a function provides the token. */
  readonly reason?: unknown
  /** Called once, at the start of the call. */
  addEventListener(type: 'abort', listener: () => void): void
  /** Called when the call ends, so that a longer-lived signal keeps no reference to it. */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** How long a call may take, and how often it is attempted. */
export interface CallOptions {
  /**
   * The limit for the whole call in milliseconds, including retries and waits; 1 to 2^31-1. Each entry
   * has its own default.
   */
  timeoutMs?: number | null | undefined
  /**
   * Extra attempts after a retryable error; an integer, 0 or more. 0 means exactly one call. The waits
   * between them grow exponentially, with full jitter.
   *
   * @default 2
   */
  retries?: number | null | undefined
  /** Ends the call immediately, even during a wait, with an error of kind `aborted`. */
  signal?: AbortSignalLike | null | undefined
}

/** {@link CallOptions}, validated, with defaults. */
export interface Limits {
  timeoutMs: number
  retries: number
  signal?: AbortSignalLike | undefined
}

/** A valid value, or the error. */
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
const RETRIES_RULE = 'must be an integer, 0 or more'
const SIGNAL_RULE = 'must be an AbortSignal, such as new AbortController().signal'

/** Whether a value is an integer, 0 or more. */
export const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0

/** Checks for a number within these limits. */
export const isNumberWithin =
  (min: number, max: number) =>
  (value: unknown): boolean =>
    typeof value === 'number' && value >= min && value <= max

/** A field that may be absent or `null`. It needs one schema less than `z.nullish`, for the cold start. */
export const optional = <T>(accepts: (value: unknown) => boolean, rule: string) =>
  z.optional(z.custom<T | null>((value) => value === null || accepts(value), rule))

/** The fields of {@link CallOptions}, for the schema of each entry's options. */
export const callOptions = {
  timeoutMs: optional<number>(isNumberWithin(1, MAX_TIMER_MS), TIMEOUT_RULE),
  retries: optional<number>(isCount, RETRIES_RULE),
  signal: optional<AbortSignalLike>(isAbortSignal, SIGNAL_RULE),
}

/**
 * Validates options; `undefined` and `null` mean none. The error reports the first issue, such as
 * `options.timeoutMs must be …`.
 *
 * @param name - the name of the options in the message
 * @param reject - creates the error
 */
export function parseOptions<T>(
  schema: z.ZodMiniType<T>,
  options: unknown,
  name = 'options',
  reject: (errMsg: string) => GrayReleasePlanError = invalidOption,
): Checked<T> {
  const parsed = schema.safeParse(options ?? {})
  if (parsed.success) return { value: parsed.data }
  const { path, message } = parsed.error.issues[0] as { path: PropertyKey[]; message: string }
  return { error: reject(`${[name, ...path].join('.')} ${message}`) }
}

/** The limits of valid options; each entry has its own default for the deadline. */
export const limitsOf = (options: CallOptions, defaultTimeoutMs: number): Limits => ({
  timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  retries: options.retries ?? 2,
  signal: options.signal ?? undefined,
})
