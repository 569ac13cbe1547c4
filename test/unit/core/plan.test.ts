import fc from 'fast-check'
import { GRAY_RELEASE_STATUS, parsePlan } from '../../../src/core/plan'

const sent = { status: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const parse = (plan: unknown) => parsePlan({ grayReleasePlan: plan, errMsg: 'ok', errCode: 0 })
const pathsOf = (value: unknown) => {
  const parsed = parsePlan(value)
  return parsed.ok ? 'ok' : parsed.issues.map((issue) => issue.path)
}

it('gives the documented fields and no others', () => {
  const more = { defaultFinishTimestamp: 1517554721, supportDebugerFirst: true }
  const plan = { createTimestamp: 1517553721, grayPercentage: 8, ...more }
  expect(parse({ ...sent, ...more, supportExperiencerFirst: false, later: 'field' })).toEqual({
    ok: true,
    plan: { status: 'running', statusCode: 1, ...plan, supportExperiencerFirst: false },
  })
})

it('takes null and undefined for an absent field', () => {
  const absent = { defaultFinishTimestamp: null, supportDebugerFirst: null }
  const parsed = parse({ ...sent, ...absent, supportExperiencerFirst: undefined })
  const keys = ['status', 'statusCode', 'grayPercentage', 'createTimestamp']
  expect(parsed.ok && Object.keys(parsed.plan)).toEqual(keys)
})

it.each([
  [0, 'initial'],
  [1, 'running'],
  [2, 'paused'],
  [3, 'completed'],
  [4, 'deleted'],
  [5, 'unknown'],
  [1e20, 'unknown'],
])('status %d is %s', (status, name) => {
  const parsed = parse({ ...sent, status })
  expect(parsed).toMatchObject({ ok: true, plan: { status: name, statusCode: status } })
  if (status < 5) expect(GRAY_RELEASE_STATUS[status as 0]).toBe(name)
})

const SECONDS = 'expected Unix seconds, a number from 0 to 8640000000000'
const FLAG = 'expected true or false'
it.each<[field: string, message: string, values: unknown[]]>([
  [
    'status',
    'expected an integer, 0 or more',
    [-1, 0.5, '1', true, null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}],
  ],
  ['createTimestamp', SECONDS, [-1, 8.64e12 + 1, '1517553721', null, undefined, { s: 1, e: 1 }]],
  ['grayPercentage', 'expected a number from 0 to 100', [-0.1, 100.1, '8', null, Number.NaN]],
  ['defaultFinishTimestamp', SECONDS, [-1, 8.64e12 + 1, '1', false]],
  ['supportDebugerFirst', FLAG, [0, 1, 'true', {}]],
  ['supportExperiencerFirst', FLAG, [0, 1, 'true', []]],
])('names %s where it is wrong, and says %s', (field, message, values) => {
  for (const value of values) {
    expect(parse({ ...sent, [field]: value })).toEqual({
      ok: false,
      issues: [{ path: `grayReleasePlan.${field}`, message }],
    })
  }
})

it.each([
  ['createTimestamp', [0, 8.64e12]],
  ['defaultFinishTimestamp', [0, 8.64e12]],
  ['grayPercentage', [0, 0.5, 100]],
] as [string, unknown[]][])('takes the bounds of %s', (field, values) => {
  for (const value of values) {
    expect(parse({ ...sent, [field]: value })).toMatchObject({ ok: true, plan: { [field]: value } })
  }
})

it('names every wrong field, and the plan or the reply where these are missing', () => {
  expect(pathsOf({ grayReleasePlan: { status: 1 } })).toEqual([
    'grayReleasePlan.createTimestamp',
    'grayReleasePlan.grayPercentage',
  ])
  for (const plan of [null, undefined, [], 'x', 1]) {
    const issues = [{ path: 'grayReleasePlan', message: 'expected an object with the plan' }]
    expect(parse(plan)).toEqual({ ok: false, issues })
  }
  expect(pathsOf({})).toEqual(['grayReleasePlan'])
  for (const reply of [null, undefined, [], 'x', 1]) {
    const issues = [{ path: '', message: 'expected an object' }]
    expect(parsePlan(reply)).toEqual({ ok: false, issues })
  }
})

it('compiles no code, which costs more than it saves, and which some hosts forbid', () => {
  const compile = jest.spyOn(globalThis, 'Function')
  jest.isolateModules(() => {
    const fresh: typeof import('../../../src/core/plan') = require('../../../src/core/plan')
    expect(fresh.parsePlan({ grayReleasePlan: sent })).toMatchObject({ ok: true })
  })
  // With coverage, jest's own counters look for the global object with this one.
  const compiled = compile.mock.calls.filter(([code]) => code !== 'return this')
  expect(compiled).toEqual([])
  compile.mockRestore()
})

it('makes 0 of -0, which JSON does not have', () => {
  const timestamps = { createTimestamp: -0, defaultFinishTimestamp: -0 }
  const parsed = parse({ status: -0, grayPercentage: -0, ...timestamps })
  expect(JSON.parse(JSON.stringify(parsed))).toStrictEqual(parsed)
})

it('never throws, and what it gives survives JSON, whatever came', () => {
  const field = fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.anything())
  const names = ['defaultFinishTimestamp', 'supportDebugerFirst', 'supportExperiencerFirst']
  const fields = [...Object.keys(sent), ...names].map((name) => [name, field])
  const plan = fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ grayReleasePlan: plan })), (reply) => {
      const parsed = parsePlan(reply)
      expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed)
    }),
  )
})
