/**
 * Counts the timers of one duration that were set and neither cleared nor fired. The process as a
 * whole has timers of others, so they can only be told apart by how long they take.
 */
export function watchTimers(ms: number): { left: () => number; stop: () => void } {
  const left = new Set<unknown>()
  const { setTimeout, clearTimeout } = globalThis
  const set = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
    run: () => void,
    delay?: number,
  ) => {
    const timer = setTimeout(run, delay)
    if (delay === ms) left.add(timer)
    return timer
  }) as never)
  const clear = jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    left.delete(timer)
    clearTimeout(timer)
  })
  return {
    left: () => left.size,
    stop: () => {
      set.mockRestore()
      clear.mockRestore()
    },
  }
}
