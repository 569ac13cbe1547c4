import {
  createWatcher,
  type GetGrayReleasePlanResult,
  memoryStore,
  type ReleaseEvent,
  type WatcherOptions,
} from '../../../src/watch'
import { release } from './doubles'
import { failed, found, hostile, plan } from './results'

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
  for (const language of [undefined, 'en'] as const) {
    const { deliveries } = await watcher({ channels: ['http://example.com'], language }).check()
    expect(deliveries[0]).toMatchObject({ channel: 'webhook', ok: false })
  }
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

it.each([
  [{ timeoutMs: 0 }, 'options.timeoutMs must be'],
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

it('history() throws if the store fails', async () => {
  const store = { ...memoryStore(), get: () => Promise.reject(new Error('sesame')) }
  await expect(watcher({ store }).history()).rejects.toMatchObject({
    name: 'GrayReleasePlanException',
    kind: 'system',
    errMsg: 'the store failed (Error)',
  })
})
