import { isText, parseJson } from '../../core/read'
import { type Endpoint, type Said, takeToken, toReply, writeWechat } from './endpoint'
import { isPlanLike, type Release } from './release'
import type { TokenRequest } from './request'
import {
  REFRESH_TOKEN_INVALID,
  refusal,
  replyOf,
  SCENARIO_TABLE,
  TICKET_EXPIRED,
  TICKET_INVALID,
  type TokenIssuer,
} from './scenarios'
import { LIFETIME, newToken, type Tokens } from './tokens'

const TICKET_LIFETIME_MS = 12 * 3600 * 1000

/** Answers a request for a token by what is in it. */
type Answer = (request: TokenRequest) => Said

/** The endpoints that issue tokens: for an account with an AppSecret, and for a third-party platform. */
export function tokenRequests(
  release: Release,
  tokens: Tokens,
  newestRefreshTokens: number,
): Endpoint<TokenRequest>[] {
  const { component, authorizer } = platformTokens(tokens, newestRefreshTokens)
  const issuing = (issuer: TokenIssuer, path: string, usual: Answer): Endpoint<TokenRequest> => ({
    isAt: ({ pathname }) => pathname === path,

    receive(arrived) {
      const data: { [name: string]: unknown } = Object.assign({}, parseJson(String(arrived.body)))
      const appid = data['authorizer_appid'] ?? data['component_appid'] ?? data['appid']
      const received = takeToken(arrived, 'access_token', 'component_access_token')
      return { kind: 'token', ...received, ...(isText(appid) && { appid }), data }
    },

    reject: ({ method }) => (method === 'POST' ? undefined : refusal(43002, 'require POST method')),

    /** A plan is not an answer to a request for a token. */
    choose(reply, wanted) {
      const isMeant =
        typeof reply === 'string'
          ? SCENARIO_TABLE[reply].tokens.includes(issuer)
          : wanted && !isPlanLike(reply)
      return isMeant ? replyOf(reply, 'https', release) : undefined
    },

    usual,
    write: writeWechat,
  })
  return [
    issuing('stable', '/cgi-bin/stable_token', stableToken(tokens)),
    issuing('component', '/cgi-bin/component/api_component_token', component),
    issuing('authorizer', '/cgi-bin/component/api_authorizer_token', authorizer),
  ]
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
    if (left > 0 && force_refresh !== true)
      return toReply({ access_token: before, expires_in: left })
    if (force_refresh === true) tokens.revoke(before)
    const access_token = tokens.issue(appid)
    latest.set(appid, access_token)
    return toReply({ access_token, expires_in: LIFETIME })
  }
}

/** For third-party platforms: each request gets a new token, and the ones before stay valid. */
function platformTokens(tokens: Tokens, newest: number): { component: Answer; authorizer: Answer } {
  if (!(newest >= 1)) throw new RangeError('newestRefreshTokens must be a number of at least 1')
  const tickets = new Map<string, { platform: string; until: number }>()
  const refreshTokens = new Map<string, { holder: string; number: number }>()
  /** How many refresh tokens a platform had for an account. */
  const counts = new Map<string, number>()

  /** A ticket belongs to the platform that used it first, for 12 hours from then on. */
  const rejectTicket = (platform: string, ticket: unknown): Said | undefined => {
    if (!isText(ticket) || ticket.startsWith('wrong')) return TICKET_INVALID
    if (ticket.startsWith('expired')) return TICKET_EXPIRED
    const known = tickets.get(ticket) ?? { platform, until: Date.now() + TICKET_LIFETIME_MS }
    tickets.set(ticket, known)
    if (known.platform !== platform) return TICKET_INVALID
    return Date.now() < known.until ? undefined : TICKET_EXPIRED
  }

  const remember = (holder: string, token: string): { holder: string; number: number } => {
    const number = (counts.get(holder) ?? 0) + 1
    counts.set(holder, number)
    refreshTokens.set(token, { holder, number })
    return { holder, number }
  }

  /** A refresh token that was never seen comes from an authorization, as the newest one. */
  const takes = (holder: string, token: unknown): boolean => {
    if (!isText(token) || token.startsWith('wrong') || token.startsWith('expired')) return false
    const known = refreshTokens.get(token) ?? remember(holder, token)
    return known.holder === holder && known.number > (counts.get(holder) as number) - newest
  }

  return {
    component({ data }) {
      const platform = data['component_appid']
      const secret = data['component_appsecret']
      if (!isText(platform)) return refusal(41002, 'appid missing')
      if (!isText(secret)) return refusal(41004, 'appsecret missing')
      if (!platform.startsWith('wx')) return refusal(40013, 'invalid appid')
      if (secret.startsWith('wrong')) return refusal(40001, 'invalid credential')
      const rejected = rejectTicket(platform, data['component_verify_ticket'])
      if (rejected) return rejected
      const component_access_token = tokens.issue(platform, true)
      return toReply({ component_access_token, expires_in: LIFETIME })
    },

    authorizer({ token, data }) {
      const platform = data['component_appid']
      const appid = data['authorizer_appid']
      const rejected = tokens.rejectComponent(token, platform)
      if (rejected) return rejected
      if (!isText(platform) || !isText(appid)) return refusal(41002, 'appid missing')
      const areValid = platform.startsWith('wx') && appid.startsWith('wx')
      if (!areValid) return refusal(40013, 'invalid appid')
      const holder = `${platform} ${appid}`
      if (!takes(holder, data['authorizer_refresh_token'])) return REFRESH_TOKEN_INVALID
      const authorizer_refresh_token = newToken()
      remember(holder, authorizer_refresh_token)
      const authorizer_access_token = tokens.issue(appid)
      return toReply({ authorizer_access_token, expires_in: LIFETIME, authorizer_refresh_token })
    },
  }
}
