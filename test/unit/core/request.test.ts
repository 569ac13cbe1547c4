import type { IncomingMessage } from 'node:http'
import { Agent, createServer as createTlsServer } from 'node:https'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { request } from '../../../src/core/request'
import { serve } from '../watch/server'

const body = '{"words":"中文"}'
const KIB = 1024

const post = (host: string, protocol = 'http') => {
  const url = new URL(`${protocol}://${host}/a?b=c`)
  return request({ url, method: 'POST', body, maxBytes: 64 * KIB })
}

it('posts JSON and reads the reply', async () => {
  let got: { request: IncomingMessage; text: string } | undefined
  const host = await serve(async (request, response) => {
    got = { request, text: await text(request) }
    response.writeHead(201).end('{"errcode":0}')
  })
  expect(await post(host).answer).toEqual({ reply: { status: 201, text: '{"errcode":0}' } })
  expect(got).toMatchObject({ text: body, request: { method: 'POST', url: '/a?b=c' } })
  expect(got?.request.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json; charset=utf-8',
    'content-length': '18',
    connection: 'close',
  })
})

it('puts the bytes of a character together again', async () => {
  const host = await serve((_request, response) => {
    const bytes = Buffer.from('中')
    response.write(bytes.subarray(0, 1))
    setTimeout(() => response.end(bytes.subarray(1)), 20)
  })
  expect(await post(host).answer).toEqual({ reply: { status: 200, text: '中' } })
})

it('follows no redirect', async () => {
  const respond = jest.fn((_request, response) =>
    response.writeHead(302, { location: '/elsewhere' }).end(),
  )
  expect(await post(await serve(respond)).answer).toMatchObject({ reply: { status: 302 } })
  expect(respond).toHaveBeenCalledTimes(1)
})

it.each([
  [64 * KIB, 64 * KIB],
  [64 * KIB + 1, undefined],
])('of %d bytes it reads %p', async (length, read) => {
  const host = await serve((_request, response) => response.end('x'.repeat(length)))
  const answer = await post(host).answer
  expect((answer as { reply: { text?: string } }).reply.text?.length).toBe(read)
})

it('does not wait for a reply that is announced as too long', async () => {
  const host = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 64 * KIB + 1 }).write('x')
  })
  expect(await post(host).answer).toEqual({ reply: { status: 200, text: undefined } })
})

describe('connections', () => {
  const closed: Promise<unknown>[] = []
  beforeEach(() => closed.splice(0))
  const noted = ({ socket }: IncomingMessage) => {
    closed.push(new Promise((resolve) => socket.once('close', resolve)))
    return socket
  }

  it('are closed after a reply', async () => {
    const host = await serve((request, response) => {
      noted(request)
      response.end('{}')
    })
    await post(host).answer
    await post(host).answer
    expect(closed).toHaveLength(2)
    await Promise.all(closed)
  })

  it('are closed in the middle of a reply without an end', async () => {
    const host = await serve((request, response) => {
      const socket = noted(request)
      const more = (): void => {
        if (!socket.destroyed) response.write('x'.repeat(16 * KIB), more)
      }
      more()
    })
    expect(await post(host).answer).toEqual({ reply: { status: 200, text: undefined } })
    await Promise.all(closed)
  })

  it('are closed when a request is cancelled', async () => {
    let arrived: (() => void) | undefined
    const host = await serve((request) => {
      noted(request)
      arrived?.()
    })
    const { answer, cancel } = post(host)
    await new Promise<void>((resolve) => {
      arrived = resolve
    })
    cancel()
    await Promise.all(closed)
    expect(await answer).toEqual({ failed: 'ECONNRESET' })
  })
})

describe('a failure', () => {
  it.each([
    ['instead of a reply', ''],
    ['in the middle of its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['in the middle of its body', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{'],
  ])('says that the connection is closed %s', async (_name, start) => {
    const host = await serve((request) => request.socket.end(start))
    expect(await post(host).answer).toEqual({
      failed: expect.stringMatching(/^(ECONNRESET|HPE_\w+)$/),
    })
  })

  it('says that nobody listens', async () => {
    const { answer, sent } = post('127.0.0.1:9')
    expect(await answer).toEqual({ failed: 'ECONNREFUSED' })
    expect(sent()).toBe(false)
  })

  it('says that a certificate is not trusted', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const host = await serve(() => undefined, createTlsServer({ cert, key }))
    const { answer, sent } = post(host, 'https')
    expect(await answer).toEqual({ failed: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(sent()).toBe(false)
  })

  it('says that nothing could be sent at all, and can be cancelled then', async () => {
    const url = new URL('http://127.0.0.1/')
    const options = { url, method: 'GET', agent: new Agent(), maxBytes: KIB } as const
    const { answer, cancel } = request(options)
    cancel()
    expect(await answer).toEqual({ failed: 'ERR_INVALID_PROTOCOL' })
  })
})

it('knows whether it was sent', async () => {
  const connected = post(await serve(() => undefined))
  expect(connected.sent()).toBe(false)
  while (!connected.sent()) await new Promise(setImmediate)
  connected.cancel()
  expect(await connected.answer).toEqual({ failed: 'ECONNRESET' })
  const silent = await serve(() => undefined, createServer((socket) => socket.resume()) as never)
  const connecting = post(silent, 'https')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(connecting.sent()).toBe(false)
  connecting.cancel()
  expect(await connecting.answer).toEqual({ failed: 'ECONNRESET' })
})
