import type { Reply } from '../../core/request'

/** What a channel is told, in one language. */
export interface Message {
  title: string
  /** Each in one line. */
  lines: readonly string[]
  /** What a program can read: the event, its plan and the account, as far as there are any. */
  data: object
}

/** Where a channel is, as its text said. */
export interface Target {
  /** Without its fragment. */
  url: URL
  /** The signing secret; empty if there is none. */
  secret: string
}

/** One request: `body` is posted as JSON. */
export interface Posting {
  url: URL
  body: object
}

/** Why a message was not taken. No words of the other side are in it: they could hold the key. */
export interface Refusal {
  message: string
  /** Whether the same message may be taken later. */
  retryable: boolean
}

/** How one sort of robot is spoken to. */
export interface Channel {
  /** Names it in a prefix and in a `Delivery`. */
  name: string
  /** The hosts that are known to be of this sort. */
  hosts: readonly string[]
  /** What to send. `now` is in milliseconds. */
  post(message: Message, target: Target, now: number): Posting
  /** What the reply means; undefined if the message was taken. */
  refusalIn(reply: Reply): Refusal | undefined
}
