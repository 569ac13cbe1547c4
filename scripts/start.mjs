// Runs the command of this checkout, with the arguments that follow. Builds it first if an install
// without scripts has left that out; npm would leave a `prestart` out for the same reason.
import { existsSync } from 'node:fs'

const command = new URL('../dist/cli.js', import.meta.url)
if (!existsSync(command)) await import('./build.mjs')
await import(command)
