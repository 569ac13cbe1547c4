import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Consumer } from './consumer'

const VERSIONS = ['4.7', '5.0', '5.4', '5.9', '6.0', '7.0']

/** Each way that a compiler finds a package, with the versions that know it. */
const RESOLUTIONS = {
  node10: { module: 'commonjs', from: 0, to: 6.9, runs: ['program.ts'] },
  node16: { module: 'node16', from: 4.7, to: 99, runs: ['program.ts', 'module.mts'] },
  bundler: { module: 'esnext', from: 5.0, to: 99, runs: ['module.mts'] },
} as const

/** All that is compiled; `module.mts` is `program.ts` as an ES module, which node10 does not know. */
const FILES = ['program.ts', 'module.mts', 'config.ts']

type Resolution = keyof typeof RESOLUTIONS

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
}
const MODES = { strict: STRICT, loose: { strict: false } }

const cases = VERSIONS.flatMap((version) =>
  (Object.keys(RESOLUTIONS) as Resolution[])
    .filter((name) => {
      const { from, to } = RESOLUTIONS[name]
      return Number(version) >= from && Number(version) <= to
    })
    .flatMap((resolution) =>
      (['strict', 'loose'] as const).map((mode) => [version, resolution, mode] as const),
    ),
)

let consumer: Consumer

beforeAll(async () => {
  consumer = await Consumer.install('typescript')
  copyFileSync(join(consumer.folder, 'program.ts'), join(consumer.folder, 'module.mts'))
}, 180_000)

afterAll(() => consumer.remove())

/** Compiles with a compiler of the consumer; gives its complaints. */
async function compile(
  version: string,
  resolution: Resolution,
  mode: keyof typeof MODES,
  files: readonly string[],
  { types = [], skipLibCheck = false }: { types?: string[]; skipLibCheck?: boolean } = {},
): Promise<{ stdout: string; failed: string; out: string }> {
  const name = `${version}-${resolution}-${mode}`
  const { module } = RESOLUTIONS[resolution]
  // What is called node10 today was called node before 5.0, and is on its way out since 6.0.
  const node10 = version.startsWith('4') ? 'node' : 'node10'
  const config = {
    compilerOptions: {
      target: 'es2020',
      lib: ['es2020'],
      types,
      module,
      moduleResolution: resolution === 'node10' ? node10 : resolution,
      ...(version === '6.0' && { ignoreDeprecations: '6.0' }),
      resolveJsonModule: true,
      skipLibCheck,
      rootDir: '.',
      outDir: `out-${name}`,
      ...MODES[mode],
    },
    files,
  }
  const project = `tsconfig-${name}.json`
  writeFileSync(join(consumer.folder, project), JSON.stringify(config))
  const tsc = `node_modules/typescript-${version}/bin/tsc`
  return { ...(await consumer.node([tsc, '-p', project])), out: `out-${name}` }
}

it('all of these: have neither @types/node nor wx-server-sdk', () => {
  expect(existsSync(join(consumer.folder, 'node_modules/wx-gray-release-plan'))).toBe(true)
  expect(existsSync(join(consumer.folder, 'node_modules/@types'))).toBe(false)
  expect(existsSync(join(consumer.folder, 'node_modules/wx-server-sdk'))).toBe(false)
})

it.each(cases)(
  'TypeScript %s, %s, %s: compiles, and runs',
  async (version, resolution, mode) => {
    const { runs } = RESOLUTIONS[resolution]
    const files = FILES.filter((file) => resolution !== 'node10' || file !== 'module.mts')
    const { failed, out } = await compile(version, resolution, mode, files)
    expect(failed).toBe('')
    for (const program of runs) {
      const compiled = `./${out}/${program.replace(/ts$/, 'js')}`
      const script = `import(${JSON.stringify(compiled)}).then(({ report }) => report).then((report) => console.log(JSON.stringify(report)))`
      const { stdout, failed: crashed } = await consumer.node(['-e', script])
      expect(crashed).toBe('')
      expect(JSON.parse(stdout)).toEqual({
        share: 42,
        title: 'Staged release started: 42%',
        again: 0,
        delivered: [false],
        percentage: 42,
        none: 'none',
        kind: 'permission',
        thrown: 'permission',
        issues: expect.any(Number),
        overHttps: 'completed',
        fromPage: 'timed_out',
        running: 'running',
        complete: true,
      })
    }
  },
  120_000,
)

it.each(VERSIONS)(
  'TypeScript %s: catches mistakes, strict and loose',
  async (version) => {
    for (const mode of ['strict', 'loose'] as const) {
      const { stdout } = await compile(version, 'node16', mode, ['wrong.ts'])
      expect(stdout.match(/error TS\d+/g) ?? stdout).toHaveLength(6)
    }
  },
  120_000,
)

it.each(VERSIONS)(
  'TypeScript %s: compiles a page with the declarations of wx',
  async (version) => {
    // Those have faults of their own in old compilers.
    const wx = { types: ['miniprogram-api-typings'], skipLibCheck: true }
    const { failed } = await compile(version, 'node16', 'strict', ['page.ts'], wx)
    expect(failed).toBe('')
  },
  120_000,
)
