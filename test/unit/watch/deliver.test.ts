import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { type Gateway, type Robots, startGateway } from '../../../src/testing'
import type { ReleaseEvent } from '../../../src/watch'
import { type CallLimits, deliver } from '../../../src/watch/deliver'
import { readChannel } from '../../../src/watch/target'
import { CREATED_MS, plan } from './results'
import { serve } from './server'

const EVENT: ReleaseEvent = { type: 'started', at: CREATED_MS, plan: plan('running', 8) }

let gateway: Gateway
let robots: Robots
const silent: { server: Server; sockets: Socket[] }[] = []

beforeEach(async () => {
  gateway = await startGateway()
  robots = gateway.robots
  jest.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(async () => {
  jest.restoreAllMocks()
  await gateway.close()
  for (const { server, sockets } of silent.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

const send = (url: string, limits: Partial<CallLimits> = {}): ReturnType<typeof deliver> => {
  const all = { language: 'en', timeoutMs: 5000, ...limits } as const
  return deliver(readChannel(url), EVENT, undefined, all)
}

/** A server that takes connections, and says nothing on them. */
async function silence(): Promise<string> {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => sockets.push(socket.on('error', () => undefined)))
  silent.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as { port: number }).port}`
}

it('accepted: with no error', async () => {
  expect(await send(robots.feishu.channel)).toMatchObject({
    delivery: { channel: 'feishu', ok: true },
    outcome: 'accepted',
  })
})

describe('rejected', () => {
  it('a final code', async () => {
    robots.wecom.reply('refused')
    expect(await send(robots.wecom.channel)).toMatchObject({
      delivery: { ok: false, error: { retryable: false } },
      outcome: 'rejected',
    })
  })

  it('a URL that is none', async () => {
    expect(await send('wecom+sesame')).toMatchObject({
      delivery: { ok: false, error: { retryable: false } },
      outcome: 'rejected',
    })
  })
})

describe('later', () => {
  it.each(['too-frequent', 'http-502'] as const)(
    '%s',
    async (reply: 'too-frequent' | 'http-502') => {
      robots.wecom.reply(reply)
      expect(await send(robots.wecom.channel)).toMatchObject({
        delivery: { error: { retryable: true } },
        outcome: 'later',
      })
    },
  )

  it('no connection', async () => {
    expect(await send('http://127.0.0.1:9/')).toMatchObject({ outcome: 'later' })
  })

  it('a TLS handshake that never ends: nothing was sent', async () => {
    const at = await silence()
    const { outcome } = await send(`https://${at}/`, { timeoutMs: 150 })
    expect(outcome).toBe('later')
  })

  it('a TLS handshake that fails: nothing was sent', async () => {
    const at = await serve((_request, response) => response.end())
    expect(await send(`https://${at}/`)).toMatchObject({ outcome: 'later' })
  })

  it('an abort before anything was sent', async () => {
    const { outcome } = await send(robots.wecom.channel, { signal: AbortSignal.abort() })
    expect(outcome).toBe('later')
  })

  it('the deadline during the wait after a temporary failure', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1)
    robots.wecom.reply('http-502')
    const { outcome } = await send(robots.wecom.channel, { timeoutMs: 250 })
    expect(outcome).toBe('later')
  })
})

describe('unanswered', () => {
  it('the deadline after the whole request was sent', async () => {
    robots.wecom.reply('timeout')
    expect(await send(robots.wecom.channel, { timeoutMs: 500 })).toMatchObject({
      delivery: { ok: false, error: { retryable: true } },
      outcome: 'unanswered',
    })
    expect(robots.wecom.requests).toHaveLength(1)
  })

  it('an abort after that', async () => {
    const controller = new AbortController()
    const at = await serve(() => controller.abort())
    expect(await send(`http://${at}/`, { signal: controller.signal })).toMatchObject({
      outcome: 'unanswered',
    })
  })

  it('a connection that breaks before the answer', async () => {
    robots.wecom.reply('reset')
    expect(await send(robots.wecom.channel)).toMatchObject({ outcome: 'unanswered' })
  })

  it('not if an answer came to a later attempt', async () => {
    robots.wecom.reply(['reset', 'http-502'])
    expect(await send(robots.wecom.channel)).toMatchObject({ outcome: 'later' })
  })
})
