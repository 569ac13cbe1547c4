import { execFile } from 'node:child_process'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { startSilentHosts } from '../silent-hosts.cjs'

const CHILD = join(__dirname, 'https-process.cjs')
const entry = join(__dirname, '../../dist/https.js')

const STAGES = ['in the DNS', 'in the TLS handshake', 'before the headers', 'in the body']

/** Stages at which no connection is established: the hint names the network. */
const UNCONNECTED = [...STAGES.slice(0, 2), 'in the middle of the TLS handshake']

let silent: Awaited<ReturnType<typeof startSilentHosts>>
const servers: Server[] = []
const hosts: { [stage: string]: object } = {}

beforeAll(async () => {
  silent = await startSilentHosts()
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  const secure = createTlsServer({ key, cert }, () => undefined)
  const middle = createServer((socket) => {
    const host = connect((secure.address() as AddressInfo).port, '127.0.0.1')
    socket.pipe(host)
    host.once('data', (bytes) => socket.write(bytes.subarray(0, 60)))
    for (const end of [socket, host]) end.on('error', () => undefined)
  })
  for (const server of [secure, middle]) {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
  const urlOf = (server: Server) => `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(hosts, silent.hosts, {
    'in the middle of the TLS handshake': { baseUrl: urlOf(middle) },
    'before the headers, over TLS': { baseUrl: urlOf(secure) },
  })
})

afterAll(async () => {
  await silent.close()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
})

describe.each([
  ['a token', false],
  ['stableAccessToken()', true],
])('with %s, the process ends with its call', (_name, account) => {
  it.each([...STAGES, 'in the middle of the TLS handshake', 'before the headers, over TLS'])(
    'if the host falls silent %s',
    async (stage) => {
      const order = JSON.stringify({ entry, account, ...hosts[stage] })
      const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' }
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, order], { env })
      const { kind, hint, loadMs, stayedMs } = JSON.parse(stdout)
      expect(kind).toBe('timeout')
      expect(/proxy/.test(hint.en)).toBe(UNCONNECTED.includes(stage))
      // A machine under load is late with everything, as it was with loading the package.
      expect(stayedMs).toBeLessThan(500 + 2 * loadMs)
    },
    60_000,
  )
})
