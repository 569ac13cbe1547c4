// Checked by tsc against the built declarations, by test/package/types.test.ts.
import type { GetGrayReleasePlanResult } from 'wx-gray-release-plan'
import { compare, describe, notify, type ReleaseEvent, type Seen } from 'wx-gray-release-plan/watch'

declare const result: GetGrayReleasePlanResult

// The results of every entry are compared alike, and what is kept is passed on as it is.
const { seen, events } = compare(undefined, result)
export const next: Seen = compare(seen, result, Date.now()).seen
export const titles: string[] = events.map((event) => describe(event).title.zh)

/** Narrowed by `type`, and exhaustive. */
export function share(event: ReleaseEvent): number | string {
  switch (event.type) {
    case 'started':
    case 'ended':
      return event.plan.grayPercentage
    case 'progressed':
    case 'paused':
    case 'resumed':
    case 'completed':
    case 'deleted':
      return event.to - event.from
    case 'due':
      return event.fullAt
    case 'failing':
      return event.error.kind
    case 'recovered':
      return event.since
    default: {
      const impossible: never = event
      return impossible
    }
  }
}

export async function tell(event: ReleaseEvent): Promise<void> {
  const { signal } = new AbortController()
  const options = { language: 'en', timeoutMs: 1000, signal } as const
  for (const { channel, host, ok, error } of await notify(['https://x.example'], event, options)) {
    console.log(channel, host, ok, error?.message, error?.retryable)
  }
}

// @ts-expect-error there are two languages
notify('https://x.example', {} as ReleaseEvent, { language: 'fr' })
// @ts-expect-error only `started` may have one
export const previous = (event: ReleaseEvent) => event.previous
