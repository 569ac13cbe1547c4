import { createError, invalidResponse } from './error'
import { parsePlan } from './plan'
import type { GetGrayReleasePlanResult } from './result'

/** How a reply names its fields: as the SDK does, or as WeChat does over HTTPS. */
export interface ReplyFormat {
  errCode: string
  errMsg: string
  plan: string
  /** The reply as the SDK names its fields. */
  toCamelCase: (reply: object) => unknown
}

type Fields = { [field: string]: unknown }

/** Reads a reply that holds no error code: a plan, none, or something else. */
export function readReply(
  reply: unknown,
  format: ReplyFormat,
  attempts: number,
): GetGrayReleasePlanResult {
  const cause = { value: reply }
  try {
    if (saysNoPlan(reply, format)) {
      const errMsg = 'WeChat answered ok and gave no plan'
      return { ok: false, error: createError('no_plan', { errMsg, attempts, cause }) }
    }
    const parsed = parsePlan(isObject(reply) ? format.toCamelCase(reply) : reply)
    return parsed.ok
      ? parsed
      : { ok: false, error: invalidResponse(parsed.issues, attempts, cause) }
  } catch (thrown) {
    // A getter or a proxy in the reply threw: nothing that came over a wire does that.
    const issues = [{ path: '', message: `reading it threw (${typeof thrown})` }]
    return { ok: false, error: invalidResponse(issues, attempts, cause) }
  }
}

/** The code 0 and nothing else, save words and an empty plan: what a sibling API answers so. */
function saysNoPlan(reply: unknown, { errCode, errMsg, plan }: ReplyFormat): boolean {
  if (!isObject(reply)) return false
  const { [errCode]: code, [plan]: value } = reply
  const isEmpty = value === undefined || value === null || (isObject(value) && !hasKeys(value))
  return (
    isEmpty &&
    (code === 0 || code === '0') &&
    Object.keys(reply).every((key) => [errCode, errMsg, plan].includes(key))
  )
}

const hasKeys = (value: object): boolean => Object.keys(value).length > 0

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
