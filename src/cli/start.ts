import { main } from './main'
import { reasonOf } from './reason'
import { openSession, tell } from './session'
import type { Surroundings } from './surroundings'

/** What the command uses of the process. */
export type ProcessLike = Pick<
  NodeJS.Process,
  'argv' | 'cwd' | 'env' | 'once' | 'stderr' | 'stdin' | 'stdout'
> & { exitCode?: number | string | null | undefined }

/** What a shell shows for a process that a signal ended. */
const STATUS_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const

/** Runs the command in a process: its arguments, streams, signals and exit status. */
export async function start(
  process: ProcessLike,
  place: { version: string; functionDir: string },
): Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const end = (status: number): void => {
    process.exitCode = status
    ending.abort(status)
  }
  const surroundings: Surroundings = {
    ...place,
    env: process.env,
    cwd: process.cwd(),
    stdin: () => process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal,
    now: Date.now,
    sleep: (ms) => sleep(ms, signal),
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // Only the first: a second one ends the process whatever it does.
    process.once(name, () => end(STATUS_OF_SIGNAL[name]))
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away, as `head` does when it has enough.
    if (error.code === 'EPIPE') return end(0)
    if (!signal.aborted) sayOutputFailed(surroundings, error)
    end(1)
  })
  // Nobody is left to be told.
  process.stderr.on('error', () => undefined)
  process.exitCode = await main(process.argv.slice(2), surroundings)
}

function sayOutputFailed(surroundings: Surroundings, error: unknown): void {
  const session = openSession(surroundings)
  const { texts } = session
  tell(session, [texts.failure.output(reasonOf(error, texts))])
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
