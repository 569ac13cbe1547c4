import type { GrayReleasePlan, GrayReleaseStatus } from '../core/plan'
import { isTime } from './plain'

const DAY_MS = 24 * 60 * 60 * 1000

/** Running or paused: some users get the new version, and it isn't settled whether all will. */
export const isUnderWay = ({ status }: GrayReleasePlan): boolean =>
  status === 'running' || status === 'paused'

/** When WeChat created a plan, in milliseconds. */
export const createdAt = ({ createTimestamp }: GrayReleasePlan): number => createTimestamp * 1000

/** When it is time to decide on a release, in milliseconds: three days before WeChat does. */
export const dueAt = (plan: GrayReleasePlan): number => createdAt(plan) + 12 * DAY_MS

/** When WeChat releases to everyone, in milliseconds: as it says itself, or on day 15. */
export function fullAt(plan: GrayReleasePlan): number {
  const { createTimestamp, defaultFinishTimestamp: finish } = plan
  const said = typeof finish === 'number' && finish > createTimestamp
  return said ? finish * 1000 : createdAt(plan) + 15 * DAY_MS
}

const STATUSES: ReadonlySet<GrayReleaseStatus> = new Set<GrayReleaseStatus>([
  'initial',
  'running',
  'paused',
  'completed',
  'deleted',
  'unknown',
])

/** Whether a plain value has what is needed of a plan. */
export function isPlan(value: unknown): value is GrayReleasePlan {
  const plan = (value ?? {}) as GrayReleasePlan
  const { status, createTimestamp, grayPercentage } = plan
  return (
    STATUSES.has(status) &&
    typeof createTimestamp === 'number' &&
    isTime(createdAt(plan)) &&
    typeof grayPercentage === 'number'
  )
}
