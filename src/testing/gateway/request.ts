/** What is known of every request that reached the gateway. */
export interface ReceivedRequest {
  /** HTTP method, such as `'POST'`. */
  method: string
  /** Path and query, without the token of a call over HTTPS, which is in `token`. */
  path: string
  /** The headers, by name in lower case. */
  headers: { [name: string]: string | string[] | undefined }
  /** When it had arrived whole: Unix milliseconds, as `Date.now()` gives. */
  at: number
}

/**
 * A call of `cloud.openapi`: `action` is `'wx.openApi'`, `apiName` such as `'operation.getGrayReleasePlan'`,
 * `appid` that of `cloud.openapi({ appid })`. `data` has the arguments in snake_case, as the SDK sends them,
 * and `fields` the other fields of the form, such as `envName`.
 */
export type CloudRequest = ReceivedRequest & {
  kind: 'cloud'
  action: string
  apiName: string
  appid?: string
  data: { [name: string]: unknown }
  fields: { [name: string]: string }
}

/**
 * A document of the database, or what selects or changes documents, as JavaScript values: a date is a
 * `Date`, every number a number.
 */
export interface DatabaseDocument {
  /** Any field, `_id` among them. */
  [name: string]: unknown
}

/**
 * What is asked of the database: `operation` is named after the method of the SDK. `get` and `count` read,
 * all others write.
 *
 * - `query` selects documents, as MongoDB writes it: `{ _id: 'a' }`, `{ n: { $gte: 8 } }`; `{}` for all.
 * - `orderBy` (1 up, -1 down, the first field first), `skip` and `limit` are absent if they were not called;
 *   `limit` is then 100, or absent for one document.
 * - `data` of `set` is the document without its `_id`; of `update`, what changes, as MongoDB writes it:
 *   `{ $set: { a: 1 }, $inc: { n: 1 } }`; of `add`, the new documents.
 * - `multi` is whether every document that matches is meant, or the first one.
 */
export type DatabaseOperation =
  | {
      operation: 'get'
      query: DatabaseDocument
      orderBy?: { [field: string]: 1 | -1 }
      skip?: number
      limit?: number
    }
  | { operation: 'count'; query: DatabaseDocument }
  | { operation: 'set'; query: DatabaseDocument; data: DatabaseDocument }
  | { operation: 'update'; query: DatabaseDocument; data: DatabaseDocument; multi: boolean }
  | { operation: 'remove'; query: DatabaseDocument; multi: boolean }
  | { operation: 'add'; data: DatabaseDocument[] }
  | { operation: 'createCollection' }

/** A call of `cloud.database()`, with what is asked and the other fields, such as `envName`. */
export type DatabaseRequest = ReceivedRequest & {
  kind: 'database'
  collection: string
  fields: { [name: string]: string }
} & DatabaseOperation

/**
 * A call of `GET /wxa/getgrayreleaseplan`, with its `access_token` or `cloudbase_access_token` if it has
 * one, and the account that a token `TOKEN@APPID` or `from_appid` names, or that the gateway issued the
 * token to.
 */
export type HttpsRequest = ReceivedRequest & { kind: 'https'; token?: string; appid?: string }

/**
 * A request for a token: `POST /cgi-bin/stable_token`, or `/cgi-bin/component/api_component_token` or
 * `/cgi-bin/component/api_authorizer_token` of a third-party platform, with the `component_access_token` if
 * it has one, and the account or platform that the token is for. `data` is the JSON that was sent, such as
 * `{ grant_type, appid, secret }`; empty if it was not JSON.
 */
export type TokenRequest = ReceivedRequest & {
  kind: 'token'
  token?: string
  appid?: string
  data: { [name: string]: unknown }
}

/** Anything else: an unknown path, or a call that can't be read or is not simulated, and what is wrong. */
export type OtherRequest = ReceivedRequest & { kind: 'other'; problem: string }

/** A request to an endpoint that the gateway has, by `kind`. */
export type KnownRequest = CloudRequest | DatabaseRequest | HttpsRequest | TokenRequest

/** Anything that reached the gateway. */
export type GatewayRequest = KnownRequest | OtherRequest
