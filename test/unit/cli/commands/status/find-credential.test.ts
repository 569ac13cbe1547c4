import { PassThrough } from 'node:stream'
import { type Gateway, startGateway } from '../../../../../src/testing'
import { run } from '../../run'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.requests.length = 0
})

const status = (env: Record<string, string>, args: string[] = [], stdin = '') =>
  run(['status', '--json', ...args], { env: { WX_API_BASE_URL: gateway.baseUrl, ...env }, stdin })

const tokens = () =>
  gateway.requests.map((request) => ('token' in request ? request.token : request.kind))

it.each([
  [{ WX_ACCESS_TOKEN: 'one' }, ['one'], ''],
  [{ WX_ACCESS_TOKEN: ' one\n' }, ['one'], ''],
  [{ WX_CLOUDBASE_ACCESS_TOKEN: 'two' }, ['two'], ''],
  [{ WX_ACCESS_TOKEN: '', WX_CLOUDBASE_ACCESS_TOKEN: 'two' }, ['two'], ''],
  [{ WX_ACCESS_TOKEN: 'one', WX_APPID: 'wx1' }, ['one'], ''],
  [
    { WX_ACCESS_TOKEN: 'one', WX_CLOUDBASE_ACCESS_TOKEN: 'two' },
    ['one'],
    'note: using WX_ACCESS_TOKEN, ignoring WX_CLOUDBASE_ACCESS_TOKEN.\n',
  ],
  [
    { WX_CLOUDBASE_ACCESS_TOKEN: 'two', WX_APPID: 'wx1', WX_APPSECRET: 'x' },
    ['two'],
    'note: using WX_CLOUDBASE_ACCESS_TOKEN, ignoring WX_APPID + WX_APPSECRET.\n',
  ],
])('%j sends %j', async (env, sent, note) => {
  expect(await status(env as Record<string, string>)).toMatchObject({ status: 0, err: note })
  expect(tokens()).toEqual(sent)
})

it('fetches a token with an AppID and an AppSecret', async () => {
  const ran = await status({ WX_APPID: 'wx1', WX_APPSECRET: 's' })
  expect(ran).toMatchObject({ status: 0, err: '' })
  expect(tokens()).toEqual(['token', expect.stringMatching(/^issued_/)])
  expect(gateway.requests[0]).toMatchObject({ data: { appid: 'wx1', secret: 's' } })
})

it('reads a token from standard input, which wins', async () => {
  const env = { WX_ACCESS_TOKEN: 'one' }
  expect(await status(env, ['--access-token-stdin'], ' piped\r\n')).toMatchObject({
    status: 0,
    err: '',
  })
  expect(tokens()).toEqual(['piped'])
})

it.each([
  [{}, /no credential\. Set WX_ACCESS_TOKEN/],
  [{ WX_ACCESS_TOKEN: ' ' }, /no credential/],
  [{ WX_APPID: 'wx1' }, /WX_APPSECRET is not/],
  [{ WX_APPSECRET: 's' }, /WX_APPID is not/],
])('%j is wrong usage', async (env, words) => {
  const ran = await status(env as Record<string, string>)
  expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) })
  expect(gateway.requests).toEqual([])
})

it.each([
  ['', /no token came/],
  [' \n', /no token came/],
  ['one two', /is no token/],
  ['x'.repeat(70_000), /is no token/],
])('standard input that holds no token is wrong usage', async (stdin, words) => {
  const ran = await status({ WX_ACCESS_TOKEN: 'one' }, ['--access-token-stdin'], stdin)
  expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) })
})

it('asks for the token on a terminal', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  stdin.end('typed\n')
  const env = { WX_API_BASE_URL: gateway.baseUrl }
  const ran = await run(['status', '--access-token-stdin'], { env, stdin })
  expect(ran).toMatchObject({
    status: 0,
    err: expect.stringMatching(/^Paste the access token.+Ctrl-D.+Windows.+Ctrl-Z/),
  })
})

it('ends quietly while it waits for the token', async () => {
  const ending = new AbortController()
  const stdin = new PassThrough()
  const running = run(['status', '--access-token-stdin'], { stdin, signal: ending.signal })
  setImmediate(() => ending.abort(130))
  expect(await running).toEqual({ status: 130, out: '', err: '' })
  expect(stdin.destroyed).toBe(true)
})
