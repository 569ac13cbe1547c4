import { createError, type GrayReleasePlanError, invalidResponse } from '../core/error'
import { isText, read } from '../core/read'
import { apiUrl, DEFAULT_BASE_URL } from './base-url'
import { hintForToken, hintOverHttps, NOT_CONNECTED } from './hints'
import { readResponse } from './read-response'
import { type Renewal, STEP_LIMIT_MS } from './renewal'
import { withoutSecrets } from './secrets'
import { sendRequest } from './send-request'
import { exceptionFor, type StableAccessTokenException } from './stable-access-token-exception'
import { gaveUp, type Issued } from './token-function'
import type { TransportOptions } from './transport'

/** A request for a token. */
export interface TokenRequest {
  /** The path of the API, with the query. */
  path: string
  json: object
  /** What must not appear in an error. */
  secrets: Iterable<string>
  /** Names of the fields of the reply. */
  fields: { token: string; refreshToken?: string }
}

/** Requests a token. Throws the exception of what came instead. */
export async function requestToken(
  renewal: Renewal,
  { path, json, secrets, fields }: TokenRequest,
  transport: TransportOptions,
): Promise<Issued> {
  // Nobody waits any more.
  if (renewal.waiting === 0) throw gaveUp()
  const pending = sendRequest(apiUrl(transport.baseUrl ?? DEFAULT_BASE_URL, path), transport, json)
  const late = (): Error => {
    const hint = pending.sent() ? hintOverHttps('timeout') : { ...NOT_CONNECTED }
    pending.cancel()
    return tokenFailure(createError('timeout', { errMsg: LATE, attempts: 0, hint }))
  }
  const answer = await renewal.within(pending.answer, late, {
    isConnecting: () => !pending.sent(),
    abandon: () => {
      // The reply may contain the only refresh token that is valid from now on.
      if (fields.refreshToken && pending.sent()) return false
      pending.cancel()
      return true
    },
  })
  const { body, error } = readResponse(answer, 0)
  const token = read(body, fields.token)
  if (error && error.errCode !== 0) {
    // It is the token of the platform that 40001 means where a refresh token is sent.
    error.hint =
      fields.refreshToken && error.errCode === 40001
        ? hintOverHttps('credential')
        : hintForToken(error.kind, error.errCode)
  }
  if (error) throw tokenFailure(error, [...secrets, ...[token].filter(isText)])
  const lifetimeS = read(body, 'expires_in')
  if (!isText(token)) throw undocumented(fields.token, 'expected a token')
  if (typeof lifetimeS !== 'number' || !(lifetimeS >= 0 && lifetimeS < Infinity)) {
    throw undocumented('expires_in', 'expected a number of seconds, 0 or more')
  }
  const refreshToken = fields.refreshToken && read(body, fields.refreshToken)
  return { token, lifetimeS, ...(isText(refreshToken) && { refreshToken }) }
}

const LATE = `no token within ${STEP_LIMIT_MS} ms`

const undocumented = (path: string, message: string): Error =>
  tokenFailure(invalidResponse([{ path, message }], 0))

/** The exception of an error, without secrets. */
export const tokenFailure = (
  error: GrayReleasePlanError,
  secrets: Iterable<string> = [],
): StableAccessTokenException => exceptionFor(withoutSecrets(error, secrets))
