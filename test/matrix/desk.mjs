// Lets many processes share one gateway: each call carries a token, by which its reply is chosen.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const built = join(import.meta.dirname, '../../dist/testing.js')

/** Starts the gateway of this package. The token goes where a cloud function has its
 * WX_API_TOKEN, and a call over HTTPS its access token. */
export async function openDesk() {
  if (!existsSync(built)) throw new Error('dist/testing.js is missing: run `npm run build` first')
  const { default: testing } = await import(pathToFileURL(built).href)
  const gateway = await testing.startGateway()
  // The replies of a robot are for all who ask it: one that never answers needs a gateway of its own.
  const silent = await testing.startGateway()
  silent.robots.wecom.reply('timeout')
  const orders = new Map()
  gateway.reply((request) => {
    if (request.kind === 'database') return 'running'
    const isCloud = request.kind === 'cloud'
    const order = orders.get(isCloud ? request.fields.wxCloudApiToken : request.token)
    order.requests.push(request)
    return order.replies[Math.min(order.requests.length, order.replies.length) - 1]
  })
  return {
    gateway,
    /** Robots that take messages, and one that never answers. */
    channels: Object.values(gateway.robots).map(({ channel }) => channel),
    deaf: silent.robots.wecom.channel,
    close: () => Promise.all([gateway.close(), silent.close()]),
    /** Takes the replies of a call, in turn, and gives the token that the call must carry. */
    order(replies) {
      const token = `secret-token-${orders.size}-`
      orders.set(token, { replies, requests: [] })
      return token
    },
    /** The requests that came with a token. */
    requests: (token) => orders.get(token).requests,
    /** The environment of a cloud function whose SDK calls this gateway. */
    env: { ...gateway.env, WX_CONTEXT_KEYS: 'WX_API_TOKEN,WX_OPENID' },
  }
}
