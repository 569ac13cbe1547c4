import { compare, type GetGrayReleasePlanResult, type Seen } from '../../../src/watch'
import { CREATED, CREATED_MS, DAY, error, failed, found, hostile, plan } from './results'

/** Makes one check after the other, an hour apart unless said otherwise; returns the events of each. */
function check(...results: (GetGrayReleasePlanResult | [GetGrayReleasePlanResult, at: number])[]) {
  let seen: Seen | undefined
  return results.map((given, index) => {
    const [result, at] = Array.isArray(given) ? given : [given, hour(index)]
    const compared = compare(seen, result, at)
    seen = JSON.parse(JSON.stringify(compared.seen))
    expect(seen).toEqual(compared.seen)
    expect(JSON.parse(JSON.stringify(compared.events))).toEqual(compared.events)
    return compared.events
  })
}

const hour = (index: number): number => CREATED_MS + index * 60 * 60 * 1000

/** The types of the events of the last check. */
const lastTypes = (...results: Parameters<typeof check>) =>
  check(...results)
    .pop()
    ?.map(({ type }) => type)

const noPlan = failed('no_plan')
const LATER = CREATED + 86_400

describe('started', () => {
  it.each([
    ['running at the first check', [found('running', 8)]],
    ['running for members only', [found('running', 0)]],
    ['paused at the first check', [found('paused', 8)]],
    ['an initial one that begins', [found('initial', 0), found('running', 8)]],
    ['an initial one that is paused already', [found('initial', 0), found('paused', 8)]],
    ['another plan', [found('running', 50), found('running', 1, LATER)]],
    ['another plan after a completed one', [found('completed', 100), found('running', 1, LATER)]],
    ['another plan, created before', [found('running', 50, LATER), found('running', 1)]],
    ['after no plan', [noPlan, found('running', 1)]],
    ['seen completed first, then running', [found('completed', 100), found('running', 8)]],
    ['of a status that is not known, then running', [found('unknown', 8), found('running', 8)]],
  ] as const)('%s', (_name, checks) => expect(lastTypes(...checks)).toEqual(['started']))

  it.each([
    ['initial', [found('initial', 0)]],
    ['completed', [found('completed', 100)]],
    ['deleted', [found('deleted', 20)]],
    ['of a status that is not known', [found('unknown', 20)]],
    ['no plan', [noPlan]],
    ['another plan that is completed', [found('running', 8), found('completed', 100, LATER)]],
    ['another plan that is initial', [found('running', 8), found('initial', 0, LATER)]],
  ] as const)('not if the first check of a plan finds it %s', (_name, checks) =>
    expect(lastTypes(...checks)).toEqual([]),
  )

  it('is reported with the time at which WeChat created the plan', () => {
    expect(check(found('paused', 8))).toEqual([
      [{ type: 'started', at: CREATED_MS, plan: plan('paused', 8) }],
    ])
  })

  it('names the plan that was in progress before, if its end was not seen', () => {
    const [, events] = check(found('running', 50), found('running', 1, LATER))
    expect(events).toEqual([
      {
        type: 'started',
        at: LATER * 1000,
        plan: plan('running', 1, LATER),
        previous: plan('running', 50),
      },
    ])
    for (const end of [found('completed', 100), found('deleted', 50), noPlan]) {
      const [event] = check(found('running', 50), end, found('running', 1, LATER)).pop() as object[]
      expect(event).not.toHaveProperty('previous')
    }
  })

  it('is reported once of each plan, though WeChat gives an old answer in between', () => {
    const [a, b] = [found('running', 50), found('running', 1, LATER)]
    const types = check(a, b, a, b, a).map((events) => events.map(({ type }) => type))
    expect(types).toEqual([['started'], ['started'], [], [], []])
  })

  it('forgets the oldest of very many plans', () => {
    const many = Array.from({ length: 30 }, (_, index) => found('running', 1, CREATED + index))
    let seen: Seen | undefined
    for (const result of many) seen = compare(seen, result, CREATED_MS).seen
    expect(JSON.stringify(seen).length).toBeLessThan(5000)
    const again = (index: number) =>
      compare(seen, many[index] as GetGrayReleasePlanResult, CREATED_MS).events.length
    expect([again(0), again(9), again(10), again(29)]).toEqual([1, 1, 0, 0])
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
  ] as const)('%s: from %s to %s, %d to %d', (type, before, after, from, to) => {
    expect(check(found(before, from), found(after, to)).pop()).toEqual([
      { type, at: hour(1), from, to, plan: plan(after, to) },
    ])
  })

  it.each([
    ['running', 'paused', ['progressed', 'paused']],
    ['paused', 'running', ['progressed', 'resumed']],
  ] as const)('percentage and status at once, from %s to %s', (before, after, types) => {
    expect(lastTypes(found(before, 8), found(after, 20))).toEqual(types)
  })

  it.each([
    ['the same', found('running', 8)],
    ['a status that is not known', found('unknown', 20)],
    ['the beginning, which is an old answer', found('initial', 0)],
  ])('nothing, if a check gives %s', (_name, result) => {
    expect(lastTypes(found('running', 8), result)).toEqual([])
    expect(lastTypes(found('running', 8), result, found('running', 8))).toEqual([])
  })

  it.each([
    ['completed', 100],
    ['deleted', 20],
    ['initial', 0],
  ] as const)('nothing, if a plan stays %s', (status, percentage) => {
    const results = [found(status, percentage), found(status, percentage), found(status, 50)]
    expect(check(...results)).toEqual([[], [], []])
  })

  it.each(['completed', 'deleted'] as const)(
    'a %s plan that runs again has not begun anew',
    (end) => {
      const [running, over] = [found('running', 8), found(end, 8)]
      expect(lastTypes(running, over, running)).toEqual(['resumed'])
      expect(lastTypes(running, over, over, running, over)).toEqual([end])
    },
  )

  it('what happened under an unknown status is reported after it', () => {
    expect(check(found('running', 8), found('unknown', 20), found('paused', 30)).pop()).toEqual([
      { type: 'progressed', at: hour(2), from: 8, to: 30, plan: plan('paused', 30) },
      { type: 'paused', at: hour(2), from: 8, to: 30, plan: plan('paused', 30) },
    ])
  })
})

describe('ended', () => {
  it.each(['running', 'paused'] as const)('a %s plan turns into none, once', (status) => {
    expect(check(found(status, 50), noPlan, noPlan)).toEqual([
      [expect.objectContaining({ type: 'started' })],
      [{ type: 'ended', at: hour(1), plan: plan(status, 50) }],
      [],
    ])
  })

  it.each(['initial', 'completed', 'deleted'] as const)('not a plan that is %s', (status) => {
    expect(lastTypes(found(status, 50), noPlan)).toEqual([])
  })

  it('a plan that comes back is reported, and how it ends', () => {
    expect(lastTypes(found('running', 50), noPlan, found('running', 50))).toEqual(['resumed'])
    expect(lastTypes(found('paused', 50), noPlan, found('paused', 60))).toEqual([
      'progressed',
      'paused',
    ])
    expect(lastTypes(found('running', 50), noPlan, found('completed', 100))).toEqual(['completed'])
    expect(
      lastTypes(found('running', 50), noPlan, found('running', 50), failed('no_plan')),
    ).toEqual(['ended'])
  })
})

describe('due', () => {
  const due = CREATED_MS + 12 * DAY

  it.each(['running', 'paused'] as const)('12 days after its creation, %s', (status) => {
    const results = [due - 1, due, due + 1].map((at): [GetGrayReleasePlanResult, number] => [
      found(status, 50),
      at,
    ])
    const [before, then, after] = check(...results)
    expect(before).toEqual([expect.objectContaining({ type: 'started' })])
    expect(then).toEqual([
      { type: 'due', at: due, fullAt: CREATED_MS + 15 * DAY, plan: plan(status, 50) },
    ])
    expect(after).toEqual([])
  })

  it('is reported with the time that WeChat itself gives', () => {
    const finish = CREATED + 14 * 86_400
    const withFinish = (defaultFinishTimestamp: unknown) =>
      ({
        ok: true,
        plan: { ...plan('running', 50), defaultFinishTimestamp },
      }) as GetGrayReleasePlanResult
    expect(compare(undefined, withFinish(finish), due).events[1]).toMatchObject({
      fullAt: finish * 1000,
    })
    // No release is full before it began.
    for (const none of [0, CREATED, `${finish}`, null]) {
      expect(compare(undefined, withFinish(none), due).events[1]).toMatchObject({
        fullAt: CREATED_MS + 15 * DAY,
      })
    }
  })

  it('comes last of what happens in a check', () => {
    expect(lastTypes([found('paused', 8), due])).toEqual(['started', 'due'])
    expect(lastTypes(found('running', 8), [found('paused', 20), due])).toEqual([
      'progressed',
      'paused',
      'due',
    ])
    expect(
      lastTypes(found('running', 8), failed('permission'), [found('paused', 20), due]),
    ).toEqual(['recovered', 'progressed', 'paused', 'due'])
  })

  it.each(['initial', 'completed', 'deleted', 'unknown'] as const)('not if it is %s', (status) => {
    expect(lastTypes(found('running', 8), [found(status, 20), due])).not.toContain('due')
  })

  it('is reported once, however the clock jumps', () => {
    const running = found('running', 8)
    const types = check([running, due], [running, due - DAY], [running, due], found('deleted', 8))
    expect(types.map((events) => events.length)).toEqual([2, 0, 0, 1])
    expect(lastTypes([found('running', 8), due], [found('running', 8, LATER), due + DAY])).toEqual([
      'started',
      'due',
    ])
  })
})

describe('failing and recovered', () => {
  it('after one final error, once', () => {
    expect(check(failed('permission', 48001), failed('credential'), failed('system'))).toEqual([
      [{ type: 'failing', at: hour(0), since: hour(0), error: error('permission', 48001) }],
      [],
      [],
    ])
  })

  it('after three retryable ones in a row', () => {
    const busy = failed('system', -1)
    expect(check(busy, busy, busy, busy)).toEqual([
      [],
      [],
      [{ type: 'failing', at: hour(2), since: hour(0), error: error('system', -1) }],
      [],
    ])
  })

  it('after a final one among retryable ones', () => {
    expect(check(failed('system'), failed('permission')).pop()).toEqual([
      { type: 'failing', at: hour(1), since: hour(0), error: error('permission') },
    ])
  })

  it.each([
    ['a plan', found('running', 8)],
    ['no plan', noPlan],
    ['a plan of a status that is not known', found('unknown', 8)],
  ])('%s ends a row', (_name, result) => {
    const busy = failed('network')
    const checks = check(found('running', 8), busy, busy, result, busy, busy)
    expect(checks.flat().filter(({ type }) => type === 'failing')).toEqual([])
  })

  it.each([
    ['a plan', found('running', 8), ['recovered', 'started']],
    ['no plan', noPlan, ['recovered']],
  ])('recovered with %s, first of all', (_name, result, types) => {
    expect(lastTypes(failed('permission'), result)).toEqual(types)
    expect(lastTypes(failed('permission'), result, result)).toEqual([])
    const [, [event] = []] = check(failed('permission'), result)
    expect(event).toEqual({ type: 'recovered', at: hour(1), since: hour(0) })
  })

  it('what happened in the meantime is reported after it', () => {
    const failing = failed('permission')
    const running = found('running', 8)
    expect(lastTypes(running, failing, found('completed', 100))).toEqual(['recovered', 'completed'])
    expect(lastTypes(running, failing, noPlan)).toEqual(['recovered', 'ended'])
  })

  it('holds the error as plain data', () => {
    const cause = { secret: 'kept in the process' }
    const thrown = Object.defineProperty(error('permission'), 'cause', { value: cause })
    const [event] = compare(undefined, { ok: false, error: thrown }, CREATED_MS).events
    expect(event).toMatchObject({ error: error('permission') })
    expect((event as { error: object }).error).not.toHaveProperty('cause')
  })
})

describe('what is passed in', () => {
  it('stays as it is', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null)
        Object.values(Object.freeze(value)).map(freeze)
      return value
    }
    const { seen } = compare(undefined, freeze(found('running', 8)), CREATED_MS)
    expect(() => compare(freeze(seen), freeze(found('paused', 20)), CREATED_MS)).not.toThrow()
  })

  it('nothing new leaves what was seen equal', () => {
    const first = compare(undefined, found('running', 8), CREATED_MS)
    const again = compare(first.seen, found('running', 8), CREATED_MS + 1)
    expect(again).toEqual({ seen: first.seen, events: [] })
    const failing = compare(first.seen, failed('permission'), CREATED_MS)
    expect(compare(failing.seen, failed('system'), CREATED_MS).seen).toEqual(failing.seen)
  })

  type Kept = Seen & { plans: object[] }
  const kept = (): Kept => compare(undefined, found('running', 8), CREATED_MS).seen as Kept

  it.each<[string, (sound: Kept, one: object) => unknown]>([
    ['null', () => null],
    ['text', () => 'seen'],
    ['a number', () => 1],
    ['an array', () => []],
    ['empty', () => ({})],
    ['of a later version', (sound) => ({ ...sound, version: 2 })],
    ['of an older version', (sound) => ({ ...sound, version: 0 })],
    ['without plans', () => ({ version: 1 })],
    ['with plans that are no list', (_sound, one) => ({ version: 1, plans: { 0: one } })],
    ['with null as a plan', () => ({ version: 1, plans: [null] })],
    [
      'with a plan of no status',
      (_sound, one) => ({ version: 1, plans: [{ ...one, plan: plan('new' as never, 8) }] }),
    ],
    [
      'with a plan that is none',
      (_sound, one) => ({ version: 1, plans: [{ ...one, plan: null }] }),
    ],
    ['with a flag missing', (_sound, one) => ({ version: 1, plans: [{ ...one, due: undefined }] })],
    [
      'with a flag of another type',
      (_sound, one) => ({ version: 1, plans: [{ ...one, gone: 0 }] }),
    ],
    ['with a failure that is none', (sound) => ({ ...sound, failure: null })],
    ['with a failure of no count', (sound) => ({ ...sound, failure: { since: 1, told: true } })],
    [
      'with a failure of no time',
      (sound) => ({ ...sound, failure: { count: 1, since: 'x', told: true } }),
    ],
    ['with a failure of no flag', (sound) => ({ ...sound, failure: { count: 1, since: 1 } })],
    ['hostile', () => hostile()],
  ])('seen that is %s counts as none', (_name, seenIn) => {
    const sound = kept()
    const seen = seenIn(sound, { ...sound.plans[0] })
    const compared = compare(seen as never, found('running', 8), CREATED_MS)
    expect(compared).toEqual(compare(undefined, found('running', 8), CREATED_MS))
  })

  it('no seen may be undefined or null', () => {
    for (const none of [undefined, null]) {
      const [event] = compare(none, found('running', 8), CREATED_MS).events
      expect(event).toMatchObject({ type: 'started' })
    }
  })

  it('seen with more in it than this version knows is read', () => {
    const sound = kept()
    const more = { ...sound, plans: [{ ...sound.plans[0], more: 1 }], more: 1 } as Seen
    expect(compare(more, found('running', 8), CREATED_MS).events).toEqual([])
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text', 'ok'],
    ['neither', {}],
    ['ok without a plan', { ok: true }],
    ['ok with null', { ok: true, plan: null }],
    ['a plan of no status', { ok: true, plan: { ...plan('running', 8), status: 'on' } }],
    [
      'a plan with a percentage of text',
      { ok: true, plan: { ...plan('running', 8), grayPercentage: '8' } },
    ],
    ['a plan with a percentage of NaN', { ok: true, plan: plan('running', Number.NaN) }],
    ['a plan of no time', { ok: true, plan: { ...plan('running', 8), createTimestamp: null } }],
    ['a plan beyond all time', { ok: true, plan: plan('running', 8, 1e300) }],
    ['an error that is none', { ok: false, error: null }],
    ['an error of no kind', { ok: false, error: { retryable: true } }],
    [
      'a circle',
      (() => {
        const circle: { ok: boolean; plan?: unknown } = { ok: true }
        circle.plan = circle
        return circle
      })(),
    ],
    ['hostile', hostile()],
  ])('a result that is %s changes nothing', (_name, result) => {
    const before = compare(undefined, failed('permission'), CREATED_MS).seen
    expect(compare(before, result as never, CREATED_MS)).toEqual({ seen: before, events: [] })
  })

  it.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY, 9e15, '5', {}])(
    'now as %p is the time of the clock',
    (now) => {
      const before = Date.now()
      const { events } = compare(undefined, failed('permission'), now as never)
      expect(events[0]?.at).toBeGreaterThanOrEqual(before)
      expect(events[0]?.at).toBeLessThanOrEqual(Date.now())
    },
  )

  it('now may be any time at all, and none is -0', () => {
    for (const now of [0, -1, -8.64e15, 8.64e15]) {
      expect(compare(undefined, failed('permission'), now).events[0]?.at).toBe(now)
    }
    expect(compare(undefined, failed('permission'), -0).events[0]?.at).toBe(0)
  })
})
