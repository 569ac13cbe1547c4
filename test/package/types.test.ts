import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, root } from '../typescript'

/** In the root's own package, which is the one that they import by its name. */
const folder = join(root, '.cache/type-tests')
rmSync(folder, { recursive: true, force: true })
cpSync(join(__dirname, 'types'), folder, { recursive: true })
const files = readdirSync(folder).map((name) => join(folder, name))

describe('the built declarations hold', () => {
  it.each([
    ['strict', ['--strict', '--module', 'node16']],
    ['strict, for a bundler', ['--strict', '--module', 'esnext', '--moduleResolution', 'bundler']],
    ['exactly optional', ['--strict', '--exactOptionalPropertyTypes', '--module', 'node16']],
    ['with strictNullChecks off', ['--strict', 'false', '--module', 'node16']],
  ])('%s', (_name, flags) => expect(complaints(files, ...flags)).toBe(''), 60_000)
})
