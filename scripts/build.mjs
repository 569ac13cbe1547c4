// Builds everything that is published or uploaded: dist/, cloudfunctions/, and the one built file of
// miniprogram/. With --if-changed, only if the last build was of other sources.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { forget, isBuilt, remember } from './build-stamp.mjs'
import { bundleFunction } from './bundle-function/function-bundle.mjs'
import { licenses } from './bundle-function/licenses.mjs'
import { declarations } from './declarations.mjs'
import { noLocales } from './no-locales.mjs'
import { privateZod } from './private-zod.mjs'
import { sbom } from './sbom.mjs'
import { vex } from './vex.mjs'

const root = join(import.meta.dirname, '..')
const at = (...parts) => join(root, ...parts)
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))

/** The oldest runtime of WeChat's: it parses nothing newer, and has no globalThis. */
const OLDEST = 'node8.9'

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [privateZod, noLocales],
  define: { PACKAGE_VERSION: JSON.stringify(version) },
}

/** What came into each bundle, for the bill of materials. */
const bundles = []

async function build(options) {
  const { metafile } = await bundle({ ...options, metafile: true })
  for (const [file, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
    if (entryPoint) bundles.push({ file, metafile: { inputs } })
  }
}

if (process.argv.includes('--if-changed') && isBuilt()) process.exit()
forget()

rmSync(at('dist'), { recursive: true, force: true })
mkdirSync(at('dist'))

// The library runs on every runtime and is bundled again by its users: readable, and as both formats.
for (const [format, extension] of [
  ['cjs', '.js'],
  ['esm', '.mjs'],
]) {
  await build({
    ...common,
    entryPoints: {
      index: at('src/index.ts'),
      https: at('src/https/index.ts'),
      watch: at('src/watch/index.ts'),
    },
    outdir: at('dist'),
    outExtension: { '.js': extension },
    format,
    target: OLDEST,
    minifySyntax: true,
  })
}

// The entry for pages runs on phones, and knows nothing of Node.js.
for (const [format, extension] of [
  ['cjs', '.js'],
  ['esm', '.mjs'],
]) {
  await build({
    ...common,
    platform: 'neutral',
    entryPoints: [at('src/client/index.ts')],
    outfile: at(`dist/client${extension}`),
    format,
    target: 'es2015',
    minifySyntax: true,
  })
}
// 构建 npm of the DevTools copies this folder into a native mini program, under the package's name.
mkdirSync(at('dist/miniprogram'))
copyFileSync(at('dist/client.js'), at('dist/miniprogram/index.js'))
writeFileSync(at('dist/miniprogram/client.js'), "module.exports = require('./index')\n")

// The gateway keeps libraries inside that are CommonJS: one bundle of them serves both formats.
await build({
  ...common,
  entryPoints: [at('src/testing/index.ts')],
  outfile: at('dist/testing.js'),
  format: 'cjs',
  target: 'node16',
  minifySyntax: true,
})
const names = Object.keys(createRequire(import.meta.url)(at('dist/testing.js')))
writeFileSync(
  at('dist/testing.mjs'),
  `import testing from './testing.js'\nexport const { ${names.join(', ')} } = testing\n`,
)

/** Off the full and half hour, when Feishu throttles. The DevTools upload it (上传触发器). */
const TIMER = { name: 'watch', type: 'timer', config: '0 7,17,27,37,47,57 * * * * *' }

const config = readFileSync(at('config.json'), 'utf8')
for (const { name, source, about, settings } of [
  {
    name: 'getGrayReleasePlan',
    source: 'get-gray-release-plan',
    about: 'It queries the staged release under way of a mini program.',
    settings: config,
  },
  {
    name: 'watchGrayRelease',
    source: 'watch-gray-release',
    about:
      'Run by its timer, it tells a team what happens to the staged release of a mini program.',
    settings: `${JSON.stringify({ ...JSON.parse(config), triggers: [TIMER] }, null, 2)}\n`,
  },
]) {
  const { code, licenses, metafile } = await bundleFunction(name, {
    ...common,
    entryPoints: [at('src/cloud-functions', source, 'index.ts')],
    target: OLDEST,
    banner: {
      js: `/*! wx-gray-release-plan ${version}: the ready-made cloud function ${name}, in one file
 * with what it needs of wx-server-sdk. ${about}
 * Built and minified: change nothing here. Sources and docs come with the npm package; licenses are in
 * LICENSES.txt beside this file. */`,
    },
  })
  const uploaded = (file) => at('cloudfunctions', name, file)
  writeFileSync(uploaded('index.js'), code)
  writeFileSync(uploaded('LICENSES.txt'), licenses)
  writeFileSync(uploaded('config.json'), settings)
  bundles.push({ file: `cloudfunctions/${name}/index.js`, metafile })
}

// Written in syntax that old runtimes parse, so that they can say what they lack.
const needsNode18 = `#!/usr/bin/env node
if (parseInt(process.versions.node, 10) < 18) {
  console.error('error: wx-gray-release-plan needs Node.js 18 or later, this is ' + process.version)
  process.exit(1)
}`
/** `dev` takes the gateway from the file beside it, which nothing else loads. */
const testingBeside = {
  name: 'testing-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/testing$/ }, () => ({ path: './testing.js', external: true })),
}
await build({
  ...common,
  plugins: [testingBeside, ...common.plugins],
  entryPoints: { cli: at('src/cli/index.ts') },
  outdir: at('dist'),
  format: 'cjs',
  target: OLDEST,
  // jsonc-parser's other form can't be bundled.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  banner: { js: needsNode18 },
})
chmodSync(at('dist/cli.js'), 0o755)

const writeJson = (path, value) => writeFileSync(at(path), `${JSON.stringify(value, null, 2)}\n`)
const bom = sbom(bundles, root)
writeJson('dist/sbom.json', bom)
writeJson('dist/vex.json', vex(bom))
const inDist = bundles.filter(({ file }) => file.startsWith('dist/'))
const inputs = Object.assign({}, ...inDist.map(({ metafile }) => metafile.inputs))
writeFileSync(at('dist/LICENSES.txt'), licenses({ inputs }, root, 'the files beside this one'))

const SUBPATHS = ['https', 'testing', 'watch', 'client']
await declarations([
  { name: 'index', source: 'index' },
  ...SUBPATHS.map((name) => ({ name, source: `${name}/index` })),
])

// Where `exports` isn't read (webpack 4, Node.js 10, TypeScript's node10), a subpath is a folder.
for (const name of SUBPATHS) {
  mkdirSync(at(name), { recursive: true })
  const [main, module, types] = ['js', 'mjs', 'd.ts'].map((end) => `../dist/${name}.${end}`)
  writeJson(`${name}/package.json`, { main, module, types, sideEffects: false })
}

// The mini program of this repository requires the entry by a path, so that there is nothing to
// install in it, and nothing for the DevTools to build.
for (const file of ['client.js', 'client.d.ts']) {
  copyFileSync(at('dist', file), at('miniprogram/lib', file))
}
remember()
