/** A request that was sent. */
export interface Sent<T> {
  answer: Promise<T>
  /** Gives it up; absent if that can't be done. */
  cancel?: () => void
}

/** Sends a request; each caller has a function of its own. */
export type Send<T> = () => Sent<T>

/** Callers that wait for the same answer. */
interface Flight<T> {
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
  private flight: Flight<T> | undefined

  /** Waits for the request under way, or sends one; `leave` is for a caller that gives up before the answer. */
  join(send: Send<T>): { answer: Promise<T>; leave: () => void } {
    const flight = this.flight ?? newFlight()
    flight.waiting.add(send)
    if (!flight.sender) this.send(flight, send)
    return { answer: flight.answer, leave: () => this.leave(flight, send) }
  }

  private send(flight: Flight<T>, sender: Send<T>): void {
    flight.sender = sender
    this.flight ??= flight
    const sent = sender()
    flight.underWay.add(sent)
    const onAnswer = (): void => {
      flight.underWay.delete(sent)
      if (flight.waiting.size > 0) flight.settle(sent.answer)
      this.end(flight)
    }
    sent.answer.then(onAnswer, onAnswer)
  }

  private leave(flight: Flight<T>, send: Send<T>): void {
    flight.waiting.delete(send)
    // It has been silent for so long that later callers must not hang on it.
    this.close(flight)
    const heir = [...flight.waiting].pop()
    if (!heir) this.end(flight)
    else if (flight.sender === send) this.send(flight, heir)
  }

  private end(flight: Flight<T>): void {
    this.close(flight)
    flight.waiting.clear()
    for (const sent of flight.underWay) sent.cancel?.()
    flight.underWay.clear()
  }

  private close(flight: Flight<T>): void {
    if (this.flight === flight) this.flight = undefined
  }
}

function newFlight<T>(): Flight<T> {
  let settle!: Flight<T>['settle']
  const answer = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { waiting: new Set(), sender: undefined, underWay: new Set(), answer, settle }
}
