import { setTimeout } from 'node:timers/promises'
import { refreshTokensKept } from '../https/renewal'
import { EXIT, Interrupted, STATUS_OF_SIGNAL } from './failure'
import { type CliContext, openSession, reasonOf } from './session'

/** Runs the command in a process, and ends the process, whatever else would keep it. */
export async function start(
  process: NodeJS.Process,
  main: (args: readonly string[], context: CliContext) => Promise<number>,
  place: { version: string; functionsDir: string },
): Promise<void> {
  const args = process.argv.slice(2)
  const ending = new AbortController()
  const end = (status: number): void => ending.abort(new Interrupted(status))
  const context: CliContext = {
    ...place,
    env: process.env,
    systemLocale: Intl.DateTimeFormat().resolvedOptions().locale,
    cwd: () => process.cwd(),
    stdin: () => process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    ending,
    now: Date.now,
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch((thrown) => void thrown),
  }
  const signalled = new Promise<'SIGINT' | 'SIGTERM'>((resolve) => {
    const onSignal = (name: 'SIGINT' | 'SIGTERM'): void => {
      // Only the first: a second one ends the process whatever it does.
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      end(STATUS_OF_SIGNAL[name])
      resolve(name)
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  })
  let outputFailed = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away, as `head` does when it has enough: a result that is known stays what it is.
    if (error.code === 'EPIPE') return end(STATUS_OF_SIGNAL.SIGPIPE)
    if (!outputFailed) {
      const session = openSession(context, args)
      const { usage, failure } = session.texts
      session.printError([usage.error + failure.output(reasonOf(error, session.texts))])
    }
    outputFailed = true
    end(EXIT.failure)
  })
  // Nobody is left to read anything.
  process.stderr.on('error', () => undefined)

  const status = await main(args, context)
  await refreshTokensKept()
  const written = Promise.all([process.stdout, process.stderr].map(flushed))
  const signalName = await Promise.race([signalled, written.then(() => undefined)])
  if (signalName === undefined) return process.exit(outputFailed ? EXIT.failure : status)
  // Ending by itself, the process would wait for what is busy in a thread, for 10 s and more if no
  // name server answers. The signal does not, and a shell shows the same status.
  const isBusy = process.getActiveResourcesInfo().some((name) => /^(GetAddrInfo|FS)Req/.test(name))
  if (isBusy) process.kill(process.pid, signalName)
  process.exit(STATUS_OF_SIGNAL[signalName])
}

/** Waits until all is written, or its failure is reported, which takes one more turn of the loop. */
const flushed = (output: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve) => {
    output.write('', () => setImmediate(resolve))
  })
