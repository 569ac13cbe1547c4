import type { GetGrayReleasePlanResult } from '../../../core/result'
import { compare, notify, type Seen } from '../../../watch'
import { Interrupted } from '../../failure'
import type { Session } from '../../session'

/**
 * Tells channels of what happened between two looks.
 *
 * @param note - says who was not told, and why
 * @returns to be called with each look; it never rejects
 */
export function telling(
  { language, texts, signal, now }: Session,
  channels: readonly string[],
  note: (lines: string[]) => void,
): (look: GetGrayReleasePlanResult) => Promise<void> {
  let seen: Seen | undefined
  return async (look) => {
    const compared = compare(seen, look, now())
    seen = compared.seen
    for (const event of compared.events) {
      const deliveries = await notify(channels, event, { language, signal })
      if (signal.reason instanceof Interrupted) return
      const lines = deliveries.flatMap(({ channel, host, error }) =>
        error ? [texts.status.notTold(channel, host, error.message)] : [],
      )
      if (lines.length > 0) note(lines)
    }
  }
}
