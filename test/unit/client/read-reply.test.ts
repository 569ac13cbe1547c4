import { readHistoryReply, readPlanReply } from '../../../src/client/read-reply'
import { createError } from '../../../src/core/error'

const PLAN = { status: 'running', statusCode: 1, grayPercentage: 42, createTimestamp: 1700000000 }
const ERROR = createError('quota', { errCode: 45009, errMsg: 'reach max limit', attempts: 1 })
const HINT = { zh: '无', en: 'none' }

it.each([
  ['a plan', { ok: true, plan: PLAN }],
  ['a plan with more in it', { ok: true, plan: { ...PLAN, wave: 2 }, later: true }],
  ['a plan of a later status', { ok: true, plan: { ...PLAN, status: 'rolling', statusCode: 9 } }],
  ['an error', { ok: false, error: ERROR }],
  ['an error of a later kind', { ok: false, error: { ...ERROR, kind: 'later', more: [1] } }],
  ['an error with less in it', { ok: false, error: { kind: 'later', errMsg: '', hint: HINT } }],
])('passes on %s as it came', (_name, result) => {
  expect(readPlanReply({ result, errMsg: 'cloud.callFunction:ok' }, 'fn')).toBe(result)
})

it.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'hello'],
  ['another object', { ok: 1, data: [] }],
  ['a success without a plan', { ok: true }],
  ['a failure without an error', { ok: false }],
  ['an error as a success', { ok: true, error: ERROR }],
  ['a plan as a failure', { ok: false, plan: PLAN }],
  ['neither', { ok: 'true', plan: PLAN, error: ERROR }],
  ['a plan that is none', { ok: true, plan: true }],
  ["WeChat's own plan", { ok: true, plan: { ...PLAN, status: 1, statusCode: undefined } }],
  ['a plan with a number for a status', { ok: true, plan: { ...PLAN, status: 1 } }],
  ['a plan without a code', { ok: true, plan: { ...PLAN, statusCode: null } }],
  ['a plan without a share', { ok: true, plan: { ...PLAN, grayPercentage: '42' } }],
  ['a plan without a creation', { ok: true, plan: { ...PLAN, createTimestamp: undefined } }],
  ['an error that is a text', { ok: false, error: 'boom' }],
  ['an error without a kind', { ok: false, error: { errMsg: 'boom', hint: HINT } }],
  ['an error without words', { ok: false, error: { kind: 'system', hint: HINT } }],
  ['an error without a hint', { ok: false, error: { kind: 'system', errMsg: 'boom' } }],
  ['an error with a hint as text', { ok: false, error: { ...ERROR, hint: '无\nnone' } }],
  ['an error with half a hint', { ok: false, error: { ...ERROR, hint: { en: 'none' } } }],
])('takes %s for the answer of another function', (_name, result) => {
  const reply = { result }
  const read = readPlanReply(reply, 'fn')
  expect(read).toMatchObject({
    ok: false,
    error: {
      kind: 'function_failed',
      failure: 'not_ours',
      errCode: 0,
      errMsg: `unexpected result: ${JSON.stringify(result)}`,
      retryable: false,
      attempts: 1,
      cause: reply,
    },
  })
})

it.each([undefined, null, 'text', 7])('takes the reply %p for one of another function', (reply) => {
  expect(readPlanReply(reply, 'fn')).toMatchObject({ error: { failure: 'not_ours' } })
})

it('shows no more than the beginning of a long answer', () => {
  const read = readPlanReply({ result: 'a'.repeat(1e6) }, 'fn')
  expect(read.ok === false && read.error.errMsg).toHaveLength(1000)
})

it('tells the id of the call, by which its log is found', () => {
  expect(readPlanReply({ result: 1, requestID: 'abc-1' }, 'fn')).toMatchObject({
    error: { rid: 'abc-1' },
  })
  expect(readPlanReply({ result: 1, requestID: 7 }, 'fn')).not.toHaveProperty('error.rid')
})

describe('a result with a `then`, which a promise would call', () => {
  const success = { ok: true, plan: PLAN }
  const never = () => undefined
  const traps = {
    get: (of: object, key: string) => (key === 'then' ? never : Reflect.get(of, key)),
  }

  it.each<[string, object]>([
    ['of its own', { ...success, then: never }],
    ['behind a getter', Object.defineProperty({ ...success }, 'then', { get: () => never })],
    ['in its prototype', Object.assign(Object.create({ then: never }), success)],
    ['of a proxy', new Proxy(success, traps)],
  ])('%s, is passed on without it', (_name, result) => {
    expect(readPlanReply({ result }, 'fn')).toEqual(success)
    expect(readPlanReply({ result }, 'fn')).not.toHaveProperty('then')
  })

  it('keeps one that is data', () => {
    const result = { ...success, then: 7 }
    expect(readPlanReply({ result }, 'fn')).toEqual(result)
  })

  it('is passed on without it if it is an error', () => {
    const result = { ok: false, error: ERROR, then: never }
    expect(readPlanReply({ result }, 'fn')).toEqual({ ok: false, error: ERROR })
  })
})

describe('readHistoryReply()', () => {
  const POINTS = [
    { at: 1, status: 'running', grayPercentage: 0 },
    { at: 2, status: 'later', grayPercentage: 8.5 },
  ]
  const read = (result: unknown) => readHistoryReply({ result }, 'fn')

  it.each([
    [[], undefined],
    [POINTS, undefined],
    [POINTS, []],
    [POINTS, [{ appid: 'wx1', name: 'Shop', history: POINTS }, { history: [] }]],
  ])('takes %j with the accounts %j', (history, accounts) =>
    expect(read({ ok: true, history, accounts, then: () => undefined })).toEqual({
      ok: true,
      history,
      ...(accounts && { accounts }),
    }),
  )

  it('leaves out accounts without a history', () =>
    expect(
      read({ ok: true, history: [], accounts: [null, { appid: 'wx1' }, { history: [7] }] }),
    ).toEqual({ ok: true, history: [], accounts: [] }))

  it('passes on an error as it came', () => {
    const result = { ok: false, error: ERROR }
    expect(read(result)).toBe(result)
  })

  it.each([
    ['nothing', undefined],
    ['the result of a check', { ok: true, plan: PLAN, events: [] }],
    ['a history that is not a list', { ok: true, history: {} }],
    ['a point that is none', { ok: true, history: [null] }],
    ['a point without a time', { ok: true, history: [{ status: 'running', grayPercentage: 1 }] }],
    ['a point without a status', { ok: true, history: [{ at: 1, grayPercentage: 1 }] }],
    ['a point without a percentage', { ok: true, history: [{ at: 1, status: 'running' }] }],
    ['a failure with a history', { ok: false, history: [] }],
  ])('takes %s for the answer of another function', (_name, result) =>
    expect(read(result)).toMatchObject({ ok: false, error: { failure: 'not_ours' } }),
  )
})
