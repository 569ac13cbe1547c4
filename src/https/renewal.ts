/** Something that a renewal waits for. */
export interface Step {
  /** Whether it has no connection yet. */
  isConnecting(): boolean
  /** Ends it because nobody waits for it any more; `false` if it must not be ended. */
  abandon(): boolean
}

/** Limit of each step in milliseconds, because no caller's deadline can bind a shared one. */
export const STEP_LIMIT_MS = 10_000

const IDLE: Step = { isConnecting: () => false, abandon: () => true }

/** A token that is being requested for all callers that wait for it. */
export class Renewal {
  waiting = 0
  step = IDLE

  /** Waits for one step, but no longer than its limit: then `late` returns what is thrown. */
  within<T>(work: Promise<T>, late: () => Error, step = IDLE): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(late()), STEP_LIMIT_MS)
      const end = (): void => {
        clearTimeout(timer)
        this.step = IDLE
      }
      this.step = {
        isConnecting: step.isConnecting,
        abandon: () => {
          const ended = step.abandon()
          if (ended) clearTimeout(timer)
          return ended
        },
      }
      work.then(end, end)
      work.then(resolve, reject)
    })
  }
}
