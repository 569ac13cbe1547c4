/**
 * wx-server-sdk is published as one file that webpack made. Taken apart, esbuild bundles its modules
 * like any others, and leaves out what nothing requires.
 */
const MODULE = /^\/\*{3}\/ "([^"]+)":\n([\s\S]*?)^\/\*{3}\/ \}\)/gm
const HEAD = /^[\s\S]*?^\/\*{3}\/ \(function\(module, exports(?:, __webpack_require__)?\) \{\n/m
const REQUIRE = /__webpack_require__\(\/\*!.*?\*\/ ("[^"]+")\)/g
const ENTRY = /__webpack_require__\.s = "([^"]+)"/

/**
 * @param {string} source - what webpack made, in its development mode
 * @returns {{ entry: string, modules: Map<string, string> }} modules by id, as CommonJS; an id that
 *   starts with `./` is the package's own, and every other requires a package of that name
 */
export function webpackModules(source) {
  const modules = new Map()
  for (const [, id, text] of source.matchAll(MODULE)) {
    const body = text.replace(HEAD, '').replace(REQUIRE, 'require($1)')
    if (body.includes('__webpack_require__'))
      throw new Error(`webpack module ${id} is not understood`)
    modules.set(id, body)
  }
  const entry = ENTRY.exec(source)?.[1]
  const count = source.match(/^\/\*{3}\/ "/gm)?.length
  if (!entry || !modules.has(entry) || modules.size !== count) {
    throw new Error('wx-server-sdk/index.js is not what webpack used to make of it')
  }
  return { entry, modules }
}
