import type { GrayReleasePlanError } from '../core/error'
import type { GrayReleasePlan, Point } from '../core/plan'
import { fieldsOf, isText } from '../core/read'
import { type FunctionFailedError, failedCall } from './failure'

/** Why a call has no result: the function's own error, or `function_failed`. */
interface NoResult {
  ok: false
  error: GrayReleasePlanError | FunctionFailedError
}

/**
 * The result of a call from a page: the function's own, or the reason why there is none. Plain data: it
 * survives JSON unchanged.
 */
export type CallResult = { ok: true; plan: GrayReleasePlan } | NoResult

/** The history of an account in `GRAY_RELEASE_ACCOUNTS`. */
export interface AccountHistory {
  /** Absent for the function's own account. */
  appid?: string
  /** Its name in the variable. */
  name?: string
  /** The points of its newest plan, oldest first. */
  history: Point[]
}

/**
 * The result of a call for the history: the points of the newest plan, oldest first, or the reason why
 * there is none. With several accounts, `history` is that of the first. Plain data.
 */
export type CallHistoryResult =
  | { ok: true; history: Point[]; accounts?: AccountHistory[] }
  | NoResult

export function readPlanReply(reply: unknown, name: string): CallResult {
  const { result } = fieldsOf(reply)
  const { ok, plan } = fieldsOf(result)
  return ok === true && isPlan(plan) ? withoutThen(result as CallResult) : readError(reply, name)
}

export function readHistoryReply(reply: unknown, name: string): CallHistoryResult {
  const { ok, history, accounts } = fieldsOf(fieldsOf(reply)['result'])
  if (ok !== true || !isHistory(history)) return readError(reply, name)
  const found: CallHistoryResult = { ok, history }
  if (Array.isArray(accounts))
    found.accounts = accounts.filter((account) => isHistory(fieldsOf(account)['history']))
  return found
}

function readError(reply: unknown, name: string): NoResult {
  const { result, requestID } = fieldsOf(reply)
  const { ok, error } = fieldsOf(result)
  if (ok === false && isError(error)) return withoutThen(result as NoResult)
  const errMsg = `unexpected result: ${JSON.stringify(result)}`.slice(0, 1000)
  const rid = isText(requestID) ? requestID : undefined
  return failedCall('not_ours', { name, errMsg, rid, cause: reply })
}

/** A promise resolved with an object that has a `then` would call it; JSON drops it. */
const withoutThen = <Result extends object>(result: Result): Result =>
  fieldsOf(result)['then'] ? JSON.parse(JSON.stringify(result)) : result

// Only the fields that every page needs: a newer function may omit others, or add some.

const isPlan = (value: unknown): boolean =>
  has(value, isString, 'status') &&
  has(value, isNumber, 'statusCode', 'grayPercentage', 'createTimestamp')

const isError = (value: unknown): boolean =>
  has(value, isString, 'kind', 'errMsg') && has(fieldsOf(value)['hint'], isString, 'zh', 'en')

const isPoint = (value: unknown): value is Point =>
  has(value, isString, 'status') && has(value, isNumber, 'at', 'grayPercentage')

const isHistory = (value: unknown): value is Point[] => Array.isArray(value) && value.every(isPoint)

/** Whether each of the fields passes the test. */
const has = (value: unknown, test: (field: unknown) => boolean, ...names: string[]): boolean =>
  names.every((name) => test(fieldsOf(value)[name]))

const isString = (value: unknown): boolean => typeof value === 'string'
const { isFinite: isNumber } = Number
