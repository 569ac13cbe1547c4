import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { CloudCall } from './cloud-call'
import { Database } from './database'
import type { DatabaseDocument } from './database/operation'
import { type Arrived, arrive, CLOUD_PATH, type Endpoint, isHttp, writeWechat } from './endpoint'
import { HttpsQuery } from './https-query'
import { Release } from './release'
import type { Reply } from './reply'
import { ReplyQueue } from './reply-queue'
import type { GatewayRequest, KnownRequest } from './request'
import { RobotDesk } from './robots'
import type { Robots } from './robots/robot'
import { refusal } from './scenarios'
import { type HttpParts, sendResponse } from './send-response'
import { tokenRequests } from './token-requests'
import { Tokens } from './tokens'

/** How {@link startGateway} starts. */
export interface GatewayOptions {
  /**
   * The port on 127.0.0.1; 0 takes a free one.
   *
   * @default 0
   */
  port?: number
  /**
   * What requests are answered with at first, as for {@link Gateway.reply}.
   *
   * @default 'running'
   */
  reply?: Reply
  /**
   * Accounts with a release of their own, by AppID: what each is answered with, as for
   * {@link Gateway.reply}. They are the accounts of `cloud.openapi({ appid })`, and over HTTPS those that a
   * token was issued to, or that `from_appid` or `TOKEN@APPID` names. All others get `reply`.
   *
   * @example
   * ```ts
   * import { getGrayReleasePlan } from 'wx-gray-release-plan'
   * import { startGateway } from 'wx-gray-release-plan/testing'
   * import cloud from 'wx-server-sdk'
   *
   * const gateway = await startGateway({ accounts: { wx1111: 'paused', wx2222: 'quota' } })
   * Object.assign(process.env, gateway.env)
   * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
   * const result = await getGrayReleasePlan(cloud, { appid: 'wx1111' })
   * console.log(result.ok && result.plan.status) // paused
   * await gateway.close()
   * ```
   */
  accounts?: { readonly [appid: string]: Reply }
  /**
   * How long the release of the scenario `running` takes from 0% to 100%, in seconds. It is at 8% when
   * the gateway starts.
   *
   * @default 600
   */
  releaseSeconds?: number
  /**
   * The only tokens that are accepted over HTTPS, besides those that the gateway issued itself.
   * Without it, any token is accepted, except those that start with `wrong` (40001) or `expired` (42001).
   */
  accessToken?: string | readonly string[]
  /**
   * How many of the refresh tokens of an account that a third-party platform (第三方平台) got last are
   * accepted: each reply of `api_authorizer_token` contains a new one, and older ones give 61023. One
   * that the gateway has never seen is accepted, as after a new authorization.
   *
   * @default 1
   */
  newestRefreshTokens?: number
  /**
   * Simulates a container of WeChat CloudRun whose open API service (开放接口服务) is switched on: over
   * HTTPS a query without a token is answered, because the service adds one. While it is off, 41001.
   *
   * @default false
   */
  cloudRun?: boolean
}

/** The variables that point an unmodified SDK at a gateway, as a cloud function's context do. */
export interface GatewayEnv {
  /** `'SCF'`: the SDK takes this process for a cloud function. */
  TENCENTCLOUD_RUNENV: string
  /** A region; nothing depends on which. */
  TENCENTCLOUD_REGION: string
  /** The ID of the environment that `cloud.DYNAMIC_CURRENT_ENV` means. */
  SCF_NAMESPACE: string
  /** Not a secret: the gateway accepts any. */
  TENCENTCLOUD_SECRETID: string
  /** Not a secret: the gateway accepts any. */
  TENCENTCLOUD_SECRETKEY: string
  /** Not a secret: the gateway accepts any. */
  TENCENTCLOUD_SESSIONTOKEN: string
  /** JSON with the address of the gateway, which the SDK calls instead of WeChat's. */
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
  /**
   * Everything that was received so far, oldest first, with the tokens and secrets in it. What the bots
   * received is in `robots`.
   */
  readonly requests: GatewayRequest[]
  /**
   * The documents of a collection, oldest first: copies, with a `Date` for each date. Empty if there is no
   * such collection.
   *
   * The gateway simulates the cloud's document database, in memory, as wx-server-sdk 4.0.2 uses it
   * through `cloud.database()`: `createCollection`; `add`; `doc` and `where` with `get`, `set`, `update`,
   * `remove` and `count`; `orderBy`, `skip`, `limit`; of `db.command` the comparisons (`eq`, `neq`, `gt`,
   * `gte`, `lt`, `lte`, `in`, `nin`), `exists`, `and`, `or`, `set`, `inc`, `push` and `remove`; and
   * `serverDate`. Anything else (`field`, regular expressions, transactions, aggregation, …) is rejected
   * by name, with INVALID_PARAM. Each request is done as a whole before the next one. There is one
   * database for all environments, and it starts without a collection.
   *
   * @example
   * ```ts
   * import { startGateway } from 'wx-gray-release-plan/testing'
   * import cloud from 'wx-server-sdk'
   *
   * const gateway = await startGateway()
   * Object.assign(process.env, gateway.env)
   * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
   * const db = cloud.database()
   * await db.createCollection('checks')
   * await db.collection('checks').add({ data: { _id: 'first', at: new Date(0) } })
   * console.log(gateway.documents('checks')) // [{ _id: 'first', at: 1970-01-01T00:00:00.000Z }]
   * await gateway.close()
   * ```
   */
  documents(collection: string): DatabaseDocument[]

  /**
   * Group bots for messages, which check what they receive as the real ones do.
   *
   * @example
   * ```ts
   * import { startGateway } from 'wx-gray-release-plan/testing'
   * import { notify, type ReleaseEvent } from 'wx-gray-release-plan/watch'
   *
   * async function seen(event: ReleaseEvent): Promise<string[]> {
   *   const { robots, close } = await startGateway()
   *   await notify(robots.feishu.channel, event)
   *   await close()
   *   return robots.feishu.messages
   * }
   * ```
   */
  readonly robots: Robots
  /**
   * Sets what every following request is answered with, until it is called again; not those of
   * `accounts`.
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
   * const gateway = await startGateway()
   * gateway.reply('busy')
   * gateway.reply({ status: 1, createTimestamp: 1700000000, grayPercentage: 42 })
   * gateway.reply({ errCode: 48001, errMsg: 'api unauthorized' })
   * gateway.reply(['busy', 'busy', 'running'])
   * gateway.reply((request) => (request.kind === 'token' ? 'running' : 'quota'))
   * gateway.reply({ http: { cutAfter: 10 } })
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

/**
 * Simulates WeChat on 127.0.0.1, so that the real SDK, and your own cloud function with it, runs without a
 * WeChat account: the CloudBase gateway that wx-server-sdk calls, with a document database in memory (see
 * {@link Gateway.documents}); over plain HTTP `GET /wxa/getgrayreleaseplan`, `POST /cgi-bin/stable_token`,
 * and for third-party platforms `POST /cgi-bin/component/api_component_token` and
 * `api_authorizer_token`; and group bots for messages. It prints nothing, and answers only requests whose
 * `Host` is this machine. It needs Node.js 16.
 *
 * A token, ticket or refresh token that starts with `wrong` or `expired` is rejected as such; so is a
 * ticket that another platform used first, or one that was first used 12 hours ago.
 *
 * @throws Node.js's error if the port is taken; RangeError, TypeError, Error for invalid options
 * @example
 * ```ts
 * import { getGrayReleasePlan } from 'wx-gray-release-plan'
 * import { startGateway } from 'wx-gray-release-plan/testing'
 * import cloud from 'wx-server-sdk'
 *
 * const gateway = await startGateway()
 * Object.assign(process.env, gateway.env)
 * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
 * const result = await getGrayReleasePlan(cloud)
 * await gateway.close()
 * ```
 */
export async function startGateway(options?: GatewayOptions | null): Promise<Gateway> {
  const given = options ?? {}
  const wanted = given.port ?? 0
  checkPort(wanted)
  const release = new Release(given.releaseSeconds ?? 600)
  const replies = new ReplyQueue(given.reply ?? 'running')
  const repliesOf = new Map(
    Object.entries(given.accounts ?? {}).map(([appid, reply]) => [appid, new ReplyQueue(reply)]),
  )
  const tokens = new Tokens(given.accessToken ?? undefined, given.cloudRun === true)
  const database = new Database(release)
  const endpoints: readonly Endpoint[] = [
    database,
    new CloudCall(release),
    new HttpsQuery(release, tokens),
    ...tokenRequests(release, tokens, given.newestRefreshTokens ?? 1),
  ]
  const desk = new RobotDesk()
  const requests: GatewayRequest[] = []

  const answer = async (request: KnownRequest, endpoint: Endpoint): Promise<HttpParts> => {
    const appid = request.kind === 'database' ? undefined : request.appid
    const queue = repliesOf.get(appid as string) ?? replies
    const reply =
      endpoint.reject(request) ?? (await queue.next(request, endpoint)) ?? endpoint.usual(request)
    return isHttp(reply)
      ? { ...endpoint.write(endpoint.usual(request)), ...reply.http }
      : endpoint.write(reply)
  }

  const receive = async (arrived: Arrived): Promise<HttpParts> => {
    const { received, pathname } = arrived
    const endpoint = endpoints.find((candidate) => candidate.isAt(arrived))
    if (!endpoint) {
      const problem = `there is nothing at ${pathname}`
      requests.push({ kind: 'other', ...received, problem })
      return { ...writeWechat(refusal(40066, problem)), status: 404 }
    }
    let request: KnownRequest
    try {
      request = await endpoint.receive(arrived)
    } catch (thrown) {
      const problem = `this call is not simulated here: ${(thrown as Error).message}`
      requests.push({ kind: 'other', ...received, problem })
      return endpoint.write({ gateway: { code: 'INVALID_PARAM', message: problem } })
    }
    requests.push(request)
    return answer(request, endpoint)
  }

  const respond = async (req: IncomingMessage): Promise<HttpParts> => {
    if (!LOOPBACK.test(String(req.headers.host))) return FOREIGN_HOST
    return desk.answer(req) ?? receive(await arrive(req))
  }

  const server = createServer((req, res) => {
    void respond(req)
      .then((parts) => sendResponse(res, parts))
      // A reply of one's own can have a status or a header that HTTP doesn't allow.
      .catch((thrown) => sendResponse(res, failure(thrown)))
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listen(server, wanted)
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  const url = baseUrl + CLOUD_PATH
  return {
    url,
    baseUrl,
    env: {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      SCF_NAMESPACE: 'local-gateway',
      TENCENTCLOUD_SECRETID: 'local-secret-id',
      TENCENTCLOUD_SECRETKEY: 'local-secret-key',
      TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: url }),
    },
    requests,
    documents: (collection) => database.documents(collection),
    robots: desk.open(baseUrl),
    reply: (next) => replies.replace(next),
    close: () => close(server, sockets),
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

/** By hand, because `closeAllConnections` came with Node.js 18.2, and WeChat's runtimes start at 16. */
const close = (server: Server, sockets: ReadonlySet<Socket>): Promise<void> =>
  new Promise((resolve) => {
    // Its only error is that the server is already closed.
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })

function checkPort(port: unknown): void {
  if (!Number.isInteger(port) || !((port as number) >= 0 && (port as number) <= 65_535)) {
    throw new RangeError('port must be an integer from 0 to 65535')
  }
}

/** The name in an URL may be any that resolves to this machine: a web page can use one of its own. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

const FOREIGN_HOST: HttpParts = {
  status: 403,
  contentType: 'text/plain; charset=utf-8',
  body: 'the gateway answers requests to 127.0.0.1 and localhost only',
}

/** The function that chose the reply failed, or the caller disconnected in the middle of its request. */
const failure = (thrown: unknown): HttpParts => ({
  status: 500,
  contentType: 'text/plain; charset=utf-8',
  body: `the gateway can't answer: ${String(thrown)}`,
})
