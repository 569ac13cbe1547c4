import type { IncomingMessage } from 'node:http'
import { readBody } from './body'
import { toWechatPlan } from './release'
import type { SingleReply } from './reply'
import {
  type BasicReply,
  type ErrorReply,
  type GatewayFailure,
  type HttpReply,
  REQUEST_ID,
  type WechatReply,
} from './reply-types'
import type { KnownRequest, ReceivedRequest } from './request'
import type { HttpParts } from './send-response'

/** A request that has arrived, before anything is made of it. */
export interface Arrived {
  received: ReceivedRequest
  pathname: string
  query: URLSearchParams
  body: Buffer
}

/** A reply that says what is sent, and leaves to the endpoint how. */
export type Said = Exclude<BasicReply, HttpReply>

/** One endpoint of the gateway: how its requests are received, rejected and answered. */
export interface Endpoint<Request extends KnownRequest = KnownRequest> {
  /** Whether a request is for this endpoint. */
  isAt(arrived: Arrived): boolean
  /** @throws Error that says what can't be read or is not simulated */
  receive(arrived: Arrived): Request | Promise<Request>
  /** What is wrong with a request, whatever reply is set. */
  reject(request: Request): Said | undefined
  /** Whether a reply in the queue is meant for this endpoint; one that is not waits for another. */
  isFor(reply: SingleReply): boolean
  /** What a reply comes to here; undefined if the answer is to be as usual. */
  choose(reply: SingleReply): BasicReply | undefined
  /** The answer when no reply is set. */
  usual(request: Request): Said
  /** What is sent. */
  write(reply: Said): HttpParts
}

/** Reads a request to its end. */
export async function arrive(req: IncomingMessage): Promise<Arrived> {
  const body = await readBody(req)
  const { pathname, searchParams } = new URL(req.url as string, 'http://127.0.0.1')
  const received: ReceivedRequest = {
    method: req.method as string,
    path: pathOf(pathname, searchParams),
    headers: { ...req.headers },
    at: Date.now(),
  }
  return { received, pathname, query: searchParams, body }
}

/** Takes a token out of a query; what is recorded as the path is then without it. */
export function takeToken(
  { received, pathname, query }: Arrived,
  ...names: string[]
): ReceivedRequest & { token?: string } {
  const token = names.map((name) => query.get(name)).find(Boolean)
  for (const name of names) query.delete(name)
  return { ...received, path: pathOf(pathname, query), ...(token && { token }) }
}

function pathOf(pathname: string, query: URLSearchParams): string {
  const text = query.toString()
  return text ? `${pathname}?${text}` : pathname
}

/** Where the SDK calls. */
export const CLOUD_PATH = '/admin'

/** The content type by which the SDK knows a failure of the gateway: it must be exactly this. */
const JSON_TYPE = 'application/json; charset=utf-8'

/** WeChat's reply as it is sent over HTTPS, and to the SDK inside an envelope. */
export function writeWechat(reply: Said): HttpParts & { contentType: string; body: Uint8Array } {
  const { body, contentType = JSON_TYPE } = toWechat(reply).wechat
  return { contentType, body: toBytes(body) }
}

/** What the CloudBase gateway itself says to the SDK; undefined if the reply is not its own. */
export const writeFailure = (reply: Said): HttpParts | undefined =>
  isGatewayFailure(reply)
    ? {
        contentType: JSON_TYPE,
        body: JSON.stringify({ ...reply.gateway, requestId: REQUEST_ID }),
      }
    : undefined

/** The reply as WeChat gives it. */
export function toWechat(reply: Said): WechatReply {
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

export const isHttp = (reply: BasicReply): reply is HttpReply => 'http' in reply
export const isGatewayFailure = (reply: BasicReply): reply is GatewayFailure => 'gateway' in reply
const isWechat = (reply: BasicReply): reply is WechatReply => 'wechat' in reply
const isError = (reply: BasicReply): reply is ErrorReply => 'errCode' in reply
