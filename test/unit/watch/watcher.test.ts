import {
  createWatcher,
  memoryStore,
  type ReleaseEvent,
  type WatcherOptions,
} from '../../../src/watch'
import { release } from './doubles'
import { failed, found, hostile, plan } from './results'
import { serve } from './server'

const watcher = (more: Partial<WatcherOptions> = {}) =>
  createWatcher({ query: release(found('running', 8)).query, store: memoryStore(), ...more })

const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

it('notifies a channel of your own, and keeps the history', async () => {
  const { query, say } = release(found('running', 8))
  const channels = jest.fn(async (_event: ReleaseEvent) => undefined)
  const account = { appid: 'wx1', name: 'Shop' }
  const watching = watcher({ query, account, channels })
  expect(await watching.history()).toEqual([])
  expect(await watching.check()).toMatchObject({ ok: true, plan: plan('running', 8), waiting: 0 })
  say(found('paused', 20))
  // A release of that long ago is due, too.
  expect(await watching.check({})).toMatchObject({
    deliveries: [{ channel: 'send', ok: true }, {}],
  })
  for (const type of ['started', 'progressed', 'paused']) {
    expect(channels).toHaveBeenCalledWith(expect.objectContaining({ type }), account)
  }
  expect(await watching.history()).toEqual([
    { at: expect.any(Number), status: 'running', grayPercentage: 8 },
    { at: expect.any(Number), status: 'paused', grayPercentage: 20 },
  ])
})

it('keeps an event for a channel of your own for as long as that never settles', async () => {
  let settles = false
  const events: string[] = []
  const watching = watcher({
    query: release(found('running', 8, Math.floor(Date.now() / 1000))).query,
    channels: async ({ type }) => {
      if (!settles) await new Promise(() => undefined)
      events.push(type)
    },
  })
  for (let check = 0; check < 5; check += 1) {
    expect(await watching.check({ timeoutMs: 60 })).toMatchObject({ ok: true, waiting: 1 })
  }
  settles = true
  expect(await watching.check()).toMatchObject({ deliveries: [{ ok: true }], waiting: 0 })
  expect(events).toEqual(['started'])
})

it.each([
  [undefined, 'release'],
  [null, 'release'],
  [{ name: 'Shop' }, 'release'],
  [{ appid: 'wx1' }, 'wx1'],
])('of the account %j stores under %s', async (account, key) => {
  const store = memoryStore()
  const options = { store, account, channels: null, language: null } as object
  expect(await watcher(options).check()).toMatchObject({ ok: true, deliveries: [] })
  expect(await store.get(key)).toBeDefined()
})

it.each([
  [undefined, /分阶段发布/],
  ['en', /Staged release/],
] as const)('notifies bots in the language %j', async (language, words) => {
  let bodies = ''
  const host = await serve((request, response) => {
    request.on('data', (part) => {
      bodies += part
    })
    request.on('end', () => response.end())
  })
  const channels = `http://${host}`
  expect((await watcher({ channels, language }).check()).waiting).toBe(0)
  expect(bodies).toMatch(words)
})

it('reports what a channel rejects in the result', async () => {
  const { deliveries, waiting } = await watcher({ channels: ['http://example.com'] }).check()
  expect(deliveries[0]).toMatchObject({ channel: 'webhook', ok: false })
  expect(waiting).toBe(0)
})

it('passes its limits on to the query, which gets at most half of the deadline', async () => {
  const query = jest.fn(async (_limits: { timeoutMs: number }) => failed('no_plan'))
  const { signal } = new AbortController()
  const watching = watcher({ query })
  await watching.check()
  await watching.check({ timeoutMs: 400, signal })
  const [[first], [second]] = query.mock.calls as [[{ timeoutMs: number }], [unknown]]
  expect(first.timeoutMs).toBeGreaterThan(4000)
  expect(first.timeoutMs).toBeLessThanOrEqual(5000)
  expect(second).toEqual({ timeoutMs: expect.any(Number), signal })
  expect((second as typeof first).timeoutMs).toBeLessThanOrEqual(200)
})

const failure = (errMsg: string) => ({
  kind: 'environment',
  attempts: 0,
  retryable: false,
  errMsg: expect.stringContaining(errMsg),
})
const nothing = (errMsg: string) => ({
  ok: false,
  error: expect.objectContaining(failure(errMsg)),
  events: [],
  deliveries: [],
  waiting: 0,
})

const throwing = () => {
  throw new Error('touched')
}
const signal = { aborted: false, addEventListener: throwing, removeEventListener: () => undefined }

it.each([
  [{ timeoutMs: 0 }, 'options.timeoutMs must be'],
  [{ signal }, 'an option could not be read'],
  [{ signal: 7 }, 'options.signal must be'],
  [7, 'options must be an object'],
  [hostile(), 'an option could not be read'],
])('an incorrect option of a check %# is an error', async (options, errMsg) =>
  expect(await watcher().check(options as never)).toEqual(nothing(errMsg)),
)

describe('a programming mistake', () => {
  const appid = Object.defineProperty({}, 'appid', { get: throwing })

  it.each([
    [{ query: undefined }, 'options.query must be a function'],
    [{ query: 'x' }, 'options.query must be a function'],
    [{ store: undefined }, 'options.store must be a store with get and compareAndSet'],
    [{ store: {} }, 'options.store must be'],
    [{ store: revoked }, 'options.store must be'],
    [{ account: 'x' }, 'options.account must be an object'],
    [{ account: { appid: 7 } }, 'options.account must be an object'],
    [{ account: appid }, 'an option could not be read'],
    [{ channels: 42 }, 'options.channels must be a string of URLs'],
    [{ channels: {} }, 'options.channels must be'],
    [{ channels: ['https://example.com', 42] }, 'options.channels must be'],
    [{ channels: revoked }, 'an option could not be read'],
    [{ language: 'fr' }, "options.language must be 'zh' or 'en'"],
  ])('as %# is reported by each check and by history()', async (wrong, errMsg) => {
    const called = jest.fn()
    const store = { get: called, compareAndSet: called }
    const options = { query: called, store, channels: called, ...(wrong as object) }
    const watching = createWatcher(options)
    expect(await watching.check()).toEqual(nothing(errMsg))
    expect(await watching.check({ timeoutMs: 0 })).toEqual(nothing(errMsg))
    await expect(watching.history()).rejects.toMatchObject({
      name: 'GrayReleasePlanException',
      error: failure(errMsg),
    })
    expect(called).not.toHaveBeenCalled()
  })

  it.each([
    [undefined, 'options.query'],
    [null, 'options.query'],
    [{}, 'options.query'],
    [42, 'options must be an object'],
    [hostile(), 'an option could not be read'],
    [revoked, 'an option could not be read'],
  ])('instead of options, as %#, is no different', async (options, errMsg) => {
    const watching = createWatcher(options as never)
    const result = await watching.check()
    expect(result).toEqual(nothing(errMsg))
    expect(!result.ok && result.error.cause instanceof Error).toBe(/could not be/.test(errMsg))
    await expect(watching.history()).rejects.toMatchObject({ error: failure(errMsg) })
  })
})

it('calls the methods of its options and of its store as such', async () => {
  class Service {
    readonly result = found('running', 8)
    readonly memory = memoryStore()
    readonly store = this
    query() {
      return Promise.resolve(this.result)
    }
    get(key: string) {
      return this.memory.get(key)
    }
    compareAndSet(...given: Parameters<typeof this.memory.compareAndSet>) {
      return this.memory.compareAndSet(...given)
    }
  }
  expect(await createWatcher(new Service()).check()).toMatchObject({ ok: true })
})

it.each([
  ['an error', new Error('sesame'), 'the store failed (Error)'],
  ['a revoked proxy', revoked, 'the store failed'],
  ['a value that throws whenever it is read', hostile(), 'the store failed'],
])('a store that throws %s has failed', async (_what, thrown, errMsg) => {
  const get = () => ({
    then: (_resolve: unknown, reject: (given: unknown) => void) => reject(thrown),
  })
  const watching = watcher({ store: { ...memoryStore(), get } as never })
  const error = { kind: 'system', retryable: true, errMsg }
  expect(await watching.check()).toMatchObject({ ok: false, error, waiting: 0 })
  await expect(watching.history()).rejects.toMatchObject({
    name: 'GrayReleasePlanException',
    error,
  })
})
