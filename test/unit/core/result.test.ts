import { createError } from '../../../src/core/error'
import {
  type GetGrayReleasePlanResult,
  GrayReleasePlanException,
  unwrap,
} from '../../../src/core/result'

const plan = { status: 'running', statusCode: 1, grayPercentage: 8, createTimestamp: 1 } as const

it('unwrap gives the plan', () => {
  expect(unwrap({ ok: true, plan })).toBe(plan)
})

it('unwrap throws the error, with its cause', () => {
  const error = createError('quota', {
    errCode: 45009,
    errMsg: 'reach max api daily quota limit',
    attempts: 1,
    cause: { value: 'thrown' },
  })
  let caught: unknown
  try {
    unwrap({ ok: false, error })
  } catch (thrown) {
    caught = thrown
  }
  expect(caught).toBeInstanceOf(GrayReleasePlanException)
  expect(caught).toBeInstanceOf(Error)
  expect(caught).toMatchObject({
    name: 'GrayReleasePlanException',
    kind: 'quota',
    errCode: 45009,
    errMsg: 'reach max api daily quota limit',
    error,
    cause: 'thrown',
  })
  expect(Object.getOwnPropertyDescriptor(caught, 'cause')).toEqual({
    value: 'thrown',
    configurable: true,
    enumerable: false,
    writable: true,
  })
  expect((caught as Error).message).toContain('quota (45009): reach max api daily quota limit')
  expect((caught as Error).message).toContain(`${error.hint.zh}\n${error.hint.en}`)
})

it.each([undefined, null, {}, Promise.resolve({ ok: true, plan })])(
  'unwrap of what is no result says so',
  (value) =>
    expect(() => unwrap(value as unknown as GetGrayReleasePlanResult)).toThrow(
      /takes the result of getGrayReleasePlan/,
    ),
)
