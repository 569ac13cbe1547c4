import { execFile } from 'node:child_process'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'

const CHILD = join(__dirname, 'https-process.cjs')

/** Since 22.17 and 24.2, Node.js tells of the sockets that are opened for TLS. */
const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
const TELLS = major > 24 || (major === 24 && minor >= 2) || (major === 22 && minor >= 17)

interface Told {
  kind: string
  stayedMs: number
  answerMs: number
}

const servers: Server[] = []
const sockets = new Set<Socket>()

async function listen(server: Server): Promise<string> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A host that answers, and some that fall silent. */
const hosts: { [name: string]: string } = {}

/** Makes one call in a process of its own. */
async function processOf(host: string, account: boolean): Promise<Told> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CHILD, JSON.stringify({ answering: hosts['answers'], silent: hosts[host], account })],
    { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' } },
  )
  return JSON.parse(stdout)
}

beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  const open = createTlsServer({ key, cert }, () => undefined)
  hosts['in the headers'] = await listen(open)
  hosts['in the body'] = await listen(
    createTlsServer({ key, cert }, (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{')
    }),
  )
  hosts['answers'] = await listen(
    createTlsServer({ key, cert }, (_request, response) => response.end('{}')),
  )
  hosts['before the handshake'] = await listen(createServer())
  hosts['in the handshake'] = await listen(
    createServer((socket) => {
      const host = connect((open.address() as AddressInfo).port, '127.0.0.1')
      socket.pipe(host)
      host.once('data', (bytes) => socket.write(bytes.subarray(0, 60)))
      host.on('error', () => undefined)
    }),
  )
})

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
})

const AFTER_IT = ['in the headers', 'in the body']
const STAGES = TELLS ? ['before the handshake', 'in the handshake', ...AFTER_IT] : AFTER_IT
const credentials = [
  ['a token', false],
  ['stableAccessToken()', true],
] as const

describe.each(credentials)('with %s, the process ends with its call', (_name, account) => {
  it.each(STAGES)(
    'if the host falls silent %s',
    async (stage) => {
      const { kind, stayedMs, answerMs } = await processOf(stage, account)
      expect(kind).toBe('timeout')
      // A machine under load is late with everything, as it was with the answer.
      expect(stayedMs).toBeLessThan(500 + 2 * answerMs)
    },
    60_000,
  )
})

// What fetch does there is the bound that SECURITY.md tells.
if (!TELLS) {
  it('on older Node.js, it ends when fetch gives up opening the connection', async () => {
    const { kind, stayedMs } = await processOf('in the handshake', false)
    expect(kind).toBe('timeout')
    expect(stayedMs).toBeGreaterThan(5_000)
    expect(stayedMs).toBeLessThan(30_000)
  }, 60_000)
}
