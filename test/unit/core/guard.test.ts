import { guard } from '../../../src/core/guard'
import type { GetGrayReleasePlanResult } from '../../../src/core/result'

const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const
const errMsg = 'an argument could not be read: a getter or a proxy threw'

it('passes the result on', async () => {
  const result: GetGrayReleasePlanResult = { ok: true, plan }
  expect(await guard(async () => result)).toBe(result)
})

it.each([[new Error('hostile')], ['text'], [undefined], [null]])(
  'makes an error of %p, thrown or rejected, with it as the cause',
  async (thrown) => {
    const throwing = (): never => {
      throw thrown
    }
    for (const call of [throwing, () => Promise.reject(thrown)]) {
      const result = await guard(call)
      expect(result).toMatchObject({
        ok: false,
        error: { kind: 'environment', errMsg, attempts: 0, retryable: false },
      })
      expect(result.ok || result.error.cause).toBe(thrown)
      expect(!result.ok && 'cause' in result.error).toBe(true)
      expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    }
  },
)
