import { read } from '../core/error'

/** The documented fields of WeChat's reply over HTTPS, and the names that wx-server-sdk gives them. */
const PLAN_FIELDS = {
  status: 'status',
  create_timestamp: 'createTimestamp',
  gray_percentage: 'grayPercentage',
  default_finish_timestamp: 'defaultFinishTimestamp',
  support_debuger_first: 'supportDebugerFirst',
  support_experiencer_first: 'supportExperiencerFirst',
} as const

/** Gives a reply the names that the SDK gives it; whatever else is in it is left behind. */
export function renameReply(body: unknown): unknown {
  if (!isObject(body)) return body
  const plan = read(body, 'gray_release_plan')
  return { grayReleasePlan: isObject(plan) ? renameFields(plan) : plan }
}

function renameFields(plan: object): object {
  const renamed: { [field: string]: unknown } = {}
  for (const [field, name] of Object.entries(PLAN_FIELDS)) {
    if (field in plan) renamed[name] = read(plan, field)
  }
  return renamed
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
