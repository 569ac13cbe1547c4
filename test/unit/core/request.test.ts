import type { IncomingHttpHeaders } from 'node:http'
import { Agent, createServer as createTlsServer } from 'node:https'
import { createServer } from 'node:net'
import { generate } from 'selfsigned'
import { request } from '../../../src/core/request'
import { serve } from '../watch/server'

const body = '{"words":"中文"}'
const KIB = 1024

const post = ({ url }: { url: URL }) => request({ url, method: 'POST', body, maxBytes: 64 * KIB })

it('posts JSON and reads the reply', async () => {
  let got: { method?: string; url?: string; headers: IncomingHttpHeaders; text: string } | undefined
  const host = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      got = { method, url, headers, text: Buffer.concat(chunks).toString() } as typeof got
      response.writeHead(201).end('{"errcode":0}')
    })
  })
  const { answer } = post({ url: new URL(`http://${host}/a?b=c`) })
  expect(await answer).toEqual({ reply: { status: 201, text: '{"errcode":0}' } })
  expect(got).toMatchObject({ method: 'POST', url: '/a?b=c', text: '{"words":"中文"}' })
  expect(got?.headers).toMatchObject({
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
  expect(await post({ url: new URL(`http://${host}/`) }).answer).toEqual({
    reply: { status: 200, text: '中' },
  })
})

it('follows no redirect', async () => {
  let requests = 0
  const host = await serve((_request, response) => {
    requests += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const { answer } = post({ url: new URL(`http://${host}/`) })
  expect(await answer).toMatchObject({ reply: { status: 302 } })
  expect(requests).toBe(1)
})

it.each([
  [64 * KIB, 64 * KIB],
  [64 * KIB + 1, undefined],
])('of %d bytes it reads %p', async (length, read) => {
  const host = await serve((_request, response) => response.end('x'.repeat(length)))
  const answer = await post({ url: new URL(`http://${host}/`) }).answer
  expect((answer as { reply: { text?: string } }).reply.text?.length).toBe(read)
})

it('closes the connection of a reply without an end', async () => {
  let closed: (() => void) | undefined
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  const host = await serve((request, response) => {
    request.socket.on('close', () => closed?.())
    const more = (): void => {
      if (!request.socket.destroyed) response.write('x'.repeat(16 * KIB), more)
    }
    more()
  })
  const { answer } = post({ url: new URL(`http://${host}/`) })
  expect(await answer).toEqual({ reply: { status: 200, text: undefined } })
  await gone
})

it.each([
  ['instead of a reply', ''],
  ['in the middle of its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
  ['in the middle of its body', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{'],
])('says that the connection is closed %s', async (_name, start) => {
  const host = await serve((request) => request.socket.end(start))
  expect(await post({ url: new URL(`http://${host}/`) }).answer).toEqual({
    failed: expect.stringMatching(/^(ECONNRESET|HPE_\w+)$/),
  })
})

it('says that nobody listens', async () => {
  const { answer, sent } = post({ url: new URL('http://127.0.0.1:9/') })
  expect(await answer).toEqual({ failed: 'ECONNREFUSED' })
  expect(sent()).toBe(false)
})

it('says that a certificate is not trusted', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
  const server = createTlsServer({ cert, key })
  const host = await serve(() => undefined, server)
  const { answer, sent } = post({ url: new URL(`https://${host}/`) })
  expect(await answer).toEqual({ failed: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(sent()).toBe(false)
})

it('what can not be sent at all is a failure like any other', async () => {
  const url = new URL('http://127.0.0.1/')
  Object.defineProperty(url, 'protocol', { value: 'ftp:' })
  expect(await post({ url }).answer).toEqual({ failed: 'ERR_INVALID_PROTOCOL' })
})

it('is cancelled, and its connection closed', async () => {
  let reached: (() => void) | undefined
  const arrived = new Promise<void>((resolve) => {
    reached = resolve
  })
  let closed: (() => void) | undefined
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  const host = await serve((request) => {
    request.socket.on('close', () => closed?.())
    reached?.()
  })
  const { answer, cancel } = post({ url: new URL(`http://${host}/`) })
  await arrived
  cancel()
  await gone
  expect(await answer).toEqual({ failed: 'ECONNRESET' })
})

it('leaves no connection open', async () => {
  const closed: Promise<unknown>[] = []
  const host = await serve((request, response) => {
    closed.push(new Promise((resolve) => request.socket.once('close', resolve)))
    response.end('{}')
  })
  await post({ url: new URL(`http://${host}/`) }).answer
  await post({ url: new URL(`http://${host}/`) }).answer
  expect(closed).toHaveLength(2)
  await Promise.all(closed)
})

it('knows whether it was sent', async () => {
  const host = await serve(() => undefined)
  const connected = post({ url: new URL(`http://${host}/`) })
  expect(connected.sent()).toBe(false)
  while (!connected.sent()) await new Promise(setImmediate)
  connected.cancel()
  expect(await connected.answer).toEqual({ failed: 'ECONNRESET' })
  const silent = await serve(() => undefined, createServer((socket) => socket.resume()) as never)
  const connecting = post({ url: new URL(`https://${silent}/`) })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(connecting.sent()).toBe(false)
  connecting.cancel()
  expect(await connecting.answer).toEqual({ failed: 'ECONNRESET' })
})

it('does not wait for a reply that is announced as too long', async () => {
  const host = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 64 * KIB + 1 }).write('x')
  })
  const { answer } = post({ url: new URL(`http://${host}/`) })
  expect(await answer).toEqual({ reply: { status: 200, text: undefined } })
})

it('can be cancelled even if nothing could be sent', async () => {
  const { answer, cancel } = request({
    url: new URL('http://127.0.0.1/'),
    method: 'GET',
    agent: new Agent(),
    maxBytes: KIB,
  })
  cancel()
  expect(await answer).toEqual({ failed: 'ERR_INVALID_PROTOCOL' })
})
