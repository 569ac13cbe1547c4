import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether a folder is that of a cloud function. */
export const isFunction = (folder: string): boolean =>
  ['index.js', 'package.json'].some((name) => existsSync(join(folder, name)))

/** How deep below a folder functions are looked for: `src/cloud/functions/login`. */
const DEPTH = 4

/** The functions below a folder, as paths from there. */
export async function functionsBelow(folder: string, depth = DEPTH): Promise<string[]> {
  // One that can't be read has none that could be named.
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown) => void thrown)
  const names = (entries ?? [])
    .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
    .map(({ name }) => name)
  const found = names.map(async (name) => {
    const path = join(folder, name)
    if (isFunction(path)) return [name]
    if (depth === 1) return []
    return (await functionsBelow(path, depth - 1)).map((below) => join(name, below))
  })
  return (await Promise.all(found)).flat().sort()
}
