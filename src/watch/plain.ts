import { orUndefined } from '../core/read'

/** A copy of what JSON keeps of a value; undefined if that is nothing, or if reading it throws. */
export const plainCopy = (value: unknown): unknown =>
  orUndefined(() => JSON.parse(JSON.stringify(value)) as unknown)

/** The most milliseconds from 1970 that a `Date` can hold, in either direction. */
export const MAX_TIME = 8.64e15

/** Whether a value is a time in milliseconds. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= MAX_TIME
