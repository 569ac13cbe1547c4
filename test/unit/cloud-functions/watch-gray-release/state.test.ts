import {
  EMPTY,
  type History,
  isHistory,
  readState,
  withEvents,
  withPoint,
} from '../../../../src/cloud-functions/watch-gray-release/state'
import type { GrayReleasePlan } from '../../../../src/index'
import type { ReleaseEvent } from '../../../../src/watch'

const plan: GrayReleasePlan = {
  status: 'running',
  statusCode: 1,
  grayPercentage: 8,
  createTimestamp: 1700000000,
}
const event: ReleaseEvent = { type: 'started', at: 1, plan }
const history: History = { createTimestamp: 1700000000, points: [] }

it('reads what was written', () => {
  const state = {
    shape: 1,
    seen: { version: 1, plans: [] },
    outbox: [{ event, channels: ['a'] }],
    history: withPoint(history, plan, 2),
    lease: 3,
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
  '{"shape":1,"outbox":[],"seen":"x"}',
  '{"shape":1,"outbox":[],"lease":"x"}',
  '{"shape":1,"outbox":[],"history":{"createTimestamp":1}}',
  '{"shape":1,"outbox":[],"history":{"points":[]}}',
])('%j is no state', (text) => expect(readState(text)).toBeUndefined())

it.each([
  null,
  undefined,
  { createTimestamp: 1, points: [null] },
  { createTimestamp: 1, points: [{}] },
])('%j is no history', (value) => expect(isHistory(value)).toBe(false))

it('adds events for the channels that are told, and forgets those of others', () => {
  const first = withEvents([], [event], ['a', 'b'])
  expect(first).toEqual({ outbox: [{ event, channels: ['a', 'b'] }], dropped: 0 })
  expect(withEvents(first.outbox, [event], ['b', 'c'])).toEqual({
    outbox: [
      { event, channels: ['b'] },
      { event, channels: ['b', 'c'] },
    ],
    dropped: 0,
  })
  expect(withEvents(first.outbox, [event], [])).toEqual({ outbox: [], dropped: 0 })
})

it('adds a point only if something changed, and keeps the newest 300', () => {
  const once = withPoint(history, plan, 1)
  expect(once.points).toEqual([{ at: 1, status: 'running', grayPercentage: 8 }])
  expect(withPoint(once, plan, 2)).toBe(once)
  expect(withPoint(once, { ...plan, status: 'paused' }, 2).points).toHaveLength(2)
  let long = once
  for (let at = 0; at < 400; at += 1)
    long = withPoint(long, { ...plan, grayPercentage: at % 2 }, at)
  expect(long.points).toHaveLength(300)
  expect(long.points[299]).toMatchObject({ at: 399 })
})
