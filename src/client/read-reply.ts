import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan } from '../core/plan'
import { type FunctionFailedError, failedCall } from './failure'
import { fieldsOf } from './fields'

/**
 * What a call from a page comes to: what the function said, as it came, or why it said nothing.
 * Plain data: it survives JSON unchanged.
 */
export type CallResult =
  | { ok: true; plan: GrayReleasePlan }
  | { ok: false; error: GrayReleasePlanError | FunctionFailedError }

/** Reads what `callFunction` resolved with. */
export function readReply(reply: unknown, name: string): CallResult {
  const { result, requestID } = fieldsOf(reply)
  if (isOurs(result)) return result
  const errMsg = `unexpected result: ${JSON.stringify(result)}`.slice(0, LONGEST_WORDS)
  const rid = typeof requestID === 'string' ? requestID : undefined
  return failedCall('not_ours', { name, errMsg, rid, cause: { value: reply } })
}

/** Enough to see what it is. */
const LONGEST_WORDS = 1000

// No more than what no page can do without: a newer function may leave out the rest, or say more.

function isOurs(result: unknown): result is CallResult {
  const { ok, plan, error } = fieldsOf(result)
  return (ok === true && isPlan(fieldsOf(plan))) || (ok === false && isError(fieldsOf(error)))
}

type Fields = ReturnType<typeof fieldsOf>

const isPlan = ({ status, statusCode, grayPercentage, createTimestamp }: Fields) =>
  typeof status === 'string' && [statusCode, grayPercentage, createTimestamp].every(Number.isFinite)

function isError({ kind, errMsg, hint }: Fields): boolean {
  const { zh, en } = fieldsOf(hint)
  return [kind, errMsg, zh, en].every((words) => typeof words === 'string')
}
