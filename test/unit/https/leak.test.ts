import { createServer as createTlsServer } from 'node:https'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { generate } from 'selfsigned'
import {
  type FetchLike,
  type GetGrayReleasePlanOverHttpsOptions,
  getGrayReleasePlanOverHttps,
  type StableAccessTokenException,
  stableAccessToken,
} from '../../../src/https'
import { type Gateway, startGateway } from '../../../src/testing'
import { serve, type TestServer, watch } from './support'

/** Every way in which a secret could be written. */
function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret)
  const form = new URLSearchParams({ s: secret }).toString().slice(2)
  const inUrl = new URL(`http://x/?${encoded}`).search.slice(1)
  const json = JSON.stringify(secret).slice(1, -1)
  const strict = encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  const once = [secret, encoded, encodeURI(secret), form, inUrl, json, strict]
  const twice = [encodeURIComponent(encoded), JSON.stringify(json).slice(1, -1)]
  return [...once, ...twice].flatMap((text) => [text, text.toLowerCase()])
}

/** Everything that anybody could see of a value. */
function everythingIn(value: unknown): string {
  const deep = { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null }
  const stacks: unknown[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || stacks.includes(node)) return
    stacks.push(node)
    for (const key of Reflect.ownKeys(node)) {
      const field: unknown = Reflect.get(node, key)
      if (typeof field === 'string') stacks.push(field)
      walk(field)
    }
  }
  walk(value)
  const texts = stacks.filter((one) => typeof one === 'string')
  return [
    JSON.stringify(value),
    inspect(value, { ...deep, showHidden: true, getters: true }),
    String(value),
    ...texts,
  ].join('\n')
}

function expectNothingOf(secrets: string[], seen: string): void {
  const lower = seen.toLowerCase()
  for (const secret of secrets) {
    for (const spelling of spellings(secret)) {
      if (seen.includes(spelling) || lower.includes(spelling)) {
        throw new Error(`${JSON.stringify(spelling)} of ${JSON.stringify(secret)} in ${seen}`)
      }
    }
  }
}

/** Tokens as WeChat makes them, and text that every encoding writes differently. */
const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{12,100}$/),
  fc
    .array(fc.constantFrom(...'aZ9 %&+/=?#"\'\\<>~!*().,:;[]{}|^`\n\t€中😀*'), {
      minLength: 8,
      maxLength: 100,
    })
    .map((characters) => `k3y${characters.join('')}`),
)

/** Servers that echo what they are sent, in words that end in errors. */
const echoes: { [name: string]: (url: string, body: string) => [number, object, string] } = {
  errmsg: (url, body) => [
    200,
    {},
    JSON.stringify({
      errcode: 40001,
      errmsg: `bad ${url} ${decodeURIComponent(url)} ${body} rid: 1`,
    }),
  ],
  'errmsg, after another plan': (url) => [
    200,
    {},
    JSON.stringify({ errcode: -1, errmsg: url, gray_release_plan: { [url]: url } }),
  ],
  'a plan of it': (url) => [
    200,
    {},
    JSON.stringify({ errcode: 0, gray_release_plan: { status: decodeURIComponent(url) } }),
  ],
  'a web page': (url) => [502, {}, `<html>${decodeURIComponent(url)}</html>`],
  'broken JSON': (url) => [200, {}, `${decodeURIComponent(url)} {`],
  'not found': (url) => [404, {}, url],
  'a redirect': (url) => [302, { location: `http://127.0.0.1:9/${url}` }, ''],
  'a token reply': (url, body) => [
    200,
    {},
    JSON.stringify({ access_token: url, expires_in: body }),
  ],
  headers: (url) => [500, { 'x-url': url }, ''],
}

/** Scenarios in which the gateway still issues tokens. */
const QUERY_ONLY = [
  'timeout',
  'reset',
  'cut',
  'drip',
  'http-500',
  'html',
  'empty',
  'quota',
] as const

let gateway: Gateway
let plain: TestServer
let tls: TestServer
let echo = Object.values(echoes)[0] as (typeof echoes)[string]
const printed: string[] = []

let certificate: { cert: string; key: string }
beforeAll(async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
  certificate = { cert, key }
})

beforeEach(async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  }
  gateway = await startGateway()
  plain = await serve((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const [status, headers, text] = echo(String(request.url), body)
      response.writeHead(status, { ...headers }).end(text)
    })
  })
  tls = await watch(createTlsServer(certificate), 'https')
})
afterEach(async () => {
  jest.restoreAllMocks()
  await gateway.close()
})

/** Options under which no call succeeds, by name. */
const failures: { [name: string]: (secret: string) => object } = {
  'a wrong host': () => ({ baseUrl: 'https://host.invalid' }),
  'a port where nobody listens': () => ({ baseUrl: 'http://127.0.0.1:9' }),
  'a certificate that nobody trusts': () => ({ baseUrl: tls.baseUrl }),
  'https where http is spoken': () => ({ baseUrl: plain.baseUrl.replace('http', 'https') }),
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
  'a fetch that gives garbage': () => ({ fetch: async (url: string) => url }),
  ...Object.fromEntries(
    Object.keys(echoes).map((name) => [`an echo in ${name}`, () => ({ baseUrl: plain.baseUrl })]),
  ),
  ...Object.fromEntries(
    (
      ['busy', 'timeout', 'reset', 'cut', 'drip', 'http-500', 'html', 'empty', 'quota'] as const
    ).map((scenario) => [
      scenario,
      () => {
        gateway.reply(scenario)
        return { baseUrl: gateway.baseUrl }
      },
    ]),
  ),
}

describe.each(Object.keys(failures))('%s', (name) => {
  // Looking a name up can take seconds.
  const numRuns = name === 'a wrong host' ? 1 : 15
  const options = (planted: string): GetGrayReleasePlanOverHttpsOptions => {
    echo = echoes[name.replace('an echo in ', '')] ?? echo
    const slow = name === 'timeout' || name === 'drip'
    return { timeoutMs: slow ? 60 : 5000, retries: slow ? 2 : 1, ...failures[name]?.(planted) }
  }

  it('shows nothing of the token', async () => {
    const calls = fc.asyncProperty(secret, fc.nat(2), async (token, sort) => {
      const credential = [
        { accessToken: token },
        { cloudbaseAccessToken: () => token },
        { accessToken: async () => token },
      ][sort] as { accessToken: string }
      const result = await getGrayReleasePlanOverHttps(credential, options(token))
      if (result.ok) throw new Error('the call was to fail')
      const { error } = result
      expectNothingOf([token], everythingIn(result) + everythingIn(error.cause))
    })
    await fc.assert(calls, { numRuns })
    expect(printed.join('')).toBe('')
  })

  it('shows nothing of the AppSecret', async () => {
    // The gateway issues tokens in these, and an abort does not reach a request for one.
    if (['an abort with the secret', ...QUERY_ONLY].includes(name)) return
    const calls = fc.asyncProperty(secret, async (planted) => {
      const { baseUrl, fetch } = options(planted)
      const give = stableAccessToken({ appid: 'wx01', secret: planted, baseUrl, fetch })
      const thrown = await give().then(
        () => undefined,
        (exception: StableAccessTokenException) => exception,
      )
      const result = await getGrayReleasePlanOverHttps(
        { accessToken: give },
        { baseUrl, fetch: fetch as FetchLike, retries: 0, timeoutMs: 5000 },
      )
      const seen = [result, thrown, thrown?.cause, thrown?.stack, !result.ok && result.error.cause]
      expectNothingOf([planted], seen.map(everythingIn).join('\n'))
    })
    await fc.assert(calls, { numRuns })
    expect(printed.join('')).toBe('')
  })
})
