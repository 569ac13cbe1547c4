import { createHmac } from 'node:crypto'
import type { ErrorReply } from '../reply-types'

/** A request to a bot, as its product checks it. */
export interface Incoming {
  /** What follows the path. */
  query: URLSearchParams
  body: { [name: string]: unknown }
  /** The length of the body. */
  bytes: number
  /** The signing secret of the bot. */
  secret: string
}

/** What a product makes of a request: the message the group sees, or why it is rejected. */
export type Judgement = { message: string } | ErrorReply

/** What the bots of one product have in common. */
export interface Product {
  /** Path and query of a bot with a key. */
  address(key: string): string
  /** Whether its bots require a signature. */
  signs: boolean
  /** Checks a request with the right key. */
  judge(incoming: Incoming): Judgement
  /** The reply to an accepted message. */
  accepted: object
  /** A rejection in the form of the product. */
  write(rejection: Required<ErrorReply>): object
  tooFrequent: Required<ErrorReply>
  wrongKey: Required<ErrorReply>
  /** The status of a rejection, if it is not 200. */
  statusOf?(rejection: Required<ErrorReply>): number
}

/** How far the timestamp of a signature may be off, in milliseconds. */
const SIGNATURE_LASTS_MS = 60 * 60 * 1000

/** Whether the timestamp of a signature is close enough. */
export const isRecent = (ms: number): boolean => Math.abs(Date.now() - ms) <= SIGNATURE_LASTS_MS

/** The signature of a text with a key. */
export const signature = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64')

/** A field of a field, if it is a string that is not empty. */
export function textIn(body: { [name: string]: unknown }, outer: string, inner: string) {
  const text = (body[outer] as { [name: string]: unknown } | null | undefined)?.[inner]
  return typeof text === 'string' && text !== '' ? text : undefined
}
