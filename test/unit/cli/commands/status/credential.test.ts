import fs from 'node:fs'
import { PassThrough } from 'node:stream'
import { Interrupted } from '../../../../../src/cli/failure'
import { type Gateway, startGateway } from '../../../../../src/testing'
import { serve } from '../../../watch/server'
import { makeFolder } from '../../folder'
import { type Given, run } from '../../run'
import { gatewayForAll } from './support'

const gatewayOf = gatewayForAll()
let gateway: Gateway
beforeEach(() => {
  gateway = gatewayOf()
  gateway.requests.length = 0
})

const status = (env: Record<string, string>, args: string[] = [], stdin = '') =>
  run(['status', '--json', ...args], { env: { WX_API_BASE_URL: gateway.baseUrl, ...env }, stdin })

const tokens = () =>
  gateway.requests.map((request) => ('token' in request ? request.token : request.kind))

const NOTE = 'note: using WX_'
it.each<[object, string[], string]>([
  [{ WX_ACCESS_TOKEN: 'one' }, ['one'], ''],
  [{ WX_ACCESS_TOKEN: ' one\n' }, ['one'], ''],
  [{ WX_ACCESS_TOKEN: 'undefined-1' }, ['undefined-1'], ''],
  [{ WX_ACCESS_TOKEN: 'not-null' }, ['not-null'], ''],
  [{ WX_CLOUDBASE_ACCESS_TOKEN: 'two' }, ['two'], ''],
  [{ WX_ACCESS_TOKEN: '', WX_CLOUDBASE_ACCESS_TOKEN: 'two' }, ['two'], ''],
  [{ WX_ACCESS_TOKEN: 'one', WX_APPID: 'wx1' }, ['one'], ''],
  [
    {
      WX_ACCESS_TOKEN: 'one',
      WX_CLOUDBASE_ACCESS_TOKEN: 'two',
      WX_APPID: 'wx1',
      WX_APPSECRET: 'x',
    },
    ['one'],
    `${NOTE}ACCESS_TOKEN, ignoring WX_CLOUDBASE_ACCESS_TOKEN, WX_APPID + WX_APPSECRET.\n`,
  ],
  [
    { WX_CLOUDBASE_ACCESS_TOKEN: 'two', WX_APPID: 'wx1', WX_APPSECRET: 'x' },
    ['two'],
    `${NOTE}CLOUDBASE_ACCESS_TOKEN, ignoring WX_APPID + WX_APPSECRET.\n`,
  ],
])('%j sends %j', async (env, sent, note) => {
  expect(await status(env as Record<string, string>)).toMatchObject({ status: 0, err: note })
  expect(tokens()).toEqual(sent)
})

it.each([
  ['WX_ACCESS_TOKEN', 'access_token'],
  ['WX_CLOUDBASE_ACCESS_TOKEN', 'cloudbase_access_token'],
])('sends %s as %s', async (variable, parameter) => {
  const urls: (string | undefined)[] = []
  const host = await serve((req, res) => {
    urls.push(req.url)
    res.end('{"errcode":0}')
  })
  await status({ [variable]: 'one', WX_API_BASE_URL: `http://${host}` })
  expect(urls).toEqual([`/wxa/getgrayreleaseplan?${parameter}=one`])
})

it('fetches a token with an AppID and an AppSecret', async () => {
  const ran = await status({ WX_APPID: 'wx1', WX_APPSECRET: 's' })
  expect(ran).toMatchObject({ status: 0, err: '' })
  expect(tokens()).toEqual(['token', expect.stringMatching(/^issued_/)])
  expect(gateway.requests[0]).toMatchObject({ data: { appid: 'wx1', secret: 's' } })
})

it('reads a token from standard input, which wins', async () => {
  const env = { WX_ACCESS_TOKEN: 'one' }
  const ran = await status(env, ['--access-token-stdin'], ' piped\r\n')
  expect(ran).toMatchObject({ status: 0, err: '' })
  expect(tokens()).toEqual(['piped'])
})

it('reads a token that comes in pieces', async () => {
  const stdin = new PassThrough()
  const env = { WX_API_BASE_URL: gateway.baseUrl }
  const ran = run(['status', '--json', '--access-token-stdin'], { env, stdin })
  const token = Buffer.from('in-€-pieces')
  stdin.write(token.subarray(0, 4))
  setImmediate(() => stdin.end(token.subarray(4)))
  expect(await ran).toMatchObject({ status: 0 })
  expect(tokens()).toEqual(['in-€-pieces'])
})

const platform = {
  WX_APPID: 'wx1',
  WX_COMPONENT_APPID: 'wxplatform',
  WX_COMPONENT_APPSECRET: 'secret-of-platform',
  WX_COMPONENT_VERIFY_TICKET: 'ticket-of-platform',
  WX_AUTHORIZER_REFRESH_TOKEN: 'refresh-of-account',
}

it.each<[object, RegExp]>([
  [{}, /no credential\. Set WX_ACCESS_TOKEN/],
  [{ WX_ACCESS_TOKEN: ' ' }, /^error: no credential\. Set, but empty: WX_ACCESS_TOKEN\.\n/],
  [{ WX_APPID: 'wx1', WX_APPSECRET: '' }, /Set, but empty: WX_APPSECRET\.\n/],
  [{ WX_ACCESS_TOKEN: '', WX_APPID: '' }, /Set, but empty: WX_ACCESS_TOKEN, WX_APPID\.\n/],
  [{ WX_ACCESS_TOKEN: '', LANG: 'zh' }, /^错误：没有凭证。.+已设置，但内容为空：WX_ACCESS_TOKEN\n/],
  [{ WX_ACCESS_TOKEN: 'undefined' }, /^error: WX_ACCESS_TOKEN is set to 'undefined', which/],
  [{ WX_CLOUDBASE_ACCESS_TOKEN: 'null' }, /WX_CLOUDBASE_ACCESS_TOKEN is set to 'null'/],
  [{ WX_APPID: 'wx1', WX_APPSECRET: '[object Promise]' }, /WX_APPSECRET is set to/],
  [{ WX_ACCESS_TOKEN: 'null', LANG: 'zh' }, /^错误：WX_ACCESS_TOKEN 的值是 'null'，不是凭证/],
  [{ WX_APPID: 'wx1' }, /missing WX_APPSECRET, which is needed with WX_APPID\./],
  [{ WX_APPSECRET: 's' }, /missing WX_APPID, which is needed with WX_APPSECRET\./],
  [{ WX_ACCESS_TOKEN: '', WX_APPID: 'wx1' }, /missing WX_APPSECRET, which is needed with WX_APPID/],
  [{ ...platform, WX_COMPONENT_APPSECRET: undefined }, /missing WX_COMPONENT_APPSECRET, which/],
  [{ ...platform, WX_COMPONENT_VERIFY_TICKET: ' ' }, /, but empty: WX_COMPONENT_VERIFY_TICKET\.\n/],
  [{ WX_COMPONENT_APPID: 'p', WX_APPID: 'w' }, /needed with WX_APPID, WX_COMPONENT_APPID\./],
  [{ WX_COMPONENT_APPID: 'wxp' }, /missing WX_APPID, WX_COMPONENT_APPSECRET, WX_COMPONENT_VERIFY/],
])('%j is incorrect usage', async (env, words) => {
  const ran = await status(env as Record<string, string>)
  expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) })
  expect(gateway.requests).toEqual([])
})

it.each([
  ['', /no token on standard input/],
  [' \n', /no token on standard input/],
  ['one two', /is not a token/],
  ['x'.repeat(70_000), /is not a token/],
])('standard input that holds no token is incorrect usage', async (stdin, words) => {
  const ran = await status({ WX_ACCESS_TOKEN: 'one' }, ['--access-token-stdin'], stdin)
  expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) })
})

describe('in a container of CloudRun', () => {
  afterEach(() => jest.restoreAllMocks())

  it('asks with no token, whatever the environment holds', async () => {
    const container = await startGateway({ cloudRun: true })
    jest.spyOn(fs, 'existsSync').mockImplementation((path) => path === '/app/cert/certificate.crt')
    const env = { WX_API_BASE_URL: container.baseUrl, WX_ACCESS_TOKEN: 'one' }
    expect(await status(env, ['--cloudrun'])).toMatchObject({ status: 0, err: '' })
    expect(container.requests).toMatchObject([{ kind: 'https', path: '/wxa/getgrayreleaseplan' }])
    expect(container.requests[0]).not.toHaveProperty('token')
    await container.close()
  })

  it('says elsewhere that this is none', async () => {
    const ran = await status({ WX_ACCESS_TOKEN: 'one' }, ['--cloudrun'])
    expect(ran).toMatchObject({ status: 1, err: '' })
    expect(JSON.parse(ran.out)).toMatchObject({ error: { kind: 'environment', attempts: 0 } })
    expect(gateway.requests).toEqual([])
  })

  it('takes no token beside', async () => {
    const ran = await status({}, ['--cloudrun', '--access-token-stdin'], 'piped')
    expect(ran).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringMatching(/--cloudrun needs no/),
    })
  })
})

describe('on a terminal', () => {
  const PROMPT = 'Paste the access token and press Enter (what you type is not shown):\n'

  /** Does something when the token is asked for; tells too whether keys were shown then, and in the end. */
  async function asked(act: (stdin: PassThrough) => void, given: Given = {}) {
    const raw = [false]
    const setRawMode = (on: boolean) => raw.push(on)
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode })
    let hidden: boolean | undefined
    const ran = await run(['status', '--json', '--access-token-stdin'], {
      ...given,
      env: { WX_API_BASE_URL: gateway.baseUrl },
      stdin,
      onErr: (err) => {
        if (err !== PROMPT) return
        hidden = raw.at(-1)
        act(stdin)
      },
    })
    return { ...ran, hidden: [hidden, raw.at(-1)] }
  }
  const typing = (keys: string) => asked((stdin) => stdin.write(keys))

  it.each([
    ['typed\r', 'typed'],
    ['  typed \n', 'typed'],
    ['typed\u0004', 'typed'],
    ['adopted\r', 'adopted'],
    ['\u0001typed\r', 'typed'],
    ['typos\u007f\bed\r', 'typed'],
    ['typed\rand more\r', 'typed'],
  ])('takes the token that %j is, and does not show it', async (keys, token) => {
    expect(await typing(keys)).toMatchObject({ status: 0, err: PROMPT, hidden: [true, false] })
    expect(tokens()).toEqual([token])
  })

  it.each(['\r', '\u0004'])('takes %j for no token', async (keys) => {
    const { status, err, hidden } = await typing(keys)
    expect([status, hidden]).toEqual([2, [true, false]])
    expect(err).toMatch(/no token on standard input/)
  })

  it('ends quietly at Ctrl-C, and when it is ended', async () => {
    const quietly = (status: number) => ({ status, out: '', err: PROMPT, hidden: [true, false] })
    expect(await typing('half of i\u0003')).toEqual(quietly(130))
    const ending = new AbortController()
    const ended = asked(() => ending.abort(new Interrupted(143)), { ending })
    expect(await ended).toEqual(quietly(143))
  })
})

it('ends quietly while it waits for the token', async () => {
  const ending = new AbortController()
  const stdin = new PassThrough()
  const running = run(['status', '--access-token-stdin'], { stdin, ending })
  setImmediate(() => ending.abort(new Interrupted(130)))
  expect(await running).toEqual({ status: 130, out: '', err: '' })
  expect(stdin.destroyed).toBe(true)
})

describe('as a third-party platform', () => {
  const secrets = /secret-of-platform|ticket-of-platform|refresh-of-|issued_/

  it('requests a token of the platform, and one of the account', async () => {
    const { status: exit, out, err } = await status(platform)
    expect([exit, JSON.parse(out)]).toEqual([0, expect.objectContaining({ ok: true })])
    expect(gateway.requests.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      '/cgi-bin/component/api_component_token',
      '/cgi-bin/component/api_authorizer_token',
      '/wxa/getgrayreleaseplan',
    ])
    expect(out + err).not.toMatch(secrets)
  })

  it('prefers an AppSecret of the account', async () => {
    const { err } = await status({ ...platform, WX_APPSECRET: 's' })
    expect(err).toMatch(/^note: using WX_APPID \+ WX_APPSECRET, ignoring WX_APPID \+ WX_COMPONENT_/)
  })

  it('stores a new refresh token with --state, and reports without it that it is lost', async () => {
    const folder = makeFolder()
    const rotating = await startGateway({ newestRefreshTokens: 1 })
    const env = { ...platform, WX_API_BASE_URL: rotating.baseUrl }
    const stored = ['status', '--state', folder.at('state')]
    expect(await run(stored, { env })).toMatchObject({ status: 0, err: '' })
    // Only the newest is accepted, which is the stored one.
    const again = await run(stored, { env })
    expect(again).toMatchObject({ status: 0, err: '' })
    const forgotten = await run(['status'], {
      env: { ...env, WX_APPID: 'wx2', WX_AUTHORIZER_REFRESH_TOKEN: 'refresh-of-another' },
    })
    expect(forgotten.status).toBe(0)
    expect(forgotten.err).toMatch(/^note: WeChat sent a new refresh token .+ --state FOLDER/)
    expect(forgotten.err.match(/^note: /gm)).toHaveLength(1)
    expect(forgotten.out + forgotten.err + again.out).not.toMatch(secrets)
    await rotating.close()
    folder.remove()
  })

  it.each([
    ['verify-ticket-expired', /component_verify_ticket/],
    ['refresh-token-invalid', /must authorize/],
    ['account-not-authorized', /has not authorized/],
  ] as const)('says what to do at %s', async (scenario, hint) => {
    gateway.reply(scenario)
    const { status: exit, err } = await run(['status'], {
      env: { ...platform, WX_API_BASE_URL: gateway.baseUrl },
    })
    gateway.reply('running')
    expect(exit).toBe(1)
    expect(err).toMatch(hint)
    expect(err).not.toMatch(secrets)
  })
})
