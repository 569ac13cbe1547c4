import type { GetGrayReleasePlanResult } from '../core/result'

/**
 * The log line of a call, as JSON. It contains no message from WeChat, no OPENID and no token, only
 * names, numbers and the request ID, so it is always one line.
 *
 * @param attempts - requests that this call sent; a shared request counts only in the line of the call
 * that sent it
 * @param more - further counts, and the account
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
