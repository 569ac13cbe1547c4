import { createController, listen, unlisten } from '../core/abort'
import { createError, invalidResponse } from '../core/error'
import { isText, read } from '../core/read'
import type { Exchange } from '../core/request'
import { nameAndCode } from '../core/store'
import { apiUrl, DEFAULT_BASE_URL } from './base-url'
import { type GivenOption, hintOverHttps, NOT_CONNECTED, notGiven, WRONG_SECRET } from './hints'
import { readResponse } from './read-response'
import { withoutSecrets } from './secrets'
import { exceptionFor, failureOf } from './stable-access-token-exception'
import { type AccessTokenHint, connecting, refused, tokenHint } from './token'
import { sendRequest, type TransportOptions } from './transport'

/** A token as WeChat issued it. */
export interface Issued {
  token: string
  lifetimeS: number
  /** For the next request; absent if there is none. */
  refreshToken?: string | undefined
}

/** An API that issues tokens, and what it is sent. */
export interface TokenApi {
  /** With the query. */
  path: string
  json: object
  /** The field of the reply that contains the token. */
  field: string
  /** The field that contains the next refresh token, if the API issues one. */
  refreshField?: string
}

/** Limit of each step in milliseconds, because no caller's deadline can bind a shared one. */
const STEP_LIMIT_MS = 10_000

/** A step that needs no connection of ours, and can't be ended. */
export const stepOf = <T>(answer: Promise<T>): Exchange<T> => ({
  answer,
  sent: () => true,
  cancel: () => undefined,
})

const IDLE = stepOf<unknown>(Promise.resolve())

/** The ends of renewals that send a refresh token, and have not stored the next one yet: they must finish. */
const rotating = new Set<Promise<void>>()

/** Waits until no refresh token would be lost if the process exited. */
export const refreshTokensKept = (): Promise<unknown> => Promise.all(rotating)

/**
 * One renewal of a token, which all callers share that want a token before it is over. Each step of its
 * work is waited for here: a store, a function of the caller's own, a request. Throws only exceptions
 * of ours.
 */
export class Renewal {
  /** Whether the next caller needs another one. */
  isOver = false
  /** What must not appear in an error. */
  readonly secrets = new Set<string>()
  /** How many callers wait. */
  waiting = 0
  private token: Promise<string> | undefined
  private over = Promise.resolve()
  private step = IDLE
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly work: (renewal: Renewal) => Promise<string>) {}

  /** Waits for the token until the hint's signal aborts. */
  join(hint: AccessTokenHint | undefined): Promise<string> {
    this.waiting += 1
    this.token ??= this.start()
    const { token } = this
    if (hint) connecting.set(hint, () => !this.step.sent())
    const signal = hint?.signal
    if (!signal) return token
    return new Promise((resolve, reject) => {
      const stop = (): void => unlisten(signal, giveUp)
      const giveUp = (): void => {
        stop()
        this.leave()
        reject(gaveUp())
      }
      listen(signal, giveUp)
      token.finally(stop).then(resolve, reject)
    })
  }

  private start(): Promise<string> {
    // Not at once: a function that the work calls may ask for the same token.
    const token = Promise.resolve(this).then(this.work)
    const end = (): void => {
      this.isOver = true
      rotating.delete(this.over)
    }
    this.over = token.then(end, end)
    return token
  }

  /** The last caller that leaves ends the step in progress. */
  private leave(): void {
    this.waiting -= 1
    if (this.waiting > 0 || (rotating.has(this.over) && this.step.sent())) return
    this.isOver = true
    clearTimeout(this.timer)
    this.step.cancel()
  }

  private stopIfUnwanted(): void {
    if (this.waiting === 0) throw gaveUp()
  }

  /** Waits for a step, but no longer than its limit: then it throws what `late` returns. */
  async wait<T>(step: Exchange<T>, late: () => Error): Promise<T> {
    this.step = step
    const limit = new Promise<never>((_resolve, reject) => {
      this.timer = setTimeout(() => {
        reject(late())
        step.cancel()
      }, STEP_LIMIT_MS)
    })
    try {
      return await Promise.race([step.answer, limit])
    } finally {
      clearTimeout(this.timer)
      this.step = IDLE
    }
  }

  /**
   * Reads an option that is a string or a function that returns one, such as a token function. Of what
   * the function throws, only the name and the code are passed on, unless it is an exception of ours.
   *
   * @param rejected - the token of this function that WeChat rejected
   */
  async read(source: unknown, name: GivenOption, rejected?: string): Promise<string> {
    this.stopIfUnwanted()
    const controller = createController()
    const hint = tokenHint(rejected, controller.signal)
    const failure = (problem: string) => refused(`options.${name} ${problem}`, notGiven(name))
    const call = async (): Promise<unknown> => {
      try {
        return await (typeof source === 'function' ? source(hint) : source)
      } catch (thrown) {
        throw exceptionFor(failureOf(thrown) ?? failure(`threw${nameAndCode(thrown)}`))
      }
    }
    const sent = (): boolean => !connecting.get(hint)?.()
    const step = { answer: call(), sent, cancel: () => controller.abort() }
    const late = () => exceptionFor(failure(`returned nothing within ${STEP_LIMIT_MS} ms`))
    const value = await this.wait(step, late)
    const text = typeof value === 'string' ? value.trim() : ''
    if (!text) throw exceptionFor(failure('must be, or return, a string that is not empty'))
    this.secrets.add(text)
    return text
  }

  /** Requests a token. */
  async request(api: TokenApi, transport: TransportOptions): Promise<Issued> {
    this.stopIfUnwanted()
    const { field, refreshField } = api
    const url = apiUrl(transport.baseUrl ?? DEFAULT_BASE_URL, api.path)
    const pending = sendRequest(url, transport, api.json)
    // The reply may contain the only refresh token that is valid from now on.
    if (refreshField !== undefined) rotating.add(this.over)
    const answer = await this.wait(pending, () => {
      const hint = pending.sent() ? hintOverHttps('timeout') : NOT_CONNECTED
      const errMsg = `no token within ${STEP_LIMIT_MS} ms`
      return exceptionFor(createError('timeout', { errMsg, attempts: 0, hint }))
    })
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
export const gaveUp = (): Error =>
  exceptionFor(
    createError('aborted', { errMsg: 'the caller no longer waits for a token', attempts: 0 }),
  )
