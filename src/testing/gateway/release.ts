import type { GrayReleasePlan } from '../../core/plan'

/** A plan in the SDK's form: camelCase, with a number as `status`. */
export interface SdkGrayReleasePlan {
  /** WeChat's status code: 0 initial, 1 running, 2 paused, 3 completed, 4 deleted. */
  status: number
  /** `createTimestamp`, `grayPercentage` and so on. They are sent unchanged, and none is added. */
  [field: string]: unknown
}

/** A plan in either form: as the SDK gives it, or as this package does, with a `statusCode`. */
export type PlanLike = SdkGrayReleasePlan | GrayReleasePlan

export function isPlanLike(value: object): value is PlanLike {
  const { status, statusCode } = value as { status?: unknown; statusCode?: unknown }
  return typeof statusCode === 'number' || typeof status === 'number'
}

/** The plan as the SDK gives it: always a copy. */
export function toSdkPlan(plan: PlanLike): SdkGrayReleasePlan {
  const { statusCode, ...fields } = plan as SdkGrayReleasePlan
  return typeof statusCode === 'number' ? { ...fields, status: statusCode } : { ...fields }
}

/** The plan as WeChat's servers write it: snake_case. */
export const toWechatPlan = (plan: PlanLike): { [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(toSdkPlan(plan)).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )

/** Ten years: longer than any release, and short enough for every date in it. */
const MOST_SECONDS = 315_360_000

const MEMBERS_FIRST = { supportDebugerFirst: true, supportExperiencerFirst: false }

/** A staged release as time passes. */
export class Release {
  readonly #madeMs = Date.now()
  readonly #startMs: number

  /** @param seconds - how long the release takes from 0% to 100%; at first, 8% of it are over */
  constructor(private readonly seconds: number) {
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new RangeError(`releaseSeconds must be a number from 0 to ${MOST_SECONDS}`)
    }
    this.#startMs = this.#madeMs - 80 * seconds
  }

  /** Grows from about 8% to 100%, and is then completed. */
  running(): SdkGrayReleasePlan {
    return { ...this.#progress(), ...MEMBERS_FIRST }
  }

  /** The same in a reply of the older form: with the expected finish, and not who comes first. */
  older(): SdkGrayReleasePlan {
    const finishMs = this.#startMs + this.seconds * 1000
    return { ...this.#progress(), defaultFinishTimestamp: Math.ceil(finishMs / 1000) }
  }

  /** A plan that was created some hours before the gateway started, and doesn't change. */
  standing(status: number, grayPercentage: number, hoursAgo: number): SdkGrayReleasePlan {
    const createTimestamp = Math.floor(this.#madeMs / 1000) - hoursAgo * 3600
    return { status, createTimestamp, grayPercentage, ...MEMBERS_FIRST }
  }

  #progress(): SdkGrayReleasePlan {
    const part = (Date.now() - this.#startMs) / (this.seconds * 1000)
    const grayPercentage = part < 1 ? Math.floor(part * 100) : 100
    const createTimestamp = Math.floor(this.#startMs / 1000)
    return { status: grayPercentage === 100 ? 3 : 1, createTimestamp, grayPercentage }
  }
}
