import fc from 'fast-check'
import {
  type AbortSignalLike,
  type FetchLike,
  getGrayReleasePlanOverHttps,
  stableAccessToken,
} from '../../src/https'
import * as sending from '../../src/https/transport'
import {
  type CloudLike,
  ERROR_KINDS,
  type GetGrayReleasePlanResult,
  getGrayReleasePlan,
} from '../../src/index'

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
  const made =
    (some: { [name: string]: Make | undefined }): Make =>
    () =>
      Object.fromEntries(Object.entries(some).map(([name, make]) => [name, make?.()]))
  const throwing =
    (name: string): Make =>
    () =>
      Object.defineProperty({ ...fields }, name, { get: fail })
  return fc.oneof(hostile, chosen.map(made), fc.constantFrom(...Object.keys(fields)).map(throwing))
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

jest.setTimeout(60_000)

/** The result is one of the documented; a promise that is left rejected would end the process. */
const expectSound = <T>(given: fc.Arbitrary<T>, call: (value: T) => Promise<unknown>) =>
  fc.assert(
    fc.asyncProperty(given, async (value) => {
      const result = (await call(value)) as GetGrayReleasePlanResult
      expect(JSON.parse(JSON.stringify(result))).toEqual(result)
      if (result.ok) return
      expect(ERROR_KINDS).toContain(result.error.kind)
      expect(typeof result.error.errMsg).toBe('string')
      expect(result.error.attempts).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 200 },
  )

describe('nothing rejects through the SDK, whatever is given as', () => {
  const plan = { status: 1, createTimestamp: 1, grayPercentage: 1 }
  const getPlan = async () => ({ errCode: 0, grayReleasePlan: plan })
  const cloud = { openapi: { operation: { getGrayReleasePlan: getPlan } } }
  const ask = (given: unknown, options: unknown) =>
    getGrayReleasePlan(given as CloudLike, options as object)

  it('cloud', () => expectSound(withFields(cloud), (given) => ask(given(), limits)))

  it('options', () => expectSound(optionsOf({ appid: 'wx1' }), (options) => ask(cloud, options())))

  it('signal', () => expectSound(signal, (given) => ask(cloud, { ...limits, signal: given() })))
})

describe('nothing rejects over HTTPS, whatever is given as', () => {
  const fetch: FetchLike = async () =>
    new Response(JSON.stringify({ errcode: 0, gray_release_plan: { status: 1 } }))
  const ask = (credential: unknown, options: object = {}) =>
    getGrayReleasePlanOverHttps(credential as never, { ...limits, fetch, ...options })
  const accessToken = 'a-token'
  const giving = (value: Make, throws: boolean) => () => {
    if (throws) throw value()
    return value()
  }

  /** Where no fetch is left, a request would be sent to WeChat. */
  const sendNothing = () => jest.spyOn(sending, 'sendRequest').mockReturnValue(SENT)
  afterEach(() => jest.restoreAllMocks())

  it('credential', () =>
    expectSound(withFields({ accessToken, cloudbaseAccessToken: undefined }), (credential) =>
      ask(credential()),
    ))

  it('answer of a token function', () =>
    expectSound(fc.tuple(hostile, fc.boolean()), ([value, throws]) =>
      ask({ accessToken: giving(value, throws) }),
    ))

  it('options', () => {
    sendNothing()
    return expectSound(optionsOf({ fetch, baseUrl: 'http://127.0.0.1:9' }), (options) =>
      getGrayReleasePlanOverHttps({ accessToken }, options() as object),
    )
  })

  it('signal', () => expectSound(signal, (given) => ask({ accessToken }, { signal: given() })))

  it('what fetch answers, or throws', () => {
    const response = {
      status: 200,
      headers: new Headers(),
      body: undefined,
      text: async () => '{}',
    }
    return expectSound(fc.tuple(withFields(response), fc.boolean()), ([value, throws]) =>
      ask({ accessToken }, { fetch: async () => giving(value, throws)() }),
    )
  })

  it('account of stableAccessToken', () => {
    sendNothing()
    const proper = { appid: 'wx1', secret: 'the-secret', fetch, baseUrl: null }
    return expectSound(withFields(proper), (account) =>
      ask({ accessToken: stableAccessToken(account() as never) }),
    )
  })
})
