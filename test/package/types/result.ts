// Checked by tsc against the built declarations, by test/package/types.test.ts: strict, and with strictNullChecks off.
import {
  type CloudLike,
  type ERROR_KINDS,
  type ErrorBase,
  type ErrorKind,
  type GetGrayReleasePlanOptions,
  type GetGrayReleasePlanResult,
  type GRAY_RELEASE_STATUS,
  type GrayReleasePlan,
  type GrayReleasePlanError,
  GrayReleasePlanException,
  getGrayReleasePlan,
  type unwrap,
} from 'wx-gray-release-plan'

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function assertType<T extends true>(): T

declare const cloud: CloudLike
declare const result: GetGrayReleasePlanResult

// Both directions of narrowing.
export function narrowByTrue(): number {
  if (result.ok === true) {
    assertType<Equal<typeof result.plan, GrayReleasePlan>>()
    // @ts-expect-error a success has no error
    result.error
    return result.plan.grayPercentage
  }
  assertType<Equal<typeof result.error, GrayReleasePlanError>>()
  // @ts-expect-error a failure has no plan
  result.plan
  return result.error.attempts
}

export function narrowByFalse(): string {
  if (result.ok === false) return result.error.hint.en
  return result.plan.status
}

// A switch over kind is exhaustive; only invalid_response has issues.
export function advise(error: GrayReleasePlanError): string {
  switch (error.kind) {
    case 'permission':
    case 'credential':
    case 'quota':
    case 'environment':
    case 'system':
    case 'timeout':
    case 'network':
    case 'aborted':
    case 'forbidden':
    case 'no_plan':
    case 'unknown':
      // @ts-expect-error only invalid_response has issues
      error.issues
      return error.hint.en
    case 'invalid_response':
      return error.issues.map(({ path, message }) => `${path}: ${message}`).join()
    default: {
      const impossible: never = error
      return impossible
    }
  }
}

// A switch that forgets a kind is caught.
export function forgets(error: GrayReleasePlanError): string {
  switch (error.kind) {
    case 'permission':
      return error.hint.en
    default: {
      // @ts-expect-error eleven kinds are left
      const impossible: never = error
      return impossible
    }
  }
}

assertType<Equal<ErrorKind, GrayReleasePlanError['kind']>>()
assertType<Equal<ErrorKind, (typeof ERROR_KINDS)[number]>>()
assertType<Equal<(typeof GRAY_RELEASE_STATUS)[1], 'running'>>()
assertType<
  Equal<
    GrayReleasePlan['status'],
    'initial' | 'running' | 'paused' | 'completed' | 'deleted' | 'unknown'
  >
>()
assertType<Equal<Extract<GrayReleasePlanError, { kind: 'forbidden' }>['kind'], 'forbidden'>>()
assertType<Equal<ReturnType<typeof getGrayReleasePlan>, Promise<GetGrayReleasePlanResult>>>()
assertType<Equal<ReturnType<typeof unwrap>, GrayReleasePlan>>()

export const base: ErrorBase = new GrayReleasePlanException({} as GrayReleasePlanError).error

const options: GetGrayReleasePlanOptions = {
  appid: 'wx1',
  timeoutMs: 1000,
  retries: 0,
  signal: new AbortController().signal,
}
getGrayReleasePlan(cloud, options)
getGrayReleasePlan(cloud)
getGrayReleasePlan(cloud, undefined)
getGrayReleasePlan(cloud, null)
getGrayReleasePlan({ openapi: {} })
// @ts-expect-error no cloud
getGrayReleasePlan()
// @ts-expect-error not an SDK
getGrayReleasePlan({})
// @ts-expect-error milliseconds are a number
getGrayReleasePlan(cloud, { timeoutMs: '1000' })
// @ts-expect-error no such option
getGrayReleasePlan(cloud, { timeout: 1000 })
