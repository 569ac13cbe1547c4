import * as z from 'zod/mini'
import { createError, type GrayReleasePlanError } from './error'
import { kindOfCode } from './error-codes'
import { ErrorException } from './exception'
import { orUndefined, read, toCode } from './read'

/**
 * Where strings are kept between processes: a file, Redis, a row of a database. A method that fails
 * rejects; of what it throws, only the name and the code are reported.
 */
export interface Store {
  /** Resolves with the value of a key; `undefined` if there is none. */
  get(key: string): Promise<string | undefined>
  /**
   * Replaces a value only if it still is the one that was read, atomically.
   *
   * @param before - the value that was read; `undefined` means: only if there is no value
   * @returns whether the value was replaced
   */
  compareAndSet(key: string, before: string | undefined, next: string): Promise<boolean>
}

/** The schema of an option that is a store. */
export const storeOption = z.custom<Store>(
  (value) => ['get', 'compareAndSet'].every((key) => typeof read(value, key) === 'function'),
  'must be a store with get and compareAndSet',
)

/** The error for what a store threw, without its message, which may contain a connection string. */
export function storeError(thrown: unknown, attempts: number): GrayReleasePlanError {
  // Even the prototype of what was thrown may be unreadable: that of a revoked proxy is.
  const own = orUndefined(() => (thrown instanceof ErrorException ? thrown.error : undefined))
  if (own) return own
  const errCode = toCode(read(thrown, 'errCode'))
  const known = kindOfCode(errCode)
  const kind = known === 'unknown' ? 'system' : known
  return createError(kind, {
    errCode: known === 'unknown' ? 0 : errCode,
    errMsg: `the store failed${nameAndCode(thrown)}`,
    attempts,
    ...(kind === 'system' && { hint: STORE_HINT }),
    cause: { value: thrown },
  })
}

/** What a message may say about something that a caller's own function threw: ` (Error, ECONNREFUSED)`. */
export function nameAndCode(thrown: unknown): string {
  const words = [read(thrown, 'name'), read(thrown, 'code')].filter(isWord)
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

/** Names and codes look like this; a message doesn't. */
const isWord = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && /^-?\w{1,48}$/.test(String(value))

/** What to do about a store that fails or doesn't answer. */
export const STORE_HINT = {
  zh: '存储读写失败：请检查存储服务及其连接。',
  en: 'The store could not be read or written: check that it is running and reachable.',
}
