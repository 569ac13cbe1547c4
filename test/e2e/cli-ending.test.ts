import type { ChildProcess } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { gateway } from '../gateway'
import { type Folder, makeFolder } from '../unit/cli/folder'
import { command, shell } from './command'

jest.setTimeout(60_000)

let env: { [name: string]: string }
let folder: Folder
beforeAll(() => {
  env = { WX_API_BASE_URL: gateway.baseUrl, WX_ACCESS_TOKEN: 'token' }
})
beforeEach(() => {
  folder = makeFolder()
  gateway.reply('running')
})
afterEach(() => folder.remove())

describe('when nobody reads on', () => {
  it.each([
    ['status --json', 'running', 0],
    ['status --json', 'quota', 1],
    ['status', 'quota', 1],
    ['status --watch', 'completed', 0],
    ['status --watch', 'deleted', 1],
    ['dev', 'running', 0],
    ['dev --scenario no-permission --json', 'running', 1],
    ['init new', 'running', 0],
    ['init .', 'running', 1],
    ['grant .', 'running', 0],
    ['dev --help', 'running', 0],
    ['dev --nope', 'running', 2],
  ] as const)('%s keeps its status, %s: %d', async (args, reply, expected) => {
    for (const lost of ['| true', '2>&1 | true', '2> >(true)']) {
      folder.remove()
      folder.write('getGrayReleasePlan/mine', 'mine')
      gateway.reply(reply)
      const line = `$CLI ${args} ${lost}; echo "$\{PIPESTATUS[0]}"`
      const { out, err } = await shell(line, { env, cwd: folder.path })
      expect([lost, out.trim().split('\n').at(-1)]).toEqual([lost, `${expected}`])
      if (lost !== '| true') expect(err).toBe('')
    }
  })

  it.each(['status --watch --json', 'status --watch'])(
    '%s ends quietly, but not as if all were well',
    async (args) => {
      let grayPercentage = 0
      gateway.reply(() => {
        grayPercentage += 1
        return { status: 1, createTimestamp: 1, grayPercentage }
      })
      const line = `$CLI ${args} --interval 0.05 | head -n 1; echo "$\{PIPESTATUS[*]}"`
      const { out, err } = await shell(line, { env })
      expect(err).toBe('')
      expect(out).toMatch(/\n141 0\n$/)
    },
  )

  it('writes all that a slow reader reads', async () => {
    gateway.reply({ errCode: 48001, errMsg: 'x'.repeat(300_000) })
    const { out } = await shell('$CLI status --json | (sleep 1; wc -c)', { env })
    expect(Number(out)).toBeGreaterThan(300_000)
  })
})

describe('at a signal', () => {
  let silent: Server
  let sockets: Socket[]
  let baseUrl: string
  /** Called when a connection was made. */
  let onConnection: (socket: Socket) => void
  beforeEach(async () => {
    sockets = []
    silent = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined))
      onConnection(socket)
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  })
  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })

  /** No machine is that slow, and nothing that is waited for here ends within it. */
  const AT_ONCE_MS = 4000

  const token = { WX_ACCESS_TOKEN: 'token' }
  const account = { WX_APPID: 'wx1', WX_APPSECRET: 'secret' }
  const headers = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'

  it.each([
    ['in the handshake', 'https', token, '', 'SIGINT', 130],
    ['in the headers', 'http', token, '', 'SIGTERM', 143],
    ['in the body', 'http', token, headers, 'SIGINT', 130],
    ['in the handshake for a token', 'https', account, '', 'SIGTERM', 143],
    ['in the headers of a token', 'http', account, '', 'SIGINT', 130],
    ['in the body of a token', 'http', account, headers, 'SIGTERM', 143],
  ] as const)('ends at once, %s', async (_where, scheme, given, words, signal, expected) => {
    for (const args of [['status'], ['status', '--watch', '--json']]) {
      let at = 0
      const ended = await command([...args, '--base-url', baseUrl.replace('http', scheme)], {
        env: given as unknown as { [name: string]: string },
        onStart: (child) => {
          onConnection = (socket) =>
            socket.once('data', () => {
              socket.write(words)
              // Time for what was sent to arrive.
              setTimeout(() => {
                at = Date.now()
                child.kill(signal)
              }, 200)
            })
        },
      })
      const took = Date.now() - at
      expect(ended).toEqual({ status: expected, signal: null, out: '', err: '' })
      expect(took).toBeLessThan(AT_ONCE_MS)
    }
  })

  /** What the command runs with: looking up a name keeps a thread, as where no name server answers. */
  const NO_NAME_SERVER = `
    const { execFileSync } = require('node:child_process')
    execFileSync('mkfifo', [__dirname + '/pipe'])
    require('node:dns').lookup = () => {
      require('node:fs').open(__dirname + '/pipe', 'r', () => undefined)
      console.log('looking up')
    }`

  // A shell shows that as 130 or 143 too.
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at once while it looks up a name, %s',
    async (signal) => {
      folder.write('no-name-server.cjs', NO_NAME_SERVER)
      let at = 0
      const ended = await command(['status', '--base-url', 'https://example.invalid'], {
        env: { ...token, NODE_OPTIONS: `-r ${folder.at('no-name-server.cjs')}` },
        timeout: 20_000,
        killSignal: 'SIGKILL',
        onOut: (_out, child) => {
          at = Date.now()
          child.kill(signal)
        },
      })
      expect(ended).toEqual({ status: null, signal, out: 'looking up\n', err: '' })
      expect(Date.now() - at).toBeLessThan(AT_ONCE_MS)
    },
  )
})

describe('while WeChat exchanges a refresh token', () => {
  const platform = {
    WX_APPID: 'wx1',
    WX_COMPONENT_APPID: 'wx0c',
    WX_COMPONENT_APPSECRET: 'secret',
    WX_COMPONENT_VERIFY_TICKET: 'ticket',
    WX_AUTHORIZER_REFRESH_TOKEN: 'first',
  }
  /** Each use makes the one before invalid, and is answered late. */
  let valid: string
  let delayMs: number
  let asked: () => void
  let server: Server
  beforeEach(async () => {
    valid = 'first'
    delayMs = 1000
    asked = () => undefined
    server = createHttpServer(async (request, response) => {
      const body = JSON.parse((await text(request)) || '{}')
      const answer = (json: object): void => void response.end(JSON.stringify(json))
      if (request.url?.includes('api_component_token')) {
        answer({ component_access_token: 'component', expires_in: 7200 })
      } else if (!request.url?.includes('api_authorizer_token')) {
        answer({
          errcode: 0,
          gray_release_plan: { status: 1, create_timestamp: 1, gray_percentage: 20 },
        })
      } else if (body.authorizer_refresh_token !== valid) {
        answer({ errcode: 61023, errmsg: 'refresh_token is invalid' })
      } else {
        valid += '+'
        asked()
        const issued = { authorizer_access_token: valid, expires_in: 7200 }
        setTimeout(() => answer({ ...issued, authorizer_refresh_token: valid }), delayMs)
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    server.close()
  })

  const status = (args: string[], onStart?: (child: ChildProcess) => void) => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return command(['status', '--state', folder.at('state'), '--base-url', baseUrl, ...args], {
      env: platform,
      ...(onStart && { onStart }),
    })
  }

  it('keeps the next one, at a signal', async () => {
    const ended = await status([], (child) => {
      asked = () => child.kill('SIGINT')
    })
    // A shell shows the signal as 130 too.
    expect(ended.status ?? ended.signal).toBe(ended.signal ? 'SIGINT' : 130)
    expect(valid).toBe('first+')
    expect(await status([])).toMatchObject({ status: 0, err: '' })
  })

  it('keeps the next one, at the end of --timeout', async () => {
    delayMs = 4000
    expect((await status(['--watch', '--timeout', '2'])).status).toBe(1)
    expect(valid).toBe('first+')
    delayMs = 0
    expect(await status([])).toMatchObject({ status: 0, err: '' })
  })

  it('ends at a second signal, of another kind too', async () => {
    delayMs = 8000
    const at = Date.now()
    const ended = await status([], (child) => {
      asked = () => {
        child.kill('SIGINT')
        setTimeout(() => child.kill('SIGTERM'), 500)
      }
    })
    expect(ended).toMatchObject({ status: null, signal: 'SIGTERM' })
    expect(Date.now() - at).toBeLessThan(delayMs)
  })
})

it.each(['status', 'dev', '--help'])('ends after %s, whatever is left open', async (args) => {
  folder.write('hold.cjs', 'setInterval(() => undefined, 1e6)')
  const ended = await command([args], {
    env: { ...env, NODE_OPTIONS: `-r ${folder.at('hold.cjs')}` },
    timeout: 20_000,
    killSignal: 'SIGKILL',
  })
  expect(ended).toMatchObject({ status: 0, signal: null, err: '' })
})
