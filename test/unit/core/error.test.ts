import { createError, invalidResponse } from '../../../src/core/error'

it('keeps the cause out of what is listed, and lets a debugger redefine it', () => {
  const error = createError('system', { errMsg: 'x', attempts: 1, cause: { value: undefined } })
  expect(Object.getOwnPropertyDescriptor(error, 'cause')).toEqual({
    value: undefined,
    configurable: true,
    enumerable: false,
    writable: false,
  })
})

it('has no cause if none is given', () => {
  expect('cause' in createError('system', { errMsg: 'x', attempts: 1 })).toBe(false)
})

it('names the OPENID of a refused caller', () => {
  const parts = { errMsg: 'x', attempts: 0 }
  expect(createError('forbidden', { ...parts, openid: 'oA' })).toMatchObject({ openid: 'oA' })
  expect(createError('forbidden', { ...parts, openid: '' })).not.toHaveProperty('openid')
})

it('gives each error a hint of its own, so that a change of one changes no other', () => {
  const hint = () => createError('quota', { errMsg: '', attempts: 1 }).hint
  expect(hint()).toEqual(hint())
  expect(hint()).not.toBe(hint())
})

it('says of a reply that is not the documented one what was expected, and where', () => {
  const issues = [
    { path: 'grayReleasePlan.status', message: 'expected a number' },
    { path: '', message: 'expected an object' },
  ]
  const error = invalidResponse(issues, 2, { value: 'the reply' })
  expect(error).toMatchObject({
    kind: 'invalid_response',
    attempts: 2,
    errCode: 0,
    retryable: false,
    issues,
    errMsg:
      'the reply is not the documented one: grayReleasePlan.status: expected a number; reply: expected an object',
  })
  expect(error.cause).toBe('the reply')
})
