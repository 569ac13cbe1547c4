import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { copyExample } from './services.cjs'

const folder = copyExample()

/** What `/releases.json` says of an account. */
export interface ReleaseRow {
  appid: string
  name: string
  at?: number
  since?: number
  ok?: boolean
  plan?: { status: string; grayPercentage: number }
  error?: { kind: string; errCode: number }
}

/** Writes the file that `ACCOUNTS` names. */
export function writeAccounts(accounts: unknown, name = 'accounts.json'): string {
  const file = join(folder, name)
  writeFileSync(file, typeof accounts === 'string' ? accounts : JSON.stringify(accounts))
  return file
}

/** A process of the example, and everything it has printed. */
export interface Started {
  child: ChildProcess
  output(): string
  /** Resolves with its exit status. */
  ended: Promise<number | null>
}

/** Starts `worker.js` or `page.js`. */
export function start(script: string, env: NodeJS.ProcessEnv): Started {
  const { PATH } = process.env
  const child = spawn(process.execPath, [script], { cwd: folder, env: { PATH, ...env } })
  const texts: string[] = []
  child.stdout.on('data', (text) => texts.push(String(text)))
  child.stderr.on('data', (text) => texts.push(String(text)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, output: () => texts.join(''), ended }
}

/** Waits until a condition holds, and fails with what was last seen. */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  limitMs = 30_000,
): Promise<Value> {
  const end = Date.now() + limitMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`waited in vain; last seen: ${JSON.stringify(value)}`)
    await pause(100)
  }
}
