import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEFT_OUT, LEFT_OUT_BESIDE_DATABASE } from './left-out-parts.mjs'

const IN_PACKAGE = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](.*)$/
const OF_SDK = 'wx-server-sdk:'

/** The package and the module in it of a path, or of an input in esbuild's metafile. */
export function moduleOf(path) {
  if (path.startsWith(OF_SDK)) return { name: 'wx-server-sdk', module: path.slice(OF_SDK.length) }
  const [, name, module] = IN_PACKAGE.exec(`/${path}`) ?? []
  return name && { name: name.replace(/\\/g, '/'), module: module.replace(/\\/g, '/') }
}

const list = (name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))

/** By package: the modules of the SDK and its dependencies that a function is known to need. */
export const KEPT = list('kept-modules.json')

/** What is known of a function's bundle: the modules that it needs, and those that are left out. */
export const KNOWN = {
  getGrayReleasePlan: { kept: [KEPT], leftOut: LEFT_OUT },
  watchGrayRelease: {
    kept: [KEPT, list('kept-for-database.json')],
    leftOut: LEFT_OUT_BESIDE_DATABASE,
  },
}

/**
 * Compares the modules that came into a bundle with those that are known, kept and left out, so that
 * another version of the SDK can't bring anything in, or lose anything, unseen.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {{ kept: object[], leftOut: object }} known - as of {@link KNOWN}
 * @throws with a list of what differs
 */
export function checkModules(metafile, { kept, leftOut }) {
  const found = new Set()
  for (const input of Object.keys(metafile.inputs)) {
    const { name, module } = moduleOf(input) ?? {}
    if (name !== undefined && name !== 'zod') found.add(`${name}/${module}`)
  }
  const known = new Set()
  for (const [name, modules] of kept.flatMap((list) => Object.entries(list))) {
    for (const module of modules) known.add(`${name}/${module}`)
  }
  for (const [name, modules] of Object.entries(leftOut)) {
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
      'Put each one into scripts/bundle-function/kept-modules.json (the functions need it; into',
      'kept-for-database.json if only watchGrayRelease does) or into left-out-parts.mjs beside it (they do not),',
      'then run test/e2e/bundle-differential.test.ts.',
    ].join('\n'),
  )
}
