import { createError } from '../../../src/core/error'
import { guard } from '../../../src/core/guard'

it('passes a result on', async () => {
  const result = { ok: false as const, error: createError('quota', { errMsg: 'x', attempts: 1 }) }
  expect(await guard(() => Promise.resolve(result))).toBe(result)
})

it.each([
  [
    'throws',
    () =>
      Promise.resolve().then(() => {
        throw new Error('hostile')
      }),
  ],
  ['rejects', () => Promise.reject(new Error('hostile'))],
])('makes an error of an argument that %s', async (_how, call) => {
  const result = await guard(call)
  expect(result).toMatchObject({
    ok: false,
    error: { kind: 'environment', attempts: 0, retryable: false },
  })
  expect(!result.ok && result.error.cause).toEqual(new Error('hostile'))
})
