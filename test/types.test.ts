import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..')
const folder = join(__dirname, 'types')

/** Runs tsc over files that import the built package by its name; gives its complaints. */
function check(...flags: string[]): string {
  const files = readdirSync(folder).map((name) => join(folder, name))
  const common = ['--ignoreConfig', '--noEmit', '--target', 'es2020', '--types', 'node']
  try {
    const tsc = require.resolve('typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, ...common, ...flags, ...files], {
      cwd: root,
      encoding: 'utf8',
    })
    return ''
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error)
  }
}

describe('the built declarations hold', () => {
  it.each([
    ['strict', ['--strict', '--module', 'node16', '--moduleResolution', 'node16']],
    ['strict, for a bundler', ['--strict', '--module', 'esnext', '--moduleResolution', 'bundler']],
    [
      'strict with exactOptionalPropertyTypes',
      ['--strict', '--exactOptionalPropertyTypes', '--module', 'node16'],
    ],
    [
      'with strictNullChecks off',
      ['--strict', 'false', '--strictNullChecks', 'false', '--module', 'node16'],
    ],
  ])('%s', (_name, flags) => expect(check(...flags)).toBe(''), 60_000)
})
