import type { GetGrayReleasePlanResult } from '../../../core/result'
import { compare, notify, type Seen } from '../../../watch'
import { Interrupted } from '../../failure'
import type { Session } from '../../session'

/**
 * Notifies channels of what happened between two checks.
 *
 * @param note - reports who was not notified, and why
 * @returns to be called with each result; it never rejects
 */
export function notifying(
  { language, texts, signal, now }: Session,
  channels: readonly string[],
  note: (lines: string[]) => void,
): (result: GetGrayReleasePlanResult) => Promise<void> {
  let seen: Seen | undefined
  return async (result) => {
    const compared = compare(seen, result, now())
    seen = compared.seen
    for (const event of compared.events) {
      const deliveries = await notify(channels, event, { language, signal })
      if (signal.reason instanceof Interrupted) return
      const lines = deliveries.flatMap(({ channel, host, error }) =>
        error ? [texts.status.notNotified(channel, host, error.message)] : [],
      )
      if (lines.length > 0) note(lines)
    }
  }
}
