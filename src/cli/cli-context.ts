import type { Readable } from 'node:stream'

/** Where the command writes: standard output or standard error. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  /** Width of the terminal, in cells. */
  readonly columns?: number | undefined
  /** Height of the terminal. */
  readonly rows?: number | undefined
}

/** All that the command takes from the process it runs in, so that a test can give it something else. */
export interface CliContext {
  env: { readonly [name: string]: string | undefined }
  /** Looked up only when it is needed: it may be gone. */
  cwd: () => string
  /** Of this package. */
  version: string
  /** The folder that the ready-made cloud functions are in. */
  functionsDir: string
  /** Looked up only when it is read, since looking opens it. */
  stdin: () => Readable & { isTTY?: boolean | undefined }
  stdout: Output
  stderr: Output
  /** Ends the command early; its reason is the `Interrupted`, or the `Failure`, to throw. */
  signal: AbortSignal
  /** Milliseconds since 1970. */
  now: () => number
  /** Waits, but no longer than the signal lets it. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Of the user, as the system has it: a language tag. */
  systemLocale: string
  /** IANA name; absent: that of the process. */
  timeZone?: string
}
