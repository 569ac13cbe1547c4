import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'

/** The command as it is published. */
export const CLI = join(__dirname, '../../dist/cli.js')

/** What came out of a process. */
export interface Ended {
  status: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
}

export interface CommandOptions extends Omit<SpawnOptions, 'env' | 'stdio'> {
  env?: { [name: string]: string }
  stdin?: string
  /** Leaves standard input open, for what is typed later. */
  keepStdin?: boolean
  /** Height of the pseudo-terminal. */
  rows?: number
  /** Called when the process has started. */
  onStart?: (child: ChildProcess) => void
  /** Called with all that was written to standard output so far. */
  onOut?: (out: string, child: ChildProcess) => void
}

/** Variables that the command needs or that would make it speak otherwise are a test's own. */
const env = (given: { [name: string]: string } = {}) => ({
  PATH: process.env['PATH'],
  TZ: 'Asia/Shanghai',
  ...given,
})

/** Runs a program until it ends. */
function end(file: string, args: string[], options: CommandOptions): Promise<Ended> {
  const { stdin = '', keepStdin, onStart, onOut, ...rest } = options
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...rest, env: env(options.env) })
    const ended = { out: '', err: '' }
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      ended.out += text
      onOut?.(ended.out, child)
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      ended.err += text
    })
    // A process that reads nothing may have ended before this arrives.
    child.stdin?.on('error', () => undefined)
    if (!keepStdin) child.stdin?.end(stdin)
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, ...ended }))
    onStart?.(child)
  })
}

/** Runs the command as a process of its own. */
export const command = (args: string[], options: CommandOptions = {}): Promise<Ended> =>
  end(process.execPath, [CLI, ...args], options)

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The command in a shell, for pipes: `$CLI` stands for it. */
export const shell = (line: string, options: CommandOptions = {}): Promise<Ended> =>
  end(
    'bash',
    ['--norc', '-c', line.replaceAll('$CLI', `${quoted(process.execPath)} ${quoted(CLI)}`)],
    options,
  )

/** The command on a pseudo-terminal; its both outputs come as one. */
export const onTerminal = (args: string[], options: CommandOptions = {}): Promise<Ended> => {
  const line = [process.execPath, CLI, ...args].map(quoted).join(' ')
  const { rows = 24, ...rest } = options
  const typed = `stty cols 80 rows ${rows}; exec ${line}`
  return end('script', ['-qec', typed, '/dev/null'], {
    ...rest,
    env: { TERM: 'xterm-256color', SHELL: '/bin/bash', ...options.env },
  })
}
