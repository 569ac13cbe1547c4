import { compare, type GetGrayReleasePlanResult, type Seen } from '../../../src/watch'
import { CREATED, CREATED_MS, DAY, error, failed, found, hostile, plan } from './results'

const LATER = CREATED + 86_400

/** A check as text: `running 8`, `running 8 later` for another plan, or an error, such as `no_plan`. */
function resultOf(text: string): GetGrayReleasePlanResult {
  const [word, percentage, later] = text.split(' ')
  if (percentage === undefined) return failed(word as never)
  return found(word as never, Number(percentage), later ? LATER : CREATED)
}

/** Makes one check after the other, an hour apart unless said otherwise; returns the events of each. */
function check(...checks: (string | [string, at: number])[]) {
  let seen: Seen | undefined
  return checks.map((given, index) => {
    const [text, at] = typeof given === 'string' ? [given, hour(index)] : given
    const compared = compare(seen, resultOf(text), at)
    seen = JSON.parse(JSON.stringify(compared.seen))
    expect(seen).toEqual(compared.seen)
    expect(JSON.parse(JSON.stringify(compared.events))).toEqual(compared.events)
    return compared.events
  })
}

const hour = (index: number): number => CREATED_MS + index * 60 * 60 * 1000

/** The types of the events of the last check. */
const lastTypes = (...checks: Parameters<typeof check>): string =>
  (check(...checks).pop() ?? []).map(({ type }) => type).join(' ')

describe('started', () => {
  it.each([
    [['running 8']],
    [['running 0']],
    [['paused 8']],
    [['initial 0', 'running 8']],
    [['initial 0', 'paused 8']],
    [['running 50', 'running 1 later']],
    [['completed 100', 'running 1 later']],
    [['running 50 later', 'running 1']],
    [['no_plan', 'running 1']],
    [['completed 100', 'running 8']],
    [['unknown 8', 'running 8']],
  ])('%j', (checks) => expect(lastTypes(...checks)).toBe('started'))

  it.each([
    [['initial 0']],
    [['completed 100']],
    [['deleted 20']],
    [['unknown 20']],
    [['no_plan']],
    [['running 8', 'completed 100 later']],
    [['running 8', 'initial 0 later']],
  ])('not %j', (checks) => expect(lastTypes(...checks)).toBe(''))

  it('is reported with the time at which WeChat created the plan', () =>
    expect(check('paused 8')).toEqual([
      [{ type: 'started', at: CREATED_MS, plan: plan('paused', 8) }],
    ]))

  it('names the plan that was in progress before, if its end was not seen', () => {
    const started = { type: 'started', at: LATER * 1000, plan: plan('running', 1, LATER) }
    const [, events] = check('running 50', 'running 1 later')
    expect(events).toEqual([{ ...started, previous: plan('running', 50) }])
    for (const end of ['completed 100', 'deleted 50', 'no_plan']) {
      expect(check('running 50', end, 'running 1 later').pop()).toEqual([started])
    }
  })

  it('is reported once of each plan, though WeChat gives an old answer in between', () => {
    const [a, b] = ['running 50', 'running 1 later']
    expect(check(a, b, a, b, a).map(({ length }) => length)).toEqual([1, 1, 0, 0, 0])
  })

  it('forgets the oldest of very many plans', () => {
    const many = Array.from({ length: 30 }, (_, index) => found('running', 1, CREATED + index))
    let seen: Seen | undefined
    for (const result of many) seen = compare(seen, result, CREATED_MS).seen
    expect(JSON.stringify(seen).length).toBeLessThan(5000)
    const again = [0, 9, 10, 29].map(
      (index) => compare(seen, many[index] as GetGrayReleasePlanResult, CREATED_MS).events.length,
    )
    expect(again).toEqual([1, 1, 0, 0])
  })
})

describe('what changes', () => {
  it.each([
    ['progressed', 'running', 'running', 8, 20],
    ['progressed', 'paused', 'paused', 8, 20],
    ['progressed', 'running', 'running', 0, 0.5],
    ['paused', 'running', 'paused', 8, 8],
    ['resumed', 'paused', 'running', 8, 8],
    ['completed', 'running', 'completed', 50, 100],
    ['completed', 'paused', 'completed', 100, 100],
    ['completed', 'initial', 'completed', 0, 100],
    ['deleted', 'running', 'deleted', 50, 50],
    ['deleted', 'paused', 'deleted', 50, 0],
    ['deleted', 'initial', 'deleted', 0, 0],
    ['deleted', 'completed', 'deleted', 100, 100],
  ] as const)('%s: from %s to %s, %d to %d', (type, before, after, from, to) =>
    expect(check(`${before} ${from}`, `${after} ${to}`).pop()).toEqual([
      { type, at: hour(1), from, to, plan: plan(after, to) },
    ]),
  )

  it.each([
    [['running 8', 'paused 20'], 'progressed paused'],
    [['paused 8', 'running 20'], 'progressed resumed'],
    // What happened under an unknown status is reported after it.
    [['running 8', 'unknown 20', 'paused 30'], 'progressed paused'],
    [['running 8', 'running 8'], ''],
    [['running 8', 'unknown 20'], ''],
    [['running 8', 'unknown 20', 'running 8'], ''],
    // The beginning of a known plan is an old answer.
    [['running 8', 'initial 0'], ''],
    [['running 8', 'initial 0', 'running 8'], ''],
    [['completed 100', 'completed 100', 'completed 50'], ''],
    [['deleted 20', 'deleted 20', 'deleted 50'], ''],
    [['initial 0', 'initial 0', 'initial 50'], ''],
    // A plan that is over and runs again has not begun anew.
    [['running 8', 'completed 8', 'running 8'], 'resumed'],
    [['running 8', 'deleted 8', 'running 8'], 'resumed'],
    [['running 8', 'deleted 8', 'deleted 8', 'running 8', 'deleted 8'], 'deleted'],
  ])('%j gives %j', (checks, types) => expect(lastTypes(...checks)).toBe(types))
})

describe('ended', () => {
  it.each(['running', 'paused'] as const)('a %s plan turns into none, once', (status) =>
    expect(check(`${status} 50`, 'no_plan', 'no_plan')).toEqual([
      [expect.objectContaining({ type: 'started' })],
      [{ type: 'ended', at: hour(1), plan: plan(status, 50) }],
      [],
    ]),
  )

  it.each([
    [['initial 50', 'no_plan'], ''],
    [['completed 50', 'no_plan'], ''],
    [['deleted 50', 'no_plan'], ''],
    [['running 50', 'no_plan', 'running 50'], 'resumed'],
    [['paused 50', 'no_plan', 'paused 60'], 'progressed paused'],
    [['running 50', 'no_plan', 'completed 100'], 'completed'],
    [['running 50', 'no_plan', 'running 50', 'no_plan'], 'ended'],
  ])('%j gives %j', (checks, types) => expect(lastTypes(...checks)).toBe(types))
})

describe('due', () => {
  const due = CREATED_MS + 12 * DAY

  it.each(['running', 'paused'] as const)('12 days after its creation, %s', (status) => {
    const text = `${status} 50`
    const fullAt = CREATED_MS + 15 * DAY
    expect(check([text, due - 1], [text, due], [text, due + 1])).toEqual([
      [expect.objectContaining({ type: 'started' })],
      [{ type: 'due', at: due, fullAt, plan: plan(status, 50) }],
      [],
    ])
  })

  it('is reported with the time that WeChat itself gives, unless it is no end', () => {
    const fullAt = (defaultFinishTimestamp: unknown) => {
      const result = { ok: true, plan: { ...plan('running', 50), defaultFinishTimestamp } }
      return compare(undefined, result as never, due).events[1]
    }
    const finish = CREATED + 14 * 86_400
    expect(fullAt(finish)).toMatchObject({ fullAt: finish * 1000 })
    for (const none of [0, CREATED, `${finish}`, null]) {
      expect(fullAt(none)).toMatchObject({ fullAt: CREATED_MS + 15 * DAY })
    }
  })

  it('comes last of what happens in a check', () => {
    const paused: [string, number] = ['paused 20', due]
    expect(lastTypes(paused)).toBe('started due')
    expect(lastTypes('running 8', 'permission', paused)).toBe('recovered progressed paused due')
  })

  it.each(['initial', 'completed', 'deleted', 'unknown'])('not if it is %s', (status) =>
    expect(lastTypes('running 8', [`${status} 20`, due])).not.toContain('due'),
  )

  it('is reported once, however the clock jumps', () => {
    const running = 'running 8'
    const events = check([running, due], [running, due - DAY], [running, due], 'deleted 8')
    expect(events.map(({ length }) => length)).toEqual([2, 0, 0, 1])
    expect(lastTypes([running, due], ['running 8 later', due + DAY])).toBe('started due')
  })
})

describe('failing and recovered', () => {
  const failing = (at: number, kind: Parameters<typeof error>[0]) => [
    { type: 'failing', at: hour(at), since: hour(0), error: error(kind) },
  ]

  it.each([
    ['one final error', ['permission', 'credential', 'system'], 0, 'permission'],
    ['three retryable ones', ['system', 'network', 'system', 'system'], 2, 'system'],
    ['a final one among retryable ones', ['system', 'permission', 'system'], 1, 'permission'],
  ] as const)('after %s, once', (_what, checks, at, kind) =>
    expect(check(...checks)).toEqual(
      checks.map((_, index) => (index === at ? failing(at, kind) : [])),
    ),
  )

  it.each(['running 8', 'no_plan', 'unknown 8'])('%s ends a row', (answer) => {
    const events = check('running 8', 'network', 'network', answer, 'network', 'network').flat()
    expect(events.filter(({ type }) => type === 'failing')).toEqual([])
  })

  it.each([
    [['permission', 'running 8'], 'recovered started'],
    [['permission', 'running 8', 'running 8'], ''],
    [['permission', 'no_plan'], 'recovered'],
    [['permission', 'no_plan', 'no_plan'], ''],
    [['running 8', 'permission', 'completed 100'], 'recovered completed'],
    [['running 8', 'permission', 'no_plan'], 'recovered ended'],
  ])('%j gives %j', (checks, types) => expect(lastTypes(...checks)).toBe(types))

  it('recovered says since when it failed', () =>
    expect(check('permission', 'no_plan').pop()).toEqual([
      { type: 'recovered', at: hour(1), since: hour(0) },
    ]))

  it('holds the error as plain data', () => {
    const cause = { secret: 'kept in the process' }
    const thrown = Object.defineProperty(error('permission'), 'cause', { value: cause })
    const [event] = compare(undefined, { ok: false, error: thrown }, CREATED_MS).events
    expect(event).toMatchObject({ error: error('permission') })
    expect((event as { error: object }).error).not.toHaveProperty('cause')
  })
})

describe('what is passed in', () => {
  const running = found('running', 8)

  it('stays as it is', () => {
    const freeze = <T>(value: T): T => {
      if (Object(value) === value) Object.values(Object.freeze(value) as object).map(freeze)
      return value
    }
    const { seen } = compare(undefined, freeze(running), CREATED_MS)
    expect(() => compare(freeze(seen), freeze(found('paused', 20)), CREATED_MS)).not.toThrow()
  })

  it('nothing new leaves what was seen equal', () => {
    const { seen } = compare(undefined, running, CREATED_MS)
    expect(compare(seen, running, CREATED_MS + 1)).toEqual({ seen, events: [] })
    const failing = compare(seen, failed('permission'), CREATED_MS).seen
    expect(compare(failing, failed('system'), CREATED_MS).seen).toEqual(failing)
  })

  type Kept = Seen & { plans: [object] }
  const kept = compare(undefined, running, CREATED_MS).seen as Kept
  const [one] = kept.plans
  const withPlan = (change: object) => ({ ...kept, plans: [{ ...one, ...change }] })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['text', 'seen'],
    ['a number', 1],
    ['an array', []],
    ['empty', {}],
    ['of a later version', { ...kept, version: 2 }],
    ['of an older version', { ...kept, version: 0 }],
    ['without plans', { version: 1 }],
    ['with plans that are no list', { version: 1, plans: { 0: one } }],
    ['with null as a plan', { version: 1, plans: [null] }],
    ['with a plan of no status', withPlan({ plan: plan('new' as never, 8) })],
    ['with a plan that is none', withPlan({ plan: null })],
    ['with a flag missing', withPlan({ due: undefined })],
    ['with a flag of another type', withPlan({ gone: 0 })],
    ['with a failure that is none', { ...kept, failure: null }],
    ['with a failure of no count', { ...kept, failure: { since: 1, told: true } }],
    ['with a failure of no time', { ...kept, failure: { count: 1, since: 'x', told: true } }],
    ['with a failure of no flag', { ...kept, failure: { count: 1, since: 1 } }],
    ['hostile', hostile()],
  ])('seen that is %s counts as none', (_name, seen) => {
    const compared = compare(seen as never, running, CREATED_MS)
    expect(compared).toEqual({ seen: kept, events: [expect.objectContaining({ type: 'started' })] })
  })

  it('seen with more in it than this version knows is read', () => {
    const more = { ...withPlan({ more: 1 }), more: 1 }
    expect(compare(more, running, CREATED_MS).events).toEqual([])
  })

  const circle: { ok: boolean; plan?: unknown } = { ok: true }
  circle.plan = circle
  const ofPlan = (change: object) => ({ ok: true, plan: { ...plan('running', 8), ...change } })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text', 'ok'],
    ['neither', {}],
    ['ok without a plan', { ok: true }],
    ['ok with null', { ok: true, plan: null }],
    ['a plan of no status', ofPlan({ status: 'on' })],
    ['a plan with a percentage of text', ofPlan({ grayPercentage: '8' })],
    ['a plan with a percentage of NaN', ofPlan({ grayPercentage: Number.NaN })],
    ['a plan of no time', ofPlan({ createTimestamp: null })],
    ['a plan beyond all time', ofPlan({ createTimestamp: 1e300 })],
    ['an error that is none', { ok: false, error: null }],
    ['an error of no kind', { ok: false, error: { retryable: true } }],
    ['a circle', circle],
    ['hostile', hostile()],
  ])('a result that is %s changes nothing', (_name, result) => {
    const { seen } = compare(undefined, failed('permission'), CREATED_MS)
    expect(compare(seen, result as never, CREATED_MS)).toEqual({ seen, events: [] })
  })

  const failedAt = (now: unknown) =>
    compare(undefined, failed('permission'), now as never).events[0]?.at

  it.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY, 9e15, '5', {}])(
    'now as %p is the time of the clock',
    (now) => {
      jest.useFakeTimers({ now: CREATED_MS })
      expect(failedAt(now)).toBe(CREATED_MS)
      jest.useRealTimers()
    },
  )

  it.each([0, -1, -8.64e15, 8.64e15])('now may be %d', (now) => expect(failedAt(now)).toBe(now))

  it('now is never -0', () => expect(failedAt(-0)).toBe(0))
})
