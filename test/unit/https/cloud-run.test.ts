import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { isLoopback } from '../../../src/core/loopback'
import { getGrayReleasePlanOverHttps, type HttpsCredential } from '../../../src/https'
import { type Gateway, type GatewayOptions, startGateway } from '../../../src/testing'
import { expectBothLanguages } from '../../both-languages'
import { cloudRunFiles } from './cloud-run-files'
import { answering, errorOf, noFetch, RUNNING } from './support'

let gateway: Gateway | undefined
afterEach(() => gateway?.close())

/** Starts a gateway; a call to it that is tried once. */
async function start(options?: GatewayOptions) {
  gateway = await startGateway({ reply: 'paused', ...options })
  const { baseUrl, requests, reply } = gateway
  const ask = (cloudRun: object) =>
    getGrayReleasePlanOverHttps({ cloudRun }, { baseUrl, retries: 0 })
  const sent = () =>
    requests.map((request) => [request.path, 'token' in request ? request.token : undefined])
  return { ask, sent, reply }
}

/** A `fetch` that keeps the URLs that it gets. */
function keeping(urls: string[], answer = answering(RUNNING)) {
  return (url: string) => {
    urls.push(url)
    return answer()
  }
}

const PATH = '/wxa/getgrayreleaseplan'

describe('with the open API service', () => {
  it('asks over plain http and with no token, even if there is one', async () => {
    const files = cloudRunFiles({ certificate: true, token: 'a-token' })
    const urls: string[] = []
    const fetch = keeping(urls)
    await getGrayReleasePlanOverHttps({ cloudRun: files }, { fetch })
    await getGrayReleasePlanOverHttps({ cloudRun: { ...files, fromAppid: 'wx 1' } }, { fetch })
    expect(urls).toEqual([
      `http://api.weixin.qq.com${PATH}`,
      `http://api.weixin.qq.com${PATH}?from_appid=wx%201`,
    ])
  })

  it('gets the plan of the gateway', async () => {
    const { ask, sent } = await start({ cloudRun: true, accessToken: 'another' })
    const files = cloudRunFiles({ certificate: true })
    expect(await ask({ ...files, fromAppid: 'wx1' })).toMatchObject({ plan: { status: 'paused' } })
    expect(sent()).toEqual([[`${PATH}?from_appid=wx1`, undefined]])
  })

  it('says how to switch it on while it is off, and does not ask again', async () => {
    const { ask, sent } = await start()
    const result = await ask(cloudRunFiles({ certificate: true, token: 'a-token' }))
    expect(result).toMatchObject({
      error: {
        kind: 'credential',
        errCode: 41001,
        retryable: false,
        attempts: 1,
        hint: {
          zh: expect.stringMatching(/开放接口服务.*重新发布/),
          en: expect.stringMatching(/switch the open API service.*publish a new one/),
        },
      },
    })
    expect(sent()).toHaveLength(1)
  })

  it('keeps to a baseUrl and its rules', async () => {
    const credential = { cloudRun: cloudRunFiles({ certificate: true }) }
    const urls: string[] = []
    const baseUrl = 'https://proxy.example/wechat/'
    await getGrayReleasePlanOverHttps(credential, { baseUrl, fetch: keeping(urls) })
    expect(urls).toEqual([`https://proxy.example/wechat${PATH}`])
    const refused = { baseUrl: 'http://api.weixin.qq.com', fetch: noFetch }
    expect(await errorOf(credential, refused)).toMatchObject({ kind: 'environment', attempts: 0 })
  })
})

describe('with the token file', () => {
  it('sends its token over https', async () => {
    const cloudRun = { ...cloudRunFiles({ token: 'a token\n' }), fromAppid: 'wx1' }
    const urls: string[] = []
    await getGrayReleasePlanOverHttps({ cloudRun }, { fetch: keeping(urls) })
    expect(urls).toEqual([
      `https://api.weixin.qq.com${PATH}?cloudbase_access_token=a%20token&from_appid=wx1`,
    ])
  })

  it('reads it before each query', async () => {
    const { ask, sent } = await start()
    const files = cloudRunFiles({ token: 'first' })
    expect(await ask(files)).toMatchObject({ ok: true })
    writeFileSync(files.tokenFile, 'second')
    expect(await ask(files)).toMatchObject({ ok: true })
    expect(sent()).toEqual([
      [PATH, 'first'],
      [PATH, 'second'],
    ])
  })

  it('reads it again after WeChat refused the token, once', async () => {
    const { ask, sent, reply } = await start()
    const files = cloudRunFiles({ token: 'older' })
    reply(() => {
      writeFileSync(files.tokenFile, 'newer')
      return { errCode: 42001, errMsg: 'access_token expired' }
    })
    expect(await ask(files)).toMatchObject({ error: { kind: 'credential', attempts: 2 } })
    expect(sent()).toEqual([
      [PATH, 'older'],
      [PATH, 'newer'],
    ])
    reply([{ errCode: 42001 }, 'paused'])
    expect(await ask(files)).toMatchObject({ ok: true })
  })

  it.each([
    [40001, 'credential', /file of this very container.*from_appid/],
    [41001, 'credential', /fresh one/],
    [48001, 'permission', /may be final/],
    [85107, 'permission', /add \/wxa\/getgrayreleaseplan/],
    [85112, 'system', /ticket with the environment ID and rid/],
    [85113, 'system', /wait a few minutes/],
  ])('advises on %i', async (errCode, kind, advice) => {
    const { ask, reply } = await start()
    reply({ errCode })
    const result = await ask(cloudRunFiles({ token: 'a-token' }))
    expect(result).toMatchObject({
      error: { kind, errCode, hint: { en: expect.stringMatching(advice) } },
    })
  })

  it('takes its token out of what WeChat says', async () => {
    const { ask, reply } = await start()
    reply({ errCode: 40001, errMsg: 'no a-secret-token' })
    const result = await ask(cloudRunFiles({ token: 'a-secret-token' }))
    expect(result).toMatchObject({ error: { errMsg: 'no ***' } })
  })

  it.each(['', ' \n'])('says that it is empty: %j', async (token) => {
    const files = cloudRunFiles({ token })
    expect(await errorOf({ cloudRun: files }, { fetch: noFetch })).toMatchObject({
      kind: 'credential',
      attempts: 0,
      errMsg: `the token file ${files.tokenFile} is empty`,
    })
  })

  it('rejects a token that is the name of nothing', async () => {
    const files = cloudRunFiles({ token: 'undefined' })
    expect(await errorOf({ cloudRun: files }, { fetch: noFetch })).toMatchObject({
      kind: 'credential',
      attempts: 0,
      errMsg: expect.stringContaining("CloudRun's token file must contain a token"),
    })
  })

  it('sends it for an account that has authorized the platform', async () => {
    const { ask, sent, reply } = await start()
    const files = cloudRunFiles({ token: 'a-secret-token\n' })
    reply({ errCode: 61003, errMsg: 'not for a-secret-token' })
    const result = await ask({ ...files, authorizerAppid: 'wx0a' })
    expect(sent()).toEqual([[PATH, 'a-secret-token@wx0a']])
    expect(result).toMatchObject({ error: { errMsg: 'not for ***' } })
  })

  it('is needed for such an account', async () => {
    const files = cloudRunFiles({ certificate: true, token: 'a-token' })
    const cloudRun = { ...files, authorizerAppid: 'wx0a' }
    expect(await errorOf({ cloudRun }, { fetch: noFetch })).toMatchObject({
      kind: 'environment',
      attempts: 0,
      errMsg: expect.stringContaining('authorizerAppid needs the token file'),
    })
  })

  it('must be a regular file of at most 64 KiB', async () => {
    const files = cloudRunFiles({})
    const why = async (tokenFile: string) =>
      (await errorOf({ cloudRun: { ...files, tokenFile } }, { fetch: noFetch })).errMsg
    execFileSync('mkfifo', [files.tokenFile])
    for (const file of [files.tokenFile, '/dev/zero', tmpdir()]) {
      expect(await why(file)).toMatch(/can't be read: not a regular file$/)
    }
    rmSync(files.tokenFile)
    writeFileSync(files.tokenFile, 'x'.repeat(64 * 1024 + 1))
    expect(await why(files.tokenFile)).toMatch(/can't be read: more than 64 KiB$/)
    writeFileSync(files.tokenFile, 'x'.repeat(64 * 1024))
    const fetch = jest.fn(answering(RUNNING))
    await getGrayReleasePlanOverHttps({ cloudRun: files }, { fetch })
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

describe('with neither file', () => {
  const nothingToAskWith = {
    kind: 'environment',
    attempts: 0,
    retryable: false,
    hint: { en: expect.stringMatching(/switch the open API service.*list.*publish a new version/) },
  }

  it('says what to switch on, in both languages', async () => {
    const files = cloudRunFiles({})
    const error = await errorOf({ cloudRun: files }, { fetch: noFetch })
    expect(error).toMatchObject({
      ...nothingToAskWith,
      errMsg: `there is no ${files.certificateFile}, and ${files.tokenFile} can't be read: ENOENT`,
    })
    expectBothLanguages(error.hint)
  })

  it('says so outside of CloudRun', async () => {
    for (const cloudRun of [true, {}, { fromAppid: null, tokenFile: undefined }]) {
      const error = await errorOf({ cloudRun }, { fetch: noFetch })
      expect(error).toMatchObject(nothingToAskWith)
      expect(error.errMsg).toContain('/app/cert/certificate.crt')
      expect(error.errMsg).toContain('/.tencentcloudbase/wx/cloudbase_access_token')
    }
  })

  it('tells why a file can not be read', async () => {
    const noPath = await errorOf({ cloudRun: { tokenFile: '\0' } }, { fetch: noFetch })
    expect(noPath).toMatchObject({
      ...nothingToAskWith,
      errMsg: expect.stringMatching(/ERR_INVALID_ARG_VALUE$/),
    })
  })
})

it.each([
  [false, 'credential.cloudRun must be true, or an object such as { fromAppid }'],
  ['', 'credential.cloudRun must be true, or an object such as { fromAppid }'],
  [
    { fromAppid: '' },
    'credential.cloudRun.fromAppid must be the AppID of an account, such as "wx…"',
  ],
  [
    { fromAppid: '\ud800' },
    'credential.cloudRun.fromAppid must be the AppID of an account, such as "wx…"',
  ],
  [{ tokenFile: 5 }, 'credential.cloudRun.tokenFile must be the path of a file'],
  [{ certificateFile: [] }, 'credential.cloudRun.certificateFile must be the path of a file'],
])('%j is a malformed credential', async (cloudRun, errMsg) => {
  const error = await errorOf({ cloudRun }, { fetch: noFetch })
  expect(error).toMatchObject({ kind: 'credential', attempts: 0, errMsg })
})

it('is no credential beside another one', async () => {
  const both = { cloudRun: true, accessToken: 'a-token' }
  const errMsg = 'credential must be { accessToken }, { cloudbaseAccessToken } or { cloudRun }'
  expect(await errorOf(both, { fetch: noFetch })).toMatchObject({ kind: 'credential', errMsg })
})

describe('a token in a request', () => {
  const TOKEN = 'planted-token'
  const baseUrl = fc.constantFrom(
    undefined,
    null,
    'http://api.weixin.qq.com',
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://localhost:9',
    'http://[::1]/path',
    'https://example.com',
    'HTTP://api.weixin.qq.com',
  )
  const credential = fc.oneof(
    fc.constantFrom({ accessToken: TOKEN }, { cloudbaseAccessToken: TOKEN }),
    fc.constant({ accessToken: () => TOKEN }),
    fc.record({
      cloudRun: fc.record({
        fromAppid: fc.constantFrom(undefined, null, 'wx1', 'a&access_token=x'),
        certificate: fc.boolean(),
        token: fc.constantFrom(undefined, TOKEN, `${TOKEN}\n`, ''),
      }),
      accessToken: fc.constantFrom(undefined, null, TOKEN),
    }),
  )

  it('is never sent over plain http to another host', async () => {
    let withToken = 0
    let without = 0
    const calls = fc.asyncProperty(
      credential,
      baseUrl,
      fc.constantFrom(40001, 41001, -1, 0),
      async (given, base, errcode) => {
        const { cloudRun } = given as {
          cloudRun?: { fromAppid: string; certificate: boolean; token: string }
        }
        const files = cloudRun && { fromAppid: cloudRun.fromAppid, ...cloudRunFiles(cloudRun) }
        const urls: string[] = []
        await getGrayReleasePlanOverHttps(
          { ...given, ...(files && { cloudRun: files }) } as HttpsCredential,
          { baseUrl: base, retries: 0, fetch: keeping(urls, answering({ errcode })) },
        )
        for (const text of urls) {
          const { protocol, hostname, searchParams } = new URL(text)
          const holdsToken = text.includes(TOKEN) || searchParams.has('access_token')
          if (holdsToken) withToken += 1
          else without += 1
          if (holdsToken) expect(protocol === 'https:' || isLoopback(hostname)).toBe(true)
        }
      },
    )
    await fc.assert(calls, { numRuns: 400 })
    expect(Math.min(withToken, without)).toBeGreaterThan(10)
  })
})
