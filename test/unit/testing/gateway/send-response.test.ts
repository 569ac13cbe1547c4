import { request } from 'node:http'
import { type Gateway, type HttpReply, startGateway } from '../../../../src/testing/index'
import { watchTimers } from './timers-left'

let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})

afterAll(() => gateway.close())

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Everything that can be seen of a reply. */
interface Seen {
  status?: number
  headers?: { [name: string]: unknown }
  body?: string
  firstByteMs?: number
  end: 'whole' | 'cut' | 'none'
}

const send = (http: HttpReply['http']): Promise<Seen> => {
  gateway.reply({ http })
  return new Promise((resolve) => {
    const startedAt = Date.now()
    request(`${gateway.baseUrl}/wxa/getgrayreleaseplan?access_token=any`, (res) => {
      const { statusCode: status = 0, headers } = res
      const firstByteMs = Date.now() - startedAt
      const seen: Seen = { status, headers, firstByteMs, body: '', end: 'whole' }
      res.on('data', (chunk) => {
        seen.body += chunk
      })
      res.on('error', () => {
        seen.end = 'cut'
      })
      res.on('close', () => resolve(seen))
    })
      .on('error', () => resolve({ end: 'none' }))
      .end()
  })
}

it('sends status, headers and body', async () => {
  const http = { status: 302, headers: { location: '/x' }, body: 'moved', contentType: 'text/x' }
  expect(await send(http)).toMatchObject({
    status: 302,
    headers: { location: '/x', 'content-type': 'text/x', 'content-length': '5' },
    body: 'moved',
    end: 'whole',
  })
})

it('sends the plan where nothing is asked for', async () => {
  const { body } = await send({})
  expect(JSON.parse(body as string)).toMatchObject({ gray_release_plan: { status: 1 } })
})

it('sends no content type where it is empty', async () => {
  const { headers } = await send({ body: 'hello', contentType: '' })
  expect(headers).not.toHaveProperty('content-type')
})

it.each<[HttpReply['http'], string | undefined, Seen['end']]>([
  [{ body: Uint8Array.of(104, 105) }, 'hi', 'whole'],
  [{ body: 'ab', repeat: 1000 }, 'ab'.repeat(1000), 'whole'],
  [{ reset: true }, undefined, 'none'],
  [{ body: 'hello', cutAfter: 0 }, '', 'cut'],
  [{ body: 'hello', cutAfter: 4 }, 'hell', 'cut'],
  [{ body: 'hello', cutAfter: 5 }, 'hello', 'whole'],
  [{ body: 'hello', dripMs: 1, cutAfter: 2 }, 'he', 'cut'],
])('sends %j', async (http, body, end) => {
  const seen = await send(http)
  expect([seen.body, seen.end]).toEqual([body, end])
})

it('waits before it answers', async () => {
  const { firstByteMs, end } = await send({ delayMs: 80 })
  expect(end).toBe('whole')
  expect(firstByteMs).toBeGreaterThanOrEqual(75)
})

it('drips', async () => {
  const startedAt = Date.now()
  expect(await send({ body: 'hello', dripMs: 20 })).toMatchObject({ body: 'hello', end: 'whole' })
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(75)
})

it('promises more than it sends', async () => {
  const promise = send({ body: 'hello', contentLength: 9 })
  await sleep(100)
  await gateway.close()
  expect(await promise).toMatchObject({ body: 'hello', end: 'cut' })
  gateway = await startGateway()
})

it('stops sending a large body when the other side goes away', async () => {
  gateway.reply({ http: { body: Buffer.alloc(1 << 20), repeat: 1 << 20 } })
  const response = await fetch(`${gateway.baseUrl}/wxa/getgrayreleaseplan?access_token=any`)
  const reader = response.body?.getReader()
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0)
  const before = process.memoryUsage().rss
  await sleep(100)
  await reader?.cancel()
  expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20)
})

it.each([
  ['for a while', { delayMs: 54_321 }, 1],
  ['for ever', { delayMs: Number.POSITIVE_INFINITY }, 0],
  ['for the next byte', { dripMs: 54_321 }, 1],
])('stops waiting %s when the other side goes away', async (_, http, running) => {
  gateway.reply({ http })
  const timers = watchTimers(54_321)
  const received = gateway.requests.length
  const call = request(`${gateway.baseUrl}/wxa/getgrayreleaseplan?access_token=any`)
  call.on('error', () => undefined).end()
  while (gateway.requests.length === received) await sleep(5)
  await sleep(50)
  expect(timers.left()).toBe(running)
  call.destroy()
  await sleep(50)
  expect(timers.left()).toBe(0)
  timers.stop()
})
