export const EXIT = { plan: 0, failure: 1, usage: 2 } as const

/** What a shell shows for a process that a signal ended. */
export const STATUS_OF_SIGNAL = { SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const

/** Ends the command with a message for its user, in their language. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitStatus: 1 | 2 = EXIT.failure,
  ) {
    super(message)
  }
}

/** Ends the command before its work is done, without a message. */
export class Interrupted extends Error {
  constructor(readonly exitStatus: number) {
    super()
  }
}

export const incorrectUsage = (message: string): Failure => new Failure(message, EXIT.usage)
