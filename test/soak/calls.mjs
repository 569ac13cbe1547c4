// The calls of a storm. The n-th is the same in every process, so that two storms can be compared.
import { drawFault, everyFault, isSilent } from './faults.mjs'
import { generator, whole } from './random.mjs'

/** How long a call waits for what never comes, and for all else: a busy machine must not fail a call. */
const SILENT_MS = 300
const PATIENT_MS = 20_000

const EVERY_FAULT = { cloud: everyFault('cloud'), https: everyFault('https') }

/** The n-th call over a wire ('cloud' or 'https'). */
export function callAt(n, wire) {
  const random = generator(n * 2 + (wire === 'cloud' ? 0 : 1))
  const every = EVERY_FAULT[wire]
  const call = {
    fault: n < every.length ? every[n] : drawFault(random, wire),
    retries: random() < 0.05 ? 1 : 0,
    timeoutMs: PATIENT_MS,
    /** Whether a signal is handed over that never fires. */
    listened: random() < 0.3,
  }
  if (!isSilent(call.fault)) return call
  call.timeoutMs = whole(random, SILENT_MS / 2, SILENT_MS)
  // Some callers give up before the deadline.
  if (random() < 0.3) return { ...call, timeoutMs: PATIENT_MS, abortMs: whole(random, 1, 100) }
  return call
}
