import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Posting, Reply } from './channels/channel'

/** The most that is read of a reply, in bytes. */
const MAX_REPLY_BYTES = 64 * 1024

/** What came of a request: a reply, or the code of the error with which the connection failed. */
export type Answer = { reply: Reply } | { failed: string }

/** A request under way. */
export interface Exchange {
  /** Never rejects. */
  answer: Promise<Answer>
  /** Whether the whole request was handed to the network: the other side may have acted on it. */
  sent(): boolean
  /** Gives the request up and closes its connection. */
  cancel(): void
}

/**
 * Posts JSON, follows no redirect, and reads no more of the reply than it may. Needs nothing that came
 * after Node.js 10.9. Of what goes wrong only the code is passed on: words and stacks may hold the URL.
 */
export function post({ url, body }: Posting): Exchange {
  const json = Buffer.from(JSON.stringify(body))
  const options = {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
      'content-length': json.length,
      // A connection that is kept would outlive the call.
      connection: 'close',
    },
  }
  let request: ClientRequest
  let sent = false
  const answer = new Promise<Reply>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    request = send(url, options, (response) => {
      const status = response.statusCode as number
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length <= MAX_REPLY_BYTES) return
        resolve({ status, text: undefined })
        request.destroy()
      })
      response.on('end', () => resolve({ status, text: Buffer.concat(chunks).toString() }))
      // Before Node.js 13 a reply that is cut off ends like a whole one, but for this.
      response.on('aborted', () => reject({ code: 'ECONNRESET' }))
      response.on('error', reject)
    })
    request.on('error', reject)
    request.on('finish', () => {
      sent = true
    })
    request.end(json)
  }).then(
    (reply) => ({ reply }),
    (error: { code?: unknown }) => ({ failed: String(error.code) }),
  )
  return { answer, sent: () => sent, cancel: () => request.destroy() }
}
