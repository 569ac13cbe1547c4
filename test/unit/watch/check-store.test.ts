import { memoryStore } from '../../../src/watch'
import { run, setUp, simulateTime, sleep, stateIn, storeWith } from './doubles'
import { found } from './results'

simulateTime()

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
