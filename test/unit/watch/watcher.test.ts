import {
  createWatcher,
  type GetGrayReleasePlanResult,
  memoryStore,
  type ReleaseEvent,
  type WatcherOptions,
} from '../../../src/watch'
import { release } from './doubles'
import { failed, found, hostile, plan } from './results'
import { serve } from './server'

const watcher = (more: Partial<WatcherOptions> = {}) =>
  createWatcher({ query: release(found('running', 8)).query, store: memoryStore(), ...more })

it('notifies a channel of your own, and keeps the history', async () => {
  const { query, say } = release(found('running', 8))
  const events: ReleaseEvent[] = []
  const account = { appid: 'wx1', name: 'Shop' }
  const watching = watcher({
    query,
    account,
    channels: async (event, given) => {
      events.push(event)
      expect(given).toBe(account)
    },
  })
  expect(await watching.history()).toEqual([])
  expect(await watching.check()).toMatchObject({ ok: true, plan: plan('running', 8), waiting: 0 })
  say(found('paused', 20))
  expect(await watching.check({})).toMatchObject({
    deliveries: [{ channel: 'send', ok: true }, {}],
  })
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['started', 'progressed', 'paused']),
  )
  expect(await watching.history()).toEqual([
    { at: expect.any(Number), status: 'running', grayPercentage: 8 },
    { at: expect.any(Number), status: 'paused', grayPercentage: 20 },
  ])
})

it('keeps an event for a channel of your own for as long as that never settles', async () => {
  let settles = false
  const events: string[] = []
  const { query } = release(found('running', 8, Math.floor(Date.now() / 1000)))
  const watching = watcher({
    query,
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
  [{ name: 'Shop' }, 'release'],
  [{ appid: 'wx1' }, 'wx1'],
])('of the account %j stores under %s', async (account, key) => {
  const store = memoryStore()
  await watcher({ store, account }).check()
  expect(await store.get(key)).toBeDefined()
})

it('notifies bots in its language, or in Chinese', async () => {
  const titles: string[] = []
  const channels = `http://${await serve((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      titles.push(JSON.parse(body).title)
      response.end()
    })
  })}`
  for (const language of [undefined, 'en'] as const) {
    expect((await watcher({ channels, language }).check()).waiting).toBe(0)
  }
  expect(titles).toContainEqual(expect.stringContaining('分阶段发布'))
  expect(titles).toContainEqual(expect.stringContaining('Staged release started'))
})

it('reports what a channel rejects in the result', async () => {
  const result = await watcher({ channels: ['http://example.com'] }).check()
  expect(result).toMatchObject({
    ok: true,
    deliveries: expect.arrayContaining([
      expect.objectContaining({ channel: 'webhook', ok: false }),
    ]),
    waiting: 0,
  })
})

it('passes its limits on to the query, which gets at most half of the deadline', async () => {
  const limits: unknown[] = []
  const query = async (given: unknown): Promise<GetGrayReleasePlanResult> => {
    limits.push(given)
    return failed('no_plan')
  }
  const { signal } = new AbortController()
  const watching = watcher({ query })
  await watching.check()
  await watching.check({ timeoutMs: 400, signal })
  const [first, second] = limits as { timeoutMs: number; signal?: AbortSignal }[]
  expect(first?.timeoutMs).toBeGreaterThan(4000)
  expect(first?.timeoutMs).toBeLessThanOrEqual(5000)
  expect(second?.timeoutMs).toBeLessThanOrEqual(200)
  expect(second?.signal).toBe(signal)
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
])('an incorrect option %# is an error', async (options, message) =>
  expect(await watcher().check(options as never)).toMatchObject({
    ok: false,
    error: { kind: 'environment', attempts: 0, errMsg: expect.stringContaining(message) },
    events: [],
    deliveries: [],
    waiting: 0,
  }),
)

describe('a programming mistake', () => {
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const appid = {
    get appid() {
      throw new Error('sesame')
    },
  }

  it.each([
    [{ query: undefined }, 'options.query must be a function'],
    [{ query: 'x' }, 'options.query must be a function'],
    [{ store: undefined }, 'options.store must be a store with get and compareAndSet'],
    [{ store: {} }, 'options.store must be'],
    [{ store: { ...memoryStore(), get: 1 } }, 'options.store must be'],
    [{ store: { ...memoryStore(), compareAndSet: null } }, 'options.store must be'],
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
    const query = jest.fn()
    const store = { get: jest.fn(), compareAndSet: jest.fn() }
    const channels = jest.fn()
    const watching = createWatcher({ query, store, channels, ...(wrong as object) })
    const error = {
      kind: 'environment',
      attempts: 0,
      retryable: false,
      errMsg: expect.stringContaining(errMsg),
    }
    const nothing = { ok: false, error, events: [], deliveries: [], waiting: 0 }
    expect(await watching.check()).toEqual({
      ...nothing,
      error: { ...error, errCode: 0, hint: expect.anything() },
    })
    expect(await watching.check({ timeoutMs: 0 })).toMatchObject(nothing)
    await expect(watching.history()).rejects.toMatchObject({
      name: 'GrayReleasePlanException',
      error,
    })
    for (const call of [query, store.get, store.compareAndSet, channels]) {
      expect(call).not.toHaveBeenCalled()
    }
  })

  it.each([
    [undefined, 'options.query'],
    [null, 'options.query'],
    [{}, 'options.query'],
    [42, 'options must be an object'],
    [hostile(), 'an option could not be read'],
    [revoked, 'an option could not be read'],
  ])('instead of options, as %#, is no different', async (options, errMsg) => {
    const error = { kind: 'environment', errMsg: expect.stringContaining(errMsg) }
    const watching = createWatcher(options as never)
    expect(await watching.check()).toMatchObject({ ok: false, error })
    await expect(watching.history()).rejects.toMatchObject({ error })
  })
})

it('null stands for the default of what may be left out', async () => {
  const store = memoryStore()
  const options = { store, account: null, channels: null, language: null } as object
  expect(await watcher(options).check()).toMatchObject({ ok: true, deliveries: [] })
  expect(await store.get('release')).toBeDefined()
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
  [
    'a revoked proxy',
    (): unknown => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  ['a value that throws whenever it is read', hostile],
])('a store that throws %s has failed like any other', async (_what, thrown) => {
  const get = () => Promise.reject(thrown())
  const watching = watcher({ store: { ...memoryStore(), get } })
  const error = { kind: 'system', retryable: true, errMsg: 'the store failed' }
  expect(await watching.check()).toMatchObject({ ok: false, error, waiting: 0 })
  await expect(watching.history()).rejects.toMatchObject({
    name: 'GrayReleasePlanException',
    error,
  })
})

it('history() throws if the store fails', async () => {
  const store = { ...memoryStore(), get: () => Promise.reject(new Error('sesame')) }
  await expect(watcher({ store }).history()).rejects.toMatchObject({
    name: 'GrayReleasePlanException',
    kind: 'system',
    errMsg: 'the store failed (Error)',
  })
})
