import { spawn } from 'node:child_process'
import { basename, dirname } from 'node:path'

/** The outcome of one run of a cloud function. */
export interface FunctionRun<Result> {
  /** Absent if the process ended without one. */
  result?: Result
  /** The lines it wrote to its log. */
  log: string[]
  /** What the process wrote to standard error. */
  stderr: string
}

/**
 * Runs in a process of its own, so that the SDK finds the environment of a cloud function and nothing
 * else. It ends at once if nobody is left to receive the result.
 */
const RUNNER = `
  process.on('disconnect', () => process.exit())
  const { path, context, nowMs } = JSON.parse(process.argv[1])
  const { now } = Date
  const ahead = nowMs ? nowMs - now() : 0
  Date.now = () => now() + ahead
  require(path).main({}, context).then((result) => {
    process.send(result, () => process.exit())
  })
`

/** What the platform passes to a function with a timeout. */
const contextOf = (path: string, seconds: number) => ({
  time_limit_in_ms: seconds * 1000,
  memory_limit_in_mb: 256,
  function_name: basename(dirname(path)),
  request_id: 'local',
})

/**
 * Calls `main` of a cloud function once.
 *
 * @param options - its timeout, for which the platform's default is 3 s, and the time that it sees
 */
export function runFunction<Result>(
  path: string,
  env: { [name: string]: string | undefined },
  signal: AbortSignal,
  { seconds = 3, nowMs }: { seconds?: number; nowMs?: number } = {},
): Promise<FunctionRun<Result>> {
  return new Promise((resolve) => {
    const given = JSON.stringify({ path, context: contextOf(path, seconds), nowMs })
    const child = spawn(process.execPath, ['-e', RUNNER, given], {
      env,
      // As in the cloud. The current folder may be gone.
      cwd: dirname(path),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const run: FunctionRun<Result> = { log: [], stderr: '' }
    let log = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      log += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      run.stderr += text
    })
    child.on('message', (result) => {
      run.result = result as unknown as Result
    })
    const stop = () => void child.kill('SIGKILL')
    signal.addEventListener('abort', stop)
    child.on('close', () => {
      signal.removeEventListener('abort', stop)
      run.log = log.split('\n').filter((line) => line !== '')
      resolve(run)
    })
  })
}
