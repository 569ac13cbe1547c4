import { randomBytes } from 'node:crypto'
import { isText, parseJson } from '../../core/read'
import { type Endpoint, type Said, takeToken, toReply } from './endpoint'
import { isPlanLike } from './release'
import type { ErrorReply } from './reply'
import type { TokenRequest } from './request'
import {
  EXPIRED_TOKEN,
  REFRESH_TOKEN_INVALID,
  refusal,
  SCENARIO_TABLE,
  TICKET_EXPIRED,
  TICKET_INVALID,
  type TokenIssuer,
  WRONG_TOKEN,
} from './scenarios'

const LIFETIME_SECONDS = 7200
const TICKET_LIFETIME_MS = 12 * 3600 * 1000

/** Marks the tokens of a gateway, so that one that was replaced, or another gateway's, is rejected. */
const PREFIX = 'issued_'

interface Issued {
  appid: string
  /** Unix milliseconds. */
  until: number
  /** Whether it is a platform's `component_access_token`, which queries no plan. */
  component: boolean
}

/** The access tokens of a gateway: those it issued, and those it accepts from elsewhere. */
export class Tokens {
  readonly #accepted: readonly unknown[] | undefined
  readonly #issued = new Map<string, Issued>()
  /** The latest token of each account with an AppSecret. */
  readonly #stable = new Map<string, string>()

  /**
   * @param accepted - the tokens from elsewhere that are accepted; undefined: all that look right
   * @param added - whether CloudRun adds a token if there is none
   */
  constructor(
    accepted?: string | readonly string[],
    private readonly added = false,
  ) {
    this.#accepted = accepted === undefined ? undefined : [accepted].flat()
    if (this.#accepted?.every(isText) === false) {
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

  issue(appid: string, component = false): string {
    const token = newToken()
    this.#issued.set(token, { appid, until: Date.now() + LIFETIME_SECONDS * 1000, component })
    return token
  }

  /** The same token while it is valid. A forced one ends the one before at once. */
  stable(appid: string, isForced: boolean): { access_token: string; expires_in: number } {
    const before = this.#stable.get(appid) ?? ''
    const left = (this.#issued.get(before)?.until ?? 0) - Date.now()
    if (isForced) this.#issued.delete(before)
    else if (left > 0) return { access_token: before, expires_in: Math.ceil(left / 1000) }
    const access_token = this.issue(appid)
    this.#stable.set(appid, access_token)
    return { access_token, expires_in: LIFETIME_SECONDS }
  }
}

const newToken = (): string => PREFIX + randomBytes(24).toString('hex')

type Answer = (request: TokenRequest) => Said

/** The endpoints that issue tokens: for an account with an AppSecret, and for a third-party platform. */
export const tokenRequests = (
  tokens: Tokens,
  newestRefreshTokens = 1,
): Endpoint<TokenRequest>[] => [
  issuing('stable', '/cgi-bin/stable_token', stableToken(tokens)),
  issuing('component', '/cgi-bin/component/api_component_token', componentToken(tokens)),
  issuing(
    'authorizer',
    '/cgi-bin/component/api_authorizer_token',
    authorizerToken(tokens, newestRefreshTokens),
  ),
]

const issuing = (issuer: TokenIssuer, path: string, usual: Answer): Endpoint<TokenRequest> => ({
  isAt: ({ pathname }) => pathname === path,

  receive(arrived) {
    const data: { [name: string]: unknown } = Object.assign({}, parseJson(String(arrived.body)))
    const appid = data['authorizer_appid'] ?? data['component_appid'] ?? data['appid']
    const received = takeToken(arrived, 'access_token', 'component_access_token')
    return { kind: 'token', ...received, ...(isText(appid) && { appid }), data }
  },

  reject: ({ method }) => (method === 'POST' ? undefined : refusal(43002, 'require POST method')),
  way: 'https',

  /** A plan is not an answer to a request for a token. */
  takes: (reply, basic, isChosen) =>
    typeof reply === 'string'
      ? SCENARIO_TABLE[reply].tokens.includes(issuer)
      : isChosen && !isPlanLike(basic),

  usual,
})

const stableToken =
  (tokens: Tokens): Answer =>
  ({ data: { grant_type, appid, secret, force_refresh } }) => {
    if (grant_type !== 'client_credential') return refusal(40002, 'invalid grant_type')
    if (!isText(appid)) return refusal(41002, 'appid missing')
    if (!isText(secret)) return refusal(41004, 'appsecret missing')
    if (!appid.startsWith('wx')) return refusal(40013, 'invalid appid')
    if (secret.startsWith('wrong')) return refusal(40125, 'invalid appsecret')
    return toReply(tokens.stable(appid, force_refresh === true))
  }

/** For a platform itself: each request gets a new token, and the ones before stay valid. */
function componentToken(tokens: Tokens): Answer {
  const tickets = new Map<string, { platform: string; until: number }>()

  /** A ticket belongs to the platform that used it first, for 12 hours from then on. */
  const rejectTicket = (platform: string, ticket: unknown): Said | undefined => {
    if (!isText(ticket) || ticket.startsWith('wrong')) return TICKET_INVALID
    if (ticket.startsWith('expired')) return TICKET_EXPIRED
    const known = tickets.get(ticket) ?? { platform, until: Date.now() + TICKET_LIFETIME_MS }
    tickets.set(ticket, known)
    if (known.platform !== platform) return TICKET_INVALID
    return Date.now() < known.until ? undefined : TICKET_EXPIRED
  }

  return ({ data }) => {
    const { component_appid: platform, component_appsecret: secret } = data
    if (!isText(platform)) return refusal(41002, 'appid missing')
    if (!isText(secret)) return refusal(41004, 'appsecret missing')
    if (!platform.startsWith('wx')) return refusal(40013, 'invalid appid')
    if (secret.startsWith('wrong')) return refusal(40001, 'invalid credential')
    const rejected = rejectTicket(platform, data['component_verify_ticket'])
    if (rejected) return rejected
    const component_access_token = tokens.issue(platform, true)
    return toReply({ component_access_token, expires_in: LIFETIME_SECONDS })
  }
}

/** For an account of a platform: with each token comes a new refresh token. */
function authorizerToken(tokens: Tokens, newest: number): Answer {
  if (!(newest >= 1)) throw new RangeError('newestRefreshTokens must be a number of at least 1')
  const seen = new Set<string>()
  /** The refresh tokens that a platform can use for an account. */
  const usable = new Map<string, string[]>()

  const add = (holder: string, token: string): void => {
    seen.add(token)
    usable.set(holder, [...(usable.get(holder) ?? []), token].slice(-newest))
  }

  /** A refresh token that was never seen comes from an authorization, as the newest one. */
  const takes = (holder: string, token: unknown): boolean => {
    if (!isText(token) || token.startsWith('wrong') || token.startsWith('expired')) return false
    if (!seen.has(token)) add(holder, token)
    return usable.get(holder)?.includes(token) === true
  }

  return ({ token, data }) => {
    const { component_appid: platform, authorizer_appid: appid } = data
    const rejected = tokens.rejectComponent(token, platform)
    if (rejected) return rejected
    if (!isText(platform) || !isText(appid)) return refusal(41002, 'appid missing')
    const areValid = platform.startsWith('wx') && appid.startsWith('wx')
    if (!areValid) return refusal(40013, 'invalid appid')
    const holder = `${platform} ${appid}`
    if (!takes(holder, data['authorizer_refresh_token'])) return REFRESH_TOKEN_INVALID
    const authorizer_refresh_token = newToken()
    add(holder, authorizer_refresh_token)
    return toReply({
      authorizer_access_token: tokens.issue(appid),
      expires_in: LIFETIME_SECONDS,
      authorizer_refresh_token,
    })
  }
}
