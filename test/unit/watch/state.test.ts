import type { GetGrayReleasePlanResult } from '../../../src'
import { createError } from '../../../src/core/error'
import type { ReleaseEvent } from '../../../src/watch'
import {
  differs,
  EMPTY,
  isHistory,
  isLeased,
  leaseFor,
  readState,
  type State,
  shortened,
  withPoint,
} from '../../../src/watch/state'
import { plan } from './looks'

const event: ReleaseEvent = { type: 'recovered', at: 2, since: 1 }

it('reads what was written', () => {
  const state: State = {
    shape: 1,
    seen: { version: 1 },
    outbox: [{ event, channels: ['a'], unanswered: { a: 1 } }],
    history: withPoint(undefined, plan('running', 8), 2),
    lease: 3,
    leasedAt: 1,
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
  '{"shape":1,"outbox":[{"event":{"type":"started"},"channels":[1]}]}',
  '{"shape":1,"outbox":[{"event":{"type":"started"},"channels":["a"],"unanswered":1}]}',
  '{"shape":1,"outbox":[],"seen":"x"}',
  '{"shape":1,"outbox":[],"lease":"x"}',
  '{"shape":1,"outbox":[],"history":{"createTimestamp":1}}',
  '{"shape":1,"outbox":[],"history":{"points":[]}}',
])('%j is not a state', (text) => expect(readState(text)).toBeUndefined())

it.each([
  null,
  undefined,
  { createTimestamp: 1, points: [null] },
  { createTimestamp: 1, points: [{}] },
])('%j is not a history', (value) => expect(isHistory(value)).toBe(false))

it('tells whether there is anything to store', () => {
  expect(differs(EMPTY, { ...EMPTY, writer: 'w', leasedAt: 1, lease: 2 })).toBe(false)
  expect(differs(EMPTY, { ...EMPTY, seen: { version: 1 } })).toBe(true)
})

describe('a lease', () => {
  const at = Date.now()

  it('lasts to the end of a check and a second more', () => {
    const { lease, leasedAt } = leaseFor(1500.2)
    expect(lease - leasedAt).toBe(2501)
    expect(isLeased({ ...EMPTY, lease, leasedAt })).toBe(true)
  })

  it.each([
    ['none', {}, false],
    ['one that ended', { lease: at - 1, leasedAt: at - 5000 }, false],
    ['a long one', { lease: at + 3_600_000, leasedAt: at - 1000 }, true],
    ['one of a clock that is a little ahead', { lease: at + 5000, leasedAt: at + 500 }, true],
    ['one of a clock that was wrong', { lease: at + 5000, leasedAt: at + 60_000 }, false],
    ['one of an earlier version', { lease: at + 5000 }, true],
    ['a wrong one of an earlier version', { lease: at + 3_600_000 }, false],
  ])('%s', (_what, lease, leased) => expect(isLeased({ ...EMPTY, ...lease })).toBe(leased))
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

it('shortens an error, and keeps its cause', () => {
  const found: GetGrayReleasePlanResult = { ok: true, plan: plan('running', 8) }
  expect(shortened(found)).toBe(found)
  const issue = { path: 'p'.repeat(900), message: 'm'.repeat(900) }
  const error = createError('invalid_response', {
    errMsg: 'x'.repeat(900_000),
    attempts: 1,
    issues: Array.from({ length: 100 }, () => issue),
    cause: { value: 'why' },
  })
  const short = shortened({ ok: false, error })
  expect(JSON.stringify(short).length).toBeLessThan(6000)
  expect(short).toMatchObject({
    error: { ...error, errMsg: 'x'.repeat(500), issues: expect.any(Array) },
  })
  expect(!short.ok && short.error.cause).toBe('why')
})
