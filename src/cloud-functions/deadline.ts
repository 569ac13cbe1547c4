import { read } from '../core/read'

/** The deadline of a call in milliseconds: the function's timeout less a margin, at most 10 s. */
export function deadlineMs(context: unknown): number {
  const limit = read(context, 'time_limit_in_ms')
  const known = typeof limit === 'number' && limit >= 1000 && limit <= 900_000
  return known ? Math.min(limit - 500, 10_000) : 2500
}
