import fc from 'fast-check'
import { memoryStore, type ReleaseEvent, type Store } from '../../src/watch'
import { check } from '../../src/watch/check'
import type { DeliveryOutcome } from '../../src/watch/deliver'
import type { Recipient } from '../../src/watch/recipients'
import { CREATED_MS, failed, found } from '../unit/watch/results'

// Any number of watchers over one store, each of which may be killed at any point, with a store that
// fails before or after a write, channels that fail, are slow or hang, and a clock that jumps. Time is
// simulated.

const TIMEOUT_MS = 3000
/** A check that was killed holds its lease until its deadline, and a second more. */
const LEASE_MS = TIMEOUT_MS + 1000
const CHANNELS = ['a', 'b', 'c']

type Mode = 'accepts' | 'slow' | 'fails' | 'hangs'
type Fault = 'none' | 'before' | 'after'

/** Never twice in a row: a store that fails until the deadline is as good as a kill. */
const faults = fc
  .array(fc.constantFrom<Fault>('none', 'none', 'before', 'after'), { maxLength: 12 })
  .map((all) => all.map((one, index) => (index % 2 === 0 ? one : 'none')))
const mode = fc.constantFrom<Mode>('accepts', 'accepts', 'slow', 'fails', 'hangs')
const kill = fc.option(fc.nat(1500), { nil: undefined, freq: 3 })
const step = fc.record({
  change: fc.constantFrom('none', 'progress', 'progress', 'error'),
  modes: fc.tuple(mode, mode, mode),
  watchers: fc.array(fc.record({ offset: fc.nat(400), kill, faults }), {
    minLength: 1,
    maxLength: 3,
  }),
  latencies: fc.array(fc.nat(40), { minLength: 5, maxLength: 20 }),
  gap: fc.constantFrom(0, 500, LEASE_MS),
  /** By how much the clock jumps, and when after the start of the step. */
  jump: fc.record({
    ms: fc.constantFrom(0, 0, 0, 0, -3_600_000, -5000, 5000, 3_600_000),
    after: fc.nat(500),
  }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A message that a channel accepted. */
interface Copy {
  event: string
  sender: Process
  /** The channel never answered. */
  hung: boolean
}

/** A watcher's process: once it is dead, nothing that it awaits ever comes. */
class Process {
  dead = false
  /** Waits, and goes on only if the process lives. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(() => this.dead || resolve(), ms))
  }
}

class World {
  readonly store = memoryStore()
  readonly accepted = new Map<string, Copy[]>(CHANNELS.map((id) => [id, []]))
  percentage = 1
  failing = false
  /** Two clocks that disagree on a lease: two checks may send the same. */
  jumped = false
  private ticks = 0

  private latency({ latencies }: Step): number {
    this.ticks += 1
    return latencies[this.ticks % latencies.length] as number
  }

  /** One check by a process of its own, which may fail or be killed; gives what else it noted. */
  async run(step: Step, index: number): Promise<unknown[]> {
    const { offset, kill, faults } = step.watchers[index] as Step['watchers'][0]
    const process = new Process()
    await process.wait(offset)
    if (kill !== undefined) {
      setTimeout(() => {
        process.dead = true
      }, kill)
    }
    const left = [...faults]
    const operation = async <T>(run: () => Promise<T>): Promise<T> => {
      await process.wait(this.latency(step))
      const next = left.shift() ?? 'none'
      if (next === 'before') throw new Error('before')
      const value = await run()
      await process.wait(this.latency(step))
      if (next === 'after') throw new Error('after')
      return value
    }
    const store: Store = {
      get: (key) => operation(() => this.store.get(key)),
      compareAndSet: (...given) => operation(() => this.store.compareAndSet(...given)),
    }
    const recipients = CHANNELS.map((id, channel) =>
      this.channel(id, step.modes[channel] as Mode, process, step),
    )
    const query = async () => {
      await process.wait(this.latency(step))
      return this.failing ? failed('permission', 48001) : found('running', this.percentage)
    }
    const notes: unknown[] = []
    const note = (what: string) => notes.push(what)
    const watch = { query, store, key: 'release', recipients, retries: 0, note }
    const killed = new Promise((resolve) => setTimeout(resolve, 9000))
    await Promise.race([check(watch, { timeoutMs: TIMEOUT_MS }), killed])
    return notes.filter((one) => one !== 'unanswered')
  }

  private channel(id: string, mode: Mode, process: Process, step: Step): Recipient {
    const ended = (outcome: DeliveryOutcome) => {
      const error = { message: '', hint: { zh: '', en: '' }, retryable: true }
      return { outcome, delivery: { channel: id, host: '', ok: outcome === 'accepted', error } }
    }
    return {
      id,
      send: async (event, { timeoutMs }) => {
        const delay = mode === 'slow' ? 700 : this.latency(step)
        await process.wait(Math.min(delay, timeoutMs))
        if (mode === 'fails' || delay > timeoutMs) return ended('later')
        const hung = mode === 'hangs'
        this.accepted.get(id)?.push({ event: JSON.stringify(event), sender: process, hung })
        await process.wait(hung ? timeoutMs - delay : 0)
        return ended(hung ? 'unanswered' : 'accepted')
      },
    }
  }
}

const CALM: Step = {
  change: 'none',
  modes: ['accepts', 'accepts', 'accepts'],
  watchers: [{ offset: 0, kill: undefined, faults: [] }],
  latencies: [1],
  gap: LEASE_MS,
  jump: { ms: 0, after: 0 },
}

async function simulate(steps: readonly Step[]): Promise<World> {
  const world = new World()
  for (const step of [...steps, ...Array.from({ length: 8 }, () => CALM)]) {
    if (step === CALM) world.failing = false
    if (step.change === 'progress') world.percentage += 1
    if (step.change === 'error') world.failing = !world.failing
    const { ms, after } = step.jump
    if (ms !== 0) {
      world.jumped = true
      setTimeout(() => jest.setSystemTime(Date.now() + ms), after)
    }
    const runs = Promise.all(step.watchers.map((_, index) => world.run(step, index)))
    // Longer than any check, so that processes of one step overlap, and those of two don't.
    await jest.advanceTimersByTimeAsync(9500 + step.gap)
    expect((await runs).flat()).toEqual([])
  }
  return world
}

/** Where an event leads from and to, for those that are about the percentage. */
const movement = (copy: Copy): { from?: number; to: number } | undefined => {
  const event = JSON.parse(copy.event) as ReleaseEvent
  if (event.type === 'started') return { to: event.plan.grayPercentage }
  return event.type === 'progressed' ? { from: event.from, to: event.to } : undefined
}

function verify(world: World): void {
  for (const [id, copies] of world.accepted) {
    const first = copies.filter(
      (copy, index) => copies.findIndex(({ event }) => event === copy.event) === index,
    )
    // Nothing is lost, and the order is kept: each movement starts where the one before ended.
    const chain = first.map(movement).filter((one) => one !== undefined)
    expect([id, chain[0]?.from]).toEqual([id, undefined])
    for (const [index, { from, to }] of chain.entries()) {
      if (index > 0) expect([id, index, from]).toEqual([id, index, chain[index - 1]?.to])
      if (index === chain.length - 1) expect([id, to]).toEqual([id, world.percentage])
    }
    const troubles = first.map(({ event }) => JSON.parse(event).type as string)
    const about = troubles.filter((type) => type === 'failing' || type === 'recovered')
    for (const [index, type] of about.entries()) {
      expect(type).toBe(index % 2 === 0 ? 'failing' : 'recovered')
    }
    if (world.jumped) continue
    // A repeated event directly follows a copy whose answer nobody stored.
    for (const [index, copy] of copies.entries()) {
      const before = copies.slice(0, index).filter(({ event }) => event === copy.event)
      const last = before[before.length - 1]
      if (!last) continue
      expect([id, copies[index - 1]?.event]).toEqual([id, copy.event])
      expect([id, last.hung || last.sender.dead]).toEqual([id, true])
      const kills = before.filter(({ sender }) => sender.dead).length
      expect(before.length).toBeLessThanOrEqual(2 + kills)
    }
  }
}

beforeEach(() => jest.useFakeTimers({ now: CREATED_MS + 60_000 }))
afterEach(() => jest.useRealTimers())

it('per channel nothing is lost, the order is kept, and only what had no answer is repeated', async () => {
  let repeats = 0
  let killed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const world = await simulate(steps)
      verify(world)
      for (const copies of world.accepted.values()) {
        repeats += copies.length - new Set(copies.map(({ event }) => event)).size
        killed += copies.filter(({ sender }) => sender.dead).length
      }
    }),
    { numRuns: 400 },
  )
  // The sequences reach what they are about.
  expect(repeats).toBeGreaterThan(20)
  expect(killed).toBeGreaterThan(20)
}, 300_000)
