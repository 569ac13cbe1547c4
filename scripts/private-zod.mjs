import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'

/**
 * What nothing here uses, and no bundler can drop, because it is reached through an object: by module,
 * members of objects, and functions.
 */
const UNUSED = {
  'mini/schemas.js': {
    members: ['with', 'parse', 'parseAsync', 'safeParseAsync', 'brand', 'register', 'apply'],
    functions: [],
  },
  'core/schemas.js': { members: ['"~standard"'], functions: ['handleCatchall'] },
}

/**
 * Puts zod into a bundle.
 *
 * - It keeps its registry and its settings on globalThis, which Node.js 8 does not have: an object of
 *   the bundle's own shadows it, so that no global is touched.
 * - It comes in minified, because nobody reads it here, while our own code stays readable.
 * - What is unused is left out, which makes the facade 2 KB smaller. If a new version of zod has it no
 *   more, the build fails: take it from the list.
 */
export const privateZod = {
  name: 'private-zod',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^private-globals$/ }, ({ path }) => ({
      path,
      namespace: 'private-globals',
    }))
    onLoad({ filter: /./, namespace: 'private-globals' }, () => ({
      contents: 'export const globals = {}',
    }))
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/].*\.js$/ }, async ({ path }) => {
      const source = leftOut(path, readFileSync(path, 'utf8'))
      const ours = /\bglobalThis\b/.test(source)
        ? "import { globals as globalThis } from 'private-globals'\n"
        : ''
      const { code } = await transform(ours + source, {
        format: 'esm',
        minifyIdentifiers: true,
        minifySyntax: true,
      })
      return { contents: code }
    })
  },
}

function leftOut(path, source) {
  const [module] = /[^\\/]+[\\/][^\\/]+$/.exec(path)
  const { members = [], functions = [] } = UNUSED[module.replace('\\', '/')] ?? {}
  let left = source
  const cut = (name, pattern, instead) => {
    const before = left
    left = left.replace(pattern, instead)
    if (left === before) throw new Error(`zod has no ${name} in ${module}: see private-zod.mjs`)
  }
  for (const name of members) {
    cut(
      name,
      new RegExp(`^    (?:[gs]et )?${name}\\(.*\\) \\{\\n(?:     .*\\n)*    \\},\\n`, 'gm'),
      '',
    )
  }
  for (const name of functions) {
    cut(
      name,
      new RegExp(`^function ${name}\\(.*\\) \\{\\n(?: .*\\n)*\\}\\n`, 'm'),
      `const ${name} = undefined\n`,
    )
  }
  return left
}
