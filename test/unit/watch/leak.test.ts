import type { RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { generate } from 'selfsigned'
import { notify, type ReleaseEvent } from '../../../src/watch'
import { CREATED_MS, hostile, plan } from './looks'
import { serve } from './server'

const EVENT: ReleaseEvent = { type: 'started', at: CREATED_MS, plan: plan('running', 8) }

/** Keys and secrets as robots have them, and text that every encoding writes differently. */
const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{12,60}$/),
  fc
    .array(fc.constantFrom(...'aZ9%&+/=?"\'<>~!*().;:[]{}|^`中😀'), { minLength: 8, maxLength: 40 })
    .map((characters) => `k3y${characters.join('')}`),
)

/** Every way in which a text could be written. */
function spellings(text: string): string[] {
  const inUrl = new URL(`https://x.example/?${encodeURIComponent(text)}#${text}`)
  const encoded = [
    text,
    encodeURIComponent(text),
    encodeURI(text),
    inUrl.search.slice(1),
    inUrl.hash.slice(1),
    Buffer.from(text).toString('base64'),
  ]
  return encoded.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)])
}

/** Servers that repeat all they are sent, in every place from which words could be taken. */
const echoes: { [name: string]: (url: string, body: string) => [number, object, string] } = {
  'a refusal': (url, body) => [200, {}, JSON.stringify({ errcode: 93000, errmsg: url + body })],
  'a code of it': (url) => [200, {}, JSON.stringify({ errcode: decodeURIComponent(url) })],
  'too frequent': (url) => [200, {}, JSON.stringify({ code: 11232, msg: url, [url]: url })],
  'a web page': (url, body) => [502, {}, `<html>${decodeURIComponent(url)}${body}</html>`],
  'not found': (url) => [404, { 'x-url': url }, url],
  'a redirect': (url) => [302, { location: `http://127.0.0.1:9/${url}` }, url],
}

const channelsAt = (host: string, protocol: string, word: string, secret: string): string[] => {
  const base = `${protocol}://${host}`
  const encoded = encodeURIComponent(word)
  return [
    `wecom+${base}/cgi-bin/webhook/send?key=${encoded}`,
    `feishu+${base}/hook/${encoded}#${secret}`,
    `dingtalk+${base}/robot/send?access_token=${encoded}#${encodeURIComponent(secret)}`,
    `webhook+${base}/${encoded}#${secret}`,
  ]
}

/** Texts that are no channels, as people get them wrong. */
const wrongTexts = (word: string, secret: string): string[] => [
  word,
  `wecom+${word}`,
  `wecom:${word}`,
  `${word}+https://x.example/#${secret}`,
  `http://x.example/${word}#${secret}`,
  `https://${encodeURIComponent(word)}@x.example/`,
  `https://x.example:99999/${word}`,
  `wss://x.example/${word}`,
]

const printed: string[] = []
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  }
})
afterEach(() => jest.restoreAllMocks())

/** Tells channels, and looks for words in all that anybody could see of it. */
async function expectSilence(channels: string[], words: string[], options?: object): Promise<void> {
  printed.length = 0
  const deliveries = await notify(channels, EVENT, options as never)
  expect(deliveries.map(({ ok }) => ok)).toEqual(channels.map(() => false))
  const everything = [
    JSON.stringify(deliveries),
    inspect(deliveries, { depth: null, showHidden: true, getters: true }),
    ...printed,
  ].join('\n')
  for (const spelling of words.flatMap(spellings)) {
    expect(everything.toLowerCase()).not.toContain(spelling.toLowerCase())
  }
}

const RUNS = { numRuns: 15 }

const echoing =
  (echo: (url: string, body: string) => [number, object, string]): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const [status, headers, text] = echo(String(request.url), Buffer.concat(chunks).toString())
      response.writeHead(status, headers as never).end(text)
    })
  }

it.each(Object.entries(echoes))(
  '%s that repeats all it was sent',
  async (name, echo) => {
    const host = await serve(echoing(echo))
    await fc.assert(
      fc.asyncProperty(key, key, async (word, secret) => {
        const channels = channelsAt(host, 'http', word, secret)
        // A webhook takes whatever comes with a good status.
        const refusing = echo('', '')[0] === 200 ? channels.slice(0, 3) : channels
        await expectSilence(refusing, [word, secret])
      }),
      name === 'too frequent' ? { numRuns: 5 } : RUNS,
    )
  },
  60_000,
)

it('a connection that fails, of any sort', async () => {
  const { cert, private: tlsKey } = await generate([{ name: 'commonName', value: 'localhost' }])
  const tls = await serve(() => undefined, createTlsServer({ cert, key: tlsKey }))
  const reset = await serve((request) => request.socket.destroy())
  const garbage = await serve((request) => request.socket.end(`${request.url} HTTP/1.1 200 OK\r\n`))
  await fc.assert(
    fc.asyncProperty(key, key, async (word, secret) => {
      const channels = [
        ...channelsAt(tls, 'https', word, secret),
        ...channelsAt(reset, 'http', word, secret),
        ...channelsAt(garbage, 'http', word, secret),
        ...channelsAt('127.0.0.1:9', 'http', word, secret),
        ...channelsAt(reset, 'https', word, secret),
      ]
      await expectSilence(channels, [word, secret])
    }),
    RUNS,
  )
}, 60_000)

it('a deadline and an abort, whatever its reason is', async () => {
  const silent = await serve(() => undefined)
  await fc.assert(
    fc.asyncProperty(key, key, async (word, secret) => {
      const channels = channelsAt(silent, 'http', word, secret)
      await expectSilence(channels, [word, secret], { timeoutMs: 20 })
      const signal = AbortSignal.abort(new Error(`aborted: ${word} ${secret}`))
      await expectSilence(channels, [word, secret], { signal })
      await expectSilence(channels, [word, secret], { timeoutMs: word })
      await expectSilence(channels, [word, secret], hostile())
    }),
    RUNS,
  )
}, 60_000)

it('a text that is no channel', () =>
  fc.assert(
    fc.asyncProperty(key, key, (word, secret) =>
      expectSilence(wrongTexts(word, secret), [word, secret]),
    ),
    { numRuns: 100 },
  ))
