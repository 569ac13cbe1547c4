import * as z from 'zod/mini'
import { type GrayReleasePlanError, invalidOption } from '../core/error'
import { parseOptions } from '../core/options'
import { parseJson } from '../core/read'
import { type Store, storeError, storeOption } from '../core/store'
import { gaveUp, type Issued, Renewal, stepOf } from './renewal'
import { safeCause, withoutSecrets } from './secrets'
import { exceptionFor, type StableAccessTokenException } from './stable-access-token-exception'
import { type AccessTokenHint, refused } from './token'
import { type TransportOptions, transportOptions } from './transport'

/** What all token functions have in common. */
export interface TokenOptions extends TransportOptions {
  /**
   * Where the token is also kept, so that processes share it and a restart requests none. It contains
   * the token as it is: protect it like the secret. What it throws is reported by name and code only.
   *
   * @default none: the token is kept in the process
   */
  store?: Store | null | undefined
}

/**
 * Returns the token that it keeps, or with `{ refresh: true }` one that WeChat has just issued; a kept
 * one will do if it is newer than the one `refused`.
 */
export type StableAccessToken = (hint?: AccessTokenHint) => Promise<string>

/** A token as it is kept, in the process and as JSON in a store. */
type Kept = z.infer<typeof keptSchema>

const keptSchema = z.object({
  token: z.string(),
  refreshToken: z.optional(z.string()),
  /** Their order: when it was requested, in Unix milliseconds, or just after the one before. */
  from: z.number(),
  /** When it was requested by the clock; absent if that is the same. */
  at: z.optional(z.number()),
  /** Until when it is used, in Unix milliseconds. */
  until: z.number(),
})

/** What makes a token function. */
interface TokenSettings {
  /** Where the store keeps it. */
  key: string
  store?: Store | null | undefined
  /** What is sent for a token, and must not appear in an error. */
  secret?: string
  /** Requests a token, with the refresh token that is kept. Throws only exceptions of ours. */
  issue(renewal: Renewal, refreshToken: string | undefined): Promise<Issued>
}

/** An option that is a string with something in it. */
export const textOption = (rule: string) => z.string(rule).check(z.minLength(1, rule))

export const APPID_RULE = 'must be the AppID of an account, such as "wx…"'

/** The fields of {@link TokenOptions}. */
export const tokenOptions = { ...transportOptions, store: z.nullish(storeOption) }

/**
 * Makes a token function from options, which are read once: a caller may wipe the secret from them
 * afterwards. Never throws: if they are invalid, the function rejects.
 */
export function tokenFunctionOf<T>(
  schema: z.ZodMiniType<T>,
  options: unknown,
  settingsOf: (options: T) => TokenSettings,
): StableAccessToken {
  const invalid = (errMsg: string) =>
    errMsg.startsWith('options.secret') ? refused(errMsg) : invalidOption(errMsg)
  const rejecting = (error: GrayReleasePlanError) => () => Promise.reject(exceptionFor(error))
  try {
    const { value, error } = parseOptions(schema, options, 'options', invalid)
    return error ? rejecting(error) : tokenFunction(settingsOf(value))
  } catch (thrown) {
    const cause = { value: safeCause(thrown) }
    return rejecting(invalidOption('options could not be read: it threw', cause))
  }
}

/** A token is used until this long before it expires, so that it outlives the call. */
const MARGIN_MS = 300_000

/** The refresh token is not valid. */
export const REFRESH_TOKEN_REJECTED = 61023

/** How often another process may be faster until the store counts as failed. */
const STORE_TRIES = 5

/**
 * Makes a token function. It returns the token that it keeps. If that must not be used, its callers
 * share a renewal, which looks for a newer token in the store, or else requests and stores one.
 */
function tokenFunction({ key, store, secret, issue }: TokenSettings): StableAccessToken {
  let kept: Kept | undefined
  /** Whether what is kept must still be stored before it is used. */
  let unsaved = false
  /** The token that WeChat rejected. */
  let rejected: string | undefined
  let renewal: Renewal | undefined

  /** The token that is kept, if it may be used. */
  const usable = (): string | undefined => {
    if (!kept || unsaved || kept.token === rejected) return undefined
    const { token, from, at = from, until } = kept
    const now = Date.now()
    // A clock that was set back further than the margin says nothing about the age of a token.
    return now >= at - MARGIN_MS && now < until ? token : undefined
  }

  /** Lets the process and the store keep the token that was requested last. */
  const synchronize = async (shared: Store, current: Renewal): Promise<void> => {
    const inStore = <T>(call: () => Promise<T>): Promise<T> => {
      const answer = Promise.resolve().then(call)
      const step = stepOf(answer.catch((thrown) => Promise.reject(storeFailure(thrown))))
      return current.wait(step, () => storeFailure({ name: 'TimeoutError' }))
    }
    for (let tries = 0; tries < STORE_TRIES; tries += 1) {
      const before = await inStore(() => shared.get(key))
      // A value that can't be read counts as none.
      const stored = keptSchema.safeParse(parseJson(before ?? '')).data
      const own = kept
      if (!own || (stored && stored.from >= own.from)) {
        kept = stored
        unsaved = false
        return
      }
      unsaved = !(await inStore(() => shared.compareAndSet(key, before, JSON.stringify(own))))
      if (!unsaved) return
    }
    throw storeFailure({ code: 'CONFLICT' })
  }

  const renew = async (current: Renewal): Promise<string> => {
    if (store) await synchronize(store, current)
    const known = usable()
    if (known) return known
    for (const text of [secret, kept?.token]) if (text) current.secrets.add(text)
    const requestedAt = Date.now()
    let issued: Issued
    try {
      issued = await issue(current, kept?.refreshToken)
    } catch (thrown) {
      const { errCode } = thrown as StableAccessTokenException
      const other =
        store && errCode === REFRESH_TOKEN_REJECTED && (await awaitOther(store, current))
      if (other) return other
      throw thrown
    }
    const { lifetimeS, ...tokens } = issued
    kept = {
      ...tokens,
      // Clocks of several processes differ, and a clock may be set back.
      from: Math.max(requestedAt, kept ? kept.from + 1 : 0),
      at: requestedAt,
      until: requestedAt + lifetimeS * 1000 - MARGIN_MS,
    }
    rejected = undefined
    if (store) {
      unsaved = true
      await synchronize(store, current)
    }
    return kept.token
  }

  /** Another process may have used the same refresh token, and be about to store its new one. */
  const awaitOther = async (shared: Store, current: Renewal): Promise<string | undefined> => {
    for (let tries = 0; tries < 10 && current.waiting > 0; tries += 1) {
      await synchronize(shared, current)
      const other = usable()
      if (other) return other
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return undefined
  }

  return (hint) => {
    const { refresh, refused: old = kept?.token, signal } = hint ?? {}
    if (refresh && old === kept?.token) rejected = old
    const token = usable()
    if (token) return Promise.resolve(token)
    if (signal?.aborted) return Promise.reject(gaveUp())
    if (!renewal || renewal.isOver) renewal = new Renewal(renew)
    return renewal.join(hint)
  }
}

/** Of what a store throws, only the name and the code are passed on. */
const storeFailure = (thrown: unknown): Error =>
  exceptionFor(withoutSecrets(storeError(thrown, 0), []))
