import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Consumer } from './consumer'

let consumer: Consumer

beforeAll(async () => {
  consumer = await Consumer.install('page')
}, 180_000)

afterAll(() => consumer.remove())

async function run(...args: string[]): Promise<string> {
  const { stdout, failed } = await consumer.node(args)
  expect(failed).toBe('')
  return stdout
}

/** What the page comes to, on a phone of which nothing but WeChat's globals is known. */
const show = async (folder: string, file: string): Promise<unknown> =>
  JSON.parse(await run('phone.cjs', folder, file))

const REPORT = { answers: 'running', fails: 'crashed', missing: 'no_cloud' }

const esbuild = (file: string, out: string) =>
  run(
    'node_modules/esbuild/bin/esbuild',
    `bundled/${file}`,
    '--bundle',
    '--target=es2015',
    `--outfile=${out}`,
    '--log-level=warning',
  )

it('native mini program: requires what 构建 npm put into miniprogram_npm', async () => {
  await run('build-npm.cjs')
  expect(await show('native', 'pages/index/index.js')).toEqual(REPORT)
}, 30_000)

it.each(['module.js', 'commonjs.js'])(
  'webpack, as Taro has it: bundles %s',
  async (file) => {
    await run('webpack.cjs', file)
    expect(await show('webpacked', file)).toEqual(REPORT)
  },
  60_000,
)

it('webpack 4, as uni-app with Vue 2 has it: finds every entry', async () => {
  const entries = ['client', 'https', 'testing', 'watch']
  const names = ['', ...entries.map((entry) => `/${entry}`)]
  const found = await run('resolve.cjs', ...names.map((name) => `wx-gray-release-plan${name}`))
  const dist = join(consumer.folder, 'node_modules/wx-gray-release-plan/dist')
  expect(found.trim().split('\n')).toEqual(
    ['index', ...entries].map((entry) => join(dist, `${entry}.mjs`)),
  )
}, 30_000)

it.each(['module.js', 'commonjs.js'])(
  'plain bundler: bundles %s',
  async (file) => {
    await esbuild(file, `plain/${file}`)
    expect(await show('plain', file)).toEqual(REPORT)
  },
  30_000,
)

it('each of these: takes the entry for pages alone, not the facade', async () => {
  await esbuild('module.js', 'alone/module.js')
  const bundle = readFileSync(join(consumer.folder, 'alone/module.js'), 'utf8')
  expect(bundle).not.toMatch(/zod|cloud\.openapi|node:/i)
}, 30_000)
