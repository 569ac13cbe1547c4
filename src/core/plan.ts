import * as z from 'zod/mini'
import type { Issue } from './error'
import { isCount, isNumberWithin, optional } from './options'

/**
 * Status names by WeChat's status code.
 *
 * @see operation.getGrayReleasePlan, field `status`: 0 初始状态, 1 执行中, 2 暂停中, 3 执行完毕, 4 被删除
 * @example
 * ```ts
 * import { GRAY_RELEASE_STATUS } from 'wx-gray-release-plan'
 *
 * console.log(GRAY_RELEASE_STATUS[1]) // 'running'
 * ```
 */
export const GRAY_RELEASE_STATUS = {
  0: 'initial',
  1: 'running',
  2: 'paused',
  3: 'completed',
  4: 'deleted',
} as const

/** The name of a status; `'unknown'` if WeChat added the code later. */
export type GrayReleaseStatus =
  | (typeof GRAY_RELEASE_STATUS)[keyof typeof GRAY_RELEASE_STATUS]
  | 'unknown'

/** A staged release (分阶段发布) as WeChat reports it. Plain data: it survives JSON unchanged. */
export interface GrayReleasePlan {
  /** The name of `statusCode`. */
  status: GrayReleaseStatus
  /** The status as WeChat sent it: 0 to 4, or a newer code, whose `status` is `'unknown'`. */
  statusCode: number
  /** Percentage of users who get the new version (当前的灰度比例), 0 to 100; 0 while running: members only. */
  grayPercentage: number
  /** When the plan was created, in Unix seconds. */
  createTimestamp: number
  /**
   * When WeChat expects to release it to everyone (预计全量时间), in Unix seconds. Only older replies
   * have it.
   */
  defaultFinishTimestamp?: number
  /** Whether project members get the version first. The spelling is WeChat's. */
  supportDebugerFirst?: boolean
  /** Whether trial members (体验成员) get the version first. */
  supportExperiencerFirst?: boolean
}

/** The state of a plan from a point in time on. */
export interface Point {
  /** When a check found it, in Unix milliseconds. */
  at: number
  /** The status since then. */
  status: GrayReleaseStatus
  /** The percentage of users since then. */
  grayPercentage: number
}

/** The latest time that a `Date` can hold, in seconds. */
const MAX_TIMESTAMP = 8.64e12

const isTimestamp = isNumberWithin(0, MAX_TIMESTAMP)
const TIMESTAMP_RULE = `expected Unix seconds, a number from 0 to ${MAX_TIMESTAMP}`
const flag = optional<boolean>((value) => typeof value === 'boolean', 'expected true or false')

/** The fields of a plan, as the SDK names them. */
export const planFields = {
  status: z.custom<number>(isCount, 'expected an integer, 0 or more'),
  createTimestamp: z.custom<number>(isTimestamp, TIMESTAMP_RULE),
  grayPercentage: z.custom<number>(isNumberWithin(0, 100), 'expected a number from 0 to 100'),
  defaultFinishTimestamp: optional<number>(isTimestamp, TIMESTAMP_RULE),
  supportDebugerFirst: flag,
  supportExperiencerFirst: flag,
}

const reply = z.object(
  { grayReleasePlan: z.object(planFields, 'expected an object with the plan') },
  'expected an object',
)

/** Turns -0 into 0, because a result must survive JSON unchanged. */
const plain = (value: number): number => value + 0

const STATUS_NAMES: { readonly [code: number]: GrayReleaseStatus } = GRAY_RELEASE_STATUS

/**
 * Accepts a camelCase reply only if it has the documented shape. The plan has the documented keys and
 * no others.
 */
export function parsePlan(
  value: unknown,
): { ok: true; plan: GrayReleasePlan } | { ok: false; issues: Issue[] } {
  const parsed = reply.safeParse(value)
  if (!parsed.success) {
    const toIssue = ({ path, message }: { path: PropertyKey[]; message: string }): Issue => ({
      path: path.map(String).join('.'),
      message,
    })
    return { ok: false, issues: parsed.error.issues.map(toIssue) }
  }
  const sent = parsed.data.grayReleasePlan
  const { defaultFinishTimestamp: finish, supportDebugerFirst, supportExperiencerFirst } = sent
  const plan: GrayReleasePlan = {
    status: STATUS_NAMES[sent.status] ?? 'unknown',
    statusCode: plain(sent.status),
    grayPercentage: plain(sent.grayPercentage),
    createTimestamp: plain(sent.createTimestamp),
    ...(typeof finish === 'number' && { defaultFinishTimestamp: plain(finish) }),
    ...(typeof supportDebugerFirst === 'boolean' && { supportDebugerFirst }),
    ...(typeof supportExperiencerFirst === 'boolean' && { supportExperiencerFirst }),
  }
  return { ok: true, plan }
}
