import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEFT_OUT } from './left-out-parts.mjs'

const IN_PACKAGE = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](.*)$/
const OF_SDK = 'wx-server-sdk:'

/** The package and the module in it of a path, or of an input in esbuild's metafile. */
export function moduleOf(path) {
  if (path.startsWith(OF_SDK)) return { name: 'wx-server-sdk', module: path.slice(OF_SDK.length) }
  const [, name, module] = IN_PACKAGE.exec(`/${path}`) ?? []
  return name && { name: name.replace(/\\/g, '/'), module: module.replace(/\\/g, '/') }
}

/** By package: the modules of the SDK and its dependencies that the function is known to need. */
export const KEPT = JSON.parse(readFileSync(join(import.meta.dirname, 'kept-modules.json'), 'utf8'))

/**
 * Compares the modules that came into a bundle with those that are known, kept and left out, so that
 * another version of the SDK can't bring anything in, or lose anything, unseen.
 *
 * @param {import('esbuild').Metafile} metafile
 * @throws with a list of what differs
 */
export function checkModules(metafile) {
  const found = new Set()
  for (const input of Object.keys(metafile.inputs)) {
    const { name, module } = moduleOf(input) ?? {}
    if (name !== undefined && name !== 'zod') found.add(`${name}/${module}`)
  }
  const known = new Set()
  for (const [name, modules] of Object.entries(KEPT)) {
    for (const module of modules) known.add(`${name}/${module}`)
  }
  for (const [name, modules] of Object.entries(LEFT_OUT)) {
    for (const module of Object.keys(modules)) known.add(`${name}/${module}`)
  }
  const unknown = [...found].filter((module) => !known.has(module))
  const gone = [...known].filter((module) => !found.has(module))
  if (unknown.length + gone.length === 0) return
  throw new Error(
    [
      'The modules of wx-server-sdk are not those that were checked.',
      ...unknown.map((module) => `  not known: ${module}`),
      ...gone.map((module) => `  not there any more: ${module}`),
      'Put each one into scripts/bundle-function/kept-modules.json (the function needs it) or',
      'scripts/bundle-function/left-out-parts.mjs (it does not), then run test/e2e/bundle-differential.test.ts.',
    ].join('\n'),
  )
}
