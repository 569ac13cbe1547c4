import type { ReleaseEvent } from '../../../src/watch'
import type { DeliveryOutcome } from '../../../src/watch/deliver'
import { nextFor, type Outbox, sendOutbox, settled, withEvents } from '../../../src/watch/outbox'

const event = (at: number): ReleaseEvent => ({ type: 'recovered', at, since: 0 })
const [one, two] = [event(1), event(2)]
const waits = (...channels: string[]): Outbox => [{ event: one, channels }]

it('adds events for all channels, and forgets channels that are gone', () => {
  const { outbox, dropped } = withEvents([], [one], ['a', 'b'])
  expect({ outbox, dropped }).toEqual({ outbox: waits('a', 'b'), dropped: 0 })
  expect(withEvents(outbox, [two], ['b', 'c']).outbox).toEqual([
    { event: one, channels: ['b'] },
    { event: two, channels: ['b', 'c'] },
  ])
  expect(withEvents(outbox, [two], [])).toEqual({ outbox: [], dropped: 0 })
})

it('keeps 100 events at most: the oldest are dropped', () => {
  const events = Array.from({ length: 102 }, (_, at) => event(at))
  const { outbox, dropped } = withEvents([], events, ['a'])
  expect(dropped).toBe(2)
  expect(outbox.map((waiting) => waiting.event)).toEqual(events.slice(2))
})

it('has a queue for each channel', () => {
  const { outbox } = withEvents(waits('a'), [two], ['a', 'b'])
  const nextOf = (given: Outbox) => ['a', 'b', 'c'].map((channel) => nextFor(given, channel)?.event)
  expect(nextOf(outbox)).toEqual([one, two, undefined])
  expect(nextOf(settled(outbox, 'a', 'accepted').outbox)).toEqual([two, two, undefined])
})

it.each([
  ['accepted', false],
  ['rejected', true],
] as const)('an event that was %s leaves the queue', (outcome, lost) => {
  expect(settled(waits('a', 'b'), 'a', outcome)).toEqual({ outbox: waits('b'), lost })
  expect(settled(waits('b'), 'b', outcome)).toEqual({ outbox: [], lost })
})

it.each([
  ['a', 'later'],
  ['b', 'rejected'],
] as const)('an event stays as it is if %s answers %s', (channel, outcome) => {
  const outbox = waits('a')
  const after = settled(outbox, channel, outcome)
  expect(after).toEqual({ outbox, lost: false })
  expect(after.outbox).toBe(outbox)
})

it('an event without an answer is sent three times, counted for each channel', () => {
  let outbox = waits('a', 'b')
  for (const lost of [false, false, true]) {
    const after = settled(outbox, 'a', 'unanswered')
    expect(after.lost).toBe(lost)
    outbox = after.outbox
  }
  expect(outbox).toEqual([{ event: one, channels: ['b'], unanswered: { a: 2 } }])
  expect(settled(outbox, 'b', 'unanswered').lost).toBe(false)
})

it.each<[DeliveryOutcome, boolean, Outbox[]]>([
  ['accepted', true, [waits('b'), []]],
  // Nothing has changed for `a`.
  ['later', true, [waits('a')]],
  // Another check has taken over.
  ['accepted', false, [waits('b')]],
])(
  'if `a` answers %s before `b` accepts, stores (%j: once more): %j',
  async (ofA, more, writes) => {
    const stored: Outbox[] = []
    const answers = { a: 0, b: 10 }
    await sendOutbox(waits('a', 'b'), {
      recipients: (['a', 'b'] as const).map((id) => ({
        id,
        send: async () => {
          await new Promise((resolve) => setTimeout(resolve, answers[id]))
          const outcome = id === 'a' ? ofA : 'accepted'
          return { outcome, delivery: { channel: id, host: '', ok: true } }
        },
      })),
      nextLimit: () => 1000,
      signal: undefined,
      store: async (outbox) => {
        stored.push(outbox)
        return { ok: true, value: more }
      },
      onLost: () => undefined,
    })
    expect(stored).toEqual(writes)
  },
)
