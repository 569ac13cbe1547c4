import { randomBytes } from 'node:crypto'
import { isText } from '../../core/read'
import type { ErrorReply } from './reply'
import { refusal, WRONG_TOKEN } from './scenarios'

/** How long a token is valid, in seconds. */
export const LIFETIME = 7200

/** Marks the tokens of a gateway, so that one that was replaced, or another gateway's, is rejected. */
const PREFIX = 'issued_'

const EXPIRED_TOKEN = refusal(42001, 'access_token expired')

interface Issued {
  appid: string
  /** Unix milliseconds. */
  until: number
  /** Whether it is a platform's `component_access_token`, which queries no plan. */
  component: boolean
}

/** The access tokens of a gateway: those it issued, and those it accepts from elsewhere. */
export class Tokens {
  readonly #accepted: readonly string[] | undefined
  readonly #issued = new Map<string, Issued>()

  /**
   * @param accepted - the tokens from elsewhere that are accepted; undefined: all that look right
   * @param added - whether CloudRun adds a token if there is none
   */
  constructor(
    accepted: string | readonly string[] | undefined,
    private readonly added = false,
  ) {
    this.#accepted = typeof accepted === 'string' ? [accepted] : accepted
    const isValid = Array.isArray(this.#accepted) && this.#accepted.every(isText)
    if (accepted !== undefined && !isValid) {
      throw new TypeError('accessToken must be a token or an array of tokens')
    }
  }

  /** What is wrong with the token of a query, if anything is. */
  reject(token: string | undefined): ErrorReply | undefined {
    return token || !this.added ? this.#judge(token, false) : undefined
  }

  /** What is wrong with the token of a platform, if anything is. */
  rejectComponent(token: string | undefined, platform: unknown): ErrorReply | undefined {
    const appid = this.appidOf(token)
    return appid && appid !== platform ? WRONG_TOKEN : this.#judge(token, true)
  }

  #judge(token: string | undefined, component: boolean): ErrorReply | undefined {
    if (!token) return refusal(41001, 'access_token missing')
    const issued = this.#issued.get(token)
    if (issued) {
      if (issued.component !== component) return WRONG_TOKEN
      return Date.now() < issued.until ? undefined : EXPIRED_TOKEN
    }
    if (this.#accepted) return this.#accepted.includes(token) ? undefined : WRONG_TOKEN
    if (token.startsWith('expired')) return EXPIRED_TOKEN
    return token.startsWith('wrong') || token.startsWith(PREFIX) ? WRONG_TOKEN : undefined
  }

  /** The account that a token was issued to; undefined if it is from elsewhere. */
  appidOf(token: string | undefined): string | undefined {
    return this.#issued.get(token as string)?.appid
  }

  /** The seconds that a token is still valid; 0 if it is not. */
  secondsLeft(token: string): number {
    const left = (this.#issued.get(token)?.until ?? 0) - Date.now()
    return Math.max(0, Math.ceil(left / 1000))
  }

  issue(appid: string, component = false): string {
    const token = newToken()
    this.#issued.set(token, { appid, until: Date.now() + LIFETIME * 1000, component })
    return token
  }

  /** Ends a token at once; one that ran out is remembered as expired. */
  revoke(token: string): void {
    this.#issued.delete(token)
  }
}

/** A string that nobody guesses. */
export const newToken = (): string => PREFIX + randomBytes(24).toString('hex')
