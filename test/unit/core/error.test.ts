import { createError, guarded, read, toCode } from '../../../src/core/error'
import { ERROR_KINDS } from '../../../src/core/error-codes'
import { toError } from '../../../src/sdk/to-error'

/** An error as wx-server-sdk throws it. */
const thrown = (errCode: unknown, errMsg: unknown, name = 'Error') =>
  Object.assign(new Error(String(errMsg)), { errCode, errMsg, name })

const API = 'openapi.operation.getGrayReleasePlan:fail'

it.each([
  ['48001', 48001],
  ['-604101', -604101],
  ['', 0],
  ['abc', 0],
  ['1e3', 0],
  ['99999999999999999999', 0],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [-0, 0],
  [null, 0],
  [{}, 0],
  [[5], 0],
])('toCode(%j) is %j', (value, code) => {
  expect(toCode(value)).toBe(code)
})

describe('hints', () => {
  const expectBothLanguages = (hint: string): void => {
    const [zh, en, ...rest] = hint.split('\n')
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
    expect(rest).toEqual([])
  }

  it.each(ERROR_KINDS)('%s has one in Chinese, then one in English', (kind) => {
    expectBothLanguages(createError(kind, { errMsg: '', attempts: 0 }).hint)
  })

  it.each([-604101, 48001, 40164, 40013, 40125, 45009, 45011, 85079])(
    '%i has one of its own in both',
    (code) => {
      const { kind, hint } = toError(thrown(code, ''), 1)
      expectBothLanguages(hint)
      expect(hint).not.toBe(createError(kind, { errMsg: '', attempts: 0 }).hint)
    },
  )

  it('of -604101 says where the permission goes, of 48001 that it can be final', () => {
    expect(toError(thrown(-604101, ''), 1).hint).toMatch(/permissions\.openapi.*config\.json/)
    expect(toError(thrown(48001, ''), 1).hint).toMatch(/can be the final answer/)
  })
})

it('keeps the cause out of what is listed, and lets a debugger redefine it', () => {
  const error = createError('system', { errMsg: 'x', attempts: 1, cause: { value: undefined } })
  expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
    value: undefined,
    configurable: true,
    enumerable: false,
    writable: false,
  })
})

it('guarded gives what was thrown in a box, and nothing where nothing was', () => {
  const throwing = () => {
    throw undefined
  }
  expect(guarded(throwing)).toStrictEqual({ value: undefined })
  expect(guarded(() => 1)).toBeUndefined()
})

it('read gives a property, and undefined where there is none to read', () => {
  expect(read({ a: 1 }, 'a')).toBe(1)
  expect(read(null, 'a')).toBeUndefined()
})
