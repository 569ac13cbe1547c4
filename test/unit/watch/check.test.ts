import { memoryStore, type Store } from '../../../src/watch'
import { check, type Watch } from '../../../src/watch/check'
import { type Answer, bot, release, sleep, stateIn, watchOf } from './doubles'
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

/** A release at 8%, and a watch of it with the bots `a` and `b`, which answer as given. */
function setUp(answer: Answer = 'accepted', store: Store = memoryStore(), more?: Partial<Watch>) {
  const [a, b] = [bot('a'), bot('b')]
  for (const one of [a, b]) one.answer = () => answer
  const { query, say, count } = release(found('running', 8))
  const watchBy = (bots = [a], by = store, options = more) => watchOf(query, bots, by, options)
  return { a, b, query, say, count, store, watchBy, watch: watchBy() }
}

/** Makes a check at each of these percentages. */
async function progress({ say, watch }: ReturnType<typeof setUp>, from: number, to: number) {
  for (let percentage = from; percentage <= to; percentage += 1) {
    say(found('running', percentage))
    await run(watch, 2500)
  }
}

/** What the channels' messages may take, as they are told. */
function limitsOf(watch: Watch): number[] {
  const limits: number[] = []
  watch.recipients = watch.recipients.map(({ id, send }) => ({
    id,
    send: (event, given) => {
      limits.push(given.timeoutMs)
      return send(event, given)
    },
  }))
  return limits
}

type Step = (operation: 'get' | 'set', key: string) => Promise<void> | void

/** A store with an operation in front of each of its own, and one behind it. */
const storeWith = (before: Step, store = memoryStore(), after: Step = () => undefined): Store => ({
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
  const { a, say, store, watch } = setUp()
  expect(await run(watch)).toEqual({
    ok: true,
    plan: plan('running', 8),
    events: [expect.objectContaining({ type: 'started' })],
    deliveries: [expect.objectContaining({ channel: 'a', ok: true })],
    waiting: 0,
    ms: expect.any(Number),
  })
  const stored = await store.get('release')
  expect(await stateIn(store)).not.toHaveProperty('lease')
  expect(await run(watch)).toMatchObject({ events: [], deliveries: [], waiting: 0 })
  expect(await store.get('release')).toBe(stored)
  say(found('running', 20))
  await run(watch)
  expect(a.accepted).toEqual(['started 8', 'progressed 20'])
})

describe('each channel has its own queue', () => {
  it.each(['hangs', 'rejected', 'later'] as const)(
    'one that %s delays no other',
    async (answer) => {
      const given = setUp()
      given.a.answer = () => answer
      await progress({ ...given, watch: given.watchBy([given.a, given.b]) }, 1, 6)
      expect(given.b.accepted).toHaveLength(6)
    },
  )

  it('a slow one gets what there is time for, the fast one everything', async () => {
    const given = setUp('later')
    const { a: slow, b: fast } = given
    slow.delayMs = 1200
    const watch = given.watchBy([slow, fast])
    await progress({ ...given, watch }, 1, 5)
    for (const one of [slow, fast]) one.answer = () => 'accepted'
    expect(await run(watch, 4300)).toMatchObject({ waiting: 2 })
    expect(fast.accepted).toHaveLength(5)
    expect(slow.accepted).toEqual(['started 1', 'progressed 2', 'progressed 3'])
    await run(watch)
    expect(slow.accepted).toEqual(fast.accepted)
  })

  it('deliveries are in the order of the channels', async () => {
    const { a, b, watchBy } = setUp()
    a.delayMs = 300
    const { deliveries } = await run(watchBy([a, b]))
    expect(deliveries).toMatchObject([{ channel: 'a' }, { channel: 'b' }])
  })
})

it('a backlog that is sent until the deadline loses nothing', async () => {
  const given = setUp('later')
  const { a, watch } = given
  await progress(given, 0, 60)
  a.answer = () => 'accepted'
  a.delayMs = 97
  const limits = limitsOf(watch)
  for (let checks = 0, waiting = 61; waiting > 0 && checks < 20; checks += 1) {
    waiting = (await run(watch, 1500 + checks)).waiting
  }
  const progressed = Array.from({ length: 60 }, (_, index) => `progressed ${index + 1}`)
  expect(a.accepted).toEqual(['started 0', ...progressed])
  expect(Math.min(...limits)).toBeGreaterThanOrEqual(150)
})

it('with a deadline of 1 ms nothing is sent, and nothing is lost', async () => {
  const { a, watch } = setUp()
  for (let time = 0; time < 2; time += 1) {
    expect(await run(watch, 1)).toMatchObject({ ok: true, deliveries: [], waiting: 1 })
  }
  expect(a.accepted).toEqual([])
  await run(watch)
  expect(a.accepted).toEqual(['started 8'])
})

it.each([
  // A tenth of a second, a sixth of the deadline, is kept for storing the result.
  [600, 500],
  [3000, 2500],
  [60_000, 5000],
])('of %d ms a message gets %d', async (timeoutMs, expected) => {
  const { watch } = setUp()
  const limits = limitsOf(watch)
  await run(watch, timeoutMs)
  expect(limits).toEqual([expect.closeTo(expected)])
})

it('bots that accept and answer too late get a message three times, and then the next', async () => {
  const given = setUp('hangs')
  const { a, b } = given
  const watch = given.watchBy([a, b])
  await progress({ ...given, watch }, 8, 9)
  expect(watch.notes).toEqual([])
  const lost = { ok: false, error: { retryable: false } }
  expect(await run(watch, 3000)).toMatchObject({ deliveries: [lost, lost], waiting: 1 })
  expect(watch.notes).toEqual(
    ['a', 'b'].map((channel) => [
      'unanswered',
      { channel, host: `${channel}.example`, message: 'unanswered' },
    ]),
  )
  await run(watch, 3000)
  const accepted = ['started 8', 'started 8', 'started 8', 'progressed 9']
  expect([a.accepted, b.accepted]).toEqual([accepted, accepted])
})

it('what waits for a channel that is gone is forgotten', async () => {
  const { a, b, say, store, watchBy } = setUp('later')
  expect(await run(watchBy([a, b]))).toMatchObject({ waiting: 1 })
  say(found('running', 9))
  await run(watchBy([b]))
  expect(await stateIn(store)).toMatchObject({
    outbox: [{ channels: ['b'] }, { channels: ['b'] }],
  })
  expect(await run(watchBy([]))).toMatchObject({ waiting: 0 })
})

it('an event goes to the channels that there are when it happens', async () => {
  const { a, b, say, watchBy } = setUp('later')
  await run(watchBy([a]))
  say(found('running', 9))
  for (const one of [a, b]) one.answer = () => 'accepted'
  expect(await run(watchBy([a, b]))).toMatchObject({ waiting: 0 })
  expect([a.accepted, b.accepted]).toEqual([['started 8', 'progressed 9'], ['progressed 9']])
})

it('an event that is rejected for good is reported and dropped, and delays no other', async () => {
  const { a, say, watch } = setUp('later')
  expect(await run(watch)).toMatchObject({ deliveries: [{ error: { retryable: true } }] })
  say(found('running', 9))
  a.answer = ({ type }) => (type === 'started' ? 'rejected' : 'accepted')
  expect(await run(watch)).toMatchObject({
    waiting: 0,
    deliveries: [{ ok: false, error: { retryable: false } }, { ok: true }],
  })
  expect(a.accepted).toEqual(['progressed 9'])
  expect(watch.notes).toEqual([['rejected', expect.objectContaining({ channel: 'a' })]])
})

it('holds 100 events at most, and says so if it drops any', async () => {
  const given = setUp('later')
  await progress(given, 0, 99)
  expect(given.watch.notes).toEqual([])
  given.say(found('running', 100))
  expect(await run(given.watch)).toMatchObject({ waiting: 100 })
  expect(given.watch.notes).toEqual([['outbox_full', { dropped: 1 }]])
})

it('what comes from an error is short, in the state and in the result', async () => {
  const { say, store, watch } = setUp('later')
  const long = failed('invalid_response') as { error: object }
  Object.assign(long.error, {
    errMsg: 'x'.repeat(900_000),
    issues: Array(100).fill({ path: 'p'.repeat(9000), message: 'm'.repeat(9000) }),
  })
  Object.defineProperty(long.error, 'cause', { value: 'why' })
  say(long as never)
  const result = await run(watch)
  const issues = Array(10).fill({ path: 'p'.repeat(200), message: 'm'.repeat(200) })
  const error = { errMsg: 'x'.repeat(500), issues, cause: 'why' }
  expect(result).toMatchObject({ error, events: [{ type: 'failing' }] })
  expect(JSON.stringify(result)).not.toContain('why')
  expect(String(await store.get('release')).length).toBeLessThan(8000)
})

it('the history is reported when it has changed, with the one before, and waited for', async () => {
  let stored = 0
  const onHistory = jest.fn(async () => {
    await sleep(50)
    stored += 1
  })
  const { say, watch } = setUp('accepted', memoryStore(), { onHistory })
  const first = expect.objectContaining({ points: [expect.anything()] })
  const second = expect.objectContaining({ points: [expect.anything(), expect.anything()] })
  for (const [result, ...calls] of [
    [failed('no_plan')],
    [found('running', 8), [first, undefined]],
    [found('running', 8)],
    [failed('permission')],
    [found('running', 9), [second, first]],
  ] as const) {
    onHistory.mockClear()
    say(result)
    await run(watch)
    expect(onHistory.mock.calls).toEqual(calls)
  }
  expect(stored).toBe(2)
})

describe('the query', () => {
  const by = (query: Watch['query']) => run(watchOf(query, []), 1000)

  it('gets half of the deadline, and no more', async () => {
    const limits: number[] = []
    const result = await by(({ timeoutMs }) => {
      limits.push(timeoutMs)
      return new Promise(() => undefined)
    })
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout' }, ms: 500 })
    expect(limits[0]).toBeLessThanOrEqual(500)
  })

  it('is made once, however it fails: it has retries of its own', async () => {
    const { count, say, watch } = setUp()
    say(failed('system'))
    await run(watch)
    expect(count()).toBe(1)
  })

  it('that throws is an error that names what was thrown, and no message', async () => {
    const cause = Object.assign(new Error('https://user:sesame@host'), { code: 'ENOTFOUND' })
    expect(await by(() => Promise.reject(cause))).toMatchObject({
      ok: false,
      error: { kind: 'unknown', errMsg: 'the query failed (Error, ENOTFOUND)', attempts: 0, cause },
      events: [{ type: 'failing' }],
    })
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
    { ok: false, error: { kind: 'invalid_response', errMsg: 'no issues' } },
  ])('that resolves with %j is an error', async (value) => {
    const what = /no issues/.test(JSON.stringify(value) ?? '')
      ? 'failed (TypeError)'
      : 'did not resolve with a result'
    expect(await by(async () => value as never)).toMatchObject({
      ok: false,
      error: { kind: 'unknown', errMsg: `the query ${what}` },
      events: [{ type: 'failing' }],
    })
  })

  it('that resolves with no percentage loses nothing that waits', async () => {
    const { a, say, watch } = setUp('later')
    await run(watch)
    say(found('running', Number.NaN))
    expect(await run(watch)).toMatchObject({ ok: false, waiting: 2 })
    a.answer = () => 'accepted'
    await run(watch)
    expect([a.accepted, watch.notes]).toEqual([['started 8', 'failing'], []])
  })
})

describe('an abort', () => {
  const ABORTED = { ok: false, error: { kind: 'aborted' }, events: [] }

  it('before anything queries, stores and sends nothing', async () => {
    const { count, store, watch } = setUp()
    expect(await run(watch, 1000, AbortSignal.abort())).toMatchObject(ABORTED)
    expect([count(), await store.get('release')]).toEqual([0, undefined])
  })

  it('during the query counts as no failure', async () => {
    const controller = new AbortController()
    const store = memoryStore()
    const watch = watchOf(() => sleep(400).then(() => found('running', 8)), [bot('a')], store)
    setTimeout(() => controller.abort(), 100)
    expect(await run(watch, 1000, controller.signal)).toMatchObject({ ...ABORTED, ms: 100 })
    expect(await store.get('release')).toBeUndefined()
    await jest.advanceTimersByTimeAsync(400)
  })

  it('during sending stops it, and stores what was accepted', async () => {
    const controller = new AbortController()
    const { a, b, store, watchBy } = setUp()
    b.delayMs = 500
    setTimeout(() => controller.abort(), 100)
    const watch = watchBy([a, b])
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
    const { a, watchBy } = setUp()
    a.delayMs = 100
    const results = await Promise.all([1, 2, 3, 4].map(() => run(watchBy())))
    expect(results.map(({ events }) => events.length).sort()).toEqual([0, 0, 0, 1])
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(a.accepted).toEqual(['started 8'])
  })

  it('the lease outlives the sending, however long storing takes', async () => {
    const given = setUp('later')
    const { a, store, watch, watchBy } = given
    await progress(given, 1, 6)
    a.answer = () => 'accepted'
    a.delayMs = 900
    const slow = storeWith((operation) => (operation === 'set' ? sleep(1500) : undefined), store)
    const first = run(watchBy([a], slow))
    for (let time = 0; time < 11_000; time += 500) {
      const { deliveries } = await check(watchBy([]), { timeoutMs: 1 })
      expect(deliveries).toEqual([])
      if (a.open > 0) {
        expect((await check(watch, { timeoutMs: 10_000 })).deliveries).toEqual([])
      }
      await jest.advanceTimersByTimeAsync(500)
    }
    await first
    expect(new Set(a.accepted).size).toBe(a.accepted.length)
  })

  it('one with a long deadline that is killed delays the next by a minute at most', async () => {
    const { a, watch, watchBy } = setUp()
    const dead = watchBy()
    dead.recipients = [{ id: 'a', send: () => new Promise(() => undefined) }]
    void check(dead, { timeoutMs: 3_600_000 })
    await jest.advanceTimersByTimeAsync(59_000)
    expect(await run(watch)).toMatchObject({ waiting: 1, deliveries: [] })
    await jest.advanceTimersByTimeAsync(2000)
    await run(watch)
    expect(a.accepted).toEqual(['started 8'])
  })

  it('a check whose lease was taken over stops sending', async () => {
    const given = setUp('later')
    const { a, store, watch } = given
    await progress(given, 8, 9)
    a.answer = () => 'accepted'
    a.delayMs = 400
    const first = run(watch)
    await jest.advanceTimersByTimeAsync(200)
    const before = String(await store.get('release'))
    await store.compareAndSet(
      'release',
      before,
      JSON.stringify({ ...JSON.parse(before), writer: 'x' }),
    )
    expect(await first).toMatchObject({ ok: true, deliveries: [{ ok: true }], waiting: 1 })
    expect(a.accepted).toEqual(['started 8'])
    expect(await stateIn(store)).toMatchObject({ writer: 'x' })
  })

  it('the history of one that loses is not stored', async () => {
    const onHistory = jest.fn(async () => undefined)
    const { say, store, watchBy } = setUp('accepted', memoryStore(), { onHistory })
    const late = storeWith((operation) => (operation === 'set' ? sleep(500) : undefined), store)
    const loser = run(watchBy([], late))
    await jest.advanceTimersByTimeAsync(10)
    say(found('completed', 100))
    await run(watchBy([]))
    expect(await loser).toMatchObject({ ok: true, events: [] })
    const completed = { points: [expect.objectContaining({ status: 'completed' })] }
    expect(onHistory.mock.calls).toEqual([[expect.objectContaining(completed), undefined]])
  })
})

describe('a store', () => {
  const thrown = Object.assign(new Error('redis://user:sesame@host'), { code: 'ECONNREFUSED' })
  const errMsg = 'the store failed (Error, ECONNREFUSED)'
  const SYSTEM = { ok: false, error: { kind: 'system', retryable: true, errMsg, cause: thrown } }
  const failingAt = (wanted: string) => (operation: string) => {
    if (operation === wanted) throw thrown
  }

  it.each(['get', 'set'])('that fails to %s has nothing sent', async (wanted) => {
    const { a, watch } = setUp('accepted', storeWith(failingAt(wanted)))
    const result = await run(watch)
    expect(result).toMatchObject({ ...SYSTEM, events: [], deliveries: [], waiting: 0 })
    expect(JSON.stringify(result)).not.toContain('sesame')
    expect(a.accepted).toEqual([])
  })

  it.each(['get', 'set'])('that fails to %s once is retried', async (wanted) => {
    let fails = 1
    const store = storeWith((operation) => {
      if (operation === wanted && fails-- > 0) throw thrown
    })
    const { a, watch } = setUp('accepted', store, { retries: 1 })
    expect(await run(watch)).toMatchObject({ ok: true, waiting: 0 })
    expect(a.accepted).toEqual(['started 8'])
  })

  it.each(['get', 'set'])('that never answers a %s is a timeout', async (wanted) => {
    const store = storeWith((operation) =>
      operation === wanted ? new Promise(() => undefined) : undefined,
    )
    expect(await run(setUp('accepted', store).watch, 1000)).toMatchObject({
      ok: false,
      error: { kind: 'timeout', hint: { en: expect.stringContaining('store') } },
      ms: 1000,
    })
  })

  it('that fails to store says how many events wait all the same', async () => {
    const { a, say, store, watch, watchBy } = setUp('later')
    await run(watch)
    say(found('running', 9))
    const failing = watchBy([a], storeWith(failingAt('set'), store))
    expect(await run(failing)).toMatchObject({ ...SYSTEM, waiting: 1 })
  })

  it.each([
    ['accepted', 10_000, 2],
    ['later', 10_000, 2],
    ['accepted', 1, 1],
  ] as const)('is written no more than needed: %s, within %d ms', async (answer, ms, writes) => {
    const leases: boolean[] = []
    const memory = memoryStore()
    const store = storeWith(
      () => undefined,
      memory,
      async (operation) => {
        if (operation === 'set') leases.push('lease' in ((await stateIn(memory)) as object))
      },
    )
    const { a, b, watchBy } = setUp(answer, store)
    await run(watchBy([a, b]), ms)
    expect(leases).toEqual([...Array(writes - 1).fill(true), false])
  })

  it('keeps the lease for as long as any channel is sent something', async () => {
    const { a, b, store, watchBy } = setUp()
    b.delayMs = 500
    const checking = run(watchBy([a, b]))
    await jest.advanceTimersByTimeAsync(100)
    expect(await stateIn(store)).toMatchObject({
      lease: expect.any(Number),
      outbox: [{ channels: ['b'] }],
    })
    await checking
    expect(await stateIn(store)).not.toHaveProperty('lease')
  })

  it('that fails after a part was stored has the rest waiting', async () => {
    const { a, say, store, watch, watchBy } = setUp('later')
    await run(watch)
    say(found('running', 9))
    a.answer = () => 'accepted'
    const failing = storeWith((operation) => {
      if (operation === 'set' && a.accepted.length > 1) throw thrown
    }, store)
    expect(await run(watchBy([a], failing))).toMatchObject({
      ...SYSTEM,
      deliveries: [{ ok: true }, { ok: true }],
      waiting: 1,
    })
  })

  it.each(['before', 'after'])(
    'that fails %s a write of what was accepted is tried again',
    async (when) => {
      const { a, watchBy } = setUp()
      let fails = 2
      const failing = (operation: string) => {
        if (operation !== 'set' || a.accepted.length === 0 || fails === 0) return
        fails -= 1
        throw thrown
      }
      const none = () => undefined
      const store = when === 'before' ? storeWith(failing) : storeWith(none, memoryStore(), failing)
      const watch = watchBy([a], store)
      expect(await run(watch)).toMatchObject({ ok: true, waiting: 0 })
      expect(fails).toBeLessThan(2)
      await run(watch)
      expect(a.accepted).toEqual(['started 8'])
    },
  )

  it('that fails for good after a message was accepted: it says so, and repeats that one', async () => {
    const { a, b, store, watchBy } = setUp()
    b.delayMs = 100
    const failing = storeWith((operation) => {
      if (operation === 'set' && a.accepted.length > 0) throw { errCode: -502003 }
    }, store)
    expect(await run(watchBy([a, b], failing))).toMatchObject({
      ok: false,
      error: { kind: 'permission', errCode: -502003 },
      events: [{ type: 'started' }],
      deliveries: [{ ok: true }, { ok: true }],
    })
    await jest.advanceTimersByTimeAsync(11_000)
    await run(watchBy([a, b]))
    const twice = ['started 8', 'started 8']
    expect([a.accepted, b.accepted]).toEqual([twice, twice])
  })

  it('that has null for nothing is as good as one with undefined', async () => {
    const memory = memoryStore()
    const get = async (key: string) => ((await memory.get(key)) ?? null) as never
    const { watch } = setUp('accepted', { ...memory, get })
    expect(await run(watch)).toMatchObject({ ok: true, events: [{ type: 'started' }] })
    expect(watch.notes).toEqual([])
  })

  it.each(['{"shape":1,', '{"shape":0,"outbox":[]}', ''])(
    'a string that can not be read, as %j, is kept under another key and counts as none',
    async (text) => {
      const memory = memoryStore()
      await memory.compareAndSet('release', undefined, text)
      const { a, watch } = setUp(
        'accepted',
        storeWith(() => sleep(50), memory),
      )
      expect(await run(watch)).toMatchObject({ events: [{ type: 'started' }] })
      const [[what, { id }]] = watch.notes as [[string, { id: string }]]
      expect([what, await memory.get(id)]).toEqual(['kept_aside', text])
      expect(id).toMatch(/^release-kept-aside-[0-9a-f]{12}$/)
      expect(a.accepted).toEqual(['started 8'])
    },
  )

  it('a string that can neither be read nor kept elsewhere is not replaced', async () => {
    const memory = memoryStore()
    await memory.compareAndSet('release', undefined, 'x')
    const store = storeWith((operation, key) => {
      if (operation === 'set' && key !== 'release') throw thrown
    }, memory)
    expect(await run(setUp('accepted', store).watch)).toMatchObject(SYSTEM)
    expect(await memory.get('release')).toBe('x')
  })
})
