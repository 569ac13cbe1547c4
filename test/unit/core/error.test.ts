import { createError, invalidResponse } from '../../../src/core/error'
import { hintFor } from '../../../src/core/error-codes'

it('keeps the cause out of what is listed, and lets a debugger redefine it', () => {
  const error = createError('system', { errMsg: 'x', attempts: 1, cause: { value: undefined } })
  expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
    value: undefined,
    configurable: true,
    enumerable: false,
    writable: false,
  })
  expect('cause' in createError('system', { errMsg: 'x', attempts: 1 })).toBe(false)
})

it('derives the hint, what can be repeated and the request id from kind, code and words', () => {
  expect(createError('quota', { errCode: -501003, errMsg: 'no rid: 1a-2b', attempts: 3 })).toEqual({
    kind: 'quota',
    errCode: -501003,
    errMsg: 'no rid: 1a-2b',
    retryable: true,
    hint: hintFor('quota', -501003),
    attempts: 3,
    rid: '1a-2b',
  })
})

it('has a hint of its own, which its receiver may change', () => {
  const hint = { zh: '提示', en: 'a hint' }
  expect(createError('unknown', { errMsg: 'no', attempts: 0, hint }).hint).not.toBe(hint)
  const { hint: common } = createError('quota', { errMsg: 'no', attempts: 0 })
  expect(common).not.toBe(hintFor('quota'))
})

it('takes what is known better from its caller', () => {
  const hint = { zh: '提示', en: 'a hint' }
  const parts = { errMsg: 'no', attempts: 0, retryable: true, hint, openid: 'oABC' }
  expect(createError('forbidden', parts)).toEqual({
    kind: 'forbidden',
    errCode: 0,
    errMsg: 'no',
    retryable: true,
    hint,
    attempts: 0,
    openid: 'oABC',
  })
})

it('names issues of an invalid response, the words where nothing else is known', () => {
  expect(createError('invalid_response', { errMsg: 'x', attempts: 1 })).toMatchObject({
    issues: [{ path: '', message: 'x' }],
  })
  expect('issues' in createError('system', { errMsg: 'x', attempts: 1 })).toBe(false)
})

it('says of an invalid response what was expected, and where', () => {
  const issues = [
    { path: '', message: 'expected an object' },
    { path: 'grayReleasePlan.status', message: 'expected a whole number' },
  ]
  const error = invalidResponse(issues, 2, { value: 'reply' })
  expect(error).toMatchObject({ kind: 'invalid_response', issues, attempts: 2, retryable: false })
  expect(error.errMsg).toBe(
    'the response is not as documented: reply: expected an object; grayReleasePlan.status: expected a whole number',
  )
  expect(error.cause).toBe('reply')
  expect('cause' in invalidResponse(issues, 2)).toBe(false)
})
