import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The root of the repository. */
export const root = join(__dirname, '..')

/** The text of a file of the repository. */
export const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')

/** Runs the compiler over files that import the built package by its name; gives its complaints. */
export function complaints(files: string[], ...flags: string[]): string {
  const tsc = require.resolve('typescript/bin/tsc')
  const common = ['--ignoreConfig', '--noEmit', '--target', 'es2020', '--types', 'node']
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [tsc, ...common, ...flags, ...files],
    { cwd: root, encoding: 'utf8' },
  )
  return status === 0 ? '' : `${stdout}${stderr}` || `tsc ended with ${status}`
}
