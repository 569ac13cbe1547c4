import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../..')
/** Inside the repository, so that what is built there finds node_modules. */
const folder = join(root, '.cache/test')

/** Runs a script of the build in a process of its own: it is an ES module, which jest can't load. */
export function runNode(args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

/** Builds a variant of the function's bundle. */
export function buildVariant(
  name: 'whole' | 'watch' | 'sdk' | 'parts' | 'function',
  sdk?: string,
): { file: string; output: string } {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}-${process.pid}.cjs`)
  const { output } = runNode([
    join(__dirname, 'build-variant.mjs'),
    name,
    file,
    ...(sdk ? [sdk] : []),
  ])
  return { file, output }
}
