/**
 * wx-server-sdk is published as one file that webpack made. Taken apart, esbuild bundles its modules
 * like any others, and leaves out what nothing requires.
 */
const MODULE = /^\/\*{3}\/ "([^"]+)":\n([\s\S]*?)^\/\*{3}\/ \}\)/gm
const HEAD = /^[\s\S]*?^\/\*{3}\/ \(function\(module, exports(?:, __webpack_require__)?\) \{\n/m
const REQUIRE = /__webpack_require__\(\/\*!.*?\*\/ "([^"]+)"\)/g
const ENTRY = /__webpack_require__\.s = "([^"]+)"/
/** What webpack leaves to Node.js: a package, or a module of Node.js itself. */
const EXTERNAL = /^\s*module\.exports = require\("([^"]+)"\);\s*$/

/**
 * @param {string} source - what webpack made, in its development mode
 * @returns {{ entry: string, modules: Map<string, string> }} the package's own modules by id, which
 *   starts with `./`, as CommonJS
 */
export function webpackModules(source) {
  const modules = new Map()
  const externals = new Map()
  for (const [, id, text] of source.matchAll(MODULE)) {
    const body = text.replace(HEAD, '')
    const name = EXTERNAL.exec(body)?.[1]
    if (name) externals.set(id, name)
    else modules.set(id, body)
  }
  for (const [id, body] of modules) {
    const own = body.replace(
      REQUIRE,
      (_, wanted) => `require("${externals.get(wanted) ?? wanted}")`,
    )
    if (own.includes('__webpack_require__'))
      throw new Error(`webpack module ${id} is not understood`)
    modules.set(id, own)
  }
  const entry = ENTRY.exec(source)?.[1]
  const count = source.match(/^\/\*{3}\/ "/gm)?.length
  if (!entry || !modules.has(entry) || modules.size + externals.size !== count) {
    throw new Error('wx-server-sdk/index.js is not what webpack used to make of it')
  }
  return { entry, modules }
}
