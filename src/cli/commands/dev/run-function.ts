import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../../core/result'

/** What came out of one run of a cloud function. */
export interface FunctionRun {
  /** Absent if the process ended without one. */
  result?: GetGrayReleasePlanResult
  /** The lines it wrote to its log. */
  log: string[]
  /** What the process said on standard error. */
  stderr: string
}

/**
 * Runs in a process of its own, so that the SDK finds the environment of a cloud function and nothing
 * else. It ends at once if nobody is left to hear the result.
 */
const RUNNER = `
  process.on('disconnect', () => process.exit())
  const { path, context } = JSON.parse(process.argv[1])
  require(path).main({}, context).then((result) => {
    process.send(result, () => process.exit())
  })
`

/** As the platform's default limit of 3 s has it. */
const CONTEXT = {
  time_limit_in_ms: 3000,
  memory_limit_in_mb: 256,
  function_name: 'getGrayReleasePlan',
  request_id: 'local',
}

/** Calls `main` of a cloud function once. */
export function runFunction(
  path: string,
  env: { [name: string]: string | undefined },
  signal: AbortSignal,
): Promise<FunctionRun> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['-e', RUNNER, JSON.stringify({ path, context: CONTEXT })],
      {
        env,
        // As in the cloud. The folder that the user is in may be gone.
        cwd: dirname(path),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    )
    const run: FunctionRun = { log: [], stderr: '' }
    let log = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      log += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      run.stderr += text
    })
    child.on('message', (result) => {
      run.result = result as unknown as GetGrayReleasePlanResult
    })
    const stop = (): void => {
      child.kill('SIGKILL')
    }
    signal.addEventListener('abort', stop)
    child.on('close', () => {
      signal.removeEventListener('abort', stop)
      run.log = log.split('\n').filter((line) => line !== '')
      resolve(run)
    })
  })
}
