import { read } from '../core/error'
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
export interface Exchange {
  /** Never rejects. It may stay open once the exchange is cancelled. */
  answer: Promise<Answer>
  /** Gives the request up and closes its connection. */
  cancel(): void
}

/** What {@link request} sends. */
export interface Sending {
  fetch: FetchLike
  url: string
  /** Makes it a POST of this as JSON. */
  json?: object
}

/** Sends one request, follows no redirect, and reads no more of the reply than it may have. */
export function request({ fetch, url, json }: Sending): Exchange {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  const open = { cancelled: false, stop: () => {} }
  const opening = new Opening()
  const cancel = (): void => {
    open.cancelled = true
    open.stop()
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
  // The executor also catches what a fetch throws instead of rejecting.
  const answer = new Promise<unknown>((resolve) => resolve(opening.run(() => fetch(url, init))))
    .then(async (response): Promise<Answer> => {
      const status = statusOf(response)
      if (status === undefined) return { outcome: 'garbage' }
      const text = await readBody(response, open)
      if (typeof text !== 'string') cancel()
      return { outcome: 'answered', status, text }
    })
    .catch((thrown): Answer => ({ outcome: 'failed', thrown }))
  return { answer, cancel }
}

/** Browsers hide a redirect that was not followed behind the status 0. */
function statusOf(response: unknown): number | undefined {
  if (read(response, 'type') === 'opaqueredirect') return 302
  const status = read(response, 'status')
  const valid = typeof status === 'number' && Number.isInteger(status)
  return valid && status >= 200 && status <= 999 ? status : undefined
}
