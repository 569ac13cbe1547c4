import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../typescript'

const folder = join(root, '.cache/third-party-platform')
const installed = join(__dirname, 'node_modules')

/** An account as the file of the example lists it. */
export interface Account {
  appid: string
  name: string
  refreshToken: string
}

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

/** Copies the example beside this package and its own dependencies, as somebody has it who installed them. */
export function copyExample(): void {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(root, 'examples/third-party-platform'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/wx-gray-release-plan'))
  for (const name of ['bullmq', 'ioredis']) {
    symlinkSync(join(installed, name), join(folder, 'node_modules', name))
  }
}

/** Accounts with AppIDs of the usual length. */
export const accountsOf = (names: readonly string[]): Account[] =>
  names.map((name, index) => ({
    appid: `wx${String(index + 1).padStart(16, '0')}`,
    name,
    refreshToken: `planted-refresh-token-${index + 1}`,
  }))

/** Writes the file that `ACCOUNTS` names. */
export function writeAccounts(accounts: unknown, name = 'accounts.json'): string {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
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
