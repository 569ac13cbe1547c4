import { memoryStore } from '../../../src/watch'
import { check, type Watch } from '../../../src/watch/check'
import {
  bot,
  progress,
  run,
  setUp,
  simulateTime,
  sleep,
  stateIn,
  storeWith,
  watchOf,
} from './doubles'
import { failed, found, plan } from './results'

simulateTime()

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
