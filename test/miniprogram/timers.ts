import { sep } from 'node:path'

/**
 * Keeps account of the timers that the files of a folder start, so that one left behind fails a test.
 * Of real timers: jest counts its fake ones itself.
 */
export function watchTimers(folder: string): { stopAll(): number } {
  const pending = new Set<unknown>()
  const { setTimeout, clearTimeout } = globalThis
  const forget = (timer: unknown) => {
    pending.delete(timer)
    clearTimeout(timer as NodeJS.Timeout)
  }
  const start = (callback: () => void, milliseconds?: number) => {
    const timer = setTimeout(() => {
      pending.delete(timer)
      callback()
    }, milliseconds)
    pending.add(timer)
    return timer
  }
  const fromFolder = () => new Error().stack?.split('\n')[3]?.includes(`${folder}${sep}`)
  Object.assign(globalThis, {
    setTimeout: Object.assign(
      (...args: Parameters<typeof start>) => (fromFolder() ? start : setTimeout)(...args),
      // With util.promisify's own form of it.
      setTimeout,
    ),
    clearTimeout: forget,
  })
  return {
    /** Ends those that are still to come, and says how many they were. */
    stopAll: () => {
      const { size } = pending
      pending.forEach(forget)
      return size
    },
  }
}
