import type { BasicReply, ErrorReply, GatewayFailure, HttpReply, WechatReply } from './basic-reply'
import type { HttpParts } from './deliver'
import { isPlanLike, type Release, toWechatPlan } from './release'
import { checkSingle, type Reply, type ReplyEntry, toQueue } from './reply'
import type { KnownRequest } from './request'
import { SCENARIO_TABLE } from './scenarios'
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

  /** The reply to a request; undefined where a token request gets its token as usual. */
  async next(request: KnownRequest): Promise<BasicReply | undefined> {
    const entry = this.#entries[0] as ReplyEntry
    const isToken = request.kind === 'token'
    // What says nothing about tokens waits for a request that it is about.
    if (isToken && typeof entry !== 'function' && !isTokenScenario(entry)) return undefined
    if (this.#entries.length > 1) this.#entries.shift()
    const reply = typeof entry === 'function' ? checkSingle(await entry(request)) : entry
    if (typeof reply !== 'string') return isToken && isPlanLike(reply) ? undefined : reply
    if (isToken && !isTokenScenario(reply)) return undefined
    const { cloud, https } = SCENARIO_TABLE[reply]
    return request.kind === 'cloud' ? cloud(this.#release) : https(this.#release)
  }
}

const isTokenScenario = (reply: ReplyEntry): boolean =>
  typeof reply === 'string' && SCENARIO_TABLE[reply].tokens

/** The content type by which the SDK knows a failure of the gateway: it must be exactly this. */
const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Turns a reply into what an endpoint sends.
 *
 * @param usual - what it sends where all is well, for a reply that leaves that out
 */
export function toHttp(
  kind: KnownRequest['kind'],
  reply: BasicReply,
  usual: BasicReply,
): HttpParts {
  if (isHttp(reply)) return { ...toHttp(kind, usual, usual), ...reply.http }
  if (isGatewayFailure(reply) && kind === 'cloud') {
    const body = JSON.stringify({ ...reply.gateway, requestId: 'local-gateway' })
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

function toWechat(reply: Exclude<BasicReply, HttpReply>): WechatReply {
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
