import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { generate } from 'selfsigned'
import { getGrayReleasePlanOverHttps, stableAccessToken } from '../../src/https'
import type { GetGrayReleasePlanResult } from '../../src/index'
import { getGrayReleasePlan } from '../../src/sdk/get-gray-release-plan'
import { loadSdk } from './sdk'

let certificate: { private: string; cert: string }
let server: Server | undefined

beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }])
})
afterEach(() => new Promise((resolve) => server?.close(resolve)))

/** Servers that are not what a caller over https expects. */
const SERVERS = {
  'a self-signed certificate': () =>
    createTlsServer({ key: certificate.private, cert: certificate.cert }),
  'a peer that closes in the handshake': () =>
    createServer((socket) => socket.once('data', () => socket.end()).on('error', () => {})),
  'plain HTTP on the port of https': () =>
    createServer((socket) =>
      socket
        .once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'))
        .on('error', () => {}),
    ),
}

/** Starts one of them; gives its host, and how often it was connected to. */
async function start(make: () => Server): Promise<{ host: string; count: () => number }> {
  const started = make()
  let connections = 0
  started.on('connection', () => {
    connections += 1
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, count: () => connections }
}

const limits = { retries: 1, timeoutMs: 20_000 }

const throughTheSdk = (url: string): Promise<GetGrayReleasePlanResult> => {
  const cloud = loadSdk()
  cloud.init({ serviceUrl: `${url}/admin`, env: 'test' })
  return getGrayReleasePlan(cloud, limits)
}

const WAYS: { [way: string]: (url: string) => Promise<GetGrayReleasePlanResult> } = {
  'through the SDK': throughTheSdk,
  'over HTTPS': (baseUrl) =>
    getGrayReleasePlanOverHttps({ accessToken: 'a token' }, { ...limits, baseUrl }),
  'for a token': (baseUrl) =>
    getGrayReleasePlanOverHttps(
      {
        accessToken: stableAccessToken({ appid: 'wx0123456789abcdef', secret: 's3cret', baseUrl }),
      },
      { ...limits, baseUrl },
    ),
}

describe.each(Object.entries(WAYS))('%s', (_way, ask) => {
  it('a self-signed certificate is the environment, final, and the hint speaks of it', async () => {
    const { host, count } = await start(SERVERS['a self-signed certificate'])
    const result = await ask(`https://${host}`)
    expect(result).toMatchObject({ ok: false, error: { kind: 'environment', retryable: false } })
    expect(!result.ok && result.error.errMsg).toMatch(/self-signed certificate|SELF_SIGNED_CERT/)
    expect(!result.ok && result.error.hint.zh).toMatch(/证书.*NODE_EXTRA_CA_CERTS/)
    expect(!result.ok && result.error.hint.en).toMatch(/certificate.*NODE_EXTRA_CA_CERTS/)
    expect(count()).toBe(1)
  })

  it.each(['a peer that closes in the handshake', 'plain HTTP on the port of https'] as const)(
    '%s is the network, and tried again',
    async (name) => {
      const { host, count } = await start(SERVERS[name])
      const result = await ask(`https://${host}`)
      expect(result).toMatchObject({ ok: false, error: { kind: 'network', retryable: true } })
      expect(count()).toBe(2)
    },
  )
})

it('what is no HTTP is the network through the SDK, and tried again', async () => {
  const { host, count } = await start(() =>
    createServer((socket) =>
      socket.once('data', () => socket.end('hello\r\n\r\n')).on('error', () => {}),
    ),
  )
  const result = await throughTheSdk(`http://${host}`)
  expect(result).toMatchObject({ ok: false, error: { kind: 'network', retryable: true } })
  expect(!result.ok && result.error.errMsg).toContain('Parse Error')
  expect(count()).toBe(2)
})
