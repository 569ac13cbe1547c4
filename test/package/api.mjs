// Accepts the public declarations as they are now: the reports of the last build go to docs/api/.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const accepted = join(root, 'docs/api')

rmSync(accepted, { recursive: true, force: true })
cpSync(join(root, '.cache/api'), accepted, { recursive: true })
