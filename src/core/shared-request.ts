/** A request that was sent. */
export interface Sent<T> {
  answer: Promise<T>
  /** Gives it up; absent if that can't be done. */
  cancel?: () => void
}

/** Sends a request; each caller has a function of its own. */
export type Send<T> = () => Sent<T>

/** Callers that wait for the same answer. */
interface Pending<T> {
  waiting: Set<Send<T>>
  /** Who sent the newest request; undefined before the first. */
  sender: Send<T> | undefined
  underWay: Set<Sent<T>>
  /** The first answer to any of its requests; none comes once nobody waits. */
  answer: Promise<T>
  settle: (answer: Promise<T>) => void
}

/**
 * Lets callers share a request under way. If its sender gives up before the answer, the others may
 * still have time: the last to join, who should have most of it, sends another for all of them.
 */
export class SharedRequest<T> {
  private pending: Pending<T> | undefined

  /** Waits for the request under way, or sends one; `leave` is for a caller that gives up before the answer. */
  join(send: Send<T>): { answer: Promise<T>; leave: () => void } {
    const pending = this.pending ?? newPending()
    pending.waiting.add(send)
    if (!pending.sender) this.send(pending, send)
    return { answer: pending.answer, leave: () => this.leave(pending, send) }
  }

  private send(pending: Pending<T>, sender: Send<T>): void {
    pending.sender = sender
    this.pending ??= pending
    const sent = sender()
    pending.underWay.add(sent)
    const onAnswer = (): void => {
      pending.underWay.delete(sent)
      if (pending.waiting.size > 0) pending.settle(sent.answer)
      this.end(pending)
    }
    sent.answer.then(onAnswer, onAnswer)
  }

  private leave(pending: Pending<T>, send: Send<T>): void {
    pending.waiting.delete(send)
    // It has been silent for so long that later callers must not hang on it.
    this.close(pending)
    const heir = [...pending.waiting].pop()
    if (!heir) this.end(pending)
    else if (pending.sender === send) this.send(pending, heir)
  }

  private end(pending: Pending<T>): void {
    this.close(pending)
    pending.waiting.clear()
    for (const sent of pending.underWay) sent.cancel?.()
    pending.underWay.clear()
  }

  private close(pending: Pending<T>): void {
    if (this.pending === pending) this.pending = undefined
  }
}

function newPending<T>(): Pending<T> {
  let settle!: Pending<T>['settle']
  const answer = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { waiting: new Set(), sender: undefined, underWay: new Set(), answer, settle }
}
