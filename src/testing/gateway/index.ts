import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { cloudCalls } from './cloud-call'
import { databaseCalls } from './database'
import type { Collection } from './database/collection'
import { type Arrived, arrive, CLOUD_PATH, type Endpoint, isHttp, writeWechat } from './endpoint'
import { httpsQueries } from './https-query'
import { Release } from './release'
import { ReplyQueue } from './reply-queue'
import type { GatewayRequest, KnownRequest } from './request'
import { simulateRobots } from './robots'
import type { Robots } from './robots/robot'
import { refusal } from './scenarios'
import { type HttpParts, sendResponse } from './send-response'
import { Tokens, tokenRequests } from './tokens'
import type { Gateway, GatewayOptions } from './types'

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
 * const gateway = await startGateway({ accounts: { wx1111: 'paused' } })
 * Object.assign(process.env, gateway.env)
 * cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string }) // mistyped by the SDK
 * const result = await getGrayReleasePlan(cloud, { appid: 'wx1111' })
 * await cloud.database().createCollection('checks')
 * console.log(result.ok && result.plan.status, gateway.documents('checks')) // paused []
 * await gateway.close()
 * ```
 */
export async function startGateway(options?: GatewayOptions | null): Promise<Gateway> {
  const given = options ?? {}
  const port = given.port ?? 0
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError('port must be an integer from 0 to 65535')
  }
  const release = new Release(given.releaseSeconds ?? 600)
  const replies = new ReplyQueue(given.reply ?? 'running', release)
  const repliesOf = new Map<string | undefined, ReplyQueue>(
    Object.entries(given.accounts ?? {}).map(([id, reply]) => [id, new ReplyQueue(reply, release)]),
  )
  const tokens = new Tokens(given.accessToken ?? undefined, given.cloudRun === true)
  const collections = new Map<string, Collection>()
  const endpoints: readonly Endpoint[] = [
    databaseCalls(collections),
    cloudCalls,
    httpsQueries(tokens),
    ...tokenRequests(tokens, given.newestRefreshTokens ?? 1),
  ]
  const requests: GatewayRequest[] = []

  const answer = async (arrived: Arrived, endpoint: Endpoint): Promise<HttpParts> => {
    const { write = writeWechat } = endpoint
    let request: KnownRequest
    try {
      request = await endpoint.receive(arrived)
    } catch (thrown) {
      const problem = `this call is not simulated here: ${(thrown as Error).message}`
      requests.push({ kind: 'other', ...arrived.received, problem })
      return write({ gateway: { code: 'INVALID_PARAM', message: problem } })
    }
    requests.push(request)
    const { appid } = request as { appid?: string }
    const queue = repliesOf.get(appid) ?? replies
    const usual = () => endpoint.usual?.(request) ?? release.running()
    const reply = endpoint.reject?.(request) ?? (await queue.next(request, endpoint)) ?? usual()
    return isHttp(reply) ? { ...write(usual()), ...reply.http } : write(reply)
  }

  const respond = async (req: IncomingMessage): Promise<HttpParts> => {
    if (!LOOPBACK.test(String(req.headers.host))) {
      return text(403, 'the gateway answers requests to 127.0.0.1 and localhost only')
    }
    const arrived = await arrive(req)
    const robot = simulated.find(({ isAt }) => isAt(arrived.pathname))
    if (robot) return robot.answer(arrived)
    const endpoint = endpoints.find(({ isAt }) => isAt(arrived))
    if (endpoint) return answer(arrived, endpoint)
    const problem = `there is nothing at ${arrived.pathname}`
    requests.push({ kind: 'other', ...arrived.received, problem })
    return { ...writeWechat(refusal(40066, problem)), status: 404 }
  }

  const server = createServer((req, res) => {
    void respond(req)
      .then((parts) => sendResponse(res, parts))
      // A function failed, its caller is gone, or a reply has a status or header that HTTP doesn't allow.
      .catch((thrown) =>
        sendResponse(res, text(500, `the gateway can't answer: ${String(thrown)}`)),
      )
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = baseUrl + CLOUD_PATH
  const simulated = simulateRobots(baseUrl)
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
    documents: (collection) => collections.get(collection)?.read() ?? [],
    robots: Object.fromEntries(simulated.map(({ name, robot }) => [name, robot])) as Robots,
    reply: (next) => replies.replace(next),
    close: () => close(server, sockets),
  }
}

/** By hand, because `closeAllConnections` came with Node.js 18.2, and WeChat's runtimes start at 16. */
const close = (server: Server, sockets: ReadonlySet<Socket>): Promise<void> =>
  new Promise((resolve) => {
    // Its only error is that the server is already closed.
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })

/** The name in an URL may be any that resolves to this machine: a web page can use one of its own. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

const text = (status: number, body: string): HttpParts => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
})
