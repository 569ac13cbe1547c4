import type { PlanLike } from './release'

/** What the CloudBase gateway calls each request in its answers. */
export const REQUEST_ID = 'local-gateway'

/** WeChat refuses: its JSON with an `errcode`. */
export interface ErrorReply {
  /** A code of WeChat's. The SDK hands on a string as it is. */
  errCode: number | string
  /** @default 'error' */
  errMsg?: string
}

/** WeChat's own answer, which reaches the SDK inside the gateway's envelope and HTTPS as it is. */
export interface WechatReply {
  /** What WeChat says, beneath the gateway. */
  wechat: {
    /** Text and bytes are sent as they are, anything else as JSON; nothing if it is absent. */
    body?: unknown
    /** @default 'application/json' */
    contentType?: string
    /** Code of the envelope, as -604101; the SDK only, since there is no envelope over HTTPS. */
    errorCode?: number
  }
}

/**
 * The CloudBase gateway itself refuses and asks WeChat nothing. There is no such gateway over HTTPS:
 * there the message comes with `errcode` -1.
 */
export interface GatewayFailure {
  /** What the gateway says instead of asking WeChat. */
  gateway: {
    /**
     * As `'INVALIID_ENV'` (the spelling is CloudBase's) or `'SIGN_PARAM_INVALID'`; of the database
     * `'DATABASE_REQUEST_FAILED'` (the SDK makes -502001 of it), `'DATABASE_PERMISSION_DENIED'` (-502003),
     * `'DATABASE_COLLECTION_NOT_EXIST'` (-502005), `'SERVER_TIMEOUT'` (-501002). What the SDK does not
     * know becomes -501001, such as `'DATABASE_TIMEOUT'`.
     */
    code: string
    /** Its words; the SDK puts them at the end of `errMsg`. */
    message: string
  }
}

/** Full control of the HTTP reply. What is left out is as in a successful reply. */
export interface HttpReply {
  /** The reply, part by part. */
  http: {
    /** @default 200 */
    status?: number
    contentType?: string
    /** Further headers, such as `location`. */
    headers?: { [name: string]: string }
    /** The body, byte for byte: no envelope is put around it. */
    body?: string | Uint8Array
    /** How often the body is sent, one after the other: for replies too large to hold. */
    repeat?: number
    /** Milliseconds before anything is sent; `Infinity` is for ever. */
    delayMs?: number
    /** The connection is destroyed instead of a reply. */
    reset?: boolean
    /** Bytes of the body after which the connection is destroyed. */
    cutAfter?: number
    /** One byte of the body at a time, with this many milliseconds between two. */
    dripMs?: number
    /** A `content-length` of one's own, right or wrong. */
    contentLength?: number
  }
}

/** Anything one request can be answered with, spelled out. */
export type BasicReply = PlanLike | ErrorReply | WechatReply | GatewayFailure | HttpReply
