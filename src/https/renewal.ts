import { createController } from '../core/abort'
import { createError, invalidResponse } from '../core/error'
import { isText, read } from '../core/read'
import { nameAndCode } from '../core/store'
import { apiUrl, DEFAULT_BASE_URL } from './base-url'
import { type GivenOption, hintOverHttps, NOT_CONNECTED, notGiven, WRONG_SECRET } from './hints'
import { readResponse } from './read-response'
import { withoutSecrets } from './secrets'
import {
  exceptionFor,
  failureOf,
  type StableAccessTokenException,
} from './stable-access-token-exception'
import { connecting, refused, tokenHint } from './token'
import { sendRequest, type TransportOptions } from './transport'

/** A token as WeChat issued it. */
export interface Issued {
  token: string
  lifetimeS: number
  /** For the next request; absent if there is none. */
  refreshToken?: string | undefined
}

/** A request for a token. */
export interface TokenRequest {
  /** The path of the API, with the query. */
  path: string
  json: object
  /** The field of the reply that contains the token. */
  field: string
  /** The field that contains the next refresh token, if the API issues one. */
  refreshField?: string
}

/** Something that a renewal waits for. */
interface Step {
  /** Whether it has no connection yet. */
  isConnecting(): boolean
  /** Ends it because nobody waits for it any more; `false` if it must not be ended. */
  abandon(): boolean
}

/** Limit of each step in milliseconds, because no caller's deadline can bind a shared one. */
const STEP_LIMIT_MS = 10_000

const IDLE: Step = { isConnecting: () => false, abandon: () => true }

/** The renewal of a token, for all callers that wait for it. Throws only exceptions of ours. */
export class Renewal {
  waiting = 0
  step = IDLE
  /** What must not appear in an error. */
  readonly secrets = new Set<string>()

  /** Waits for one step, but no longer than its limit: then `late` returns what is thrown. */
  within<T>(work: Promise<T>, late: () => Error, step = IDLE): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(late()), STEP_LIMIT_MS)
      const end = (): void => {
        clearTimeout(timer)
        this.step = IDLE
      }
      const abandon = (): boolean => {
        const ended = step.abandon()
        if (ended) clearTimeout(timer)
        return ended
      }
      this.step = { ...step, abandon }
      work.then(end, end)
      work.then(resolve, reject)
    })
  }

  /**
   * Reads an option that is a string or a function that returns one, such as a token function. Of what
   * the function throws, only the name and the code are passed on, unless it is an exception of ours.
   *
   * @param rejected - the token of this function that WeChat rejected
   */
  async read(source: unknown, name: GivenOption, rejected?: string): Promise<string> {
    const controller = createController()
    const hint = tokenHint(rejected, controller.signal)
    const call = async (): Promise<unknown> =>
      typeof source === 'function' ? source(hint) : source
    const fail = (problem: string) =>
      exceptionFor(refused(`options.${name} ${problem}`, 0, notGiven(name)))
    const value = await this.within(
      call().catch((thrown) => {
        const failure = failureOf(thrown, 0)
        throw failure ? exceptionFor(failure) : fail(`threw${nameAndCode(thrown)}`)
      }),
      () => fail(`returned nothing within ${STEP_LIMIT_MS} ms`),
      {
        isConnecting: () => connecting.get(hint)?.() ?? false,
        abandon: () => {
          controller.abort()
          return true
        },
      },
    )
    const text = typeof value === 'string' ? value.trim() : ''
    if (text === '') throw fail('must be, or return, a string that is not empty')
    this.secrets.add(text)
    return text
  }

  /** Requests a token. */
  async request(
    { path, json, field, refreshField }: TokenRequest,
    transport: TransportOptions,
  ): Promise<Issued> {
    if (this.waiting === 0) throw gaveUp()
    const url = apiUrl(transport.baseUrl ?? DEFAULT_BASE_URL, path)
    const pending = sendRequest(url, transport, json)
    const late = (): Error => {
      const hint = pending.sent() ? hintOverHttps('timeout') : NOT_CONNECTED
      pending.cancel()
      const errMsg = `no token within ${STEP_LIMIT_MS} ms`
      return exceptionFor(createError('timeout', { errMsg, attempts: 0, hint }))
    }
    const abandon = (): boolean => {
      // The reply may contain the only refresh token that is valid from now on.
      if (refreshField && pending.sent()) return false
      pending.cancel()
      return true
    }
    const isConnecting = () => !pending.sent()
    const answer = await this.within(pending.answer, late, { isConnecting, abandon })
    const { body, error } = readResponse(answer, 0)
    const token = read(body, field)
    if (isText(token)) this.secrets.add(token)
    if (error) {
      // With a refresh token, 40001 means the token of the platform.
      if (error.errCode === 40001) {
        error.hint = refreshField ? hintOverHttps('credential') : WRONG_SECRET
      }
      throw exceptionFor(withoutSecrets(error, this.secrets))
    }
    const lifetimeS = read(body, 'expires_in')
    if (!isText(token)) throw undocumented(field, 'expected a token')
    if (typeof lifetimeS !== 'number' || !(lifetimeS >= 0 && lifetimeS < Infinity)) {
      throw undocumented('expires_in', 'expected a number of seconds, 0 or more')
    }
    const refreshToken = refreshField && read(body, refreshField)
    return { token, lifetimeS, ...(isText(refreshToken) && { refreshToken }) }
  }
}

const undocumented = (path: string, message: string): Error =>
  exceptionFor(invalidResponse([{ path, message }], 0))

/** Of a caller that stops waiting at the abort of its signal. */
export const gaveUp = (): StableAccessTokenException =>
  exceptionFor(
    createError('aborted', { errMsg: 'the caller no longer waits for a token', attempts: 0 }),
  )
