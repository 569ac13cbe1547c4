import { createServer } from 'node:net'
import {
  authorizerAccessToken,
  componentAccessToken,
  getGrayReleasePlanOverHttps,
  stableAccessToken,
} from '../../../src/https'
import { serve } from '../watch/server'
import { errorOf, noFetch } from './support'

/** A host that never answers a TLS handshake. */
let baseUrl: string
beforeEach(async () => {
  const silent = createServer((socket) => socket.resume().on('error', () => undefined))
  baseUrl = `https://${await serve(() => undefined, silent as never)}`
})
afterEach(() => jest.useRealTimers())

const never = () => new Promise<never>(() => undefined)
const account = { appid: 'wx0a', secret: '0123456789abcdef' }
const platform = { componentAppid: 'wx0c', appid: 'wx0a', refreshToken: 'refresh-token' }

const CREDENTIALS = {
  'a token': () => 'a-token',
  'stableAccessToken()': () => stableAccessToken({ ...account, baseUrl }),
  'authorizerAccessToken()': () =>
    authorizerAccessToken({ ...platform, componentAccessToken: 'a-token', baseUrl }),
  'componentAccessToken() below it': () => {
    const options = { ...account, verifyTicket: () => 'ticket', baseUrl }
    const shared = componentAccessToken(options)
    return authorizerAccessToken({ ...platform, componentAccessToken: shared, fetch: noFetch })
  },
}

it.each(Object.entries(CREDENTIALS))(
  'with %s, the hint of a deadline without a connection names network and proxy',
  async (_name, make) => {
    const error = await errorOf({ accessToken: make() }, { baseUrl, timeoutMs: 100 })
    expect(error).toMatchObject({ kind: 'timeout', errMsg: 'no answer within 100 ms' })
    expect(error.hint.en).toMatch(/network.*proxy/)
    expect(error.hint.zh).toMatch(/网络.*代理/)
  },
)

const OTHERS = {
  'a token function': () => never,
  'a store': () =>
    stableAccessToken({ ...account, store: { get: never, compareAndSet: never }, fetch: noFetch }),
  'a component token function': () =>
    authorizerAccessToken({ ...platform, componentAccessToken: never, fetch: noFetch }),
  'a fetch': () => stableAccessToken({ ...account, fetch: never }),
}

it.each(Object.entries(OTHERS))('if %s takes that long, it does not', async (_name, make) => {
  const { kind, hint } = await errorOf({ accessToken: make() }, { baseUrl, timeoutMs: 50 })
  expect(kind).toBe('timeout')
  expect(hint.en).not.toMatch(/proxy/)
})

it('the limit of a request for a token has the same hint', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })
  const accessToken = stableAccessToken({ ...account, baseUrl })
  const result = getGrayReleasePlanOverHttps({ accessToken }, { timeoutMs: 20_000, retries: 0 })
  await jest.advanceTimersByTimeAsync(10_000)
  const hint = { en: expect.stringContaining('proxy') }
  const error = { kind: 'timeout', errMsg: 'no token within 10000 ms', hint }
  expect(await result).toMatchObject({ error })
})
