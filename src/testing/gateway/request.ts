import type { DatabaseOperation } from './database/operation'

/** What every request that reached the gateway tells. */
export interface ReceivedRequest {
  /** HTTP method, such as `'POST'`. */
  method: string
  /** Path and query; over HTTPS without the token, which is in `token`. */
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

/** What every call of `cloud.database()` tells. */
export interface DatabaseRequestBase extends ReceivedRequest {
  /** Through wx-server-sdk, to `gateway.url`. */
  kind: 'database'
  /** The name of the collection. */
  collection: string
  /** The other fields, such as `envName`, `wxCloudApiToken`, `sessionToken`. */
  fields: { [name: string]: string }
}

/** A call of `cloud.database()`: who asks, and what is asked. */
export type DatabaseRequest = DatabaseRequestBase & DatabaseOperation

/** A call of `GET /wxa/getgrayreleaseplan`. */
export interface HttpsRequest extends ReceivedRequest {
  /** Over HTTPS, to `gateway.baseUrl`. */
  kind: 'https'
  /** The `access_token` or `cloudbase_access_token`; absent if there was none. */
  token?: string
}

/** A call of `POST /cgi-bin/stable_token`. */
export interface TokenRequest extends ReceivedRequest {
  /** For a token, to `gateway.baseUrl`. */
  kind: 'token'
  /** The JSON that was sent: `grant_type`, `appid`, `secret`, `force_refresh`; empty if it was none. */
  data: { [name: string]: unknown }
}

/** Anything else: an unknown path, or a call of the SDK that can't be read or is not played. */
export interface OtherRequest extends ReceivedRequest {
  /** At no endpoint of the gateway. */
  kind: 'other'
  /** What is wrong with it. */
  problem: string
}

/** A request at an endpoint that the gateway has; `kind` tells at which. */
export type KnownRequest = CloudRequest | DatabaseRequest | HttpsRequest | TokenRequest

/** Anything that reached the gateway. */
export type GatewayRequest = KnownRequest | OtherRequest
