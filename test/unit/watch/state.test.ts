import { memoryStore, type ReleaseEvent, type Store } from '../../../src/watch'
import {
  differs,
  EMPTY,
  isHistory,
  isLeased,
  leaseFor,
  readState,
  type State,
  StoredState,
  withPoint,
} from '../../../src/watch/state'
import { CREATED_MS, plan } from './results'

const event: ReleaseEvent = { type: 'recovered', at: 2, since: 1 }

it('reads what was written', () => {
  const state: State = {
    shape: 1,
    seen: { version: 1 },
    outbox: [{ event, channels: ['a'], unanswered: { a: 1 } }],
    history: withPoint(undefined, plan('running', 8), 2),
    lease: 3,
    writer: 'w 1',
  }
  expect(readState(JSON.stringify(state))).toEqual(state)
  expect(readState(JSON.stringify(EMPTY))).toEqual(EMPTY)
})

it.each([
  undefined,
  null,
  7,
  '',
  '{',
  'null',
  '[]',
  '{"outbox":[]}',
  '{"shape":2,"outbox":[]}',
  '{"shape":1}',
  '{"shape":1,"outbox":{}}',
  '{"shape":1,"outbox":[null]}',
  '{"shape":1,"outbox":[{"event":null,"channels":[]}]}',
  '{"shape":1,"outbox":[{"event":{},"channels":[]}]}',
  '{"shape":1,"outbox":[{"event":{"type":"started"},"channels":"a"}]}',
  '{"shape":1,"outbox":[{"event":{"type":"started"},"channels":["a",1]}]}',
  '{"shape":1,"outbox":[{"event":{"type":"started"},"channels":["a"],"unanswered":1}]}',
  '{"shape":1,"outbox":[],"seen":"x"}',
  '{"shape":1,"outbox":[],"lease":"x"}',
  '{"shape":1,"outbox":[],"history":{"createTimestamp":1}}',
  '{"shape":1,"outbox":[],"history":{"points":[]}}',
  ...[{ at: 'x' }, { status: 1 }, { grayPercentage: 'x' }].map((wrong) => {
    const point = { at: 1, status: 'running', grayPercentage: 8 }
    const history = { createTimestamp: 1, points: [point, { ...point, ...wrong }] }
    return JSON.stringify({ shape: 1, outbox: [], history })
  }),
])('%j is not a state', (text) => expect(readState(text)).toBeUndefined())

it.each([
  null,
  undefined,
  { createTimestamp: 1, points: [null] },
  { createTimestamp: 1, points: [{}] },
])('%j is not a history', (value) => expect(isHistory(value)).toBe(false))

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
    ['none', undefined, false],
    ['one that ended', 0, false],
    ['one that has not', 1, true],
    ['the longest, of a clock that is a little ahead', 61_000, true],
    ['one of a clock that was wrong', 61_001, false],
  ])('%s', (_what, ms, leased) =>
    expect(isLeased({ ...EMPTY, ...(ms !== undefined && { lease: CREATED_MS + ms }) })).toBe(
      leased,
    ),
  )
})

describe('replacing a state', () => {
  /** A store whose writes do what is said, one after another. */
  const storeOf = (writes: ((write: () => Promise<boolean>) => Promise<boolean>)[]) => {
    const memory = memoryStore()
    const reads = jest.fn(memory.get)
    const compareAndSet: Store['compareAndSet'] = (...given) =>
      (writes.shift() ?? ((write) => write()))(() => memory.compareAndSet(...given))
    return { memory, reads, store: { get: reads, compareAndSet } }
  }
  const lost = async (write?: () => Promise<boolean>): Promise<boolean> => {
    await write?.()
    throw new Error('reset')
  }
  const limits = { timeoutMs: 5000, retries: 1 }

  it('recognizes its own write, whose answer was lost', async () => {
    const { store, memory } = storeOf([lost])
    const stored = new StoredState(store, 'a')
    expect(await stored.replace(EMPTY, limits)).toEqual({ ok: true, value: true })
    expect(readState(await memory.get('a'))).toMatchObject(EMPTY)
    expect(await stored.replace(EMPTY, limits)).toEqual({ ok: true, value: true })
  })

  it('takes the same state, written by another check meanwhile, for what it is', async () => {
    const { store, memory } = storeOf([() => lost()])
    const replacing = new StoredState(store, 'a').replace(EMPTY, limits)
    await new StoredState(memory, 'a').replace(EMPTY, limits)
    expect(await replacing).toEqual({ ok: true, value: false })
  })

  it('reads nothing after an attempt that was answered', async () => {
    const { store, reads, memory } = storeOf([])
    await new StoredState(memory, 'a').replace(EMPTY, limits)
    const stored = new StoredState(store, 'a')
    expect(await stored.replace(EMPTY, limits)).toEqual({ ok: true, value: false })
    expect(reads).not.toHaveBeenCalled()
  })

  it('never writes the same string twice', async () => {
    const memory = memoryStore()
    const stored = new StoredState(memory, 'a')
    const strings = []
    for (let write = 0; write < 3; write += 1) {
      await stored.replace(EMPTY, limits)
      strings.push(await memory.get('a'))
    }
    expect(new Set(strings).size).toBe(3)
  })
})

it('adds a point only if something changed, and keeps the newest 300', () => {
  const once = withPoint(undefined, plan('running', 8), 1)
  expect(once.points).toEqual([{ at: 1, status: 'running', grayPercentage: 8 }])
  expect(withPoint(once, plan('running', 8), 2)).toBe(once)
  expect(withPoint(once, plan('paused', 8), 2).points).toHaveLength(2)
  expect(withPoint(once, plan('running', 8, 5), 2)).toEqual({
    createTimestamp: 5,
    points: [{ at: 2, status: 'running', grayPercentage: 8 }],
  })
  let long = once
  for (let at = 0; at < 400; at += 1) long = withPoint(long, plan('running', at % 2), at)
  expect(long.points).toHaveLength(300)
  expect(long.points[299]).toMatchObject({ at: 399 })
})
