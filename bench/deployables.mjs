import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const cache = join(root, '.cache/bench')

/** The folders that are compared, as they would be uploaded. */
export async function deployables() {
  mkdirSync(cache, { recursive: true })
  const official = join(cache, 'official')
  if (!existsSync(join(official, 'node_modules/wx-server-sdk/package.json'))) {
    rmSync(official, { recursive: true, force: true })
    cpSync(join(import.meta.dirname, 'official-sample'), official, { recursive: true })
    cpSync(join(root, 'config.json'), join(official, 'config.json'))
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
    execFileSync('npm', ['install', ...options], { cwd: official, stdio: 'ignore' })
  }
  const bundled = join(cache, 'bundled')
  await build({
    entryPoints: [join(official, 'index.js')],
    outfile: join(bundled, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node16',
    logLevel: 'error',
  })
  return {
    official,
    bundled,
    ours: join(root, 'cloudfunctions/getGrayReleasePlan'),
    byHand: join(import.meta.dirname, 'by-hand'),
    watch: join(root, 'cloudfunctions/watchGrayRelease'),
    limit: join(import.meta.dirname, 'limit'),
    bare: join(import.meta.dirname, 'bare'),
  }
}

/** What a folder weighs, and what it weighs as a zip file, which is how it is uploaded. */
export function weigh(folder) {
  let files = 0
  let bytes = 0
  let zipped = 22
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const content = readFileSync(path)
    const name = Buffer.byteLength(relative(folder, path))
    files += 1
    bytes += content.length
    // A header before the content, and an entry in the directory at the end.
    zipped += 30 + 46 + 2 * name + Math.min(content.length, deflateRawSync(content).length)
  }
  return { files, bytes, zipped }
}

/** The importable package, minified by a bundler of its user's. */
export async function packageBytes(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `dist/${entry}.mjs`)],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    platform: 'node',
    write: false,
  })
  return outputFiles[0].contents.length
}

/** The two functions that make a result of a reply and of an error, which the package keeps inside. */
export async function mappingModule() {
  const outfile = join(cache, 'mapping.cjs')
  await build({
    stdin: {
      contents:
        "export { parsePlan } from './src/core/plan'\nexport { toError } from './src/sdk/to-error'",
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  return outfile
}

/** The Node.js binary of a version, from the npm package that holds it. */
export function nodeBinary(version) {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(root, `.cache/node/${version}`)
  const binary = join(folder, 'node_modules', name, 'bin/node')
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder]
    execFileSync('npm', ['install', ...options, `${name}@${version}`], { stdio: 'ignore' })
  }
  return binary
}
