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
  tookMs: number
  stayedMs: number
}

/** Makes one call in a process of its own. */
async function processOf(baseUrl: string, account: boolean): Promise<Told> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CHILD, JSON.stringify({ baseUrl, account })],
    { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' } },
  )
  return JSON.parse(stdout)
}

/** A machine under load can stop any process for a while, but hardly three in a row. */
async function bestOfThree(run: () => Promise<Told>): Promise<Told> {
  const first = await run()
  if (first.stayedMs < 500) return first
  const others = [await run(), await run()]
  return [first, ...others].sort((a, b) => a.stayedMs - b.stayedMs)[0] as Told
}

const servers: Server[] = []
const sockets = new Set<Socket>()

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Where the host falls silent; a URL for each. */
let silent: { [stage: string]: string }

beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
  const open = await listen(createTlsServer({ key, cert }, () => undefined))
  const begun = await listen(
    createTlsServer({ key, cert }, (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{')
    }),
  )
  const mute = await listen(createServer())
  const halfway = await listen(
    createServer((socket) => {
      const host = connect(open, '127.0.0.1')
      socket.pipe(host)
      host.once('data', (bytes) => socket.write(bytes.subarray(0, 60)))
      host.on('error', () => undefined)
    }),
  )
  silent = {
    'before the handshake': `https://127.0.0.1:${mute}`,
    'in the handshake': `https://127.0.0.1:${halfway}`,
    'in the headers': `https://127.0.0.1:${open}`,
    'in the body': `https://127.0.0.1:${begun}`,
  }
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
    'where the host falls silent %s',
    async (stage) => {
      const told = await bestOfThree(() => processOf(silent[stage] as string, account))
      expect(told.kind).toBe('timeout')
      expect(told.stayedMs).toBeLessThan(500)
    },
    60_000,
  )
})

// What fetch does there is the bound that SECURITY.md tells.
if (!TELLS) {
  it('on older Node.js, it ends with the connection that fetch goes on opening', async () => {
    const told = await processOf(silent['in the handshake'] as string, false)
    expect(told.kind).toBe('timeout')
    expect(told.stayedMs).toBeGreaterThan(5_000)
    expect(told.stayedMs).toBeLessThan(20_000)
  }, 60_000)
}
