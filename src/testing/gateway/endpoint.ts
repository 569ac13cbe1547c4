import type { IncomingMessage } from 'node:http'
import { type PlanLike, toWechatPlan } from './release'
import type {
  BasicReply,
  ErrorReply,
  GatewayFailure,
  HttpReply,
  SingleReply,
  WechatReply,
} from './reply'
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
export type Said = PlanLike | ErrorReply | WechatReply | GatewayFailure

/** One endpoint of the gateway: how its requests are received, rejected and answered. */
export interface Endpoint<Request extends KnownRequest = KnownRequest> {
  isAt(arrived: Arrived): boolean
  /** @throws Error that says what can't be read or is not simulated */
  receive(arrived: Arrived): Request | Promise<Request>
  /** What is wrong with a request, whatever reply is set. */
  reject?(request: Request): Said | undefined
  /** Which of its replies a scenario has here. */
  way: 'cloud' | 'https'
  /**
   * Whether a reply is meant for its requests; by default, each is.
   *
   * @param basic - what the reply comes to
   * @param isChosen - whether a function chose it for this very request
   */
  takes?(reply: SingleReply, basic: BasicReply, isChosen: boolean): boolean
  /** The answer when no reply is set; by default, the release in progress. */
  usual?(request: Request): Said
  /** What is sent; by default, WeChat's reply as it is. */
  write?(reply: Said): HttpParts
}

export async function arrive(req: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  const { pathname, searchParams: query } = new URL(req.url as string, 'http://127.0.0.1')
  const received: ReceivedRequest = {
    method: req.method as string,
    path: pathOf(pathname, query),
    headers: { ...req.headers },
    at: Date.now(),
  }
  return { received, pathname, query, body: Buffer.concat(chunks) }
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

const pathOf = (pathname: string, query: URLSearchParams): string =>
  pathname + (String(query) && `?${query}`)

/** Where the SDK calls. */
export const CLOUD_PATH = '/admin'

/** What the CloudBase gateway calls each request in its answers. */
export const REQUEST_ID = 'local-gateway'

/** By it the SDK knows a failure of the gateway: it must be exactly this. */
const JSON_TYPE = 'application/json; charset=utf-8'

export const toJson = (body: unknown): HttpParts => ({
  contentType: JSON_TYPE,
  body: Buffer.from(JSON.stringify(body)),
})

/** WeChat's reply as it is sent over HTTPS, and to the SDK inside an envelope. */
export function writeWechat(reply: Said): HttpParts & { contentType: string; body: Uint8Array } {
  const { body = '', contentType = JSON_TYPE } = toWechat(reply).wechat
  const isAsItIs = typeof body === 'string' || body instanceof Uint8Array
  return { contentType, body: Buffer.from(isAsItIs ? body : JSON.stringify(body)) }
}

/** What the CloudBase gateway itself says to the SDK; undefined if the reply is not its own. */
export const writeFailure = (reply: Said): HttpParts | undefined =>
  isGatewayFailure(reply) ? toJson({ ...reply.gateway, requestId: REQUEST_ID }) : undefined

/** The reply as WeChat gives it. */
export function toWechat(reply: Said): WechatReply {
  if (isWechat(reply)) return reply
  if (isGatewayFailure(reply)) return toReply({ errcode: -1, errmsg: reply.gateway.message })
  if (isError(reply)) return toReply({ errcode: reply.errCode, errmsg: reply.errMsg ?? 'error' })
  return toReply({ errcode: 0, errmsg: 'ok', gray_release_plan: toWechatPlan(reply) })
}

/** A reply of WeChat's, with a body of one's own. */
export const toReply = (body: unknown): WechatReply => ({ wechat: { body } })

export const isHttp = (reply: BasicReply): reply is HttpReply => 'http' in reply
export const isGatewayFailure = (reply: BasicReply): reply is GatewayFailure => 'gateway' in reply
const isWechat = (reply: BasicReply): reply is WechatReply => 'wechat' in reply
const isError = (reply: BasicReply): reply is ErrorReply => 'errCode' in reply
