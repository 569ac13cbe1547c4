import type { FetchInit, FetchLike } from './fetch'
import { Opening } from './opening'
import { type BodyText, readBody } from './response-body'

/** What came of one request. */
export type Answer =
  | { outcome: 'answered'; status: number; text: BodyText }
  /** The connection failed, before the reply or within it. */
  | { outcome: 'failed'; thrown: unknown }
  /** A `fetch` of the caller's gave something that is no response. */
  | { outcome: 'garbage' }

/** A request under way. */
export interface PendingRequest {
  /** Never rejects. It may stay open once the request is cancelled. */
  answer: Promise<Answer>
  /** Gives the request up and closes its connection. */
  cancel(): void
}

/** What {@link sendRequest} sends. */
export interface RequestOptions {
  fetch: FetchLike
  url: string
  /** Makes it a POST of this as JSON. */
  json?: object
}

/** Sends one request, follows no redirect, and reads no more of the reply than it may have. */
export function sendRequest({ fetch, url, json }: RequestOptions): PendingRequest {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  const reading = { cancelled: false, stop: () => {} }
  const opening = new Opening()
  const cancel = (): void => {
    reading.cancelled = true
    reading.stop()
    controller?.abort()
    opening.giveUp()
  }
  const init: FetchInit = {
    method: json ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...(json && { 'content-type': 'application/json' }) },
    ...(json && { body: JSON.stringify(json) }),
    redirect: 'manual',
    ...(controller && { signal: controller.signal }),
  }
  const send = async (): Promise<Answer> => {
    try {
      const response = await opening.run(() => fetch(url, init))
      const status = statusOf(response)
      if (status === undefined) return { outcome: 'garbage' }
      const text = await readBody(response, reading)
      if (typeof text !== 'string') cancel()
      return { outcome: 'answered', status, text }
    } catch (thrown) {
      return { outcome: 'failed', thrown }
    }
  }
  return { answer: send(), cancel }
}

/** Browsers hide a redirect that was not followed behind the status 0. */
function statusOf(response: { type?: unknown; status?: unknown } | undefined): number | undefined {
  if (response?.type === 'opaqueredirect') return 302
  const status = response?.status
  const valid = typeof status === 'number' && Number.isInteger(status)
  return valid && status >= 200 && status <= 999 ? status : undefined
}
