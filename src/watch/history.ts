import type { GrayReleasePlanError } from '../core/error'
import type { Point } from '../core/plan'
import type { Store } from '../core/store'
import { Slot } from './slot'
import { readState } from './state'

/** Reads the history that a watcher stored under a key. */
export async function historyIn(
  store: Store,
  key: string,
  timeoutMs: number,
  retries: number,
): Promise<{ ok: true; history: readonly Point[] } | { ok: false; error: GrayReleasePlanError }> {
  const found = await new Slot(store, key).read({ timeoutMs, retries })
  if (!found.ok) return found
  return { ok: true, history: readState(found.value)?.history?.points ?? [] }
}
