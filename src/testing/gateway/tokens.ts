import { randomBytes } from 'node:crypto'
import { isText } from '../../core/read'
import type { ErrorReply, WechatReply } from './reply-types'
import { refusal, WRONG_TOKEN } from './scenarios'

/** How long a token is good, in seconds. */
const LIFETIME = 7200

/** Marks the tokens of a gateway, so that one that was replaced, or another gateway's, is refused. */
const PREFIX = 'issued_'

const EXPIRED_TOKEN = refusal(42001, 'access_token expired')

/** Issues tokens as WeChat's stable_token does, and tells good ones from bad ones. */
export class Tokens {
  readonly #accepted: readonly string[] | undefined
  readonly #added: boolean
  readonly #latest = new Map<string, string>()
  readonly #validUntil = new Map<string, number>()

  /**
   * @param accepted - the tokens from elsewhere that are accepted; undefined: all that look right
   * @param added - whether CloudRun adds a token if there is none
   */
  constructor(accepted: string | readonly string[] | undefined, added = false) {
    this.#added = added
    this.#accepted = typeof accepted === 'string' ? [accepted] : accepted
    if (this.#accepted === undefined) return
    if (Array.isArray(accepted) ? accepted.every(isText) : isText(accepted)) return
    throw new TypeError('accessToken must be a token or an array of tokens')
  }

  /** What is wrong with a token, if anything is. */
  refuse(token: string | undefined): ErrorReply | undefined {
    if (!token) return this.#added ? undefined : refusal(41001, 'access_token missing')
    const until = this.#validUntil.get(token)
    if (until !== undefined) return Date.now() < until ? undefined : EXPIRED_TOKEN
    if (this.#accepted) return this.#accepted.includes(token) ? undefined : WRONG_TOKEN
    if (token.startsWith('expired')) return EXPIRED_TOKEN
    return token.startsWith('wrong') || token.startsWith(PREFIX) ? WRONG_TOKEN : undefined
  }

  /** Answers a request for a token. */
  answer(request: { [name: string]: unknown }): ErrorReply | WechatReply {
    const { grant_type, appid, secret, force_refresh } = request
    if (grant_type !== 'client_credential') return refusal(40002, 'invalid grant_type')
    if (typeof appid !== 'string' || appid === '') return refusal(41002, 'appid missing')
    if (typeof secret !== 'string' || secret === '') return refusal(41004, 'appsecret missing')
    if (!appid.startsWith('wx')) return refusal(40013, 'invalid appid')
    if (secret.startsWith('wrong')) return refusal(40125, 'invalid appsecret')
    return this.#issue(appid, force_refresh === true)
  }

  #issue(appid: string, force: boolean): WechatReply {
    const now = Date.now()
    const latest = this.#latest.get(appid) ?? ''
    const until = this.#validUntil.get(latest) ?? 0
    if (now < until && !force) return tokenReply(latest, Math.ceil((until - now) / 1000))
    // A forced refresh ends the token before it at once; one that ran out is remembered as expired.
    if (force) this.#validUntil.delete(latest)
    const token = `${PREFIX}${randomBytes(24).toString('hex')}`
    this.#latest.set(appid, token)
    this.#validUntil.set(token, now + LIFETIME * 1000)
    return tokenReply(token, LIFETIME)
  }
}

const tokenReply = (access_token: string, expires_in: number): WechatReply => ({
  wechat: { body: { access_token, expires_in } },
})
