import { type Agent, type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { cancellableLookup } from './lookup'

/** Any `http.Agent`, written out so that the declarations don't need the types of Node.js. */
export interface AgentLike {
  /** The most connections that it opens to one host. */
  readonly maxSockets: number
  /** Closes the connections that it has. */
  destroy(): void
}

/** What {@link request} sends. */
export interface RequestOptions {
  url: URL
  method: 'GET' | 'POST'
  /** JSON. */
  body?: string | undefined
  /** Opens the connection instead of Node's own agent, and decides whether to keep it. */
  agent?: AgentLike | null | undefined
  /** The most that is read of a reply. */
  maxBytes: number
}

/** What was answered. */
export interface HttpResponse {
  /** The HTTP status. */
  status: number
  /** Undefined if it was too long to be read. */
  text: string | undefined
}

/** A reply, or the code of the error with which the connection failed. */
export type HttpAnswer = { reply: HttpResponse } | { failed: string }

/** A request in progress. */
export interface Exchange<A = HttpAnswer> {
  /** Never rejects. */
  answer: Promise<A>
  /**
   * Whether the request was handed to an established connection: the other side may have acted on it.
   * Also true after a handshake that failed.
   */
  sent(): boolean
  /** Ends the request, and closes its connection or stops opening it. */
  cancel(): void
}

/**
 * Sends a request, follows no redirect, and reads no more of the reply than allowed. Needs nothing
 * newer than Node.js 10.9. Of an error, only the code is passed on: its message and stack may contain
 * the URL.
 */
export function request({ url, method, body, agent, maxBytes }: RequestOptions): Exchange {
  const content = body === undefined ? undefined : Buffer.from(body)
  const dns = cancellableLookup()
  const options = {
    method,
    ...(agent ? { agent: agent as Agent } : {}),
    lookup: dns.lookup,
    headers: {
      accept: 'application/json',
      ...(content && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': content.length,
      }),
      // A connection that is kept would outlive the call, unless the caller's agent takes care of it.
      ...(!agent && { connection: 'close' }),
    },
  }
  let sent = false
  let client: ClientRequest | undefined
  const cancel = (): void => {
    dns.cancel()
    client?.destroy()
  }
  const answer = new Promise<HttpResponse>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    client = send(url, options, (response) => {
      const status = response.statusCode as number
      const chunks: Buffer[] = []
      let length = 0
      const stopIfLonger = (bytes: unknown): void => {
        if (!(Number(bytes) > maxBytes)) return
        resolve({ status, text: undefined })
        cancel()
      }
      stopIfLonger(response.headers['content-length'])
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        stopIfLonger(length)
      })
      response.on('end', () => resolve({ status, text: Buffer.concat(chunks).toString() }))
      // Before Node.js 13 a reply that is cut off ends like a whole one, but for this.
      response.on('aborted', () => reject({ code: 'ECONNRESET' }))
      response.on('error', reject)
    })
    client.on('finish', () => {
      sent = true
    })
    client.on('error', reject)
    client.end(content)
  }).then(
    (reply) => ({ reply }),
    (error: { code?: unknown }) => ({ failed: String(error.code) }),
  )
  return { answer, sent: () => sent, cancel }
}
