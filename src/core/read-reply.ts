import { createError, invalidResponse } from './error'
import { parsePlan } from './plan'
import type { GetGrayReleasePlanResult } from './result'

/** The field names of a reply: the SDK's, or WeChat's own over HTTPS. */
export interface ReplyFormat {
  errCode: string
  errMsg: string
  plan: string
  /** Renames the fields to the SDK's names. */
  toCamelCase: (reply: object) => unknown
}

/** Reads a reply without an error code: a plan, no plan, or an invalid response. */
export function readReply(
  reply: unknown,
  format: ReplyFormat,
  attempts: number,
): GetGrayReleasePlanResult {
  const cause = { value: reply }
  try {
    if (saysNoPlan(reply, format)) {
      const errMsg = 'WeChat returned ok without a plan'
      return { ok: false, error: createError('no_plan', { errMsg, attempts, cause }) }
    }
    const parsed = parsePlan(isObject(reply) ? format.toCamelCase(reply) : reply)
    return parsed.ok
      ? parsed
      : { ok: false, error: invalidResponse(parsed.issues, attempts, cause) }
  } catch (thrown) {
    // The reply of a fake may have a getter that throws.
    const issues = [{ path: '', message: `reading it threw (${typeof thrown})` }]
    return { ok: false, error: invalidResponse(issues, attempts, cause) }
  }
}

/** Whether a reply has code 0 and at most a message and an empty plan, as a sibling API replies. */
function saysNoPlan(reply: unknown, { errCode, errMsg, plan }: ReplyFormat): boolean {
  if (!isObject(reply)) return false
  const { [errCode]: code, [plan]: value } = reply
  return (
    isEmpty(value) &&
    (code === 0 || code === '0') &&
    Object.keys(reply).every((key) => [errCode, errMsg, plan].includes(key))
  )
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0)

const isObject = (value: unknown): value is { [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
