import { memoryStore, type Store } from '../../../src/watch'
import { check, type Watch } from '../../../src/watch/check'
import { bot, release, sleep, stateIn, watchOf } from './doubles'
import { CREATED_MS, failed, found, plan } from './results'

// All that waits is simulated: clocks, timers, channels and stores.
beforeEach(() => jest.useFakeTimers({ now: CREATED_MS + 60_000 }))
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0)
  jest.useRealTimers()
})

/** Runs a check to its end, with the time that it takes. */
async function run(watch: Watch, timeoutMs = 10_000, signal?: AbortSignal) {
  const startedAt = Date.now()
  const checking = check(watch, { timeoutMs, signal })
  let ms = Number.NaN
  checking.then(() => {
    ms = Date.now() - startedAt
  })
  while (Number.isNaN(ms)) await jest.advanceTimersByTimeAsync(10)
  return { ...(await checking), ms }
}

/** A store with an operation in front of each of its own. */
const storeWith = (
  store: Store,
  before: (operation: 'get' | 'set', key: string) => Promise<void> | void,
  after: (operation: 'get' | 'set', key: string) => Promise<void> | void = () => undefined,
): Store => ({
  get: async (key) => {
    await before('get', key)
    const value = await store.get(key)
    await after('get', key)
    return value
  },
  compareAndSet: async (key, from, to) => {
    await before('set', key)
    const done = await store.compareAndSet(key, from, to)
    await after('set', key)
    return done
  },
})

it('notifies once of what happened, and then stores nothing more', async () => {
  const { query, say } = release(found('running', 8))
  const a = bot('a')
  const store = memoryStore()
  const watch = watchOf(query, [a], store)
  expect(await run(watch)).toEqual({
    ok: true,
    plan: plan('running', 8),
    events: [expect.objectContaining({ type: 'started' })],
    deliveries: [expect.objectContaining({ channel: 'a', ok: true })],
    waiting: 0,
    ms: expect.any(Number),
  })
  const stored = await store.get('release')
  expect(readable(stored)).not.toHaveProperty('lease')
  expect(await run(watch)).toMatchObject({ events: [], deliveries: [], waiting: 0 })
  expect(await store.get('release')).toBe(stored)
  say(found('running', 20))
  await run(watch)
  expect(a.accepted).toEqual(['started 8', 'progressed 20'])
})

const readable = (text: string | undefined) => JSON.parse(String(text))

describe('each channel has its own queue', () => {
  it.each([
    ['hangs', 'hangs'],
    ['rejects', 'rejected'],
    ['fails', 'later'],
  ] as const)('one that %s delays no other', async (_what, answer) => {
    const { query, say } = release(found('running', 1))
    const [a, b] = [bot('a'), bot('b')]
    a.answer = () => answer
    const watch = watchOf(query, [a, b])
    for (let percentage = 1; percentage <= 6; percentage += 1) {
      say(found('running', percentage))
      await run(watch, 2500)
      expect(b.accepted).toHaveLength(percentage)
    }
  })

  it('a slow one gets what there is time for, the fast one everything', async () => {
    const { query, say } = release(failed('system'))
    const [slow, fast] = [bot('slow'), bot('fast')]
    slow.delayMs = 1200
    fast.answer = () => 'later'
    slow.answer = () => 'later'
    const watch = watchOf(query, [slow, fast])
    for (let percentage = 1; percentage <= 5; percentage += 1) {
      say(found('running', percentage))
      await run(watch)
    }
    fast.answer = () => 'accepted'
    slow.answer = () => 'accepted'
    expect(await run(watch, 4300)).toMatchObject({ waiting: 2 })
    expect(fast.accepted).toHaveLength(5)
    expect(slow.accepted).toEqual(['started 1', 'progressed 2', 'progressed 3'])
    await run(watch)
    expect(slow.accepted).toEqual(fast.accepted)
  })

  it('deliveries are in the order of the channels', async () => {
    const { query } = release(found('running', 8))
    const [a, b] = [bot('a'), bot('b')]
    a.delayMs = 300
    const { deliveries } = await run(watchOf(query, [a, b]))
    expect(deliveries.map(({ channel }) => channel)).toEqual(['a', 'b'])
  })
})

it('a backlog that is sent until the deadline loses nothing', async () => {
  const { query, say } = release(found('running', 0))
  const a = bot('a')
  a.answer = () => 'later'
  const watch = watchOf(query, [a])
  const sent = ['started 0']
  await run(watch)
  for (let percentage = 1; percentage <= 60; percentage += 1) {
    say(found('running', percentage))
    sent.push(`progressed ${percentage}`)
    await run(watch)
  }
  a.answer = () => 'accepted'
  a.delayMs = 97
  const limits: number[] = []
  const [recipient] = watch.recipients
  watch.recipients = [
    {
      id: 'a',
      send: (event, given) => {
        limits.push(given.timeoutMs)
        return (recipient as never as (typeof watch.recipients)[0]).send(event, given)
      },
    },
  ]
  for (let checks = 0, waiting = 61; waiting > 0 && checks < 20; checks += 1) {
    waiting = (await run(watch, 1500 + checks)).waiting
  }
  expect(a.accepted).toEqual(sent)
  expect(Math.min(...limits)).toBeGreaterThanOrEqual(150)
})

it('with a deadline of 1 ms nothing is sent, and nothing is lost', async () => {
  const { query } = release(found('running', 8))
  const a = bot('a')
  const watch = watchOf(query, [a])
  expect(await run(watch, 1)).toMatchObject({ ok: true, deliveries: [], waiting: 1 })
  expect(await run(watch, 1)).toMatchObject({ ok: true, deliveries: [], waiting: 1 })
  expect(a.accepted).toEqual([])
  await run(watch)
  expect(a.accepted).toEqual(['started 8'])
})

it('a bot that accepts and answers too late gets a message three times, and then the next', async () => {
  const { query, say } = release(found('running', 8))
  const a = bot('a')
  a.answer = () => 'hangs'
  const watch = watchOf(query, [a])
  await run(watch, 3000)
  say(found('running', 9))
  await run(watch, 3000)
  expect(watch.notes).toEqual([])
  const third = await run(watch, 3000)
  expect(third).toMatchObject({ deliveries: [{ ok: false, error: { retryable: false } }] })
  expect(watch.notes).toEqual([
    ['unanswered', { channel: 'a', host: 'a.example', message: 'unanswered' }],
  ])
  await run(watch, 3000)
  expect(a.accepted).toEqual(['started 8', 'started 8', 'started 8', 'progressed 9'])
})

it('a failure that passes is retryable, and one that is reported as lost is not', async () => {
  const a = bot('a')
  const watch = watchOf(release(found('running', 8)).query, [a])
  for (const [answer, retryable] of [
    ['later', true],
    ['rejected', false],
  ] as const) {
    a.answer = () => answer
    expect((await run(watch)).deliveries).toMatchObject([{ error: { retryable } }])
  }
})

it('an event that is rejected for good delays no other', async () => {
  const { query, say } = release(found('running', 8))
  const a = bot('a')
  a.answer = () => 'later'
  const watch = watchOf(query, [a])
  await run(watch)
  say(found('running', 9))
  a.answer = ({ type }) => (type === 'started' ? 'rejected' : 'accepted')
  expect(await run(watch)).toMatchObject({ waiting: 0, deliveries: [{ ok: false }, { ok: true }] })
  expect(a.accepted).toEqual(['progressed 9'])
})

it('an event that is rejected for good is reported and dropped', async () => {
  const { query } = release(found('running', 8))
  const a = bot('a')
  a.answer = () => 'rejected'
  const watch = watchOf(query, [a])
  expect(await run(watch)).toMatchObject({ waiting: 0, deliveries: [{ ok: false }] })
  expect(watch.notes).toEqual([['rejected', expect.objectContaining({ channel: 'a' })]])
})

it('holds 100 events at most, and says so if it drops any', async () => {
  const { query, say } = release(found('running', 0))
  const a = bot('a')
  a.answer = () => 'later'
  const watch = watchOf(query, [a])
  for (let percentage = 1; percentage <= 100; percentage += 1) {
    await run(watch)
    say(found('running', percentage))
  }
  expect(await run(watch)).toMatchObject({ waiting: 100 })
  expect(watch.notes).toEqual([['outbox_full', { dropped: 1 }]])
})

it('what comes from an error is short, in the state and in the result', async () => {
  const issue = { path: 'p'.repeat(9000), message: 'm'.repeat(9000) }
  const long = {
    ok: false,
    error: {
      ...(failed('invalid_response') as { error: object }).error,
      errMsg: 'x'.repeat(900_000),
      issues: Array.from({ length: 100 }, () => issue),
    },
  } as never
  const a = bot('a')
  a.answer = () => 'later'
  const store = memoryStore()
  Object.defineProperty((long as { error: object }).error, 'cause', { value: 'why' })
  const result = await run(watchOf(release(long).query, [a], store))
  expect(result).toMatchObject({ error: { errMsg: 'x'.repeat(500), issues: { length: 10 } } })
  expect(!result.ok && result.error.cause).toBe('why')
  expect(result).toHaveProperty(
    'error.issues',
    Array(10).fill({ path: 'p'.repeat(200), message: 'm'.repeat(200) }),
  )
  expect(result.events).toHaveLength(1)
  expect(JSON.stringify(result).length).toBeLessThan(15_000)
  expect(String(await store.get('release')).length).toBeLessThan(8000)
})

it.each([
  // A tenth of a second, a sixth of the deadline, is kept for storing the result.
  [600, 500],
  [3000, 2500],
  [60_000, 5000],
])('of %d ms a message gets %d', async (timeoutMs, expected) => {
  const limits: number[] = []
  const watch = watchOf(release(found('running', 8)).query, [bot('a')])
  watch.recipients = watch.recipients.map(({ id, send }) => ({
    id,
    send: (event, given) => {
      limits.push(given.timeoutMs)
      return send(event, given)
    },
  }))
  await run(watch, timeoutMs)
  expect(limits).toEqual([expect.closeTo(expected)])
})

describe('the history', () => {
  it('is reported when it has changed, with the one before', async () => {
    const { query, say } = release(failed('no_plan'))
    const onHistory = jest.fn(async () => undefined)
    const watch = watchOf(query, [], memoryStore(), { onHistory })
    await run(watch)
    expect(onHistory).not.toHaveBeenCalled()
    say(found('running', 8))
    await run(watch)
    await run(watch)
    const first = expect.objectContaining({ points: [expect.anything()] })
    expect(onHistory.mock.calls).toEqual([[first, undefined]])
    say(failed('permission'))
    await run(watch)
    say(found('running', 9))
    await run(watch)
    const second = expect.objectContaining({ points: [expect.anything(), expect.anything()] })
    expect(onHistory.mock.calls.slice(1)).toEqual([[second, first]])
  })
})

describe('the query', () => {
  it('gets half of the deadline, and no more', async () => {
    const limits: number[] = []
    const watch = watchOf(
      ({ timeoutMs }) => {
        limits.push(timeoutMs)
        return new Promise(() => undefined)
      },
      [bot('a')],
    )
    expect(await run(watch, 1000)).toMatchObject({ ok: false, error: { kind: 'timeout' }, ms: 500 })
    expect(limits[0]).toBeLessThanOrEqual(500)
  })

  it('that throws is an error that names what was thrown, and no message', async () => {
    const thrown = Object.assign(new Error('https://user:sesame@host'), { code: 'ENOTFOUND' })
    const watch = watchOf(() => Promise.reject(thrown), [])
    const result = await run(watch)
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'unknown', errMsg: 'the query failed (Error, ENOTFOUND)' },
      events: [{ type: 'failing' }],
    })
    expect(!result.ok && result.error.cause).toBe(thrown)
  })

  it('that resolves with an error that is not whole is an error', async () => {
    const error = { kind: 'invalid_response', errMsg: 'no issues' }
    expect(await run(watchOf(async () => ({ ok: false, error }) as never, []))).toMatchObject({
      ok: false,
      error: { kind: 'unknown', errMsg: 'the query failed (TypeError)' },
      events: [{ type: 'failing' }],
    })
  })

  it('that resolves with no percentage loses nothing that waits', async () => {
    const { query, say } = release(found('running', 8))
    const a = bot('a')
    a.answer = () => 'later'
    const watch = watchOf(query, [a])
    await run(watch)
    say(found('running', Number.NaN))
    expect(await run(watch)).toMatchObject({ ok: false, waiting: 2 })
    a.answer = () => 'accepted'
    await run(watch)
    expect([a.accepted, watch.notes]).toEqual([['started 8', 'failing'], []])
  })

  it.each([
    undefined,
    null,
    7,
    { ok: true },
    { ok: true, plan: {} },
    { ok: false, plan: plan('running', 8) },
    { ok: false, error: {} },
    { ok: false, error: { kind: 'system' } },
    { ok: false, error: { errMsg: 'busy' } },
  ])('that resolves with %j is an error', async (value) =>
    expect(await run(watchOf(async () => value as never, []))).toMatchObject({
      ok: false,
      error: { kind: 'unknown', errMsg: 'the query did not resolve with a result' },
    }),
  )
})

describe('an abort', () => {
  const aborted = new AbortController()
  aborted.abort()

  it('before anything queries, stores and sends nothing', async () => {
    const { query, count } = release(found('running', 8))
    const store = memoryStore()
    const result = await run(watchOf(query, [bot('a')], store), 1000, aborted.signal)
    expect(result).toMatchObject({ ok: false, error: { kind: 'aborted' }, events: [] })
    expect([count(), await store.get('release')]).toEqual([0, undefined])
  })

  it('during the query counts as no failure', async () => {
    const controller = new AbortController()
    const store = memoryStore()
    const watch = watchOf(() => sleep(400).then(() => found('running', 8)), [bot('a')], store)
    setTimeout(() => controller.abort(), 100)
    const result = await run(watch, 1000, controller.signal)
    expect(result).toMatchObject({ ok: false, error: { kind: 'aborted' }, events: [], ms: 100 })
    expect(await store.get('release')).toBeUndefined()
    await jest.advanceTimersByTimeAsync(400)
  })

  it('during sending stops it, and stores what was accepted', async () => {
    const controller = new AbortController()
    const store = memoryStore()
    const [a, b] = [bot('a'), bot('b')]
    b.delayMs = 500
    setTimeout(() => controller.abort(), 100)
    const watch = watchOf(release(found('running', 8)).query, [a, b], store)
    expect(await run(watch, 5000, controller.signal)).toMatchObject({ ok: true, waiting: 1 })
    const state = await stateIn(store)
    expect(state).toMatchObject({ outbox: [{ channels: ['b'] }] })
    expect(state).not.toHaveProperty('lease')
    await run(watch)
    expect([a.accepted, b.accepted]).toEqual([['started 8'], ['started 8']])
  })
})

describe('several checks at once', () => {
  it('notify once', async () => {
    const { query } = release(found('running', 8))
    const a = bot('a')
    a.delayMs = 100
    const store = memoryStore()
    const watches = [1, 2, 3, 4].map(() => watchOf(query, [a], store))
    const results = await Promise.all(watches.map((watch) => run(watch)))
    expect(results.map(({ events }) => events.length).sort()).toEqual([0, 0, 0, 1])
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(a.accepted).toEqual(['started 8'])
  })

  it('the lease outlives the sending, however long storing takes', async () => {
    const { query, say } = release(found('running', 1))
    const a = bot('a')
    a.answer = () => 'later'
    const memory = memoryStore()
    for (let percentage = 1; percentage <= 6; percentage += 1) {
      say(found('running', percentage))
      await run(watchOf(query, [a], memory))
    }
    a.answer = () => 'accepted'
    a.delayMs = 900
    const slow = storeWith(memory, (operation) => (operation === 'set' ? sleep(1500) : undefined))
    const first = run(watchOf(query, [a], slow), 10_000)
    for (let time = 0; time < 11_000; time += 500) {
      const { deliveries } = await check(watchOf(query, [], memory), { timeoutMs: 1 })
      expect(deliveries).toEqual([])
      if (a.open > 0) {
        const other = await check(watchOf(query, [a], memory), { timeoutMs: 10_000 })
        expect(other.deliveries).toEqual([])
      }
      await jest.advanceTimersByTimeAsync(500)
    }
    await first
    expect(new Set(a.accepted).size).toBe(a.accepted.length)
  })

  it('one with a long deadline that is killed delays the next by a minute at most', async () => {
    const { query } = release(found('running', 8))
    const a = bot('a')
    const store = memoryStore()
    const dead = watchOf(query, [a], store)
    dead.recipients = [{ id: 'a', send: () => new Promise(() => undefined) }]
    void check(dead, { timeoutMs: 3_600_000 })
    await jest.advanceTimersByTimeAsync(59_000)
    expect(await run(watchOf(query, [a], store))).toMatchObject({ waiting: 1, deliveries: [] })
    await jest.advanceTimersByTimeAsync(2000)
    await run(watchOf(query, [a], store))
    expect(a.accepted).toEqual(['started 8'])
  })

  it('a check whose lease was taken over stops sending', async () => {
    const { query, say } = release(found('running', 8))
    const a = bot('a')
    a.answer = () => 'later'
    const store = memoryStore()
    await run(watchOf(query, [a], store))
    say(found('running', 9))
    await run(watchOf(query, [a], store))
    a.answer = () => 'accepted'
    a.delayMs = 400
    const first = run(watchOf(query, [a], store))
    await jest.advanceTimersByTimeAsync(200)
    const state = readable(await store.get('release'))
    await store.compareAndSet(
      'release',
      JSON.stringify(state),
      JSON.stringify({ ...state, writer: 'x' }),
    )
    expect(await first).toMatchObject({ ok: true, deliveries: [{ ok: true }], waiting: 1 })
    expect(a.accepted).toEqual(['started 8'])
    expect(await stateIn(store)).toMatchObject({ writer: 'x' })
  })

  it('the history of one that loses is not stored', async () => {
    const histories: unknown[] = []
    const onHistory = async (history: unknown) => {
      histories.push(history)
    }
    const memory = memoryStore()
    const late = storeWith(memory, (operation) => (operation === 'set' ? sleep(500) : undefined))
    const loser = run(watchOf(release(found('running', 50)).query, [], late, { onHistory }))
    await run(watchOf(release(found('completed', 100)).query, [], memory, { onHistory }))
    expect(await loser).toMatchObject({ ok: true, events: [] })
    expect(histories).toEqual([
      {
        createTimestamp: expect.any(Number),
        points: [expect.objectContaining({ status: 'completed' })],
      },
    ])
  })
})

describe('a store', () => {
  const thrown = Object.assign(new Error('redis://user:sesame@host'), { code: 'ECONNREFUSED' })
  const SYSTEM = {
    ok: false,
    error: { kind: 'system', retryable: true, errMsg: 'the store failed (Error, ECONNREFUSED)' },
  }

  it.each(['get', 'set'] as const)('that fails to %s has nothing sent', async (wanted) => {
    const a = bot('a')
    const store = storeWith(memoryStore(), (operation) => {
      if (operation === wanted) throw thrown
    })
    const result = await run(watchOf(release(found('running', 8)).query, [a], store))
    expect(result).toMatchObject({ ...SYSTEM, events: [], deliveries: [], waiting: 0 })
    expect(!result.ok && result.error.cause).toBe(thrown)
    expect(JSON.stringify(result)).not.toContain('sesame')
    expect(a.accepted).toEqual([])
  })

  it('that fails to store says how many events wait all the same', async () => {
    const { query, say } = release(found('running', 8))
    const a = bot('a')
    a.answer = () => 'later'
    const memory = memoryStore()
    await run(watchOf(query, [a], memory))
    say(found('running', 9))
    const store = storeWith(memory, (operation) => {
      if (operation === 'set') throw thrown
    })
    expect(await run(watchOf(query, [a], store))).toMatchObject({ ...SYSTEM, waiting: 1 })
  })

  it.each(['get', 'set'] as const)('that fails to %s once is retried', async (wanted) => {
    let fails = 1
    const store = storeWith(memoryStore(), (operation) => {
      if (operation === wanted && fails-- > 0) throw thrown
    })
    const a = bot('a')
    const watch = watchOf(release(found('running', 8)).query, [a], store, { retries: 1 })
    expect(await run(watch)).toMatchObject({ ok: true, waiting: 0 })
    expect(a.accepted).toEqual(['started 8'])
  })

  it.each([
    ['accepted', 10_000, 2],
    ['later', 10_000, 2],
    ['accepted', 1, 1],
  ] as const)('is written no more than needed: %s, within %d ms', async (answer, ms, writes) => {
    const leases: boolean[] = []
    const memory = memoryStore()
    const store = storeWith(
      memory,
      () => undefined,
      async (operation) => {
        if (operation === 'set') leases.push('lease' in ((await stateIn(memory)) as object))
      },
    )
    const [a, b] = [bot('a'), bot('b')]
    a.answer = () => answer
    b.answer = () => answer
    await run(watchOf(release(found('running', 8)).query, [a, b], store), ms)
    expect(leases).toEqual([...Array(writes - 1).fill(true), false])
  })

  it('keeps the lease for as long as any channel is sent something', async () => {
    const store = memoryStore()
    const [a, b] = [bot('a'), bot('b')]
    b.delayMs = 500
    const checking = run(watchOf(release(found('running', 8)).query, [a, b], store))
    await jest.advanceTimersByTimeAsync(100)
    expect(await stateIn(store)).toMatchObject({
      lease: expect.any(Number),
      outbox: [{ channels: ['b'] }],
    })
    await checking
    expect(await stateIn(store)).not.toHaveProperty('lease')
  })

  it('that fails after a part was stored has the rest waiting', async () => {
    const { query, say } = release(found('running', 8))
    const a = bot('a')
    a.answer = () => 'later'
    const memory = memoryStore()
    await run(watchOf(query, [a], memory))
    say(found('running', 9))
    a.answer = () => 'accepted'
    const store = storeWith(memory, (operation) => {
      if (operation === 'set' && a.accepted.length > 1) throw thrown
    })
    expect(await run(watchOf(query, [a], store))).toMatchObject({
      ...SYSTEM,
      deliveries: [{ ok: true }, { ok: true }],
      waiting: 1,
    })
  })

  it.each(['get', 'set'] as const)('that never answers a %s is a timeout', async (wanted) => {
    const store = storeWith(memoryStore(), (operation) =>
      operation === wanted ? new Promise(() => undefined) : undefined,
    )
    const watch = watchOf(release(found('running', 8)).query, [bot('a')], store)
    expect(await run(watch, 1000)).toMatchObject({
      ok: false,
      error: { kind: 'timeout', hint: { en: expect.stringContaining('store') } },
      ms: 1000,
    })
  })

  it.each(['before', 'after'])(
    'that fails %s a write of what was accepted is tried again',
    async (when) => {
      const a = bot('a')
      let fails = 2
      const failing = (operation: string) => {
        if (operation !== 'set' || a.accepted.length === 0 || fails === 0) return
        fails -= 1
        throw thrown
      }
      const none = () => undefined
      const store = storeWith(
        memoryStore(),
        when === 'before' ? failing : none,
        when === 'after' ? failing : none,
      )
      const watch = watchOf(release(found('running', 8)).query, [a], store)
      expect(await run(watch)).toMatchObject({ ok: true, waiting: 0 })
      expect(fails).toBeLessThan(2)
      await run(watch)
      expect(a.accepted).toEqual(['started 8'])
    },
  )

  it('that fails for good after a message was accepted: it says so, and repeats that one', async () => {
    const [a, b] = [bot('a'), bot('b')]
    b.delayMs = 100
    let down = true
    const store = storeWith(memoryStore(), (operation) => {
      if (operation === 'set' && a.accepted.length > 0 && down) throw { errCode: -502003 }
    })
    const { query } = release(found('running', 8))
    const watch = watchOf(query, [a, b], store)
    expect(await run(watch)).toMatchObject({
      ok: false,
      error: { kind: 'permission', errCode: -502003 },
      events: [{ type: 'started' }],
      deliveries: [{ ok: true }, { ok: true }],
    })
    down = false
    await jest.advanceTimersByTimeAsync(11_000)
    await run(watch)
    expect([a.accepted, b.accepted]).toEqual([
      ['started 8', 'started 8'],
      ['started 8', 'started 8'],
    ])
  })

  it('that has null for nothing is as good as one with undefined', async () => {
    const memory = memoryStore()
    const store = {
      ...memory,
      get: async (key: string) => ((await memory.get(key)) ?? null) as never,
    }
    expect(await run(watchOf(release(found('running', 8)).query, [], store))).toMatchObject({
      ok: true,
      events: [{ type: 'started' }],
    })
  })

  it.each(['{"shape":1,', '{"shape":0,"outbox":[]}', ''])(
    'a string that can not be read, as %j, is kept under another key and counts as none',
    async (text) => {
      const store = memoryStore()
      await store.compareAndSet('release', undefined, text)
      const a = bot('a')
      const watch = watchOf(release(found('running', 8)).query, [a], store)
      expect(await run(watch)).toMatchObject({ events: [{ type: 'started' }] })
      const [[what, { id }]] = watch.notes as [[string, { id: string }]]
      expect([what, await store.get(id)]).toEqual(['kept_aside', text])
      expect(id).toMatch(/^release-kept-aside-[0-9a-f]{12}$/)
      expect(a.accepted).toEqual(['started 8'])
    },
  )

  it('a string that can neither be read nor kept elsewhere is not replaced', async () => {
    const memory = memoryStore()
    await memory.compareAndSet('release', undefined, 'x')
    const store = storeWith(memory, (operation, key) => {
      if (operation === 'set' && key !== 'release') throw thrown
    })
    expect(await run(watchOf(release(found('running', 8)).query, [], store))).toMatchObject(SYSTEM)
    expect(await memory.get('release')).toBe('x')
  })
})
