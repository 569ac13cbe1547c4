import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { linksOf } from '../docs/markdown'
import { root, textOf } from '../typescript'
import { newFolder, pack } from './consumer'

const manifest = JSON.parse(textOf('package.json'))

let folder: string
let tarball: string
let files: string[]

beforeAll(async () => {
  folder = newFolder('tarball')
  const packed = await pack(folder)
  tarball = packed.tarball
  files = packed.files
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every file that a value of package.json names. */
const named = (value: unknown): string[] =>
  typeof value === 'string'
    ? value.startsWith('./')
      ? [value.slice(2)]
      : []
    : Object.values(value ?? {}).flatMap(named)

it('holds what package.json names, the ready-made functions, the pages, the examples, and nothing else', () => {
  const { main, module, types, exports, bin } = manifest
  const entries = [main, module, types, exports, bin].flatMap(named)
  const expected = new Set([
    ...entries,
    ...readdirSync(join(root, 'docs'))
      .filter((name) => /\.(md|png|svg)$/.test(name))
      .map((name) => `docs/${name}`),
    ...execFileSync('git', ['ls-files', 'examples'], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n'),
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
    'SECURITY.md',
    ...['getGrayReleasePlan', 'watchGrayRelease'].flatMap((name) =>
      ['LICENSES.txt', 'config.json', 'index.js', 'package.json'].map(
        (file) => `cloudfunctions/${name}/${file}`,
      ),
    ),
    'dist/LICENSES.txt',
    'dist/sbom.json',
    'dist/vex.json',
    ...['client', 'https', 'testing', 'watch'].map((entry) => `${entry}/package.json`),
    `${manifest.miniprogram}/index.js`,
    `${manifest.miniprogram}/client.js`,
    'config.json',
    'package.json',
  ])
  expect(files).toEqual([...expected].sort())
})

it('has every page and picture that a page of it links', () => {
  const pages = files.filter((file) => file.endsWith('.md'))
  const links = pages.flatMap((page) =>
    linksOf(textOf(page)).map(({ path }) => ({
      page,
      target: path === '' ? page : join(dirname(page), path),
    })),
  )
  expect(links.length).toBeGreaterThan(50)
  expect(links.filter(({ target }) => !files.includes(target))).toEqual([])
})

it('installs nothing along with it: no dependency, and the SDK as an optional peer', () => {
  const { dependencies, optionalDependencies, bundleDependencies } = manifest
  expect({ dependencies, optionalDependencies, bundleDependencies }).toEqual({})
  expect(manifest.peerDependenciesMeta).toEqual(
    Object.fromEntries(
      Object.keys(manifest.peerDependencies).map((peer) => [peer, { optional: true }]),
    ),
  )
})

it('has the version of the cloud function and of the changelog', () => {
  const own = join(root, 'cloudfunctions/getGrayReleasePlan/package.json')
  const { version } = JSON.parse(readFileSync(own, 'utf8'))
  expect(version).toBe(manifest.version)
  expect(textOf('CHANGELOG.md')).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}$`, 'm'))
})

/** Runs a tool over the tarball. */
function check(tool: string, ...flags: string[]) {
  const bin = join(__dirname, 'node_modules/.bin', tool)
  return spawnSync(process.execPath, [bin, ...flags], { encoding: 'utf8', maxBuffer: 2 ** 26 })
}

it('publint finds nothing, not even something to suggest', () => {
  const { stdout, stderr, status } = check('publint', 'run', tarball, '--strict')
  expect(stdout).toContain('All good!')
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
}, 60_000)

it('@arethetypeswrong/cli finds nothing, with no rule left out', () => {
  const { stdout, status } = check('attw', tarball, '--format', 'json')
  const { analysis } = JSON.parse(stdout)
  expect(analysis.problems).toEqual([])
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining(['.', './https', './testing', './watch', './client']),
  )
  expect(status).toBe(0)
}, 120_000)

describe('the declarations', () => {
  it('name no other package but in examples', () => {
    const declarations = files.filter((file) => /\.d\.m?ts$/.test(file))
    expect(declarations.length).toBeGreaterThan(5)
    for (const file of declarations) {
      const code = textOf(file).replace(/\/\*\*.*?\*\//gs, '')
      expect(code).not.toMatch(/\b(import|require|reference)\b|\bfrom ['"]/)
      expect(code).not.toMatch(/zod|wx-server-sdk|NodeJS|Buffer\b/)
    }
  })
})

describe('sideEffects', () => {
  /** What a bundle holds of a file of which nothing is used. */
  async function leftOf(file: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents: `import * as unused from './${file}'`, resolveDir: root },
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
    })
    return outputFiles.map(({ text }) => text).join('')
  }

  it.each([
    'dist/index.mjs',
    'dist/https.mjs',
    'dist/watch.mjs',
    'dist/testing.mjs',
    'dist/client.mjs',
    'dist/index.js',
  ])('%s leaves nothing where nothing of it is used', async (file) =>
    expect(await leftOf(file)).toBe(''),
  )

  it.each(['dist/cli.js', 'cloudfunctions/getGrayReleasePlan/index.js'])(
    '%s does something when it is loaded, and stays',
    async (file) => expect((await leftOf(file)).length).toBeGreaterThan(1000),
  )

  it.each(['index', 'https', 'watch', 'testing', 'client'])(
    '%s changes no global when it is loaded',
    (entry) => {
      const look = `
      const seen = () => Reflect.ownKeys(globalThis).concat(...Reflect.ownKeys(globalThis).map((name) => {
        const it = Object.getOwnPropertyDescriptor(globalThis, name).value
        const parts = [it, it && it.prototype].filter((part) => Object(part) === part && part !== globalThis)
        return parts.flatMap((part) => Reflect.ownKeys(part).map((key) => {
          const { value, get } = Object.getOwnPropertyDescriptor(part, key)
          return [name, key, value, get]
        }))
      }))
      const kept = [process.listenerCount('exit'), process.listenerCount('uncaughtException')]
      const before = seen()
      require(${JSON.stringify(join(root, `dist/${entry}.js`))})
      const after = seen()
      const same = (one, other) => Array.isArray(one)
        ? one.length === other.length && one.every((part, index) => same(part, other[index]))
        : Object.is(one, other)
      console.log(JSON.stringify({
        globals: same(before, after),
        count: before.length > 1000,
        listeners: kept.join() === [process.listenerCount('exit'), process.listenerCount('uncaughtException')].join(),
      }))`
      const { stdout, stderr } = spawnSync(process.execPath, ['-e', look], { encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual({ globals: true, count: true, listeners: true })
    },
  )
})
