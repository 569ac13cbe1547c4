/** Callers that wait for the same answer. */
interface Shared<T> {
  waiting: number
  /** Stays pending if nobody waits when the answer comes. */
  answer: Promise<T>
}

/** Lets callers share a request in progress. */
export class SharedRequest<T> {
  private current: Shared<T> | undefined

  /** Waits for the request in progress, or sends one; `leave` is for a caller that gives up before the answer. */
  join(send: () => Promise<T>): { answer: Promise<T>; leave: () => void } {
    const shared = this.current ?? this.start(send)
    shared.waiting += 1
    const leave = (): void => {
      shared.waiting -= 1
      // It has been silent for so long that later callers must not wait for it.
      this.close(shared)
    }
    return { answer: shared.answer, leave }
  }

  private start(send: () => Promise<T>): Shared<T> {
    const sent = send()
    const answer = new Promise<T>((resolve) => {
      const onAnswer = (): void => {
        this.close(shared)
        if (shared.waiting > 0) resolve(sent)
      }
      sent.then(onAnswer, onAnswer)
    })
    const shared = { waiting: 0, answer }
    this.current = shared
    return shared
  }

  private close(shared: Shared<T>): void {
    if (this.current === shared) this.current = undefined
  }
}
