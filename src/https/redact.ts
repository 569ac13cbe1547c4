import { createError, type GrayReleasePlanError, guarded, read } from '../core/error'
import type { Secrets } from './secrets'

/**
 * The error with every secret out of its words, and in the place of its cause a redacted copy, or
 * nothing where that is not safe.
 */
export function redactError(
  error: GrayReleasePlanError,
  secrets: Secrets,
  withoutCause = false,
): GrayReleasePlanError {
  const { kind, errCode, attempts, retryable, hint } = error
  return createError(kind, {
    errCode,
    errMsg: secrets.redact(error.errMsg),
    attempts,
    retryable,
    hint,
    ...(error.kind === 'invalid_response' && { issues: error.issues }),
    ...(!withoutCause &&
      'cause' in error && { cause: { value: redactedCopy(error.cause, secrets) } }),
  })
}

const MAX_DEPTH = 6
const MAX_VALUES = 200
const MAX_TEXT = 10_000

/**
 * A copy that holds no secret and nothing alive: text is redacted, errors become plain `Error`s
 * without the frames of the original, objects keep their own fields, all else becomes a word.
 * Bounded, and never throws, whatever getters and proxies do.
 */
export function redactedCopy(value: unknown, secrets: Secrets): unknown {
  let values = 0
  const text = (words: string): string => secrets.redact(words).slice(0, MAX_TEXT)

  const copy = (from: unknown, depth: number): unknown => {
    values += 1
    if (typeof from === 'string') return text(from)
    if (typeof from === 'function' || typeof from === 'symbol') return `[${typeof from}]`
    if (typeof from !== 'object' || from === null) return from
    if (depth === MAX_DEPTH || ArrayBuffer.isView(from)) return '[object]'
    const message = read(from, 'message')
    const to = typeof message === 'string' ? errorCopy(from, text(message)) : {}
    for (const key of keysOf(from)) {
      if (values >= MAX_VALUES) break
      const field = read(from, key)
      if (field !== undefined) define(to, text(key), copy(field, depth + 1), true)
    }
    return isArray(from) ? Object.values(to) : to
  }

  const errorCopy = (from: object, message: string): Error => {
    const error = new Error(message)
    const given = read(from, 'name')
    const name = typeof given === 'string' ? text(given) : 'Error'
    define(error, 'name', name, false)
    define(error, 'stack', `${name}: ${message}`, false)
    return error
  }

  return copy(value, 0)
}

/** Asking a revoked proxy throws. */
function isArray(value: unknown): boolean {
  let array = false
  guarded(() => {
    array = Array.isArray(value)
  })
  return array
}

const OF_ERRORS = ['name', 'message', 'stack']

/** Own fields, and those of errors that Node.js hides. */
function keysOf(value: object): string[] {
  let keys: string[] = []
  guarded(() => {
    keys = Object.keys(value)
  })
  if (typeof read(value, 'message') !== 'string') return keys
  return [...new Set([...keys, 'cause', 'errors'])].filter((key) => !OF_ERRORS.includes(key))
}

/** Not an assignment, which `__proto__` would turn into something else. */
const define = (to: object, key: string, value: unknown, enumerable: boolean): unknown =>
  Object.defineProperty(to, key, { value, enumerable, configurable: true, writable: true })
