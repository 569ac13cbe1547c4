import type { AbortSignalLike } from './options'

/** One listener per signal, because Node.js 16 to 20 warn about a leak at the eleventh. */
const watched = new WeakMap<AbortSignalLike, { runs: Set<() => void>; listener: () => void }>()

/** Runs a function when a signal aborts, until {@link unlisten}. */
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

/** Removes a function, and the listener with the last one. */
export function unlisten(signal: AbortSignalLike, run: () => void): void {
  const known = watched.get(signal)
  if (!known) return
  known.runs.delete(run)
  if (known.runs.size > 0) return
  watched.delete(signal)
  signal.removeEventListener('abort', known.listener)
}

/** The part of `AbortController` that is used. */
export interface Controller {
  readonly signal: AbortSignalLike
  abort(): void
}

/** Missing from the types of old runtimes. */
declare const AbortController: (new () => Controller) | undefined

/** An `AbortController`, or its equivalent before Node.js 15. */
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
