import type { ErrorReply, HttpReply } from '../reply'
import type { ReceivedRequest } from '../request'

/**
 * The names of all replies of a bot.
 *
 * - `ok` checks key, signature, timestamp and form like the real one, and accepts the message.
 * - `too-frequent` rejects like the real one after too many messages, and `refused` for a wrong key.
 * - `timeout` never answers, and `reset` closes the connection.
 * - `http-502` answers with a web page and status 502, and `html` with one instead of JSON.
 * - `redirect` redirects to another bot, and `too-long` sends 1 MB.
 *
 * @example
 * ```ts
 * import { ROBOT_REPLIES, startGateway } from 'wx-gray-release-plan/testing'
 *
 * const { robots, close } = await startGateway()
 * for (const name of ROBOT_REPLIES) robots.dingtalk.reply(name) // and send something to it
 * await close()
 * ```
 */
export const ROBOT_REPLIES = [
  'ok',
  'too-frequent',
  'refused',
  'timeout',
  'reset',
  'http-502',
  'redirect',
  'html',
  'too-long',
] as const

/** How a bot replies, by name: see {@link ROBOT_REPLIES}. */
export type RobotReplyName = (typeof ROBOT_REPLIES)[number]

/** How a bot replies: by name, with a code of your own, or as HTTP. */
export type SingleRobotReply = RobotReplyName | ErrorReply | HttpReply

/** How a bot replies; the last entry of an array answers all requests that follow. */
export type RobotReply = SingleRobotReply | readonly SingleRobotReply[]

/** What a bot received. */
export interface RobotRequest extends ReceivedRequest {
  /** The JSON that was sent; undefined if it was not JSON. */
  body: unknown
  /** Why the bot rejected it, in its own words; absent if it accepted it, or did not check. */
  problem?: string
}

/** A group bot that the gateway simulates. */
export interface Robot {
  /** Its URL with prefix, key and secret, for `notify`. */
  readonly channel: string
  /** Its URL as the real one is shown to people: with its key. */
  readonly url: string
  /** The signing secret; absent if it requires no signature. */
  readonly secret?: string
  /** Every request so far, oldest first, accepted or not. */
  readonly requests: RobotRequest[]
  /** What the group has seen so far, oldest first. */
  readonly messages: string[]
  /**
   * Sets how it replies from now on; `ok` at first.
   *
   * @throws Error if no reply has that name; it lists them all
   * @throws TypeError if it is not a reply
   * @example
   * ```ts
   * import { startGateway } from 'wx-gray-release-plan/testing'
   * import { notify } from 'wx-gray-release-plan/watch'
   *
   * const { robots, close } = await startGateway()
   * robots.feishu.reply(['http-502', { errCode: 19024, errMsg: 'Key Words Not Found' }, 'ok'])
   * await notify(robots.feishu.channel, { type: 'recovered', at: Date.now(), since: 0 })
   * console.log(robots.feishu.messages)
   * await close()
   * ```
   */
  reply(next: RobotReply): void
}

/** The group bots of a gateway, each with its own key and secret. `webhook` accepts any JSON. */
export type Robots = { readonly [name in 'wecom' | 'feishu' | 'dingtalk' | 'webhook']: Robot }
