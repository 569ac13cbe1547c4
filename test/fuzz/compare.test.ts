import fc from 'fast-check'
import {
  compare,
  describe as describeEvent,
  ERROR_KINDS,
  type GetGrayReleasePlanResult,
  type GrayReleasePlan,
  type ReleaseEvent,
  type Seen,
} from '../../src/watch'
import { CREATED, CREATED_MS, DAY, failed, hostile, plan } from '../unit/watch/results'

interface Check {
  result: GetGrayReleasePlanResult
  at: number
}

/** Few plans and few shares, so that they meet again. */
const anyPlan: fc.Arbitrary<GrayReleasePlan> = fc
  .tuple(
    fc.constantFrom('initial', 'running', 'running', 'paused', 'completed', 'deleted', 'unknown'),
    fc.constantFrom(0, 8, 20, 100),
    fc.constantFrom(CREATED, CREATED, CREATED + 86_400, CREATED - 3600),
  )
  .map((given) => plan(...(given as Parameters<typeof plan>)))
const anyError = fc
  .tuple(fc.constantFrom(...ERROR_KINDS), fc.constantFrom(0, -501003, 48001))
  .map(([kind, code]) => failed(kind, code))

/** The clock jumps as it likes. */
const anyCheck: fc.Arbitrary<Check> = fc.record({
  result: fc.oneof(
    { weight: 6, arbitrary: anyPlan.map((found) => ({ ok: true as const, plan: found })) },
    { weight: 1, arbitrary: fc.constant(failed('no_plan')) },
    { weight: 2, arbitrary: anyError },
  ),
  at: fc.integer({ min: -20, max: 40 }).map((halfDays) => CREATED_MS + (halfDays * DAY) / 2),
})

const checks = fc.array(anyCheck, { minLength: 1, maxLength: 30 })

/** Makes checks one after the other; what is kept in between goes through JSON if asked. */
function run(sequence: readonly Check[], throughJson = false): ReleaseEvent[][] {
  let seen: Seen | undefined
  return sequence.map(({ result, at }) => {
    const compared = compare(seen, result, at)
    seen = throughJson ? JSON.parse(JSON.stringify(compared.seen)) : compared.seen
    return compared.events
  })
}

/*
 * What the contract says, in terms of all checks up to one, with no memory of its own.
 */
const isUnderWay = (found?: GrayReleasePlan) => /^(running|paused)$/.test(found?.status ?? '')
const isNoPlan = ({ result }: Check) => !result.ok && result.error.kind === 'no_plan'
const isFailure = (check: Check) => !check.result.ok && !isNoPlan(check)
const sameAs = (found: GrayReleasePlan) => (other: Check) =>
  planIn(other)?.createTimestamp === found.createTimestamp
const planIn = ({ result }: Check) => (result.ok ? result.plan : undefined)

/** The checks that say something of a plan: no unknown status, and no beginning after the first check. */
function telling(past: readonly Check[]): Check[] {
  return past.filter((check, index) => {
    const found = planIn(check)
    if (!found || found.status === 'unknown') return false
    const known = past.slice(0, index).filter((one) => planIn(one)?.status !== 'unknown')
    return found.status !== 'initial' || !known.some(sameAs(found))
  })
}

/** The plan under way before a check, if WeChat has not said since that there is none. */
function underWayBefore(past: readonly Check[]): GrayReleasePlan | undefined {
  const last = telling(past).pop()
  const found = last && planIn(last)
  if (!last || !found || !isUnderWay(found)) return undefined
  return past.slice(past.indexOf(last)).some(isNoPlan) ? undefined : found
}

/** Whether WeChat has said that there is no plan while this one was the one under way. */
const vanished = (past: readonly Check[], since: number, found: GrayReleasePlan): boolean =>
  past.some(
    (check, index) =>
      index > since &&
      isNoPlan(check) &&
      underWayBefore(past.slice(0, index))?.createTimestamp === found.createTimestamp,
  )

function expectedOfFailures(past: readonly Check[], check: Check): string[] {
  const answered = past.reduce((last, one, index) => (isFailure(one) ? last : index), -1)
  const row = past.slice(answered + 1)
  const telling = (upTo: readonly Check[]) =>
    upTo.length >= 3 || upTo.some(({ result }) => !result.ok && !result.error.retryable)
  if (!isFailure(check)) return telling(row) ? ['recovered'] : []
  return telling([...row, check]) && !telling(row) ? ['failing'] : []
}

function expectedOfPlan(past: readonly Check[], check: Check): string[] {
  const found = planIn(check)
  if (!found || !telling([...past, check]).includes(check)) return []
  const before = telling(past).filter(sameAs(found))
  const last = before[before.length - 1]
  const events: string[] = []
  if (isUnderWay(found) && !before.some((one) => isUnderWay(planIn(one)))) {
    const previous = underWayBefore(past)
    const name = previous && previous.createTimestamp !== found.createTimestamp
    events.push(name ? `started after ${previous.createTimestamp}` : 'started')
  } else if (last) {
    const was = planIn(last) as GrayReleasePlan
    const turned = was.status !== found.status || vanished(past, past.indexOf(last), found)
    const percentage = `${was.grayPercentage} to ${found.grayPercentage}`
    if (isUnderWay(found) && was.grayPercentage !== found.grayPercentage) {
      events.push(`progressed ${percentage}`)
    }
    const types: { [status: string]: string } = { running: 'resumed', initial: 'impossible' }
    if (turned) events.push(`${types[found.status] ?? found.status} ${percentage}`)
  }
  const isDue = (one: Check) =>
    isUnderWay(planIn(one)) && one.at >= found.createTimestamp * 1000 + 12 * DAY
  if (isDue(check) && !before.some(isDue)) events.push('due')
  return events
}

function expected(past: readonly Check[], check: Check): string[] {
  const ended = isNoPlan(check) && underWayBefore(past)
  return [
    ...expectedOfFailures(past, check),
    ...(ended ? [`ended ${ended.createTimestamp}`] : []),
    ...expectedOfPlan(past, check),
  ]
}

/** An event as the contract's sentences above name it. */
function named(event: ReleaseEvent): string {
  if ('from' in event) return `${event.type} ${event.from} to ${event.to}`
  if (event.type === 'ended') return `ended ${event.plan.createTimestamp}`
  const previous = event.type === 'started' && event.previous
  return previous ? `started after ${previous.createTimestamp}` : event.type
}

it('over any sequence of checks no event is lost, and none is reported twice', () =>
  fc.assert(
    fc.property(checks, (sequence) => {
      const events = run(sequence).map((ofCheck) => ofCheck.map(named))
      const wanted = sequence.map((check, index) => expected(sequence.slice(0, index), check))
      expect(events).toEqual(wanted)
    }),
    { numRuns: 2000 },
  ))

it('the sequences reach every event', () => {
  const reached = new Set<string>()
  for (const sequence of fc.sample(checks, { numRuns: 300, seed: 1 })) {
    for (const event of run(sequence).flat()) reached.add(event.type)
  }
  expect([...reached].sort()).toEqual(
    'completed deleted due ended failing paused progressed recovered resumed started'.split(' '),
  )
})

it('what is kept survives JSON, and the same checks give the same events again', () =>
  fc.assert(
    fc.property(checks, (sequence) => {
      const events = run(sequence)
      expect(run(sequence, true)).toEqual(events)
      expect(run(JSON.parse(JSON.stringify(sequence)))).toEqual(events)
      expect(JSON.parse(JSON.stringify(events))).toEqual(events)
    }),
  ))

it('the same check twice gives its events once', () =>
  fc.assert(
    fc.property(checks, (sequence) => {
      const answered = sequence.filter(({ result }) => result.ok || !result.error.retryable)
      const twice = run(answered.flatMap((check) => [check, check]))
      expect(twice.filter((_, index) => index % 2 === 0)).toEqual(run(answered))
      expect(twice.filter((_, index) => index % 2 === 1).flat()).toEqual([])
    }),
  ))

const odd = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.constant(hostile()),
)
const results = fc.oneof(
  odd,
  anyCheck.map(({ result }) => result),
  fc.record({ ok: fc.boolean(), plan: odd, error: odd }, { requiredKeys: [] }),
  fc.record({ ok: fc.constant(true), plan: fc.record({ status: odd, createTimestamp: odd }) }),
)
const times = fc.oneof(fc.double(), odd) as fc.Arbitrary<number>

it('compare() never throws, whatever it is given, and its events can be described', () =>
  fc.assert(
    fc.property(odd, fc.array(fc.tuple(results, times)), (kept, sequence) => {
      let seen = kept as Seen
      for (const [result, now] of sequence) {
        const compared = compare(seen, result as GetGrayReleasePlanResult, now)
        expect(JSON.parse(JSON.stringify(compared))).toEqual(compared)
        seen = compared.seen
        compared.events.forEach(expectWords)
      }
    }),
    { numRuns: 1000 },
  ))

function expectWords(event: ReleaseEvent): void {
  const { title, lines } = describeEvent(event)
  for (const text of [title, ...lines].flatMap(({ zh, en }) => [zh, en])) {
    expect(text).toEqual(expect.stringMatching(/^(?!.*(undefined|NaN|\[object|[\n\r]))/))
  }
  expect(title.zh).toContain('分阶段发布')
  expect(title.en).toContain('Staged release')
}

const TYPES =
  'started progressed paused resumed completed deleted ended due failing recovered other'.split(' ')
const events = fc.oneof(
  odd,
  fc.record({ type: fc.constantFrom(...TYPES), at: odd, plan: odd, error: odd }),
  fc.record({ type: fc.constantFrom(...TYPES), at: fc.double(), plan: anyPlan, from: odd }),
)

it('describe() never throws, whatever it is given', () =>
  fc.assert(
    fc.property(events, (event) => {
      const { title, lines } = describeEvent(event as ReleaseEvent)
      for (const { zh, en } of [title, ...lines]) {
        expect([typeof zh, typeof en]).toEqual(['string', 'string'])
      }
    }),
    { numRuns: 1000 },
  ))
