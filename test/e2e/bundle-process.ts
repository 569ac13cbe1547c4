import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { GatewayRequest } from '../../src/testing'

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

/** What differs between two runs is replaced: times, IDs, ports and signatures. */
export const timeless = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    // Random, so before times: they can have ten digits in a row.
    .replace(/wecom HOST \w{12}/g, 'CHANNEL')
    .replace(/(writer[^\w+/]+)[\w+/]{12}/g, '$1WRITER')
    .replace(/\d{10,13}/g, 'TIME')
    .replace(/(seqId=)\w+/g, '$1ID')
    .replace(/\d{4}-\d{2}-\d{2}/g, 'DATE')
    .replace(/Signature=\w+/g, 'SIGNATURE')
    .replace(/-{5,}\w+/g, 'BOUNDARY')

/** All of a request that the two must have in common. */
export function comparable(request: GatewayRequest): string {
  const { at: _at, ...rest } = request
  // Its length follows the length of random IDs.
  const { 'content-length': _, ...headers } = rest.headers
  return timeless({ ...rest, headers })
}
