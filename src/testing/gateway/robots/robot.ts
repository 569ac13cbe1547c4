import type { ErrorReply, HttpReply } from '../reply-types'
import type { ReceivedRequest } from '../request'

/**
 * The names of all replies of a robot.
 *
 * @example
 * ```ts
 * import { ROBOT_REPLIES, startGateway } from 'wx-gray-release-plan/testing'
 *
 * const gateway = await startGateway()
 * for (const name of ROBOT_REPLIES) {
 *   gateway.robots.dingtalk.reply(name)
 *   // send something to gateway.robots.dingtalk.channel and look at what comes of it
 * }
 * await gateway.close()
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

/**
 * How a robot replies.
 *
 * | reply | what it does |
 * |---|---|
 * | `ok` | checks key, signature, time and form as the real one does, and takes the message |
 * | `too-frequent` | refuses as the real one does after too many messages |
 * | `refused` | refuses as the real one does for a wrong key |
 * | `timeout` | never answers |
 * | `reset` | closes the connection instead of an answer |
 * | `http-502` | HTTP 502 with a web page |
 * | `redirect` | sends on to another robot |
 * | `html` | a web page instead of JSON |
 * | `too-long` | a reply of 1 MB |
 */
export type RobotReplyName = (typeof ROBOT_REPLIES)[number]

/** How a robot replies: by name, with a code of one's own, or as HTTP. */
export type SingleRobotReply = RobotReplyName | ErrorReply | HttpReply

/**
 * How a robot replies. The entries of an array serve one request each, in turn, and the last one all
 * that follow.
 */
export type RobotReply = SingleRobotReply | readonly SingleRobotReply[]

/** What a robot received. */
export interface RobotRequest extends ReceivedRequest {
  /** The JSON that was sent; undefined if it was none. */
  body: unknown
  /** Why the robot did not take it, in its own words; absent if it did, or did not look. */
  problem?: string
}

/** A group robot that the gateway plays. */
export interface Robot {
  /** Its URL with prefix, key and secret, as `notify` takes it. */
  readonly channel: string
  /** Its URL as the real one is shown to people: with its key. */
  readonly url: string
  /** What requests to it are signed with; absent if it wants no signature. */
  readonly secret?: string
  /** Every request so far, oldest first, taken or not. */
  readonly requests: RobotRequest[]
  /** What the group has read so far, oldest first. */
  readonly messages: string[]
  /**
   * Sets how it replies from now on; `ok` at first.
   *
   * @throws Error if no reply has that name; it lists them all
   * @throws TypeError if it is no reply
   * @example
   * ```ts
   * import { startGateway } from 'wx-gray-release-plan/testing'
   *
   * const { robots, close } = await startGateway()
   * robots.feishu.reply('too-frequent')
   * robots.feishu.reply(['http-502', 'ok'])
   * robots.feishu.reply({ errCode: 19024, errMsg: 'Key Words Not Found' })
   * robots.feishu.reply({ http: { delayMs: 500 } })
   * await close()
   * ```
   */
  reply(next: RobotReply): void
}

/** The group robots of a gateway, each with a key and a secret of its own. */
export interface Robots {
  /** Plays the group robot of WeCom (企业微信). */
  readonly wecom: Robot
  /** Plays the custom robot of Feishu (飞书) and Lark, with a signature. */
  readonly feishu: Robot
  /** Plays the custom robot of DingTalk (钉钉), with a signature. */
  readonly dingtalk: Robot
  /** Takes any JSON at a URL of its own. */
  readonly webhook: Robot
}
