import { callWithin, type Outcome } from '../core/call'
import type { AbortSignalLike } from '../core/options'
import { STORE_HINT, type Store, storeError } from '../core/store'

type Found<Value> = Promise<Outcome<{ ok: true; value: Value }>>

/** How long an operation may take with all its attempts, and how many extra ones there are. */
export interface SlotLimits {
  timeoutMs: number
  retries: number
  signal?: AbortSignalLike | undefined
}

/** One key of a store. Never rejects. */
export class Slot {
  constructor(
    private readonly store: Store,
    private readonly key: string,
  ) {}

  read(limits: SlotLimits): Found<string | undefined> {
    // Some clients have null for what is not there.
    return run(limits, async () => (await this.store.get(this.key)) ?? undefined)
  }

  /**
   * Replaces the value if it still is the one that was read. An attempt whose answer was lost is
   * recognized by the next one, because no two values are alike.
   *
   * @returns whether it was
   */
  replace(before: string | undefined, next: string, limits: SlotLimits): Found<boolean> {
    let attempts = 0
    return run(limits, async () => {
      attempts += 1
      if (await this.store.compareAndSet(this.key, before, next)) return true
      return attempts > 1 && (await this.store.get(this.key)) === next
    })
  }
}

function run<Value>(
  { timeoutMs, retries, signal }: SlotLimits,
  operation: () => Promise<Value>,
): Found<Value> {
  const limits = { timeoutMs: Math.max(1, timeoutMs), retries, signal }
  const attempt = async (): Found<Value> => {
    try {
      return { ok: true, value: await operation() }
    } catch (thrown) {
      return { ok: false, error: storeError(thrown, 0) }
    }
  }
  return callWithin<{ ok: true; value: Value }>(limits, attempt, () => STORE_HINT)
}
