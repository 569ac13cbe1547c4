import fc from 'fast-check'
import {
  type AbortSignalLike,
  type FetchLike,
  getGrayReleasePlanOverHttps,
  stableAccessToken,
} from '../../src/https'
import * as sending from '../../src/https/transport'
import { type CloudLike, ERROR_KINDS, getGrayReleasePlan } from '../../src/index'

/** Instead of a request to WeChat. */
const SENT = {
  answer: Promise.resolve({ reply: { status: 200, text: '{}' } }),
  sent: () => true,
  cancel: () => undefined,
}

const fail = (): never => {
  throw new Error('hostile')
}

/** Proxies of which nothing can be read, or nothing but that they are there. */
const revoked = (): unknown => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const traps = { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, apply: fail }

/** Makes a value: fast-check itself looks at those that it gives, which these do not survive. */
type Make = () => unknown

const hostile: fc.Arbitrary<Make> = fc.oneof(
  fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
    .map((value) => () => value),
  fc.constantFrom<Make>(
    revoked,
    () => new Proxy({}, traps),
    () => new Proxy(() => undefined, traps),
    () => fail,
    () => Object.defineProperty({}, 'then', { get: fail }),
    () => ({ then: fail }),
    () => ({ then: (_resolve: unknown, reject: (reason: unknown) => void) => reject(revoked()) }),
    () => Object.defineProperty(new Error('x'), 'cause', { get: fail }),
    () => Symbol('hostile'),
  ),
)

/** An object that may have some of these fields, each hostile or as it should be. */
const withFields = (fields: { [name: string]: unknown }): fc.Arbitrary<Make> => {
  const makers = Object.entries(fields).map(([name, proper]) => [
    name,
    fc.oneof(
      hostile,
      fc.constant<Make>(() => proper),
    ),
  ])
  const chosen: fc.Arbitrary<{ [name: string]: Make | undefined }> = fc.record(
    Object.fromEntries(makers),
    {
      requiredKeys: [],
    },
  )
  return fc.oneof(
    hostile,
    chosen.map(
      (some) => () =>
        Object.fromEntries(Object.entries(some).map(([name, make]) => [name, make?.()])),
    ),
    fc
      .constantFrom(...Object.keys(fields))
      .map((name) => () => Object.defineProperty({ ...fields }, name, { get: fail })),
  )
}

/** A signal whose every part may throw, or abort at any time. */
const signal: fc.Arbitrary<() => AbortSignalLike> = fc
  .record({
    aborted: fc.boolean(),
    reason: hostile,
    readsReason: fc.boolean(),
    listening: fc.constantFrom('throws', 'aborts at once', 'aborts later', 'is silent'),
    leaving: fc.constantFrom('throws', 'is silent'),
  })
  .map(({ aborted, reason, readsReason, listening, leaving }) => () => ({
    aborted,
    get reason() {
      return readsReason ? reason() : fail()
    },
    addEventListener(_type: 'abort', listener: () => void) {
      if (listening === 'throws') fail()
      if (listening === 'aborts at once') listener()
      if (listening === 'aborts later') setTimeout(listener, 1)
    },
    removeEventListener() {
      if (leaving === 'throws') fail()
    },
  }))

const limits = { timeoutMs: 20, retries: 1 }
const optionsOf = (more: object) => withFields({ ...limits, ...more })

/** The result is one of the documented; a promise that is left rejected would end the process. */
async function expectSound(call: () => Promise<unknown>): Promise<void> {
  const result = (await call()) as Awaited<ReturnType<typeof getGrayReleasePlan>>
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  if (result.ok) return
  expect(ERROR_KINDS).toContain(result.error.kind)
  expect(typeof result.error.errMsg).toBe('string')
  expect(result.error.attempts).toBeGreaterThanOrEqual(0)
}

const plan = { status: 1, createTimestamp: 1, gray_percentage: 1, grayPercentage: 1 }
const RUNS = { numRuns: 200 }
jest.setTimeout(60_000)

describe('nothing rejects through the SDK, whatever is given as', () => {
  const cloud = {
    openapi: {
      operation: { getGrayReleasePlan: async () => ({ errCode: 0, grayReleasePlan: plan }) },
    },
  }
  const ask = (given: unknown, options: unknown) =>
    getGrayReleasePlan(given as CloudLike, options as object)

  it('cloud', () =>
    fc.assert(
      fc.asyncProperty(withFields(cloud), (given) => expectSound(() => ask(given(), limits))),
      RUNS,
    ))

  it('options', () =>
    fc.assert(
      fc.asyncProperty(optionsOf({ appid: 'wx1' }), (options) =>
        expectSound(() => ask(cloud, options())),
      ),
      RUNS,
    ))

  it('signal', () =>
    fc.assert(
      fc.asyncProperty(signal, (given) =>
        expectSound(() => ask(cloud, { ...limits, signal: given() })),
      ),
      RUNS,
    ))
})

describe('nothing rejects over HTTPS, whatever is given as', () => {
  const fetch: FetchLike = async () =>
    new Response(JSON.stringify({ errcode: 0, gray_release_plan: { status: 1 } }))
  const ask = (credential: unknown, options: unknown) =>
    getGrayReleasePlanOverHttps(credential as never, options as object)
  const accessToken = 'a-token'

  it('credential', () =>
    fc.assert(
      fc.asyncProperty(withFields({ accessToken, cloudbaseAccessToken: undefined }), (credential) =>
        expectSound(() => ask(credential(), { ...limits, fetch })),
      ),
      RUNS,
    ))

  it('answer of a token function', () =>
    fc.assert(
      fc.asyncProperty(hostile, fc.boolean(), (value, throws) => {
        const give = () => {
          if (throws) throw value()
          return value()
        }
        return expectSound(() => ask({ accessToken: give }, { ...limits, fetch }))
      }),
      RUNS,
    ))

  it('options', () =>
    fc.assert(
      fc.asyncProperty(optionsOf({ fetch, baseUrl: 'http://127.0.0.1:9' }), (options) => {
        // Without a fetch of its own it would send a request to WeChat.
        const sent = jest.spyOn(sending, 'sendRequest').mockReturnValue(SENT)
        return expectSound(() => ask({ accessToken }, options())).finally(() => sent.mockRestore())
      }),
      RUNS,
    ))

  it('signal', () =>
    fc.assert(
      fc.asyncProperty(signal, (given) =>
        expectSound(() => ask({ accessToken }, { ...limits, fetch, signal: given() })),
      ),
      RUNS,
    ))

  it('what fetch answers, or throws', () =>
    fc.assert(
      fc.asyncProperty(
        withFields({
          status: 200,
          headers: new Headers(),
          body: undefined,
          text: async () => '{}',
        }),
        fc.boolean(),
        (value, throws) => {
          const answer = async () => {
            if (throws) throw value()
            return value()
          }
          return expectSound(() => ask({ accessToken }, { ...limits, fetch: answer }))
        },
      ),
      RUNS,
    ))

  it('account of stableAccessToken', () =>
    fc.assert(
      fc.asyncProperty(
        withFields({ appid: 'wx1', secret: 'the-secret', fetch, baseUrl: null }),
        (account) => {
          const sent = jest.spyOn(sending, 'sendRequest').mockReturnValue(SENT)
          const give = stableAccessToken(account() as never)
          return expectSound(() => ask({ accessToken: give }, { ...limits, fetch })).finally(() =>
            sent.mockRestore(),
          )
        },
      ),
      RUNS,
    ))
})
