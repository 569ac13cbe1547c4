import { build } from 'esbuild'
import { eagerModules } from './eager-modules.mjs'
import { leftOut } from './left-out.mjs'
import { licenses } from './licenses.mjs'
import { checkModules, KNOWN } from './modules.mjs'

/**
 * Bundles a ready-made function with what it needs of wx-server-sdk.
 *
 * @param {'getGrayReleasePlan' | 'watchGrayRelease'} name
 * @param {import('esbuild').BuildOptions} options - what the bundles of the package have in common
 * @returns {Promise<{ code: string, licenses: string, metafile: import('esbuild').Metafile }>}
 * @throws if the SDK has modules that are not known, or a package has no licence text
 */
export async function bundleFunction(name, options) {
  const { metafile, outputFiles } = await build({
    ...options,
    plugins: [...(options.plugins ?? []), leftOut(KNOWN[name].leftOut)],
    format: 'cjs',
    minify: true,
    // Kept in ASCII, V8 reads it as one byte a character.
    charset: 'ascii',
    metafile: true,
    write: false,
  })
  checkModules(metafile, KNOWN[name])
  return {
    code: eagerModules(outputFiles[0].text),
    licenses: licenses(metafile, options.absWorkingDir, 'index.js'),
    metafile,
  }
}
