import type { Exchange, Reply } from '../core/request'

/** The most that is read of a reply, in bytes: the documented ones are far below 1 KiB. */
export const MAX_BODY_BYTES = 1024 * 1024

/** What came of one request. */
export type Answer =
  | { reply: Reply }
  /** The connection failed, before the reply or within it. */
  | { thrown: unknown }
  /** A `fetch` of the caller's resolved with something that is not a response. */
  | 'garbage'

/** A request in progress. */
export interface PendingRequest extends Omit<Exchange, 'answer'> {
  /** Never rejects. With `fetch`, it may stay pending once the request is cancelled. */
  answer: Promise<Answer>
}
