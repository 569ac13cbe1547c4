import {
  isPlanLike,
  type PlanLike,
  Release,
  type SdkGrayReleasePlan,
  toSdkPlan,
} from './gateway/release'

/** What a {@link fakeCloud} answers: a plan, or what the SDK is to throw. */
export type FakeAnswer = PlanLike | Error | { errCode: number; errMsg?: string }

/** A call that reached a {@link fakeCloud}: the account of `cloud.openapi({ appid })`, and the arguments. */
export type FakeCall = { appid?: string; data: unknown }

/** What the SDK resolves with: the plan as it gives it, `'openapi.operation.getGrayReleasePlan:ok'`, and 0. */
export type FakeReply = { grayReleasePlan: SdkGrayReleasePlan; errMsg: string; errCode: number }

/** Like the SDK's `cloud.openapi`: holds this API, and can be called to choose an account. */
export interface FakeOpenapi {
  /** Chooses an account; calls through the result have its `appid`. */
  (options: { appid?: string }): FakeOpenapi
  /** The APIs under `operation`: only this one. */
  operation: { getGrayReleasePlan(data?: unknown): Promise<FakeReply> }
}

/** A caller, as `cloud.getWXContext()` gives it; `SOURCE` is `'wx_client'` at first, the mini program. */
export type FakeContext = { OPENID: string; APPID: string; ENV: string; SOURCE: string }

/** A fake of wx-server-sdk. */
export interface FakeCloud {
  /** Does nothing, as no call leaves the process. */
  init(options?: object): void
  /** For `cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })`. */
  DYNAMIC_CURRENT_ENV: symbol
  /** The caller: a user of the mini program. Assign another function for another caller. */
  getWXContext(): FakeContext
  /** Like `cloud.openapi`, with this API alone. */
  openapi: FakeOpenapi
  /** The fake itself, for `import cloud from 'wx-server-sdk'` where modules are ES modules. */
  default: FakeCloud
  /** Every call so far, oldest first. */
  calls: FakeCall[]
}

/**
 * Makes a fake of wx-server-sdk for unit tests: of code that calls this package, or, with
 * `jest.mock('wx-server-sdk', …)`, of a whole cloud function. There is no server and no SDK behind it.
 *
 * @param answer - the plan to resolve with, or what to reject with: an Error, or an object whose
 * `errCode` is not 0; a function is called each time and gives either; by default a release in progress
 * @throws TypeError if the answer is none of these
 * @example
 * ```ts
 * import { getGrayReleasePlan } from 'wx-gray-release-plan'
 * import { fakeCloud } from 'wx-gray-release-plan/testing'
 *
 * const cloud = fakeCloud({ status: 1, createTimestamp: 1700000000, grayPercentage: 42 })
 * const result = await getGrayReleasePlan(cloud)
 * console.log(result.ok && result.plan.grayPercentage) // 42
 *
 * const failing = fakeCloud({ errCode: 48001, errMsg: 'api unauthorized' })
 * console.log((await getGrayReleasePlan(failing)).ok) // false
 * ```
 */
export function fakeCloud(
  answer?: FakeAnswer | (() => FakeAnswer | Promise<FakeAnswer>),
): FakeCloud {
  const calls: FakeCall[] = []
  const release = new Release(600)

  const getPlan = async (call: FakeCall): Promise<FakeReply> => {
    calls.push(call)
    const given =
      typeof answer === 'function' ? checkAnswer(await answer()) : (answer ?? release.running())
    if (isFailure(given)) throw given
    return {
      grayReleasePlan: toSdkPlan(given),
      errMsg: 'openapi.operation.getGrayReleasePlan:ok',
      errCode: 0,
    }
  }

  const openapiFor = (appid?: string): FakeOpenapi =>
    Object.assign((options: { appid?: string }) => openapiFor(options.appid), {
      operation: {
        getGrayReleasePlan: (data?: unknown) =>
          getPlan({ ...(appid !== undefined && { appid }), data }),
      },
    })

  if (answer !== undefined && typeof answer !== 'function') checkAnswer(answer)
  const cloud = {
    init: () => undefined,
    DYNAMIC_CURRENT_ENV: Symbol('DYNAMIC_CURRENT_ENV'),
    getWXContext: () => ({
      OPENID: 'o-fake-openid',
      APPID: 'wx0123456789abcdef',
      ENV: 'fake-environment',
      SOURCE: 'wx_client',
    }),
    openapi: openapiFor(),
    calls,
  } as FakeCloud
  cloud.default = cloud
  return cloud
}

const isFailure = (given: FakeAnswer): given is Exclude<FakeAnswer, PlanLike> =>
  given instanceof Error || ('errCode' in given && given.errCode !== 0)

/** An undocumented plan is accepted, so that a test can see what comes of it. */
function checkAnswer(given: FakeAnswer): FakeAnswer {
  const isObject = typeof given === 'object' && given !== null
  const isOk = isObject && (given as { errCode?: unknown }).errCode === 0
  if (isObject && (!isOk || isPlanLike(given))) return given
  throw new TypeError(
    'fakeCloud answers with a plan, an Error, or { errCode, errMsg } with an errCode other than 0; ' +
      'startGateway has scenarios by name',
  )
}
