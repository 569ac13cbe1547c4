// Builds variants of the function's bundle for tests: node build-variant.mjs NAME OUTFILE [SDK]
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { bundleFunction } from '../../../scripts/bundle-function/function-bundle.mjs'
import { leftOut } from '../../../scripts/bundle-function/left-out.mjs'
import { LEFT_OUT, PROTOBUF } from '../../../scripts/bundle-function/left-out-parts.mjs'

const [name, outfile, sdk] = process.argv.slice(2)
const root = join(import.meta.dirname, '../../..')
const mainOf = (name) => join(root, 'src/cloud-functions', name, 'index.ts')
const main = mainOf('get-gray-release-plan')
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node10.15',
  logLevel: 'silent',
  ...(sdk && { alias: { 'wx-server-sdk': resolve(sdk) } }),
}
const script = (contents) => ({ stdin: { contents, resolveDir: root } })

/** Requires each module that was left out, as the modules that stay do, by the name of its part. */
function parts() {
  const lines = []
  for (const [owner, modules] of Object.entries(LEFT_OUT)) {
    for (const module of Object.keys(modules)) {
      const from =
        owner === 'wx-server-sdk'
          ? `wx-server-sdk-module:./${module}`
          : `./node_modules/${owner}/${module}`
      lines.push(`exports[${JSON.stringify(`${owner}/${module}`)}] = require('${from}')`)
    }
  }
  return lines.join('\n')
}

const variants = {
  /** The function with an SDK that nothing was left out of, required from node_modules. */
  whole: () => build({ ...common, entryPoints: [main], outfile, external: ['wx-server-sdk'] }),
  /** The same of watchGrayRelease. */
  watch: () =>
    build({
      ...common,
      entryPoints: [mainOf('watch-gray-release')],
      outfile,
      external: ['wx-server-sdk'],
    }),
  /** The SDK alone, as it is in the bundle. */
  sdk: () =>
    build({
      ...common,
      ...script("module.exports = require('wx-server-sdk')"),
      outfile,
      plugins: [leftOut(LEFT_OUT)],
    }),
  /** All that was left out, and the protobuf module, of which parts were. */
  parts: () =>
    build({
      ...common,
      ...script(
        `require('wx-server-sdk')\n${parts()}\nexports.protobuf = require('wx-server-sdk-module:./${PROTOBUF.module}')`,
      ),
      outfile,
      plugins: [leftOut(LEFT_OUT)],
    }),
  /** What is uploaded, of another SDK. */
  function: async () => {
    const { code } = await bundleFunction('getGrayReleasePlan', { ...common, entryPoints: [main] })
    writeFileSync(outfile, code)
  },
}

try {
  await variants[name]()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
