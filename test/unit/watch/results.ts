import { createError } from '../../../src/core/error'
import type { ErrorKind } from '../../../src/core/error-codes'
import type {
  GetGrayReleasePlanResult,
  GrayReleasePlan,
  GrayReleasePlanError,
  GrayReleaseStatus,
} from '../../../src/watch'

export const DAY = 24 * 60 * 60 * 1000

/** When the plans of these tests were created, in seconds and in milliseconds. */
export const CREATED = 1_793_673_600
export const CREATED_MS = CREATED * 1000

const CODES = ['initial', 'running', 'paused', 'completed', 'deleted']

/** A plan as the facade gives it. */
export const plan = (
  status: GrayReleaseStatus,
  grayPercentage: number,
  createTimestamp = CREATED,
): GrayReleasePlan => ({
  status,
  statusCode: status === 'unknown' ? 9 : CODES.indexOf(status),
  grayPercentage,
  createTimestamp,
})

/** A check that found a plan. */
export const found = (...given: Parameters<typeof plan>): GetGrayReleasePlanResult => ({
  ok: true,
  plan: plan(...given),
})

export const error = (kind: ErrorKind, errCode = 0): GrayReleasePlanError =>
  createError(kind, { errCode, errMsg: `${kind} happened`, attempts: 1 })

/** A check that met an error. */
export const failed = (kind: ErrorKind, errCode?: number): GetGrayReleasePlanResult => ({
  ok: false,
  error: error(kind, errCode),
})

/** A value that throws whenever it is read. */
export const hostile = (): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('touched')
      },
      ownKeys: () => {
        throw new Error('touched')
      },
    },
  ) as never
