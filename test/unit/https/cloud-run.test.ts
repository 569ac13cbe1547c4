import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLoopback } from '../../../src/core/loopback'
import { getGrayReleasePlanOverHttps, type HttpsCredential } from '../../../src/https'
import { type Gateway, type GatewayOptions, startGateway } from '../../../src/testing'
import { expectBothLanguages } from '../../both-languages'
import { answering, errorOf, noFetch, RUNNING } from './support'

let gateway: Gateway | undefined
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  return gateway?.close()
})

/** The files of CloudRun in a folder of the test's own; those that are not named are not there. */
function cloudRunFiles(there: { certificate?: boolean; token?: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-run-'))
  folders.push(folder)
  const certificateFile = join(folder, 'certificate.crt')
  const tokenFile = join(folder, 'cloudbase_access_token')
  if (there.certificate) writeFileSync(certificateFile, 'a certificate')
  if (there.token !== undefined) writeFileSync(tokenFile, there.token)
  return { certificateFile, tokenFile }
}

/** Starts a gateway, and calls it without retries. */
async function start(options?: GatewayOptions) {
  gateway = await startGateway({ reply: 'paused', ...options })
  const { baseUrl, requests, reply } = gateway
  const ask = (cloudRun: object) =>
    getGrayReleasePlanOverHttps({ cloudRun }, { baseUrl, retries: 0 })
  const sent = () =>
    requests.map((request) => [request.path, 'token' in request ? request.token : undefined])
  return { ask, sent, reply }
}

/** The URLs that a call sends to. */
async function urlsOf(credential: object, baseUrl?: string, reply: object = RUNNING) {
  const fetch = jest.fn((_url: string) => answering(reply)())
  const options = { baseUrl, retries: 0, fetch }
  await getGrayReleasePlanOverHttps(credential as HttpsCredential, options)
  return fetch.mock.calls.map(([url]) => url)
}

/** The error of a call that is to send nothing. */
const unsent = (cloudRun: unknown) => errorOf({ cloudRun }, { fetch: noFetch })

const PATH = '/wxa/getgrayreleaseplan'

describe('with the open API service', () => {
  it('queries over plain http and with no token, even if there is one', async () => {
    const files = cloudRunFiles({ certificate: true, token: 'a-token' })
    const proxy = 'https://proxy.example/wechat/'
    expect([
      ...(await urlsOf({ cloudRun: files })),
      ...(await urlsOf({ cloudRun: { ...files, fromAppid: 'wx 1' } })),
      ...(await urlsOf({ cloudRun: files }, proxy)),
      ...(await urlsOf({ cloudRun: files }, 'http://api.weixin.qq.com')),
    ]).toEqual([
      `http://api.weixin.qq.com${PATH}`,
      `http://api.weixin.qq.com${PATH}?from_appid=wx%201`,
      `https://proxy.example/wechat${PATH}`,
    ])
  })

  it('gets the plan of the gateway', async () => {
    const { ask, sent } = await start({ cloudRun: true, accessToken: 'another' })
    const files = cloudRunFiles({ certificate: true })
    expect(await ask({ ...files, fromAppid: 'wx1' })).toMatchObject({ plan: { status: 'paused' } })
    expect(sent()).toEqual([[`${PATH}?from_appid=wx1`, undefined]])
  })

  it('says how to switch it on while it is off, and does not query again', async () => {
    const { ask, sent } = await start()
    const result = await ask(cloudRunFiles({ certificate: true, token: 'a-token' }))
    const hint = {
      zh: expect.stringMatching(/开放接口服务.*重新发布/),
      en: expect.stringMatching(/switch the open API service.*publish a new one/),
    }
    expect(result).toMatchObject({
      error: { kind: 'credential', errCode: 41001, retryable: false, attempts: 1, hint },
    })
    expect(sent()).toHaveLength(1)
  })

  it('can not query an account that has authorized the platform', async () => {
    const files = cloudRunFiles({ certificate: true, token: 'a-token' })
    expect(await unsent({ ...files, authorizerAppid: 'wx0a' })).toMatchObject({
      kind: 'environment',
      attempts: 0,
      errMsg: expect.stringContaining('authorizerAppid needs the token file'),
      hint: { en: expect.stringContaining('Misconfigured') },
    })
  })
})

describe('with the token file', () => {
  it('sends its token over https', async () => {
    const cloudRun = { ...cloudRunFiles({ token: 'a token\n' }), fromAppid: 'wx1' }
    expect(await urlsOf({ cloudRun })).toEqual([
      `https://api.weixin.qq.com${PATH}?cloudbase_access_token=a%20token&from_appid=wx1`,
    ])
  })

  it('reads it before each query, and once more after WeChat rejected the token', async () => {
    const { ask, sent, reply } = await start()
    const files = cloudRunFiles({ token: 'first' })
    expect(await ask(files)).toMatchObject({ ok: true })
    writeFileSync(files.tokenFile, 'second')
    reply(() => {
      writeFileSync(files.tokenFile, 'third')
      return { errCode: 42001, errMsg: 'access_token expired' }
    })
    expect(await ask(files)).toMatchObject({ error: { kind: 'credential', attempts: 2 } })
    expect(sent().map(([, token]) => token)).toEqual(['first', 'second', 'third'])
    reply([{ errCode: 42001 }, 'paused'])
    expect(await ask(files)).toMatchObject({ ok: true })
  })

  it.each([
    [40001, 'credential', /file of this very container.*from_appid/],
    [41001, 'credential', /fresh one/],
    [85107, 'permission', /add \/wxa\/getgrayreleaseplan/],
  ])('advises on %i', async (errCode, kind, advice) => {
    const { ask, reply } = await start()
    reply({ errCode })
    const hint = { en: expect.stringMatching(advice) }
    const result = await ask(cloudRunFiles({ token: 'a-token' }))
    expect(result).toMatchObject({ error: { kind, errCode, hint } })
  })

  it.each([
    [{}, 'a-secret-token'],
    [{ authorizerAppid: 'wx0a' }, 'a-secret-token@wx0a'],
  ])('sends it with %j as %j, and hides it in what WeChat says', async (more, token) => {
    const { ask, sent, reply } = await start()
    reply({ errCode: 61003, errMsg: 'not for a-secret-token' })
    const result = await ask({ ...cloudRunFiles({ token: 'a-secret-token\n' }), ...more })
    expect(sent()).toEqual([[PATH, token]])
    expect(result).toMatchObject({ error: { errMsg: 'not for ***' } })
  })

  it.each([
    ['', /^the token file \/.* is empty$/],
    [' \n', /^the token file \/.* is empty$/],
    ['undefined', /^CloudRun's token file must contain a token, not "undefined"/],
  ])('rejects %j in it', async (token, errMsg) => {
    const files = cloudRunFiles({ token })
    for (const options of [files, { ...files, authorizerAppid: 'wx1' }]) {
      const error = await unsent(options)
      expect(error).toMatchObject({ kind: 'credential', attempts: 0 })
      expect(error.errMsg).toMatch(errMsg)
    }
  })

  it('takes a regular file of at most 64 KiB', async () => {
    const files = cloudRunFiles({})
    const { tokenFile } = files
    execFileSync('mkfifo', [tokenFile])
    for (const file of [tokenFile, '/dev/zero', tmpdir()]) {
      const { errMsg } = await unsent({ ...files, tokenFile: file })
      expect(errMsg).toMatch(/can't be read: not a regular file$/)
    }
    rmSync(tokenFile)
    writeFileSync(tokenFile, 'x'.repeat(64 * 1024 + 1))
    expect((await unsent(files)).errMsg).toMatch(/can't be read: more than 64 KiB$/)
    writeFileSync(tokenFile, 'x'.repeat(64 * 1024))
    expect(await urlsOf({ cloudRun: files })).toHaveLength(1)
  })
})

describe('with neither file', () => {
  const hint = {
    en: expect.stringMatching(/switch the open API service.*list.*publish a new version/),
  }
  const expected = { kind: 'environment', attempts: 0, retryable: false, hint }

  it('says what to switch on, in both languages', async () => {
    const files = cloudRunFiles({})
    const error = await unsent(files)
    const errMsg = `there is no ${files.certificateFile}, and ${files.tokenFile} can't be read: ENOENT`
    expect(error).toMatchObject({ ...expected, errMsg })
    expectBothLanguages(error.hint)
  })

  it.each([true, {}, { fromAppid: null, tokenFile: undefined }])(
    'names those of %j',
    async (all) => {
      const error = await unsent(all)
      expect(error).toMatchObject(expected)
      expect(error.errMsg).toContain('/app/cert/certificate.crt')
      expect(error.errMsg).toContain('/.tencentcloudbase/wx/cloudbase_access_token')
    },
  )

  it('says why a file can not be read', async () => {
    const errMsg = expect.stringMatching(/ERR_INVALID_ARG_VALUE$/)
    expect(await unsent({ tokenFile: '\0' })).toMatchObject({ ...expected, errMsg })
  })
})

const APPID = 'must be the AppID of an account, such as "wx…"'

it.each([
  [false, ' must be true, or an object such as { fromAppid }'],
  ['', ' must be true, or an object such as { fromAppid }'],
  [{ fromAppid: '' }, `.fromAppid ${APPID}`],
  [{ fromAppid: '\ud800' }, `.fromAppid ${APPID}`],
  [{ authorizerAppid: 5 }, `.authorizerAppid ${APPID}`],
  [{ tokenFile: 5 }, '.tokenFile must be the path of a file'],
  [{ certificateFile: [] }, '.certificateFile must be the path of a file'],
])('%j is a malformed credential', async (cloudRun, problem) => {
  const errMsg = `credential.cloudRun${problem}`
  expect(await unsent(cloudRun)).toMatchObject({ kind: 'credential', attempts: 0, errMsg })
})

it('a token is never sent over plain http to another host', async () => {
  const token = 'planted-token'
  const files = [true, false].flatMap((certificate) => [
    cloudRunFiles({ certificate }),
    cloudRunFiles({ certificate, token: `${token}\n` }),
  ])
  const credentials = [
    ...[{ accessToken: token }, { cloudbaseAccessToken: token }, { accessToken: () => token }],
    ...files.map((cloudRun) => ({ cloudRun })),
    ...files.map((cloudRun) => ({ cloudRun: { ...cloudRun, fromAppid: 'a&access_token=x' } })),
  ]
  const baseUrls = [
    ...[undefined, 'http://api.weixin.qq.com', 'http://example.com', 'http://localhost:9'],
    ...['http://127.0.0.1.example.com', 'http://[::1]/path', 'https://example.com'],
  ]
  const count = { with: 0, without: 0 }
  for (const credential of credentials) {
    for (const baseUrl of baseUrls) {
      for (const url of await urlsOf(credential, baseUrl, { errcode: 40001 })) {
        const { protocol, hostname, searchParams } = new URL(url)
        const hasToken = url.includes(token) || searchParams.has('access_token')
        count[hasToken ? 'with' : 'without'] += 1
        if (hasToken) expect(protocol === 'https:' || isLoopback(hostname)).toBe(true)
      }
    }
  }
  expect(Math.min(count.with, count.without)).toBeGreaterThan(10)
})
