import { limitsOf, progress, run, setUp, simulateTime, stateIn } from './doubles'
import { found } from './results'

simulateTime()

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
})

it('what waits goes on waiting if a check has no channels', async () => {
  const { a, say, store, watchBy } = setUp('later')
  await run(watchBy([a]))
  say(found('running', 9))
  expect(await run(watchBy([]))).toMatchObject({ waiting: 1, deliveries: [] })
  const writes = jest.spyOn(store, 'compareAndSet')
  await run(watchBy([]))
  expect(writes).not.toHaveBeenCalled()
  a.answer = () => 'accepted'
  expect(await run(watchBy([a]))).toMatchObject({ waiting: 0 })
  expect(a.accepted).toEqual(['started 8'])
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
