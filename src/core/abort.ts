import type { AbortSignalLike } from './options'

/** What runs at the abort of a signal, and the one listener that runs it. */
interface Watched {
  runs: Set<() => void>
  listener: () => void
}

/** One listener per signal: Node.js 16 to 20 take the eleventh for a leak, and say so. */
const watched = new WeakMap<AbortSignalLike, Watched>()

/** Runs a function at the abort of a signal, until {@link unlisten}. Throws if the signal does. */
export function listen(signal: AbortSignalLike, run: () => void): void {
  const known = watched.get(signal)
  if (known) {
    known.runs.add(run)
    return
  }
  const runs = new Set([run])
  const listener = (): void => {
    for (const each of runs) each()
  }
  watched.set(signal, { runs, listener })
  signal.addEventListener('abort', listener)
}

/** Takes a function back, and with the last one the listener. */
export function unlisten(signal: AbortSignalLike, run: () => void): void {
  const known = watched.get(signal)
  if (!known) return
  known.runs.delete(run)
  if (known.runs.size > 0) return
  watched.delete(signal)
  signal.removeEventListener('abort', known.listener)
}

/** As much of an `AbortController` as is used. */
export interface Controller {
  readonly signal: AbortSignalLike
  abort(): void
}

/** Declared here because the types of old runtimes don't have it. */
declare const AbortController: (new () => Controller) | undefined

/** An `AbortController`, or before Node.js 15 what does the same. */
export function createController(): Controller {
  if (typeof AbortController === 'function') return new AbortController()
  const listeners = new Set<() => void>()
  const signal = {
    aborted: false,
    addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void) => void listeners.delete(listener),
  }
  const abort = (): void => {
    signal.aborted = true
    for (const listener of listeners) listener()
  }
  return { signal, abort }
}
