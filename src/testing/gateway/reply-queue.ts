import { isPlanLike, type Release, toWechatPlan } from './release'
import { checkSingle, type Reply, type ReplyEntry, type SingleReply, toQueue } from './reply'
import {
  type BasicReply,
  type ErrorReply,
  type GatewayFailure,
  type HttpReply,
  REQUEST_ID,
  type WechatReply,
} from './reply-types'
import type { KnownRequest } from './request'
import { SCENARIO_TABLE } from './scenarios'
import type { HttpParts } from './send-response'
import { writeCloudReply } from './wire'

/** The replies to come. */
export class ReplyQueue {
  #entries: ReplyEntry[]
  readonly #release: Release

  constructor(reply: Reply, release: Release) {
    this.#entries = toQueue(reply)
    this.#release = release
  }

  /** Replaces what is to come. */
  replace(reply: Reply): void {
    this.#entries = toQueue(reply)
  }

  /** The reply to a request; undefined if a token or the database is to be as usual. */
  async next(request: KnownRequest): Promise<BasicReply | undefined> {
    const { kind } = request
    const entry = this.#entries[0] as ReplyEntry
    // What says nothing about tokens or the database waits for a request that it is about.
    if (typeof entry !== 'function' && !isAbout(entry, kind)) return undefined
    if (this.#entries.length > 1) this.#entries.shift()
    const reply = typeof entry === 'function' ? checkSingle(await entry(request)) : entry
    if (typeof reply !== 'string') return isUsual(reply, kind) ? undefined : reply
    const { cloud, https, tokens } = SCENARIO_TABLE[reply]
    switch (kind) {
      case 'cloud':
        return cloud(this.#release)
      case 'https':
        return https(this.#release)
      case 'token':
        return tokens ? https(this.#release) : undefined
      case 'database': {
        const basic = cloud(this.#release)
        return isUsual(basic, kind) ? undefined : basic
      }
    }
  }
}

const isAbout = (reply: SingleReply, kind: KnownRequest['kind']): boolean =>
  kind === 'token' ? typeof reply === 'string' && SCENARIO_TABLE[reply].tokens : kind !== 'database'

/** A plan is no answer to what asks for a token, nor are WeChat's words one of the database. */
const isUsual = (reply: BasicReply, kind: KnownRequest['kind']): boolean =>
  kind === 'database'
    ? !isHttp(reply) && !isGatewayFailure(reply)
    : kind === 'token' && isPlanLike(reply)

/** The content type by which the SDK knows a failure of the gateway: it must be exactly this. */
const JSON_TYPE = 'application/json; charset=utf-8'

/** A reply that says what is sent, and leaves to the endpoint how. */
export type Said = Exclude<BasicReply, HttpReply>

/**
 * Turns a reply into what an endpoint sends.
 *
 * @param usual - makes the successful answer, for a reply that leaves it out
 */
export const toHttp = (
  kind: KnownRequest['kind'],
  reply: BasicReply,
  usual: () => Said,
): HttpParts =>
  isHttp(reply) ? { ...toParts(kind, usual()), ...reply.http } : toParts(kind, reply)

/** Turns what is said into what an endpoint sends. */
export function toParts(kind: KnownRequest['kind'], reply: Said): HttpParts {
  if (isGatewayFailure(reply) && (kind === 'cloud' || kind === 'database')) {
    const body = JSON.stringify({ ...reply.gateway, requestId: REQUEST_ID })
    return { contentType: JSON_TYPE, body }
  }
  const { body, contentType = JSON_TYPE, errorCode } = toWechat(reply).wechat
  const respData = toBytes(body)
  if (kind !== 'cloud') return { contentType, body: respData }
  return {
    contentType: 'application/octet-stream',
    body: writeCloudReply({
      respData,
      contentType,
      ...(errorCode !== undefined && { errorCode }),
    }),
  }
}

function toWechat(reply: Said): WechatReply {
  if (isWechat(reply)) return reply
  if (isGatewayFailure(reply)) return errorJson(-1, reply.gateway.message)
  if (isError(reply)) return errorJson(reply.errCode, reply.errMsg ?? 'error')
  const body = { errcode: 0, errmsg: 'ok', gray_release_plan: toWechatPlan(reply) }
  return { wechat: { body } }
}

const errorJson = (errcode: number | string, errmsg: string): WechatReply => ({
  wechat: { body: { errcode, errmsg } },
})

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  if (body === undefined) return new Uint8Array()
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

const isHttp = (reply: BasicReply): reply is HttpReply => 'http' in reply
const isWechat = (reply: BasicReply): reply is WechatReply => 'wechat' in reply
const isGatewayFailure = (reply: BasicReply): reply is GatewayFailure => 'gateway' in reply
const isError = (reply: BasicReply): reply is ErrorReply => 'errCode' in reply
