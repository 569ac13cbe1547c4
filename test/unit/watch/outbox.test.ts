import type { ReleaseEvent } from '../../../src/watch'
import type { DeliveryOutcome } from '../../../src/watch/deliver'
import {
  MOST_WAITING,
  nextFor,
  type Outbox,
  sendOutbox,
  settled,
  withEvents,
} from '../../../src/watch/outbox'
import type { Recipient } from '../../../src/watch/recipients'

const event = (at: number): ReleaseEvent => ({ type: 'recovered', at, since: 0 })
const [one, two] = [event(1), event(2)]

it('adds events for all channels, and forgets channels that are gone', () => {
  const first = withEvents([], [one], ['a', 'b'])
  expect(first).toEqual({ outbox: [{ event: one, channels: ['a', 'b'] }], dropped: 0 })
  expect(withEvents(first.outbox, [two], ['b', 'c'])).toEqual({
    outbox: [
      { event: one, channels: ['b'] },
      { event: two, channels: ['b', 'c'] },
    ],
    dropped: 0,
  })
  expect(withEvents(first.outbox, [two], [])).toEqual({ outbox: [], dropped: 0 })
})

it('keeps 100 events at most: the oldest are dropped', () => {
  const events = Array.from({ length: MOST_WAITING + 2 }, (_, at) => event(at))
  const { outbox, dropped } = withEvents([], events, ['a'])
  expect(dropped).toBe(2)
  expect(outbox.map((waiting) => waiting.event.at)).toEqual(events.slice(2).map(({ at }) => at))
})

it('has a queue for each channel', () => {
  const { outbox } = withEvents([{ event: one, channels: ['a'] }], [two], ['a', 'b'])
  expect(nextFor(outbox, 'a')?.event).toBe(one)
  expect(nextFor(outbox, 'b')?.event).toBe(two)
  expect(nextFor(outbox, 'c')).toBeUndefined()
  const { outbox: rest } = settled(outbox, 'a', 'accepted')
  expect(nextFor(rest, 'a')?.event).toBe(two)
  expect(nextFor(rest, 'b')?.event).toBe(two)
})

it.each([
  ['accepted', false],
  ['rejected', true],
] as const)('an event that was %s leaves the queue', (outcome, lost) => {
  const outbox: Outbox = [{ event: one, channels: ['a', 'b'] }]
  const after = settled(outbox, 'a', outcome)
  expect(after).toEqual({ outbox: [{ event: one, channels: ['b'] }], lost })
  expect(settled(after.outbox, 'b', outcome)).toEqual({ outbox: [], lost })
})

it('what was cut off or failed for now stays as it is', () => {
  const outbox: Outbox = [{ event: one, channels: ['a'] }]
  expect(settled(outbox, 'a', 'later')).toEqual({ outbox, lost: false })
  expect(settled(outbox, 'a', 'later').outbox).toBe(outbox)
  expect(settled(outbox, 'b', 'rejected')).toEqual({ outbox, lost: false })
})

it('an event without an answer is sent three times, counted for each channel', () => {
  let outbox: Outbox = [{ event: one, channels: ['a', 'b'] }]
  for (const lost of [false, false, true]) {
    const after = settled(outbox, 'a', 'unanswered')
    expect(after.lost).toBe(lost)
    outbox = after.outbox
  }
  expect(outbox).toEqual([{ event: one, channels: ['b'], unanswered: { a: 2 } }])
  expect(settled(outbox, 'b', 'unanswered').lost).toBe(false)
})

describe('sending', () => {
  /** Sends one event to two channels, `b` after `a`; gives what was stored. */
  async function stored(ofA: DeliveryOutcome, goesOn = true): Promise<Outbox[]> {
    const writes: Outbox[] = []
    let finish: () => void = () => undefined
    const afterA = new Promise<void>((resolve) => {
      finish = resolve
    })
    const recipient = (id: string, send: () => Promise<DeliveryOutcome>): Recipient => ({
      id,
      send: async () => ({ outcome: await send(), delivery: { channel: id, host: '', ok: true } }),
    })
    await sendOutbox([{ event: one, channels: ['a', 'b'] }], {
      recipients: [
        recipient('a', async () => {
          setTimeout(finish, 10)
          return ofA
        }),
        recipient('b', () => afterA.then(() => 'accepted')),
      ],
      nextLimit: () => 1000,
      signal: undefined,
      store: async (outbox) => {
        writes.push(outbox)
        return { ok: true, value: goesOn }
      },
      onLost: () => undefined,
    })
    return writes
  }
  const waits = (...channels: string[]): Outbox => [{ event: one, channels }]

  it('stores what each channel accepted', async () =>
    expect(await stored('accepted')).toEqual([waits('b'), []]))

  it('stores nothing where nothing has changed', async () =>
    expect(await stored('later')).toEqual([waits('a')]))

  it('stores nothing more once another check has taken over', async () =>
    expect(await stored('accepted', false)).toEqual([waits('b')]))
})
