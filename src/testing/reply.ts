import { isPlanLike, type PlanLike } from './release'
import type { KnownRequest } from './request'
import { isScenario, SCENARIOS, type ScenarioName } from './scenarios'

/** WeChat refuses: its JSON with an `errcode`. */
export interface ErrorReply {
  /** A code of WeChat's. The SDK hands on a string as it is. */
  errCode: number | string
  /** @default 'error' */
  errMsg?: string
}

/** WeChat's own answer, which reaches the SDK inside the gateway's envelope and HTTPS as it is. */
export interface WechatReply {
  wechat: {
    /** Text and bytes are sent as they are, anything else as JSON; nothing where it is absent. */
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
  gateway: {
    /** As `'INVALIID_ENV'` (the spelling is CloudBase's) or `'SIGN_PARAM_INVALID'`. */
    code: string
    message: string
  }
}

/** Full control of the HTTP reply. What is left out is as in a reply where all is well. */
export interface HttpReply {
  http: {
    /** @default 200 */
    status?: number
    contentType?: string
    /** Further headers, as `location`. */
    headers?: { [name: string]: string }
    /** The body, byte for byte: no envelope is put around it. */
    body?: string | Uint8Array
    /** How often the body is sent, one after the other: for replies too large to hold. */
    repeat?: number
    /** Milliseconds before anything is sent; `Infinity` is for ever. */
    delayMs?: number
    /** The connection is destroyed where a reply would begin. */
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

/** What one request is answered with: a scenario by name, or something of one's own. */
export type SingleReply = ScenarioName | BasicReply

/**
 * Chooses the reply to each request. It is asked at every endpoint, so `request.kind` is worth a
 * look: a plan, given to a token request, means that the token is issued as usual.
 */
export type ReplyFunction = (request: KnownRequest) => SingleReply | Promise<SingleReply>

/**
 * What requests are answered with. The entries of an array serve one request each, in turn, and the
 * last one all that follow.
 */
export type Reply = SingleReply | ReplyFunction | readonly (SingleReply | ReplyFunction)[]

/** One entry of a queue of replies. */
export type ReplyEntry = SingleReply | ReplyFunction

/**
 * Reads what `reply()` was given as a queue.
 *
 * @throws Error that lists the names, where it is no known scenario
 * @throws TypeError where it is no reply at all
 */
export function toQueue(reply: unknown): ReplyEntry[] {
  const entries: unknown[] = Array.isArray(reply) ? [...reply] : [reply]
  if (entries.length === 0) throw new TypeError('an array of replies needs at least one')
  return entries.map((entry) => {
    return typeof entry === 'function' ? (entry as ReplyFunction) : checkSingle(entry)
  })
}

/** Lets only a reply to one request through. */
export function checkSingle(reply: unknown): SingleReply {
  if (typeof reply === 'string') {
    if (isScenario(reply)) return reply
    throw new Error(`no scenario is called '${reply}'; there are ${SCENARIOS.join(', ')}`)
  }
  if (typeof reply === 'object' && reply !== null && isBasicReply(reply)) return reply
  throw new TypeError(
    'a reply is the name of a scenario, a plan with a numeric status, { errCode, errMsg }, ' +
      '{ wechat }, { gateway }, { http }, or a function of the request that returns one of these',
  )
}

const isBasicReply = (reply: object): reply is BasicReply =>
  isPlanLike(reply) || ['errCode', 'wechat', 'gateway', 'http'].some((key) => key in reply)
