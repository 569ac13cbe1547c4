import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { GetGrayReleasePlanResult } from '../../src/index'

/** What one round of calls came to. */
export interface Round {
  results: GetGrayReleasePlanResult[]
  /** What the function logged. */
  lines: string[]
}

interface FunctionCall {
  event?: unknown
  context?: unknown
}

/** The built function in a process of its own: what it sees of the environment is what it is given. */
export class FunctionProcess {
  private readonly child: ChildProcess
  private readonly ended: Promise<never>

  constructor(env: { [name: string]: string }) {
    this.child = fork(join(__dirname, 'function-host.cjs'), {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.ended = new Promise((_resolve, reject) => {
      this.child.once('exit', (code) => reject(new Error(`the function's process ended: ${code}`)))
    })
    // Only a call under way is told.
    this.ended.catch((_notAsked) => undefined)
  }

  /** Calls it once for each entry, all at the same time. */
  call(calls: FunctionCall[] = [{}]): Promise<Round> {
    const answer = new Promise<Round>((resolve) => {
      this.child.once('message', (message) => resolve(message as Round))
      this.child.send({ calls })
    })
    return Promise.race([answer, this.ended])
  }

  end(): void {
    this.child.kill()
  }
}
