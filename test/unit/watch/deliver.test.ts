import { createServer as createTcpServer } from 'node:net'
import { type Gateway, type Robots, startGateway } from '../../../src/testing'
import type { ReleaseEvent } from '../../../src/watch'
import { type CallLimits, deliver } from '../../../src/watch/deliver'
import { readChannel } from '../../../src/watch/target'
import { serve } from './server'

const EVENT: ReleaseEvent = { type: 'recovered', at: 1, since: 0 }

let gateway: Gateway
let wecom: Robots['wecom']

beforeEach(async () => {
  gateway = await startGateway()
  wecom = gateway.robots.wecom
  jest.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(async () => {
  jest.restoreAllMocks()
  await gateway.close()
})

const send = (url: string, limits: Partial<CallLimits> = {}) =>
  deliver(readChannel(url), EVENT, undefined, { language: 'en', timeoutMs: 5000, ...limits })

it.each([
  ['ok', 'accepted', { ok: true }],
  ['refused', 'rejected', { ok: false, error: { retryable: false } }],
  ['too-frequent', 'later', { ok: false, error: { retryable: true } }],
  ['http-502', 'later', { ok: false, error: { retryable: true } }],
  ['reset', 'unanswered', { ok: false, error: { retryable: true } }],
  // An answer came to a later attempt.
  [['reset', 'http-502'], 'later', { ok: false, error: { retryable: true } }],
] as const)('%j: %s', async (reply, outcome, delivery) => {
  wecom.reply(reply as never)
  expect(await send(wecom.channel)).toMatchObject({ outcome, delivery })
})

it('a URL that is none is rejected', async () =>
  expect(await send('wecom+sesame')).toMatchObject({
    outcome: 'rejected',
    delivery: { ok: false, error: { retryable: false } },
  }))

describe('what was not sent is sent later', () => {
  it('without a connection', async () =>
    expect(await send('http://127.0.0.1:9/')).toMatchObject({ outcome: 'later' }))

  it('after a TLS handshake that never ends', async () => {
    const sockets: { destroy(): void }[] = []
    const server = createTcpServer((socket) => sockets.push(socket.on('error', () => undefined)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const sent = await send(`https://127.0.0.1:${port}/`, { timeoutMs: 150 })
    expect(sent).toMatchObject({ outcome: 'later' })
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  it('after a TLS handshake that fails', async () => {
    const at = await serve((_request, response) => response.end())
    expect(await send(`https://${at}/`)).toMatchObject({ outcome: 'later' })
  })

  it('after an abort', async () =>
    expect(await send(wecom.channel, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'later',
    }))

  it('if the deadline comes during the wait after a temporary failure', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1)
    wecom.reply('http-502')
    expect(await send(wecom.channel, { timeoutMs: 250 })).toMatchObject({ outcome: 'later' })
  })
})

describe('what was sent whole has no answer', () => {
  it('before the deadline', async () => {
    wecom.reply('timeout')
    expect(await send(wecom.channel, { timeoutMs: 500 })).toMatchObject({
      outcome: 'unanswered',
      delivery: { ok: false, error: { retryable: true } },
    })
    expect(wecom.requests).toHaveLength(1)
  })

  it('before an abort', async () => {
    const controller = new AbortController()
    const at = await serve(() => controller.abort())
    const { signal } = controller
    expect(await send(`http://${at}/`, { signal })).toMatchObject({ outcome: 'unanswered' })
  })
})
