import { Readable } from 'node:stream'
import { runCli } from '../../../src/cli/main'
import type { CliContext } from '../../../src/cli/session'

/** What a test gives the command in place of a process. */
export interface Given extends Partial<Omit<CliContext, 'cwd' | 'stdin'>> {
  cwd?: string | (() => string)
  stdin?: string | Readable
  /** Whether both outputs are terminals. */
  tty?: boolean
  columns?: number
  rows?: number
  /** Called after each write to standard output, with all that was written. */
  onOut?: (out: string) => void
  /** The same of standard error. */
  onErr?: (err: string) => void
}

/** What came out of one run of the command. */
export interface Ran {
  status: number
  out: string
  err: string
}

export const NOW = Date.UTC(2026, 0, 2, 12)

/** Runs the command in this process, with context that no machine changes. */
export async function run(args: readonly string[], given: Given = {}): Promise<Ran> {
  const {
    cwd = process.cwd(),
    stdin = '',
    tty = false,
    // So that a message is one line; wrap() has tests of its own.
    columns = 1000,
    rows,
    onOut,
    onErr,
    ...context
  } = given
  const ran = { status: 0, out: '', err: '' }
  const output = { isTTY: tty, columns, rows }
  ran.status = await runCli(args, {
    env: {},
    cwd: typeof cwd === 'string' ? () => cwd : cwd,
    version: '1.2.3',
    functionsDir: '/nowhere',
    systemLocale: 'en-US',
    stdin: () => (typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin),
    stdout: {
      ...output,
      write: (text: string) => {
        ran.out += text
        onOut?.(ran.out)
      },
    },
    stderr: {
      ...output,
      write: (text: string) => {
        ran.err += text
        onErr?.(ran.err)
      },
    },
    ending: new AbortController(),
    now: () => NOW,
    sleep: () => Promise.resolve(),
    timeZone: 'Asia/Shanghai',
    ...context,
  })
  return ran
}
