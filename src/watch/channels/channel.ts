import type { Hint } from '../../core/error-codes'
import type { HttpResponse } from '../../core/request'

/** What a channel is sent, in one language. */
export interface Message {
  title: string
  /** Each in one line. */
  lines: readonly string[]
  /** What a program can read: the event, its plan and the account, as far as there are any. */
  data: object
}

/** Where a channel is, as its URL said. */
export interface Target {
  /** Without its fragment. */
  url: URL
  /** The signing secret; empty if there is none. */
  secret: string
}

/** The result of notifying one channel. */
export interface Delivery {
  /** `wecom`, `feishu`, `dingtalk` or `webhook`; `unknown` if the channel's URL can't be read. */
  channel: string
  /** The host of the channel, with its port; empty if it can't be read. */
  host: string
  /** Whether the channel accepted the message. */
  ok: boolean
  /** Why it did not. */
  error?: {
    /** What went wrong, in English. */
    message: string
    /** The same for people, and what to do about it. */
    hint: Hint
    /** Whether the same message may be accepted if it is sent again later. */
    retryable: boolean
  }
}

/** Why a message was not accepted. It quotes nothing of the other side, which could repeat the key. */
export type Rejection = NonNullable<Delivery['error']>

/** One kind of bot. */
export interface Channel {
  /** Names it in a prefix and in a `Delivery`. */
  name: string
  /** The hosts known to be of this kind. */
  hosts: readonly string[]
  /** What to post, as JSON, and where. `now` is in milliseconds. */
  post(message: Message, target: Target, now: number): { url: URL; body: object }
  /** What the reply to a message in a language means; undefined if the message was accepted. */
  rejectionIn(reply: HttpResponse, language: 'zh' | 'en'): Rejection | undefined
}
