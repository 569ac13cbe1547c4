import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder of a test's own. */
export interface Folder {
  path: string
  at: (...parts: string[]) => string
  write: (name: string, content: string | Uint8Array) => void
  read: (name: string) => string
  /** Every file and folder in it, hidden ones too. */
  list: () => string[]
  remove: () => void
}

export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'wx-gray-release-plan-'))
  const at = (...parts: string[]) => join(path, ...parts)
  return {
    path,
    at,
    write: (name, content) => {
      mkdirSync(dirname(at(name)), { recursive: true })
      writeFileSync(at(name), content)
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    list: () => readdirSync(path, { recursive: true }).map(String).sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
