import type { DatabaseOperation } from './database/operation'

/** What is known of every request that reached the gateway. */
export interface ReceivedRequest {
  /** HTTP method, such as `'POST'`. */
  method: string
  /** Path and query, without the token of a call over HTTPS, which is in `token`. */
  path: string
  /** By name in lower case. */
  headers: { [name: string]: string | string[] | undefined }
  /** When it had arrived whole: Unix milliseconds, as `Date.now()` gives. */
  at: number
}

/** A call of `cloud.openapi`. */
export interface CloudRequest extends ReceivedRequest {
  /** Through wx-server-sdk, to `gateway.url`. */
  kind: 'cloud'
  /** What is asked of the CloudBase gateway: `'wx.openApi'` for an API of WeChat. */
  action: string
  /** The API of WeChat, such as `'operation.getGrayReleasePlan'`. */
  apiName: string
  /** The account of `cloud.openapi({ appid })`; absent if the call is for one's own. */
  appid?: string
  /** The arguments of the API, in snake_case as the SDK sends them. */
  data: { [name: string]: unknown }
  /** The other fields of the form, such as `envName`, `wxCloudApiToken`, `sessionToken`. */
  fields: { [name: string]: string }
}

/** A call of `cloud.database()`, with what is asked and the other fields, such as `envName`. */
export type DatabaseRequest = ReceivedRequest & {
  kind: 'database'
  collection: string
  fields: { [name: string]: string }
} & DatabaseOperation

/** A call of `GET /wxa/getgrayreleaseplan`. */
export interface HttpsRequest extends ReceivedRequest {
  /** Over HTTPS, to `gateway.baseUrl`. */
  kind: 'https'
  /** The `access_token` or `cloudbase_access_token`; absent if there was none. */
  token?: string
  /**
   * The account: of a token `TOKEN@APPID`, in `from_appid`, or the one that the gateway issued the token
   * to; absent if none of these names it.
   */
  appid?: string
}

/**
 * A request for a token: `POST /cgi-bin/stable_token`, or `/cgi-bin/component/api_component_token` or
 * `/cgi-bin/component/api_authorizer_token` of a third-party platform. `path` says which.
 */
export interface TokenRequest extends ReceivedRequest {
  /** For a token, to `gateway.baseUrl`. */
  kind: 'token'
  /** The `component_access_token`, with a request for an account's token; absent if there was none. */
  token?: string
  /** The account or platform that the token is for; absent if the JSON doesn't name it. */
  appid?: string
  /** The JSON that was sent, such as `{ grant_type, appid, secret }`; empty if it was not JSON. */
  data: { [name: string]: unknown }
}

/** Anything else: an unknown path, or a call of the SDK that can't be read or is not simulated. */
export interface OtherRequest extends ReceivedRequest {
  /** To none of the gateway's endpoints. */
  kind: 'other'
  /** What is wrong with it. */
  problem: string
}

/** A request to an endpoint that the gateway has, by `kind`. */
export type KnownRequest = CloudRequest | DatabaseRequest | HttpsRequest | TokenRequest

/** Anything that reached the gateway. */
export type GatewayRequest = KnownRequest | OtherRequest
