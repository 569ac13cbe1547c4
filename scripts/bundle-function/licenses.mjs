import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEFT_OUT, LEFT_OUT_BESIDE_DATABASE } from './left-out-parts.mjs'
import { moduleOf } from './modules.mjs'

/** Published without a licence text; checked by hand, and stated in the file. */
export const WITHOUT_TEXT = {
  '@cloudbase/node-sdk':
    'Its package.json names the MIT license; it is published without the text, which stands above under wx-server-sdk.',
  '@cloudbase/database':
    'Its package.json names the ISC license; it is published without a text, by the publisher of @cloudbase/node-sdk.',
  '@cloudbase/signature-nodejs':
    'Published with neither a license nor a text, by the publisher of @cloudbase/node-sdk (MIT) as a part of it.',
}

/**
 * The licence texts of this package and of all whose code is in a bundle, packages with the same
 * text together.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root - of this package; the paths of the metafile are relative to it
 * @param {string} where - the files that hold the code, in words
 * @throws where a package has none
 */
export function licenses(metafile, root, where) {
  const byText = new Map()
  for (const directory of ['.', ...packageDirectories(metafile)]) {
    const at = join(root, directory)
    const { name, version } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
    const text = licenseText(at) ?? WITHOUT_TEXT[name]
    if (!text) throw new Error(`${name} is bundled, but comes without the text of its license`)
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`])
  }
  const head = `The code of these packages is in ${where}, under these licenses.\n`
  const entries = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  return [head, ...entries].join(`\n${'-'.repeat(80)}\n\n`)
}

/** The directories of the packages whose code is in a bundle. */
export function packageDirectories(metafile) {
  const directories = new Set()
  for (const input of Object.keys(metafile.inputs)) {
    const { name, module } = moduleOf(input) ?? {}
    if (name === undefined || isStub(name, module)) continue
    // The modules of wx-server-sdk have no path of their own, but its index.js is an input too.
    if (input.endsWith(`${name}/${module}`)) directories.add(input.slice(0, -module.length))
  }
  return [...directories].sort((a, b) => sdkFirst(a) - sdkFirst(b) || (a < b ? -1 : 1))
}

/** Left out of one function at least: what stays in the other has siblings that name the package. */
const isStub = (name, module) =>
  [LEFT_OUT, LEFT_OUT_BESIDE_DATABASE].some((parts) => parts[name]?.[module] !== undefined)

const sdkFirst = (directory) => (directory.includes('wx-server-sdk') ? 0 : 1)

function licenseText(directory) {
  const file = readdirSync(directory).find((name) => /^licen[cs]e(-mit)?(\.(md|txt))?$/i.test(name))
  const text = file && readFileSync(join(directory, file), 'utf8').trim()
  return text?.replace(/\r\n/g, '\n')
}
