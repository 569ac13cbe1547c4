import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Database } from './database'
import type { DatabaseDocument } from './database/operation'
import { CLOUD_PATH, receive } from './receive'
import { Release } from './release'
import type { Reply } from './reply'
import { ReplyQueue, type Said, toHttp, toParts } from './reply-queue'
import type { BasicReply, GatewayFailure } from './reply-types'
import type { GatewayRequest, KnownRequest, OtherRequest } from './request'
import { RobotDesk } from './robots'
import type { Robots } from './robots/robot'
import { refusal } from './scenarios'
import { type HttpParts, sendResponse } from './send-response'
import { Tokens } from './tokens'

/** How {@link startGateway} starts. */
export interface GatewayOptions {
  /**
   * The port on 127.0.0.1; 0 takes one that is free.
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
   * How long the release of the scenario `running` takes from 0 to 100 percent, in seconds. It
   * stands at 8 percent when the gateway starts.
   *
   * @default 600
   */
  releaseSeconds?: number
  /**
   * The only tokens that are accepted over HTTPS, besides those that the gateway issued itself.
   * Without it any token is, but for those that start with `wrong` (40001) or `expired` (42001).
   */
  accessToken?: string | readonly string[]
  /**
   * Plays a container of WeChat CloudRun whose open API service (开放接口服务) is switched on: over
   * HTTPS a query with no token is answered, since the service adds one. While it is off, 41001.
   *
   * @default false
   */
  cloudRun?: boolean
}

/** The variables that point an unmodified SDK at a gateway, as a cloud function's context do. */
export interface GatewayEnv {
  /** `'SCF'`: tells the SDK that it runs in a cloud function. */
  TENCENTCLOUD_RUNENV: string
  /** A region; nothing depends on which. */
  TENCENTCLOUD_REGION: string
  /** The id of the environment that `cloud.DYNAMIC_CURRENT_ENV` stands for. */
  SCF_NAMESPACE: string
  /** No secret: the gateway takes any. */
  TENCENTCLOUD_SECRETID: string
  /** No secret: the gateway takes any. */
  TENCENTCLOUD_SECRETKEY: string
  /** No secret: the gateway takes any. */
  TENCENTCLOUD_SESSIONTOKEN: string
  /** JSON with the address of the gateway, which the SDK calls instead of WeChat's. */
  TCB_CONTEXT_CNFG: string
}

/** A gateway that runs. */
export interface Gateway {
  /** What `cloud.init({ serviceUrl })` takes, on every version of the SDK since 0.4.3. */
  readonly url: string
  /** `http://127.0.0.1:PORT`: stands for `https://api.weixin.qq.com` in calls over HTTPS. */
  readonly baseUrl: string
  /**
   * The environment that points wx-server-sdk 2.6.3 or later at the gateway with no change of code.
   * Who called (`WX_OPENID`, `TCB_SOURCE`, …) is not in it.
   */
  readonly env: GatewayEnv
  /**
   * Everything that was received so far, oldest first; with the tokens and secrets it carried. What
   * robots received is with each of them.
   */
  readonly requests: GatewayRequest[]
  /**
   * What is in a collection of the database, oldest first: copies, with a `Date` for each date. Empty
   * if there is no such collection.
   *
   * The gateway plays the document database of the cloud, in memory, as wx-server-sdk 4.0.2 uses it
   * through `cloud.database()`: `createCollection`, `add`, `doc` and `where` with `get`, `set`, `update`,
   * `remove` and `count`, `orderBy`, `skip`, `limit`, `field`, and the usual commands of
   * `db.command`. Each request is done as a whole before the next one. What is not played
   * (transactions, aggregation, geography, `_.rename`, …) is refused by name, as INVALID_PARAM. There is
   * one database, whatever environment is asked for, and it starts with no collection.
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
   * await db.createCollection('looks')
   * await db.collection('looks').add({ data: { _id: 'first', at: new Date(0) } })
   * console.log(gateway.documents('looks')) // [{ _id: 'first', at: 1970-01-01T00:00:00.000Z }]
   * await gateway.close()
   * ```
   */
  documents(collection: string): DatabaseDocument[]

  /**
   * Group robots for messages, which check what they get as the real ones do.
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
   * Sets what every request that follows is answered with, until it is called again.
   *
   * Over HTTPS a token that is missing or refused is answered with its error first. Token requests
   * get a token whatever is set, but for the scenarios that are about the account, its AppSecret or
   * its IP (such as `busy` and `ip-not-listed`), and but for what a function returns for them. The database answers from what is in it whatever is set, but for what
   * a function returns for its requests: `{ gateway }`, or a scenario in which the CloudBase gateway
   * itself refuses, comes instead of doing what was asked; `{ http }`, or a scenario in which the
   * connection fails, comes after it was done. All else leaves the database as usual.
   *
   * @throws Error if no scenario has that name; it lists them all
   * @throws TypeError if it is no reply
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
   *   return ++writes === 2 ? 'reset' : 'running' // the second write is done, and nobody is told
   * })
   * await gateway.close()
   * ```
   */
  reply(next: Reply): void
  /** Ends every connection, those that hang too. Resolves when all is closed; a second call is fine. */
  close(): Promise<void>
}

/**
 * Plays WeChat on 127.0.0.1: the CloudBase gateway that wx-server-sdk talks to, with a document
 * database in memory (see {@link Gateway.documents}), and over plain HTTP
 * `GET /wxa/getgrayreleaseplan` and `POST /cgi-bin/stable_token`. So the real SDK, and with it a
 * cloud function of one's own, runs with no WeChat account. Group robots for messages are there too.
 * It prints nothing. It needs Node.js 16.
 *
 * @throws what Node.js says if the port is taken; RangeError, TypeError, Error for wrong options
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
  const replies = new ReplyQueue(given.reply ?? 'running', release)
  const tokens = new Tokens(given.accessToken ?? undefined, given.cloudRun === true)
  const database = new Database()
  const desk = new RobotDesk()
  const requests: GatewayRequest[] = []

  const answer = async (request: GatewayRequest): Promise<HttpParts> => {
    requests.push(request)
    if (request.kind === 'other') return answerOther(request)
    const usual = (): Said => {
      if (request.kind === 'token') return tokens.answer(request.data)
      return request.kind === 'database' ? database.answer(request) : release.running()
    }
    const reply = refuse(request, tokens) ?? (await replies.next(request)) ?? usual()
    return toHttp(request.kind, reply, usual)
  }

  const respond = async (req: IncomingMessage): Promise<HttpParts> => {
    if (!LOOPBACK.test(req.headers.host ?? '')) return FOREIGN_HOST
    return desk.answer(req) ?? answer(await receive(req))
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

/** By hand, since `closeAllConnections` came with Node.js 18.2, and WeChat's runtimes start at 16. */
const close = (server: Server, sockets: ReadonlySet<Socket>): Promise<void> =>
  new Promise((resolve) => {
    // Its only error is that the server is closed already.
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })

function checkPort(port: unknown): void {
  if (!Number.isInteger(port) || !((port as number) >= 0 && (port as number) <= 65_535)) {
    throw new RangeError('port must be a whole number from 0 to 65535')
  }
}

/** What is wrong with a request itself, whatever the scenario. */
function refuse(request: KnownRequest, tokens: Tokens): BasicReply | undefined {
  switch (request.kind) {
    case 'cloud':
      if (request.action !== 'wx.openApi') {
        return unreadable(`the action ${request.action} is not played here, wx.openApi is`)
      }
      return request.apiName === 'operation.getGrayReleasePlan'
        ? undefined
        : { wechat: { errorCode: -604100 } }
    case 'database':
      return undefined
    case 'https':
      return request.method === 'GET'
        ? tokens.refuse(request.token)
        : refusal(43001, 'require GET method')
    case 'token':
      return request.method === 'POST' ? undefined : refusal(43002, 'require POST method')
  }
}

const unreadable = (message: string): GatewayFailure => ({
  gateway: { code: 'INVALID_PARAM', message },
})

function answerOther({ path, problem }: OtherRequest): HttpParts {
  if (path.split('?')[0] === CLOUD_PATH) {
    return toParts('cloud', unreadable(problem))
  }
  return { ...toParts('https', refusal(40066, problem)), status: 404 }
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
