import { type Endpoint, takeToken } from './endpoint'
import type { HttpsRequest } from './request'
import { refusal } from './scenarios'
import type { Tokens } from './tokens'

/** `GET /wxa/getgrayreleaseplan`. */
export const httpsQueries = (tokens: Tokens): Endpoint<HttpsRequest> => ({
  isAt: ({ pathname }) => pathname === '/wxa/getgrayreleaseplan',

  receive(arrived) {
    const received = takeToken(arrived, 'access_token', 'cloudbase_access_token')
    const { token = '' } = received
    const [, authorizer] = token.split('@')
    const appid = authorizer || arrived.query.get('from_appid') || tokens.appidOf(token)
    return { kind: 'https', ...received, ...(appid && { appid }) }
  },

  reject: ({ method, token = '' }) =>
    method === 'GET' ? tokens.reject(token.split('@')[0]) : refusal(43001, 'require GET method'),
  way: 'https',
})
