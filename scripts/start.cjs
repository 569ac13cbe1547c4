// Runs the command of this checkout, with the arguments that follow. Builds it first if an install
// without scripts has left that out; npm would leave a `prestart` out for the same reason. A CommonJS
// module, because an old Node.js can read it and say that it is too old.
async function start() {
  const { existsSync } = require('node:fs')
  const { join } = require('node:path')
  if (!existsSync(join(__dirname, '../dist/cli.js'))) await import('./build.mjs')
  await import('../dist/cli.js')
}

if (Number.parseInt(process.versions.node, 10) >= 20) {
  start()
} else {
  console.error(`error: this repository needs Node.js 20 or later, this is ${process.version}`)
  process.exitCode = 1
}
