import { callWithin } from '../../core/call'
import { createError, type GrayReleasePlanError } from '../../core/error'
import type { Point } from '../../core/plan'
import { storeError } from '../../core/store'
import { type History, isHistory } from '../../watch/state'
import { type Documents, versionAfter } from './documents'

/** Another check may write the same document now and then. */
const RETRIES = 4

/**
 * Adds the points of a plan to the document that holds its whole history. No point that is there is
 * lost: not those of a state that was lost since, and not those of a faster check.
 *
 * @returns why they could not be stored
 */
export async function addPoints(
  documents: Documents,
  id: string,
  { createTimestamp, points }: History,
  timeoutMs: number,
): Promise<GrayReleasePlanError | undefined> {
  const limits = { timeoutMs: Math.max(1, timeoutMs), retries: RETRIES }
  const outcome = await callWithin<{ ok: true }>(limits, async () => {
    try {
      const before = await documents.get(id)
      const known = isHistory(before) ? before.points : []
      const data = {
        createTimestamp,
        points: merged(known, points),
        version: versionAfter(before),
      }
      if (await documents.replace(id, before, ['version'], data)) return { ok: true }
      return { ok: false, error: createError('system', { errMsg: 'not the first', attempts: 1 }) }
    } catch (thrown) {
      return { ok: false, error: storeError(thrown, 1) }
    }
  })
  return outcome.ok ? undefined : outcome.error
}

/** Two checks don't find anything at the same millisecond. */
function merged(known: readonly Point[], points: readonly Point[]): Point[] {
  const byTime = new Map([...known, ...points].map((point) => [point.at, point]))
  return [...byTime.values()].sort((one, other) => one.at - other.at)
}
