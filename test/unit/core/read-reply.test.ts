import { type ReplyFormat, readReply } from '../../../src/core/read-reply'

const sent = { status: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const plan = { status: 'running', statusCode: 1, createTimestamp: 1517553721, grayPercentage: 8 }
const format: ReplyFormat = {
  errCode: 'errCode',
  errMsg: 'errMsg',
  plan: 'grayReleasePlan',
  toCamelCase: (reply) => reply,
}
const ok = { errCode: 0, errMsg: 'openapi.operation.getGrayReleasePlan:ok' }

it('gives the plan of a documented reply', () => {
  expect(readReply({ ...ok, grayReleasePlan: sent }, format, 1)).toEqual({ ok: true, plan })
  expect(readReply({ grayReleasePlan: sent, more: 1 }, format, 1)).toEqual({ ok: true, plan })
})

describe('no_plan: WeChat says ok and gives no plan', () => {
  it.each([
    ok,
    { errCode: 0 },
    { errCode: '0', errMsg: 'ok' },
    { ...ok, grayReleasePlan: undefined },
    { ...ok, grayReleasePlan: null },
    { ...ok, grayReleasePlan: {} },
  ])('%j', (reply) => {
    const result = readReply(reply, format, 3)
    expect(result).toEqual({
      ok: false,
      error: {
        kind: 'no_plan',
        errCode: 0,
        errMsg: 'WeChat returned ok without a plan',
        retryable: false,
        hint: {
          zh: expect.stringContaining('没有进行中的分阶段发布'),
          en: expect.stringContaining('No staged release seems to be in progress'),
        },
        attempts: 3,
      },
    })
    expect(result.ok || result.error.cause).toBe(reply)
  })
})

describe('anything else is no documented reply', () => {
  it.each<[unknown, string]>([
    [undefined, ''],
    [null, ''],
    ['text', ''],
    [5, ''],
    [[], ''],
    [[0], ''],
    [{}, 'grayReleasePlan'],
    // No code says that all is well.
    [{ errMsg: 'ok' }, 'grayReleasePlan'],
    [{ grayReleasePlan: null }, 'grayReleasePlan'],
    [{ grayReleasePlan: {} }, 'grayReleasePlan.status'],
    [{ errCode: null, errMsg: 'ok' }, 'grayReleasePlan'],
    // Something else came.
    [{ ...ok, result: 'text' }, 'grayReleasePlan'],
    [{ ...ok, buffer: {} }, 'grayReleasePlan'],
    [{ ...ok, buffer: undefined }, 'grayReleasePlan'],
    // A plan that is none.
    [{ ...ok, grayReleasePlan: [] }, 'grayReleasePlan'],
    [{ ...ok, grayReleasePlan: 0 }, 'grayReleasePlan'],
    [{ ...ok, grayReleasePlan: '' }, 'grayReleasePlan'],
    [{ ...ok, grayReleasePlan: { more: 1 } }, 'grayReleasePlan.status'],
    [{ ...ok, grayReleasePlan: { ...sent, status: 'on' } }, 'grayReleasePlan.status'],
  ])('%j', (reply, path) => {
    const result = readReply(reply, format, 2)
    const error = { kind: 'invalid_response', errCode: 0, retryable: false, attempts: 2 }
    expect(result).toMatchObject({ ok: false, error })
    expect(result).toHaveProperty('error.issues.0.path', path)
    expect(result.ok || result.error.cause).toBe(reply)
  })

  it('a getter that throws either', () => {
    const reply = {
      errCode: 0,
      get grayReleasePlan(): unknown {
        throw new Error('hostile')
      },
    }
    const issues = [{ path: '', message: 'reading it threw (object)' }]
    const error = { kind: 'invalid_response', issues }
    expect(readReply(reply, format, 1)).toMatchObject({ error })
  })
})

it('reads another format by its own names', () => {
  const other: ReplyFormat = {
    errCode: 'c',
    errMsg: 'm',
    plan: 'p',
    toCamelCase: (reply) => ({ grayReleasePlan: (reply as { p: unknown }).p }),
  }
  expect(readReply({ c: 0, p: sent }, other, 1)).toEqual({ ok: true, plan })
  const kindOf = (reply: object) => {
    const result = readReply(reply, other, 1)
    return result.ok || result.error.kind
  }
  expect(kindOf({ c: 0, m: 'ok', p: {} })).toBe('no_plan')
  expect(kindOf({ ...ok, p: {} })).toBe('invalid_response')
})
