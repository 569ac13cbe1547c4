import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

export interface BundleAnswer<Result> {
  result: Result
  /** Of left-out parts that were touched, and what Node.js deprecates. */
  warnings: string[]
}

/** A build of a function in a process of its own. */
export class BundleProcess<Result> {
  private readonly child: ChildProcess

  constructor(
    file: string,
    env: { [name: string]: string | undefined },
    // An older Node.js warns of what a newer one deprecates.
    execArgv = ['--pending-deprecation'],
  ) {
    this.child = fork(join(__dirname, 'bundle-host.cjs'), [file], {
      env: env as NodeJS.ProcessEnv,
      execArgv,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
  }

  ask(timeLimitMs: number): Promise<BundleAnswer<Result>> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`the process ended: ${code}`))
      this.child.once('exit', onExit)
      this.child.once('message', (message) => {
        this.child.off('exit', onExit)
        resolve(message as BundleAnswer<Result>)
      })
      this.child.send({ time_limit_in_ms: timeLimitMs })
    })
  }

  end(): void {
    this.child.kill()
  }
}
