import type { PlanLike } from './release'
import type { KnownRequest } from './request'
import type { ScenarioName } from './scenario-names'

/** WeChat rejects the call: its JSON with an `errcode`. */
export interface ErrorReply {
  /** One of WeChat's codes. The SDK passes a string on unchanged. */
  errCode: number | string
  /** @default 'error' */
  errMsg?: string
}

/** WeChat's own reply: the SDK gets it inside the gateway's envelope, a call over HTTPS as it is. */
export interface WechatReply {
  /** What WeChat says, beneath the gateway. */
  wechat: {
    /** Strings and bytes are sent as they are, anything else as JSON; nothing if it is absent. */
    body?: unknown
    /** @default 'application/json' */
    contentType?: string
    /** The envelope's code, such as -604101. It reaches only the SDK: HTTPS has no envelope. */
    errorCode?: number
  }
}

/**
 * The CloudBase gateway itself rejects the call, before it reaches WeChat. HTTPS has no such gateway:
 * there the message comes with `errcode` -1.
 */
export interface GatewayFailure {
  /** What the gateway answers. */
  gateway: {
    /**
     * Such as `'INVALIID_ENV'` (CloudBase's spelling) or `'SIGN_PARAM_INVALID'`; from the database
     * `'DATABASE_REQUEST_FAILED'` (the SDK makes -502001 of it), `'DATABASE_PERMISSION_DENIED'` (-502003),
     * `'DATABASE_COLLECTION_NOT_EXIST'` (-502005), `'SERVER_TIMEOUT'` (-501002). What the SDK does not
     * know becomes -501001, such as `'DATABASE_TIMEOUT'`.
     */
    code: string
    /** Its message; the SDK puts it at the end of `errMsg`. */
    message: string
  }
}

/** Full control of the HTTP reply. What is omitted is as in a successful reply. */
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
    /** Milliseconds before anything is sent; `Infinity` means never. */
    delayMs?: number
    /** The connection is destroyed instead of a reply. */
    reset?: boolean
    /** Bytes of the body after which the connection is destroyed. */
    cutAfter?: number
    /** One byte of the body at a time, with this many milliseconds between two. */
    dripMs?: number
    /** A `content-length` of your own, right or wrong. */
    contentLength?: number
  }
}

/** Anything one request can be answered with, spelled out. */
export type BasicReply = PlanLike | ErrorReply | WechatReply | GatewayFailure | HttpReply

/** What one request is answered with: a scenario by name, or a reply of your own. */
export type SingleReply = ScenarioName | BasicReply

/**
 * Chooses the reply to each request, at every endpoint, so check `request.kind`: for a token request,
 * a plan means that the token is issued as usual, and for the database, that it does what is asked.
 */
export type ReplyFunction = (request: KnownRequest) => SingleReply | Promise<SingleReply>

/**
 * What requests are answered with. The entries of an array serve one request each, in turn, and the
 * last one all that follow.
 */
export type Reply = SingleReply | ReplyFunction | readonly (SingleReply | ReplyFunction)[]
