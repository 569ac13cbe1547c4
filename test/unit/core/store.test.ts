import { createError } from '../../../src/core/error'
import { GrayReleasePlanException } from '../../../src/core/result'
import { storeError, storeOption } from '../../../src/core/store'

it('reports the name and the code of what was thrown, never its message', () => {
  const thrown = Object.assign(new Error('redis://user:sesame@host'), { code: 'ECONNREFUSED' })
  const error = storeError(thrown, 0)
  expect(error).toMatchObject({
    kind: 'system',
    errCode: 0,
    errMsg: 'the store failed (Error, ECONNREFUSED)',
    retryable: true,
    attempts: 0,
    hint: { en: expect.stringContaining('store'), zh: expect.stringContaining('存储') },
  })
  expect(error.cause).toBe(thrown)
})

it.each([
  [undefined, ''],
  [null, ''],
  ['redis://user:sesame@host', ''],
  [{ name: 'two words', code: {} }, ''],
  [{ name: 'Error', code: -7 }, ' (Error, -7)'],
])('reports of %j no more than%s', (thrown, words) =>
  expect(storeError(thrown, 0).errMsg).toBe(`the store failed${words}`),
)

it('reports a revoked proxy too', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const error = storeError(proxy, 0)
  expect(error).toMatchObject({ kind: 'system', retryable: true, errMsg: 'the store failed' })
  expect(error.cause).toBe(proxy)
})

it('takes a code that is known, and its kind', () => {
  expect(storeError({ errCode: -502003, errMsg: 'secret' }, 2)).toMatchObject({
    kind: 'permission',
    errCode: -502003,
    retryable: false,
    attempts: 2,
    errMsg: 'the store failed',
    hint: { en: expect.not.stringContaining('store') },
  })
  expect(storeError({ errCode: 123456 }, 0)).toMatchObject({ kind: 'system', errCode: 0 })
})

it('passes on the error of an exception of this package', () => {
  const error = createError('quota', { errMsg: 'full', attempts: 1 })
  expect(storeError(new GrayReleasePlanException(error), 0)).toBe(error)
})

it.each([
  [{ get() {}, compareAndSet() {} }, true],
  [{ get() {} }, false],
  [{ compareAndSet() {} }, false],
  [{ get: 1, compareAndSet: 1 }, false],
  [null, false],
])('takes %p for a store: %p', (value, expected) => {
  const { success, error } = storeOption.safeParse(value)
  expect(success).toBe(expected)
  if (error) expect(error.issues[0]?.message).toBe('must be a store with get and compareAndSet')
})
