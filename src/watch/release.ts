import * as z from 'zod/mini'
import type { GrayReleasePlan } from '../core/plan'
import { orUndefined } from '../core/read'

/** A copy of what JSON keeps of a value; undefined if that is nothing, or if reading it throws. */
export const plainCopy = (value: unknown): unknown =>
  orUndefined(() => JSON.parse(JSON.stringify(value)) as unknown)

/** The most milliseconds from 1970 that a `Date` can hold, in either direction. */
export const MAX_TIME = 8.64e15

/** Whether a value is a time in milliseconds. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= MAX_TIME

const DAY_MS = 24 * 60 * 60 * 1000

/** Running or paused: some users get the new version, and it isn't settled whether all will. */
export const isInProgress = ({ status }: GrayReleasePlan): boolean =>
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

const STATUSES: unknown[] = ['initial', 'running', 'paused', 'completed', 'deleted', 'unknown']

const plan = z.object({
  status: z.custom((status) => STATUSES.includes(status)),
  createTimestamp: z.number().check(z.refine((seconds) => isTime(seconds * 1000))),
  grayPercentage: z.number(),
})

/** Whether a plain value has what is needed of a plan. */
export const isPlan = (value: unknown): value is GrayReleasePlan => plan.safeParse(value).success
