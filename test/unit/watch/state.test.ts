import { memoryStore, type Store } from '../../../src/watch'
import {
  differs,
  EMPTY,
  isHistory,
  isLeased,
  leaseFor,
  readState,
  StoredState,
  withPoint,
} from '../../../src/watch/state'
import { CREATED_MS, plan } from './results'

const point = { at: 1, status: 'running', grayPercentage: 8 }
const waiting = { event: { type: 'recovered', at: 2, since: 1 }, channels: ['a'] }
const whole = {
  shape: 1,
  seen: { version: 1 },
  outbox: [{ ...waiting, unanswered: { a: 1 } }],
  history: { createTimestamp: 1, points: [point] },
  lease: 3,
  writer: 'w 1',
}

it.each([whole, EMPTY])('reads what was written: %j', (state) =>
  expect(readState(JSON.stringify(state))).toEqual(state),
)

it.each([
  undefined,
  null,
  7,
  '',
  '{',
  'null',
  '[]',
  ...[
    { shape: undefined },
    { shape: 2 },
    { outbox: undefined },
    { outbox: {} },
    { outbox: [null] },
    { outbox: [{ ...waiting, event: null }] },
    { outbox: [{ ...waiting, event: {} }] },
    { outbox: [{ ...waiting, channels: 'a' }] },
    { outbox: [{ ...waiting, channels: ['a', 1] }] },
    { outbox: [{ ...waiting, unanswered: 1 }] },
    { seen: 'x' },
    { lease: 'x' },
    { history: { createTimestamp: 1 } },
    { history: { points: [] } },
    ...[{ at: 'x' }, { status: 1 }, { grayPercentage: 'x' }].map((wrong) => ({
      history: { createTimestamp: 1, points: [point, { ...point, ...wrong }] },
    })),
  ].map((wrong) => JSON.stringify({ ...whole, ...wrong })),
])('%j is not a state', (text) => expect(readState(text)).toBeUndefined())

it.each([null, undefined, { createTimestamp: 1, points: [{}] }])('%j is not a history', (value) =>
  expect(isHistory(value)).toBe(false),
)

it('knows whether there is anything to store', () => {
  expect(differs(EMPTY, { ...EMPTY, writer: 'w', lease: 2 })).toBe(false)
  expect(differs(EMPTY, { ...EMPTY, seen: { version: 1 } })).toBe(true)
})

describe('a lease', () => {
  beforeEach(() => jest.useFakeTimers({ now: CREATED_MS }))
  afterEach(() => jest.useRealTimers())

  it.each([
    [1500.2, 2501],
    // One that was killed must not silence all others for as long as it would have taken.
    [3_600_000, 60_000],
  ])('for %s ms lasts %s ms', (msLeft, lasts) => expect(leaseFor(msLeft)).toBe(CREATED_MS + lasts))

  it.each([
    ['none', {}, false],
    ['one that ended', { lease: CREATED_MS }, false],
    ['one that has not', { lease: CREATED_MS + 1 }, true],
    ['the longest, of a clock that is a little ahead', { lease: CREATED_MS + 61_000 }, true],
    ['one of a clock that was wrong', { lease: CREATED_MS + 61_001 }, false],
  ])('%s', (_what, lease, leased) => expect(isLeased({ ...EMPTY, ...lease })).toBe(leased))
})

describe('replacing a state', () => {
  const limits = { timeoutMs: 5000, retries: 1 }
  const replaced = (value: boolean) => ({ ok: true, value })

  /** A store whose first answer to a write is lost, with what is done before that. */
  const losing = (memory: Store, first: Store['compareAndSet']): Store => {
    const compareAndSet = jest.fn(memory.compareAndSet)
    compareAndSet.mockImplementationOnce(async (...given) => {
      await first(...given)
      throw new Error('reset')
    })
    return { ...memory, compareAndSet }
  }

  it('recognizes its own write, whose answer was lost', async () => {
    const memory = memoryStore()
    const stored = new StoredState(losing(memory, memory.compareAndSet), 'a')
    expect(await stored.replace(EMPTY, limits)).toEqual(replaced(true))
    expect(readState(await memory.get('a'))).toMatchObject(EMPTY)
    expect(await stored.replace(EMPTY, limits)).toEqual(replaced(true))
  })

  it('takes the same state, written by another check meanwhile, for what it is', async () => {
    const memory = memoryStore()
    const other = new StoredState(memory, 'a')
    const store = losing(memory, async () => (await other.replace(EMPTY, limits)).ok)
    expect(await new StoredState(store, 'a').replace(EMPTY, limits)).toEqual(replaced(false))
  })

  it('reads nothing after an attempt that was answered', async () => {
    const memory = memoryStore()
    await new StoredState(memory, 'a').replace(EMPTY, limits)
    const get = jest.fn(memory.get)
    const stored = new StoredState({ ...memory, get }, 'a')
    expect(await stored.replace(EMPTY, limits)).toEqual(replaced(false))
    expect(get).not.toHaveBeenCalled()
  })

  it('never writes the same string twice', async () => {
    const memory = memoryStore()
    const stored = new StoredState(memory, 'a')
    const strings = new Set()
    for (let write = 0; write < 3; write += 1) {
      await stored.replace(EMPTY, limits)
      strings.add(await memory.get('a'))
    }
    expect(strings.size).toBe(3)
  })
})

it('adds a point only if something changed, and keeps the newest 300', () => {
  const once = withPoint(undefined, plan('running', 8), 1)
  expect(once.points).toEqual([point])
  expect(withPoint(once, plan('running', 8), 2)).toBe(once)
  expect(withPoint(once, plan('paused', 8), 2).points).toHaveLength(2)
  expect(withPoint(once, plan('running', 8, 5), 2)).toEqual({
    createTimestamp: 5,
    points: [{ ...point, at: 2 }],
  })
  let long = once
  for (let at = 0; at < 400; at += 1) long = withPoint(long, plan('running', at % 2), at)
  expect(long.points).toHaveLength(300)
  expect(long.points[299]).toMatchObject({ at: 399 })
})
