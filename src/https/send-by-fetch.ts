import type { FetchLike, FetchResponse } from './fetch'
import { type Answer, MAX_BODY_BYTES, type PendingRequest } from './pending-request'

/** A stream, as far as it is used: Node's own and web streams can both be iterated over. */
interface Body {
  readonly locked?: boolean
  destroy?(): void
  [Symbol.asyncIterator]?(): AsyncIterator<string | Uint8Array>
}

/** Sends a request with the caller's own `fetch`. */
export function sendByFetch(
  fetch: FetchLike,
  url: string,
  method: 'GET' | 'POST',
  body: string | undefined,
): PendingRequest {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  let received: Body | undefined
  const send = async (): Promise<Answer> => {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
        redirect: 'manual',
        ...(controller && { signal: controller.signal }),
      })
      const status = statusOf(response)
      received = response?.body as Body | undefined
      // A body that is locked has been read by somebody else.
      if (status === undefined || received?.locked) return 'garbage'
      return { reply: { status, text: await readText(response, received) } }
    } catch (thrown) {
      return { thrown }
    }
  }
  const cancel = (): void => {
    controller?.abort()
    // A stream of Node.js may come from a fetch that knows no signal.
    received?.destroy?.()
  }
  return { answer: send(), sent: () => true, cancel }
}

/** The status of a response; undefined if it is not one. */
function statusOf(response: { [K in 'type' | 'status' | 'text']?: unknown } | undefined) {
  if (typeof response?.text !== 'function') return undefined
  // Browsers hide a redirect that was not followed behind the status 0.
  const status = response.type === 'opaqueredirect' ? 302 : Number(response.status)
  return Number.isInteger(status) && status >= 200 && status <= 999 ? status : undefined
}

/** The text of a response; undefined if it is too long. */
async function readText(
  response: FetchResponse,
  body: Body | undefined,
): Promise<string | undefined> {
  const chunks: Buffer[] = []
  if (typeof body === 'object' && body?.[Symbol.asyncIterator]) {
    let length = 0
    // Leaving the loop closes the stream.
    for await (const chunk of body as AsyncIterable<string | Uint8Array>) {
      chunks.push(Buffer.from(chunk as string))
      length += chunk.length
      if (length > MAX_BODY_BYTES) return undefined
    }
  } else {
    chunks.push(Buffer.from(await response.text()))
  }
  const bytes = Buffer.concat(chunks)
  return bytes.length > MAX_BODY_BYTES ? undefined : bytes.toString()
}
