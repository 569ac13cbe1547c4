import { get } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { FetchLike, FetchResponse } from '../../../src/https'
import { MAX_BODY_BYTES } from '../../../src/https/response-body'
import { sendRequest } from '../../../src/https/send-request'
import { answering, serve } from './support'

const url = 'http://127.0.0.1/'
const headers = { get: () => null }
const send = (fetch: unknown) => sendRequest({ fetch: fetch as FetchLike, url }).answer
const answer = (response: unknown) => send(async () => response)
const answered = (text: unknown, status = 200) => ({ outcome: 'answered', status, text })
const unreadable = answered({ refused: 'unreadable' })
const tooLong = answered({ refused: 'too-long' })

describe('sendRequest()', () => {
  it('posts JSON', async () => {
    const fetch = jest.fn(answering('{}'))
    await sendRequest({ fetch, url, json: { a: 'é' } }).answer
    expect(fetch.mock.calls[0]).toEqual([
      url,
      expect.objectContaining({
        method: 'POST',
        body: '{"a":"é"}',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
      }),
    ])
  })

  it.each([
    ['throws', () => Promise.reject(new Error('no'))],
    [
      'throws at once',
      () => {
        throw new Error('no')
      },
    ],
  ])('fails where fetch %s', async (_name, fetch) => {
    expect(await send(fetch)).toEqual({ outcome: 'failed', thrown: new Error('no') })
  })

  it.each([
    undefined,
    null,
    'text',
    {},
    { status: '200' },
    { status: 99 },
    { status: 200.5 },
    { status: 0 },
  ])('knows that %p is no response', async (garbage) =>
    expect(await answer(garbage)).toEqual({ outcome: 'garbage' }),
  )

  it('takes a hidden redirect for one', async () => {
    const hidden = { type: 'opaqueredirect', status: 0, headers, body: null, text: async () => '' }
    expect(await answer(hidden)).toEqual(answered('', 302))
  })
})

describe('the body', () => {
  it('may come in pieces that cut characters in half', async () => {
    const bytes = Buffer.from(JSON.stringify({ words: '分阶段发布'.repeat(2000) }))
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7))
        controller.close()
      },
    })
    expect(await answer(new Response(body))).toEqual(answered(bytes.toString()))
  })

  it('may have 1 MiB and not a byte more', async () => {
    const most = 'x'.repeat(MAX_BODY_BYTES)
    expect(await answer(new Response(most))).toEqual(answered(most))
    expect(await answer(new Response(`${most}x`))).toEqual(tooLong)
  })

  it('is measured as it is unpacked', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(64 * MAX_BODY_BYTES)))
    })
    expect(await sendRequest({ fetch, url: server.baseUrl }).answer).toEqual(tooLong)
  })

  it('ends where it is nothing but empty pieces', async () => {
    // A reader made by hand: a million pieces of a real one take seconds.
    const empty = { done: false, value: new Uint8Array() }
    const reader = { read: () => Promise.resolve(empty), cancel: () => undefined }
    const body = { getReader: () => reader }
    expect(await answer({ status: 200, headers, body })).toEqual(tooLong)
  })

  it('may be a stream of Node.js, as with node-fetch', async () => {
    const body = Readable.from(['{"a":', '"é"}'], { objectMode: false })
    expect(await answer({ status: 200, headers, body })).toEqual(answered('{"a":"é"}'))
    const text = Readable.from(['{"a":', '"é"}'])
    expect(await answer({ status: 200, headers, body: text })).toEqual(answered('{"a":"é"}'))
  })

  it('may be a stream of Node.js 8, which can not be iterated over', async () => {
    const response = { status: 200, headers, body: { pipe: () => undefined } }
    expect(await answer({ ...response, text: async () => '{}' })).toEqual(answered('{}'))
  })

  it('may be without a stream', async () => {
    const text = async () => '{}'
    expect(await answer({ status: 200, headers, text })).toEqual(answered('{}'))
    expect(await answer({ status: 200, text })).toEqual(answered('{}'))
  })

  it('is too long without a stream as well', async () => {
    const long = { get: (name: string) => (name === 'content-length' ? '1048577' : null) }
    const text = jest.fn(async () => 'é'.repeat(MAX_BODY_BYTES))
    expect(await answer({ status: 200, headers: long, text })).toEqual(tooLong)
    expect(text).not.toHaveBeenCalled()
    expect(await answer({ status: 200, headers, text })).toEqual(tooLong)
  })

  it.each([
    ['a number', { body: 5 }],
    ['an object that is no stream', { body: {} }],
    ['a stream of numbers', { body: Readable.from([1, 2]) }],
    ['text that is none', { text: async () => 5 }],
    ['nothing at all', {}],
  ])('can not be read from %s', async (_name, parts) =>
    expect(await answer({ status: 200, headers, ...parts })).toEqual(unreadable),
  )

  it('can not be read where somebody has read it already', async () => {
    const used = new Response('{}')
    await used.text()
    expect(await answer(used)).toEqual(unreadable)
  })

  it('may be text or bytes, as some stand-ins have it', async () => {
    const text = async () => '{}'
    for (const body of ['{}', Buffer.from('{}'), {}]) {
      expect(await answer({ status: 200, headers, body, text })).toEqual(answered('{}'))
    }
  })
})

describe('cancel()', () => {
  it('closes a stream of Node.js', async () => {
    let close = (): void => {}
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    const server = await serve((_request, response) => {
      response.on('close', close)
      response.write('{')
    })
    const arrived = jest.fn()
    const old: FetchLike = (target) =>
      new Promise((resolve, reject) => {
        get(target, (body) => {
          const status = Number(body.statusCode)
          resolve({ status, headers, body, text: () => Promise.resolve('') })
          setImmediate(arrived)
        }).on('error', reject)
      })
    const exchange = sendRequest({ fetch: old, url: server.baseUrl })
    while (arrived.mock.calls.length === 0) await new Promise(setImmediate)
    exchange.cancel()
    expect((await exchange.answer).outcome).not.toBe('garbage')
    await closed
  })

  it('closes a stream that comes after the end, of a fetch that knows no signal', async () => {
    const reader = { read: jest.fn(), cancel: jest.fn() }
    let respond = (_response: FetchResponse): void => {}
    const late: FetchLike = () =>
      new Promise((resolve) => {
        respond = resolve
      })
    const exchange = sendRequest({ fetch: late, url: 'http://127.0.0.1' })
    exchange.cancel()
    const body = { getReader: () => reader }
    respond({ status: 200, headers, body, text: () => Promise.resolve('') })
    await exchange.answer
    expect(reader.cancel).toHaveBeenCalledTimes(1)
    expect(reader.read).not.toHaveBeenCalled()
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('never')
      },
    ],
    ['rejects', () => Promise.reject(new Error('never'))],
  ])('stops reading a stream whose cancel() %s', async (_name, refuse) => {
    let reads = 0
    const reader = {
      read: () => {
        reads += 1
        return new Promise((resolve) =>
          setTimeout(() => resolve({ done: false, value: new Uint8Array(1) }), 5),
        )
      },
      cancel: refuse,
    }
    const body = { getReader: () => reader }
    const fetch = (async () => ({ status: 200, headers, body })) as unknown as FetchLike
    const exchange = sendRequest({ fetch, url })
    await new Promise((resolve) => setTimeout(resolve, 30))
    exchange.cancel()
    await exchange.answer
    const before = reads
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(reads).toBe(before)
  })
})
