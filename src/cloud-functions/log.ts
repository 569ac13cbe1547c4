import type { GetGrayReleasePlanResult } from '../core/result'

/**
 * The line that a call leaves in the function's log, as JSON. It holds no words of WeChat's, no OPENID
 * and no token, only values from closed sets, numbers and the request id: it always is one line.
 *
 * @param attempts - requests that this call itself sent; those of another call that it shared are in
 * the line of that call, so that the sum over all lines is what WeChat was asked
 * @param more - what else a function counts, and the account
 */
export function logLine(
  result: GetGrayReleasePlanResult,
  attempts: number,
  milliseconds: number,
  more: { [name: string]: number | string } = {},
): string {
  const error = result.ok ? undefined : result.error
  return JSON.stringify({
    api: 'operation.getGrayReleasePlan',
    outcome: result.ok ? 'ok' : 'error',
    kind: error?.kind,
    errCode: error?.errCode ?? 0,
    rid: error?.rid,
    attempts,
    ...more,
    milliseconds: Math.round(milliseconds),
  })
}
