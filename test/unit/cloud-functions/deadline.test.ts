import { deadlineMs } from '../../../src/cloud-functions/deadline'

it.each([
  [{ time_limit_in_ms: 3000 }, 2500],
  [{ time_limit_in_ms: 1000 }, 500],
  [{ time_limit_in_ms: 5000 }, 4500],
  [{ time_limit_in_ms: 10_500 }, 10_000],
  [{ time_limit_in_ms: 900_000 }, 10_000],
  [{ time_limit_in_ms: 999 }, 2500],
  [{ time_limit_in_ms: 900_001 }, 2500],
  [{ time_limit_in_ms: '3' }, 2500],
  [{ time_limit_in_ms: '5000' }, 2500],
  [{ time_limit_in_ms: Number.NaN }, 2500],
  [{}, 2500],
  [null, 2500],
  [undefined, 2500],
  ['context', 2500],
])('the deadline for context %j is %d ms', (context, ms) => expect(deadlineMs(context)).toBe(ms))
