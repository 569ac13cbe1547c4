import { Agent } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { fetch as undiciFetch } from 'undici-types'
import type { FetchInit, FetchLike } from '../../../src/https'
import { MAX_BODY_BYTES, sendRequest } from '../../../src/https/transport'
import { serve } from '../watch/server'
import { answering, withoutAbortController } from './support'

/** The shape that node-fetch declares. */
declare function nodeFetch(
  url: string | { href: string },
  init?: {
    method?: string
    headers?: string[][] | { [name: string]: string } | Iterable<[string, string]>
    body?: string | NodeJS.ReadableStream
    redirect?: 'error' | 'follow' | 'manual'
    signal?: AbortSignal | null
  },
): Promise<{
  status: number
  headers: { get(name: string): string | null }
  body: NodeJS.ReadableStream
  text(): Promise<string>
}>

/** Checked by the compiler: these may be passed as `options.fetch` as they are. */
export type Assignable = [
  Fits<typeof fetch>,
  Fits<typeof undiciFetch>,
  Fits<typeof nodeFetch>,
  Fits<(url: string) => Promise<Response>>,
  Fits<(url: string, init: FetchInit) => Promise<Response>>,
  // @ts-expect-error it gives no response
  Fits<(url: string) => Promise<string>>,
]
type Fits<T extends FetchLike> = T

const text = async () => '{}'
const url = 'http://127.0.0.1/'
const send = (fetch: unknown) => sendRequest(url, { fetch: fetch as FetchLike }).answer
const answer = (response: unknown) => send(async () => response)
const replied = (text: string | undefined, status = 200) => ({ reply: { status, text } })
const tooLong = replied(undefined)
const UNREADABLE = { thrown: expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }) }

describe('by Node.js itself', () => {
  it('posts JSON', async () => {
    const got: unknown[] = []
    const host = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const { method, headers } = request
      got.push(method, headers.accept, headers['content-type'], Buffer.concat(chunks).toString())
      response.end('{}')
    })
    expect(await sendRequest(`http://${host}`, {}, { a: 'é' }).answer).toEqual(replied('{}'))
    const type = 'application/json; charset=utf-8'
    expect(got).toEqual(['POST', 'application/json', type, '{"a":"é"}'])
  })

  it('gets, through the agent given', async () => {
    const host = await serve((request, response) => response.end(request.method))
    const agent = new Agent({ keepAlive: true })
    const used = jest.spyOn(agent, 'addRequest' as never)
    expect(await sendRequest(`http://${host}`, { agent }).answer).toEqual(replied('GET'))
    expect(await sendRequest(`http://${host}`, { agent }).answer).toEqual(replied('GET'))
    expect(used).toHaveBeenCalledTimes(2)
    agent.destroy()
  })
})

describe('by a fetch of the caller', () => {
  it('posts JSON', async () => {
    const fetch = jest.fn(answering('{}'))
    await sendRequest(url, { fetch }, { a: 'é' }).answer
    expect(fetch.mock.calls[0]).toEqual([
      url,
      {
        method: 'POST',
        body: '{"a":"é"}',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        redirect: 'manual',
        signal: expect.any(AbortSignal),
      },
    ])
  })

  const fail = (): never => {
    throw new Error('no')
  }

  it.each([() => Promise.reject(new Error('no')), fail])('answers what it throws', async (fetch) =>
    expect(await send(fetch)).toEqual({ thrown: new Error('no') }),
  )

  it.each([undefined, null, 'text', { status: 200 }])(
    'fails if it resolves with %p',
    async (garbage) => expect(await answer(garbage)).toEqual({ thrown: expect.any(TypeError) }),
  )

  it('is cancelled by its signal', () => {
    const fetch = jest.fn((_url: string, _init: FetchInit) => new Promise<never>(() => undefined))
    sendRequest(url, { fetch }).cancel()
    expect(fetch.mock.calls[0]?.[1].signal.aborted).toBe(true)
  })

  it('needs no AbortController', () =>
    withoutAbortController(async () => {
      const fetch = jest.fn(answering('{}'))
      const pending = sendRequest(url, { fetch })
      expect(await pending.answer).toEqual(replied('{}'))
      pending.cancel()
      expect(fetch.mock.calls[0]).toEqual([url, expect.not.objectContaining({ signal: undefined })])
    }))
})

describe('the body of what it resolves with', () => {
  it('may come in pieces that cut characters in half', async () => {
    const bytes = Buffer.from(JSON.stringify({ words: '分阶段发布'.repeat(2000) }))
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7))
        controller.close()
      },
    })
    expect(await answer(new Response(body))).toEqual(replied(bytes.toString()))
  })

  it('may have 1 MiB and not a byte more', async () => {
    const most = 'x'.repeat(MAX_BODY_BYTES)
    expect(await answer(new Response(most))).toEqual(replied(most))
    expect(await answer(new Response(`${most}x`))).toEqual(tooLong)
    const text = async () => `${most}x`
    expect(await answer({ status: 200, text })).toEqual(tooLong)
  })

  it('is measured as it is unpacked, and read no further', async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(64 * MAX_BODY_BYTES)))
    })
    expect(await sendRequest(`http://${host}`, { fetch }).answer).toEqual(tooLong)
  })

  const stream = (chunks: unknown[], objectMode = true) => ({
    body: Readable.from(chunks, { objectMode }),
  })

  it.each<[string, object, unknown]>([
    ['a stream of bytes', stream(['{"a":', '"é"}'], false), replied('{"a":"é"}')],
    ['a stream of text', stream(['{"a":', '"é"}']), replied('{"a":"é"}')],
    ...[undefined, null, 'text', {}, { pipe: () => undefined }].map(
      (body): [string, object, unknown] => ['nothing to iterate over', { body }, replied('{}')],
    ),
    ['a stream of numbers', stream([1, 2]), UNREADABLE],
    ['a text that is a number', { text: async () => 5 }, UNREADABLE],
  ])('may be %s', async (_name, parts, expected) => {
    expect(await answer({ status: 200, text, ...parts })).toEqual(expected)
  })
})
