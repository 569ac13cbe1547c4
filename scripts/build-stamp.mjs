// Says whether the build is that of the sources as they are, so that `npm ci && npm test` builds once.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const stamp = join(root, '.cache/built-from')

/** A hash of everything that the build reads. */
function inputs() {
  const hash = createHash('sha256').update(process.version)
  const files = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => !file.includes('node_modules')),
  )
  const others = ['package.json', 'package-lock.json', 'config.json'].map((name) =>
    join(root, name),
  )
  for (const file of [...files.sort(), ...others]) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Whether what was built last was built from what is there now. */
export const isBuilt = () =>
  existsSync(join(root, 'dist/cli.js')) &&
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === inputs()

/** Called when a build begins. */
export const forget = () => rmSync(stamp, { force: true })

/** Called when it is complete. */
export function remember() {
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(stamp, inputs())
}
