import { isText, parseJson } from '../../core/read'
import { type Arrived, type Endpoint, type Said, takeToken, writeWechat } from './endpoint'
import { isPlanLike, type Release } from './release'
import type { SingleReply } from './reply'
import type { BasicReply, WechatReply } from './reply-types'
import type { TokenRequest } from './request'
import {
  REFRESH_TOKEN_INVALID,
  refusal,
  SCENARIO_TABLE,
  TICKET_EXPIRED,
  TICKET_INVALID,
  type TokenIssuer,
} from './scenarios'
import type { HttpParts } from './send-response'
import { LIFETIME, newToken, type Tokens } from './tokens'

const TICKET_LIFETIME_MS = 12 * 3600 * 1000

/** Answers a request for a token by what is in it. */
type Answer = (request: TokenRequest) => Said

const PATHS: { readonly [issuer in TokenIssuer]: string } = {
  stable: '/cgi-bin/stable_token',
  component: '/cgi-bin/component/api_component_token',
  authorizer: '/cgi-bin/component/api_authorizer_token',
}

/** The endpoints that issue tokens: for an account with an AppSecret, and for a third-party platform. */
export function tokenRequests(
  release: Release,
  tokens: Tokens,
  newestRefreshTokens: number,
): TokenRequests[] {
  const platforms = new Platforms(tokens, newestRefreshTokens)
  return [
    new TokenRequests('stable', release, stableToken(tokens)),
    new TokenRequests('component', release, ({ data }) => platforms.componentToken(data)),
    new TokenRequests('authorizer', release, (request) => platforms.authorizerToken(request)),
  ]
}

/** One endpoint that issues tokens. */
class TokenRequests implements Endpoint<TokenRequest> {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly release: Release,
    readonly usual: Answer,
  ) {}

  isAt({ pathname }: Arrived): boolean {
    return pathname === PATHS[this.issuer]
  }

  receive(arrived: Arrived): TokenRequest {
    const data: { [name: string]: unknown } = Object.assign({}, parseJson(String(arrived.body)))
    const appid = data['authorizer_appid'] ?? data['component_appid'] ?? data['appid']
    const received = takeToken(arrived, 'access_token', 'component_access_token')
    return { kind: 'token', ...received, ...(isText(appid) && { appid }), data }
  }

  reject({ method }: TokenRequest): Said | undefined {
    return method === 'POST' ? undefined : refusal(43002, 'require POST method')
  }

  isFor(reply: SingleReply): boolean {
    return typeof reply === 'string' && SCENARIO_TABLE[reply].tokens.includes(this.issuer)
  }

  /** A plan is not an answer to a request for a token. */
  choose(reply: SingleReply): BasicReply | undefined {
    if (typeof reply === 'string') {
      return this.isFor(reply) ? SCENARIO_TABLE[reply].https(this.release) : undefined
    }
    return isPlanLike(reply) ? undefined : reply
  }

  write(reply: Said): HttpParts {
    return writeWechat(reply)
  }
}

/** As `stable_token` does: the same token while it is valid, unless a new one is forced. */
function stableToken(tokens: Tokens): Answer {
  const latest = new Map<string, string>()
  return ({ data: { grant_type, appid, secret, force_refresh } }) => {
    if (grant_type !== 'client_credential') return refusal(40002, 'invalid grant_type')
    if (!isText(appid)) return refusal(41002, 'appid missing')
    if (!isText(secret)) return refusal(41004, 'appsecret missing')
    if (!appid.startsWith('wx')) return refusal(40013, 'invalid appid')
    if (secret.startsWith('wrong')) return refusal(40125, 'invalid appsecret')
    const before = latest.get(appid) ?? ''
    const left = tokens.secondsLeft(before)
    if (left > 0 && force_refresh !== true) return json({ access_token: before, expires_in: left })
    if (force_refresh === true) tokens.revoke(before)
    const access_token = tokens.issue(appid)
    latest.set(appid, access_token)
    return json({ access_token, expires_in: LIFETIME })
  }
}

/** What third-party platforms were given: each request gets a new token, and the ones before stay valid. */
class Platforms {
  readonly #tokens: Tokens
  /** How many of an account's newest refresh tokens are accepted. */
  readonly #newest: number
  readonly #tickets = new Map<string, { platform: string; until: number }>()
  readonly #refreshTokens = new Map<string, { holder: string; number: number }>()
  /** How many refresh tokens a platform had for an account. */
  readonly #counts = new Map<string, number>()

  constructor(tokens: Tokens, newest: number) {
    if (!(newest >= 1)) throw new RangeError('newestRefreshTokens must be a number of at least 1')
    this.#tokens = tokens
    this.#newest = newest
  }

  componentToken(data: { [name: string]: unknown }): Said {
    const platform = data['component_appid']
    const secret = data['component_appsecret']
    if (!isText(platform)) return refusal(41002, 'appid missing')
    if (!isText(secret)) return refusal(41004, 'appsecret missing')
    if (!platform.startsWith('wx')) return refusal(40013, 'invalid appid')
    if (secret.startsWith('wrong')) return refusal(40001, 'invalid credential')
    const rejected = this.#rejectTicket(platform, data['component_verify_ticket'])
    if (rejected) return rejected
    const component_access_token = this.#tokens.issue(platform, true)
    return json({ component_access_token, expires_in: LIFETIME })
  }

  authorizerToken({ token, data }: TokenRequest): Said {
    const platform = data['component_appid']
    const appid = data['authorizer_appid']
    const rejected = this.#tokens.rejectComponent(token, platform)
    if (rejected) return rejected
    if (!isText(platform) || !isText(appid)) return refusal(41002, 'appid missing')
    if (!platform.startsWith('wx') || !appid.startsWith('wx'))
      return refusal(40013, 'invalid appid')
    const holder = `${platform} ${appid}`
    if (!this.#takes(holder, data['authorizer_refresh_token'])) return REFRESH_TOKEN_INVALID
    const authorizer_refresh_token = newToken()
    this.#remember(holder, authorizer_refresh_token)
    const authorizer_access_token = this.#tokens.issue(appid)
    return json({ authorizer_access_token, expires_in: LIFETIME, authorizer_refresh_token })
  }

  /** A ticket belongs to the platform that used it first, for 12 hours from then on. */
  #rejectTicket(platform: string, ticket: unknown): Said | undefined {
    if (!isText(ticket) || ticket.startsWith('wrong')) return TICKET_INVALID
    if (ticket.startsWith('expired')) return TICKET_EXPIRED
    const known = this.#tickets.get(ticket)
    if (!known) {
      this.#tickets.set(ticket, { platform, until: Date.now() + TICKET_LIFETIME_MS })
      return undefined
    }
    if (known.platform !== platform) return TICKET_INVALID
    return Date.now() < known.until ? undefined : TICKET_EXPIRED
  }

  /** A refresh token that was never seen comes from an authorization, as the newest one. */
  #takes(holder: string, token: unknown): boolean {
    if (!isText(token) || token.startsWith('wrong') || token.startsWith('expired')) return false
    const known = this.#refreshTokens.get(token) ?? this.#remember(holder, token)
    return (
      known.holder === holder && known.number > (this.#counts.get(holder) as number) - this.#newest
    )
  }

  #remember(holder: string, token: string): { holder: string; number: number } {
    const number = (this.#counts.get(holder) ?? 0) + 1
    this.#counts.set(holder, number)
    this.#refreshTokens.set(token, { holder, number })
    return { holder, number }
  }
}

const json = (body: object): WechatReply => ({ wechat: { body } })
