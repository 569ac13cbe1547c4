import type { OutgoingHttpHeaders } from 'node:http'
import { inspect } from 'node:util'
import fc from 'fast-check'
import {
  type FetchLike,
  type GetGrayReleasePlanOverHttpsOptions,
  getGrayReleasePlanOverHttps,
  stableAccessToken,
} from '../../src/https'
import { type Gateway, startGateway } from '../../src/testing'
import { serve } from '../unit/watch/server'

/** Every way in which a secret could be written. */
function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret)
  const form = new URLSearchParams({ s: secret }).toString().slice(2)
  const inUrl = new URL(`http://x/?${encoded}`).search.slice(1)
  const json = JSON.stringify(secret).slice(1, -1)
  const strict = encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  const once = [secret, encoded, encodeURI(secret), form, inUrl, json, strict]
  return [...once, encodeURIComponent(encoded), JSON.stringify(json).slice(1, -1)]
}

/** Everything that anybody could see of a value, in lower case. */
function everythingIn(value: unknown): string {
  const seen = new Set<unknown>()
  const walk = (node: unknown): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (typeof node !== 'object' || node === null) return
    for (const key of Reflect.ownKeys(node)) walk(Reflect.get(node, key))
  }
  walk(value)
  const texts = [...seen].filter((one) => typeof one === 'string')
  const deep = { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null }
  const inspected = inspect(value, { ...deep, showHidden: true, getters: true })
  return [JSON.stringify(value), inspected, String(value), ...texts].join('\n').toLowerCase()
}

function expectNothingOf(secret: string, ...values: unknown[]): void {
  const everything = values.map(everythingIn).join('\n')
  for (const spelling of spellings(secret)) {
    if (!everything.includes(spelling.toLowerCase())) continue
    throw new Error(`${JSON.stringify(spelling)} of ${JSON.stringify(secret)} in ${everything}`)
  }
}

/** Tokens as WeChat makes them, and text that every encoding writes differently. */
const characters = fc.constantFrom(...'aZ9 %&+/=?#"\'\\<>~!*().,:;[]{}|^`\n\t€中😀*')
const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{12,100}$/),
  fc.array(characters, { minLength: 8, maxLength: 100 }).map((some) => `k3y${some.join('')}`),
)

interface Echo {
  status?: number
  headers?: OutgoingHttpHeaders
  /** JSON, if it is no text. */
  body?: unknown
}

/** Servers that repeat what they are sent, in every place from which it could be quoted. */
const echoes: { [name: string]: (url: string, sent: string) => Echo } = {
  errmsg: (url, sent) => ({
    body: { errcode: 40001, errmsg: `bad ${url} ${decodeURIComponent(url)} ${sent} rid: 1` },
  }),
  'errmsg, before another plan': (url) => ({
    body: { errcode: -1, errmsg: url, gray_release_plan: { [url]: url } },
  }),
  'a plan of it': (url) => ({
    body: { errcode: 0, gray_release_plan: { status: decodeURIComponent(url) } },
  }),
  'a web page': (url) => ({ status: 502, body: `<html>${decodeURIComponent(url)}</html>` }),
  'broken JSON': (url) => ({ body: `${decodeURIComponent(url)} {` }),
  'not found': (url) => ({ status: 404, body: url }),
  'a redirect': (url) => ({ status: 302, headers: { location: `http://127.0.0.1:9/${url}` } }),
  'a token reply': (url, sent) => ({ body: { access_token: url, expires_in: sent } }),
  headers: (url) => ({ status: 500, headers: { 'x-url': url } }),
}

/** Scenarios of the gateway; in all but the first it still issues tokens. */
const SCENARIOS = ['busy', 'timeout', 'reset', 'cut', 'drip', 'http-500', 'html', 'quota'] as const

let gateway: Gateway
const printed: string[] = []
beforeEach(async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  }
  gateway = await startGateway()
})
afterEach(() => {
  jest.restoreAllMocks()
  return gateway.close()
})

type Options = GetGrayReleasePlanOverHttpsOptions

/** Options under which no call succeeds, by name. */
const failures: { [name: string]: (secret: string) => Options | Promise<Options> } = {
  'a port where nobody listens': () => ({ baseUrl: 'http://127.0.0.1:9' }),
  'a base URL with the secret': (planted) => ({ baseUrl: `https://u:${planted}@x/?${planted}` }),
  'an abort with the secret': (planted) => ({ signal: AbortSignal.abort(new Error(planted)) }),
  'a fetch that throws what it gets': () => ({
    fetch: (url: string, init: object) => {
      throw Object.assign(new Error(`no ${url}`, { cause: { [url]: init } }), { url, init })
    },
  }),
  'a fetch that throws it as a name, a code and a cause': (planted) => ({
    fetch: () => {
      const cause = Object.assign(new Error(planted), { code: planted })
      throw Object.assign(new Error('no', { cause }), { name: planted, code: `E_${planted}` })
    },
  }),
  'a fetch that rejects with text': () => ({ fetch: (url: string) => Promise.reject(url) }),
  'a fetch that gives garbage': () => ({ fetch: (async (url: string) => url) as never }),
}
for (const scenario of SCENARIOS) {
  failures[scenario] = () => {
    gateway.reply(scenario)
    const isSlow = scenario === 'timeout' || scenario === 'drip'
    return { baseUrl: gateway.baseUrl, timeoutMs: isSlow ? 60 : 5000 }
  }
}
for (const [name, echo] of Object.entries(echoes)) {
  failures[`an echo in ${name}`] = async () => {
    const host = await serve(async (request, response) => {
      let sent = ''
      for await (const chunk of request) sent += chunk
      const { status = 200, headers, body = '' } = echo(String(request.url), sent)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      response.writeHead(status, headers).end(text)
    })
    return { baseUrl: `http://${host}` }
  }
}

const RUNS = { numRuns: 15 }

it.each(Object.entries(failures))('%s shows nothing of the token', async (_name, optionsOf) => {
  const calls = fc.asyncProperty(secret, fc.nat(2), async (token, sort) => {
    const credentials = [
      { accessToken: token },
      { cloudbaseAccessToken: () => token },
      { accessToken: async () => token },
    ]
    const options = { retries: 1, ...(await optionsOf(token)) }
    const result = await getGrayReleasePlanOverHttps(credentials[sort] as never, options)
    if (result.ok) throw new Error('the call was to fail')
    expectNothingOf(token, result, result.error.cause)
  })
  await fc.assert(calls, RUNS)
  expect(printed.join('')).toBe('')
})

/** Under these a token is issued: an abort does not reach a shared request. */
const issuing = ['an abort with the secret', ...SCENARIOS.slice(1)]

it.each(Object.entries(failures).filter(([name]) => !issuing.includes(name)))(
  '%s shows nothing of the AppSecret',
  async (_name, optionsOf) => {
    const calls = fc.asyncProperty(secret, async (planted) => {
      const { baseUrl, fetch } = await optionsOf(planted)
      const accessToken = stableAccessToken({ appid: 'wx01', secret: planted, baseUrl, fetch })
      const thrown = await accessToken().catch((exception: Error) => exception)
      const options = { baseUrl, fetch: fetch as FetchLike, retries: 0 }
      const result = await getGrayReleasePlanOverHttps({ accessToken }, options)
      if (result.ok || typeof thrown === 'string') throw new Error('the call was to fail')
      expectNothingOf(planted, result, result.error.cause, thrown, thrown.cause, thrown.stack)
    })
    await fc.assert(calls, RUNS)
    expect(printed.join('')).toBe('')
  },
)
