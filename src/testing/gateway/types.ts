import type { Reply } from './reply'
import type { DatabaseDocument, GatewayRequest } from './request'
import type { Robots } from './robots/robot'

/** How `startGateway` starts. */
export interface GatewayOptions {
  /** The port on 127.0.0.1; 0 takes a free one. @default 0 */
  port?: number
  /** What requests are answered with at first, as for {@link Gateway.reply}. @default 'running' */
  reply?: Reply
  /**
   * Accounts with a release of their own, by AppID, and what each is answered with. They are the accounts
   * of `cloud.openapi({ appid })`, and over HTTPS those that a token was issued to, or that `from_appid` or
   * `TOKEN@APPID` names. All others get `reply`.
   */
  accounts?: { readonly [appid: string]: Reply }
  /** The seconds that the release of `running` takes from 0% to 100%; it starts at 8%. @default 600 */
  releaseSeconds?: number
  /**
   * The only tokens that are accepted over HTTPS, besides those that the gateway issued itself.
   * Without it, any token is accepted, except those that start with `wrong` (40001) or `expired` (42001).
   */
  accessToken?: string | readonly string[]
  /**
   * How many of an account's newest refresh tokens a third-party platform (第三方平台) can use: each reply
   * of `api_authorizer_token` contains a new one, and older ones give 61023. One that the gateway has never
   * seen is accepted, as after a new authorization.
   *
   * @default 1
   */
  newestRefreshTokens?: number
  /**
   * Simulates a container of WeChat CloudRun whose open API service (开放接口服务) is switched on: over
   * HTTPS a query without a token is answered, because the service adds one; without it, with 41001.
   *
   * @default false
   */
  cloudRun?: boolean
}

/** The variables that point an unmodified SDK at a gateway, as in a cloud function. None is a secret. */
export type GatewayEnv = {
  TENCENTCLOUD_RUNENV: string
  TENCENTCLOUD_REGION: string
  SCF_NAMESPACE: string
  TENCENTCLOUD_SECRETID: string
  TENCENTCLOUD_SECRETKEY: string
  TENCENTCLOUD_SESSIONTOKEN: string
  TCB_CONTEXT_CNFG: string
}

/** A running gateway. */
export interface Gateway {
  /** What `cloud.init({ serviceUrl })` takes, on every version of the SDK since 0.4.3. */
  readonly url: string
  /** `http://127.0.0.1:PORT`: the base URL of calls over HTTPS, instead of `https://api.weixin.qq.com`. */
  readonly baseUrl: string
  /**
   * The environment variables that point wx-server-sdk 2.6.3 or later at the gateway, without a change of
   * code. The caller (`WX_OPENID`, `TCB_SOURCE`, …) is not among them.
   */
  readonly env: GatewayEnv
  /** What was received so far, oldest first, with its tokens and secrets. The bots have their own. */
  readonly requests: GatewayRequest[]
  /** Group bots for messages, which check what they receive as the real ones do. */
  readonly robots: Robots
  /**
   * Copies of the documents in a collection, oldest first, with a `Date` for each date; `[]` if there is no such
   * collection.
   *
   * The cloud's document database is simulated in memory, one for all environments and without a collection
   * at first, as far as docs/testing.md lists it. Anything else (`field`, regular expressions, transactions,
   * aggregation, …) is rejected by name, with INVALID_PARAM. Each request is done as a whole.
   */
  documents(collection: string): DatabaseDocument[]
  /**
   * Sets what every following request is answered with, except for `accounts`.
   *
   * Over HTTPS, a missing or rejected token is answered with its error first. Token requests get a token
   * whatever is set, except in scenarios about the account, its AppSecret, its IP or its authorization
   * (such as `busy` and `ip-not-listed`), and except for what a function returns for them. The database
   * does what it is asked whatever is set, except for what a function returns for its requests:
   * `{ gateway }`, or a scenario in which the CloudBase gateway itself rejects, replaces what was asked;
   * `{ http }`, or a scenario in which the connection fails, comes after it was done.
   *
   * @throws Error if no scenario has that name; it lists them all
   * @throws TypeError if it is not a reply
   * @example
   * ```ts
   * import { startGateway } from 'wx-gray-release-plan/testing'
   *
   * const gateway = await startGateway({ accounts: { wx1111: 'paused' } })
   * gateway.reply({ status: 1, createTimestamp: 1700000000, grayPercentage: 42 })
   * gateway.reply(['busy', { errCode: 48001, errMsg: 'api unauthorized' }, 'running'])
   * let writes = 0
   * gateway.reply((request) => {
   *   if (request.kind !== 'database') return 'paused'
   *   if (request.operation === 'get') return { gateway: { code: 'SERVER_TIMEOUT', message: 'slow' } }
   *   return ++writes === 2 ? 'reset' : 'running' // the second write is done, but its reply is lost
   * })
   * await gateway.close()
   * ```
   */
  reply(next: Reply): void
  /** Ends every connection, even one that hangs. Resolves once all are closed; a second call is fine. */
  close(): Promise<void>
}
