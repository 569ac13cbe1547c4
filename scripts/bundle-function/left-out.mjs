import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EAGER } from './eager-modules.mjs'
import { lazyRequires } from './lazy-requires.mjs'
import { LATE, LATE_PACKAGES, PROTOBUF } from './left-out-parts.mjs'
import { moduleOf } from './modules.mjs'
import { replaceMessages } from './protobuf-messages.mjs'
import { STAND_INS } from './stand-ins.mjs'
import { webpackModules } from './webpack-modules.mjs'

const SDK = 'wx-server-sdk'
const RUNTIME = 'left-out-runtime'
const here = (name) => join(import.meta.dirname, name)

/**
 * An esbuild plugin that keeps parts out of a bundle. It takes wx-server-sdk, which is one file, apart
 * into the modules that it was made of; in esbuild's metafile they are `wx-server-sdk:src/…`.
 *
 * @param {object} parts - what to leave out, as left-out-parts.mjs lists it
 */
export const leftOut = (parts) => ({
  name: 'left-out',
  setup({ initialOptions, onLoad, onResolve, resolve }) {
    let loaded
    const sdk = () => {
      loaded ??= resolve(SDK, {
        kind: 'require-call',
        resolveDir: initialOptions.absWorkingDir,
      }).then(({ path }) => ({
        ...webpackModules(readFileSync(path, 'utf8')),
        directory: dirname(path),
      }))
      return loaded
    }
    onResolve({ filter: /^(left-out-runtime|ascii-order|url|node:https)$/ }, ({ path }) => ({
      path: here(
        path === RUNTIME ? `${RUNTIME}.cjs` : `stand-ins/${path.replace('node:', '')}.cjs`,
      ),
    }))
    onResolve({ filter: /^\.\/src\//, namespace: SDK }, ({ path }) => ofSdk(path))
    onResolve({ filter: /^wx-server-sdk-module:/ }, ({ path }) =>
      ofSdk(path.slice('wx-server-sdk-module:'.length)),
    )
    onLoad({ filter: /./, namespace: SDK }, async ({ path }) => {
      const { modules, directory } = await sdk()
      return {
        contents: bundled(parts, SDK, path, modules.get(`./${path}`)),
        resolveDir: directory,
      }
    })
    onLoad({ filter: /[\\/]node_modules[\\/].*\.c?js$/ }, async ({ path }) => {
      const { name, module } = moduleOf(path)
      // Not of the SDK, and a plugin of its own sees to it.
      if (name === 'zod') return undefined
      if (name !== SDK)
        return { contents: bundled(parts, name, module, readFileSync(path, 'utf8'), path) }
      const { entry } = await sdk()
      return { contents: `${EAGER}module.exports = require('wx-server-sdk-module:${entry}')` }
    })
  },
})

const ofSdk = (path) => ({ path: path.slice('./'.length), namespace: SDK })

/** A module of the SDK, as the bundle gets it. */
function bundled(parts, name, module, source, path) {
  const shape = parts[name]?.[module]
  if (shape !== undefined) return `module.exports = ${stub(`${name}/${module}`, shape)}`
  const code = trimmed(name, module, source, path)
  return LATE_PACKAGES.includes(name) ? code : EAGER + code
}

function trimmed(name, module, source, path) {
  const standIn = STAND_INS[name]?.[module]
  if (standIn) return standIn(source, path)
  const late = LATE[name]?.[module]
  if (late) return lazyRequires(source, late, `${name}/${module}`)
  return name === PROTOBUF.package && module === PROTOBUF.module ? protobuf(source) : source
}

function stub(part, shape) {
  const parameters = [part, ...(shape === null ? [] : [shape])].map((value) =>
    JSON.stringify(value),
  )
  return `require('${RUNTIME}')(${parameters.join(', ')})`
}

const protobuf = (source) =>
  replaceMessages(source, (part) => {
    const [message, method] = part.split('.')
    const methods = PROTOBUF.kept[message]
    const stays = methods && (method === undefined || methods.includes(method))
    return stays ? undefined : stub(`${PROTOBUF.package}/${PROTOBUF.module}: ${part}`, null)
  })
