import { listen, unlisten } from '../core/abort'
import { createError } from '../core/error'
import type { AbortSignalLike } from '../core/options'
import { isText, parseJson, read } from '../core/read'
import type { Store } from '../core/store'
import { Renewal } from './renewal'
import { safeCause } from './secrets'
import { exceptionFor, type StableAccessTokenException } from './stable-access-token-exception'
import { type AccessTokenHint, connecting } from './token'

/**
 * Returns the token that it keeps, or with `{ refresh: true }` one that WeChat has just issued; the kept
 * one will do if it is newer than the one `refused`.
 */
export type StableAccessToken = (hint?: AccessTokenHint) => Promise<string>

/** A token as WeChat issued it. */
export interface Issued {
  token: string
  lifetimeS: number
  /** For the next request; absent if there is none. */
  refreshToken?: string | undefined
}

/** A token as it is kept, in the process and as JSON in a store. */
export interface Kept {
  token: string
  refreshToken?: string | undefined
  /** When it was requested, and until when it is used, in Unix milliseconds. */
  from: number
  until: number
}

/** What makes a token function. */
export interface TokenSettings {
  /** Where the store keeps it. */
  key: string
  store?: Store | null | undefined
  /** Requests a token; throws only exceptions of ours. */
  issue(renewal: Renewal, kept: Kept | undefined): Promise<Issued>
}

/** A token is used until this long before it expires, so that it outlives the call. */
const MARGIN_MS = 300_000

/** The refresh token is not valid. */
export const REFRESH_TOKEN_REJECTED = 61023

/** How often another process may be faster until the store counts as failed. */
const STORE_TRIES = 5

/** Makes a token function: it keeps its token, in a store too, and its callers share a request. */
export function tokenFunction({ key, store, issue }: TokenSettings): StableAccessToken {
  let kept: Kept | undefined
  /** Whether what is kept must still be stored before it is used. */
  let unsaved = false
  /** The token that WeChat rejected. */
  let rejected: string | undefined
  let current: Renewal | undefined
  let answer: Promise<string>

  const inStore = async <T>(renewal: Renewal, call: () => Promise<T>): Promise<T> => {
    const late = () => Object.assign(new Error(), { name: 'TimeoutError' })
    try {
      return await renewal.within(Promise.resolve().then(call), late)
    } catch (thrown) {
      throw storeFailure(thrown)
    }
  }

  /** Lets the process and the store have the token that was requested last. */
  const synchronize = async (renewal: Renewal, shared: Store): Promise<void> => {
    for (let tries = 0; tries < STORE_TRIES; tries += 1) {
      const before = await inStore(renewal, () => shared.get(key))
      const stored = readKept(before)
      const own = kept
      const isNewer = own && (!stored || own.from > stored.from)
      if (!isNewer) kept = stored
      const saved =
        !isNewer ||
        (await inStore(renewal, () => shared.compareAndSet(key, before, JSON.stringify(own))))
      unsaved = !saved
      if (saved) return
    }
    throw storeFailure({ code: 'CONFLICT' })
  }

  const renew = async (renewal: Renewal): Promise<string> => {
    if (store) await synchronize(renewal, store)
    if (kept && isUsable(kept)) return kept.token
    const requestedAt = Date.now()
    const reply = await issue(renewal, kept).catch(async (thrown: StableAccessTokenException) => {
      if (!store || thrown.errCode !== REFRESH_TOKEN_REJECTED) throw thrown
      // Another process may have used the same refresh token, and be about to store its new one.
      for (let tries = 0; tries < 10 && renewal.waiting > 0; tries += 1) {
        await synchronize(renewal, store)
        if (kept && isUsable(kept)) return undefined
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw thrown
    })
    if (!reply) return (kept as Kept).token
    const { lifetimeS, ...issued } = reply
    kept = {
      ...issued,
      // Clocks of several processes differ.
      from: Math.max(requestedAt, kept ? kept.from + 1 : 0),
      until: requestedAt + lifetimeS * 1000 - MARGIN_MS,
    }
    rejected = undefined
    unsaved = Boolean(store)
    if (store) await synchronize(renewal, store)
    return kept.token
  }

  /** A clock that was set back further than the margin says nothing about the age of a token. */
  const isUsable = ({ token, from, until }: Kept): boolean => {
    const now = Date.now()
    return token !== rejected && now >= from - MARGIN_MS && now < until
  }

  return (hint) => {
    const { refresh, refused = kept?.token, signal } = hint ?? {}
    if (refresh && refused === kept?.token) rejected = refused
    if (kept && !unsaved && isUsable(kept)) return Promise.resolve(kept.token)
    if (signal?.aborted) return Promise.reject(gaveUp())
    const joined = current ?? new Renewal()
    joined.waiting += 1
    if (joined !== current) {
      current = joined
      answer = renew(joined)
      const end = (): void => {
        if (current === joined) current = undefined
      }
      answer.then(end, end)
    }
    if (hint) connecting.set(hint, () => joined.step.isConnecting())
    if (!signal) return answer
    return untilAborted(signal, answer, () => {
      joined.waiting -= 1
      if (joined.waiting === 0 && joined.step.abandon() && current === joined) current = undefined
    })
  }
}

/** A text that can't be read counts as none. */
function readKept(text: string | undefined): Kept | undefined {
  const value = text === undefined ? undefined : parseJson(text)
  const [token, from, until, refreshToken] = ['token', 'from', 'until', 'refreshToken'].map(
    (name) => read(value, name),
  )
  if (!isText(token) || typeof from !== 'number' || typeof until !== 'number') return undefined
  return { token, from, until, ...(isText(refreshToken) && { refreshToken }) }
}

/** Of what a store throws, only the name and the code are passed on. */
function storeFailure(thrown: unknown): StableAccessTokenException {
  const cause = safeCause(thrown)
  const names = [cause?.name, cause?.code].filter((one) => one !== undefined)
  return exceptionFor(
    createError('system', {
      errMsg: `the store of the token failed: ${names.join(' ') || typeof thrown}`,
      attempts: 0,
      hint: STORE_HINT,
      cause: cause && { value: cause },
    }),
  )
}

const STORE_HINT = {
  zh: '读写凭证的 store 失败：请检查 store（如 Redis）及其连接，稍后可以重试。',
  en: 'The store of the token could not be read or written: check the store, such as Redis, and its connection, then try again.',
}

/** Of a caller that stops waiting at the abort of its signal. */
export const gaveUp = (): StableAccessTokenException =>
  exceptionFor(
    createError('aborted', { errMsg: 'the caller no longer waits for a token', attempts: 0 }),
  )

/** The answer, for a caller that stops waiting at the abort of its signal. */
function untilAborted(
  signal: AbortSignalLike,
  answer: Promise<string>,
  leave: () => void,
): Promise<string> {
  let onAbort!: () => void
  const waiting = new Promise<string>((resolve, reject) => {
    onAbort = () => {
      leave()
      reject(gaveUp())
    }
    listen(signal, onAbort)
    answer.then(resolve, reject)
  })
  const stop = (): void => unlisten(signal, onAbort)
  waiting.then(stop, stop)
  return waiting
}
