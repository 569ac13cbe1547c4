import type { ErrorReply } from '../reply-types'

/** A request to a robot, as its product judges it. */
export interface Incoming {
  /** What follows the path. */
  query: URLSearchParams
  /** What the body holds. */
  body: { [name: string]: unknown }
  /** The length of the body. */
  bytes: number
  /** What the robot signs with. */
  secret: string
}

/** What a product makes of a request: what the group reads, or why it is refused. */
export type Judgement = { message: string } | ErrorReply

/** What the robots of one product have in common. */
export interface Product {
  /** Path and query of a robot with a key. */
  address(key: string): string
  /** Whether its robots want a signature. */
  signs: boolean
  /** What a request with the right key comes to. */
  judge(incoming: Incoming): Judgement
  /** What a message that was taken is answered with. */
  accepted: object
  /** A refusal in the form of the product. */
  write(refusal: Required<ErrorReply>): object
  tooFrequent: Required<ErrorReply>
  wrongKey: Required<ErrorReply>
  /** The status of a refusal, if it is not 200. */
  statusOf?(refusal: ErrorReply): number
}

/** How far the time of a signature may be off, in milliseconds. */
const SIGNATURE_LASTS_MS = 60 * 60 * 1000

/** Whether the time of a signature is near enough. */
export const isRecent = (ms: number): boolean => Math.abs(Date.now() - ms) <= SIGNATURE_LASTS_MS

/** A field of a field, if it is text that says something. */
export function textIn(body: { [name: string]: unknown }, outer: string, inner: string) {
  const text = (body[outer] as { [name: string]: unknown } | null | undefined)?.[inner]
  return typeof text === 'string' && text !== '' ? text : undefined
}
