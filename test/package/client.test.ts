import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build, transform } from 'esbuild'
import { complaints, root, textOf } from '../typescript'
import { RETRYABLE, SAID } from '../unit/client/table'

type Client = typeof import('../../src/client')

const BUILT = ['dist/client.js', 'dist/miniprogram/index.js', 'dist/miniprogram/client.js']

describe.each(BUILT)('%s', (file) => {
  const { callGetGrayReleasePlan } = require(join(root, file)) as Client

  it.each(SAID)('$failure: $name', async ({ thrown, failure, errCode, rid }) => {
    const cloud = { callFunction: () => Promise.reject(thrown) }
    const result = await callGetGrayReleasePlan(cloud)
    expect(result).toMatchObject({
      ok: false,
      error: {
        kind: 'function_failed',
        failure,
        errCode,
        retryable: RETRYABLE.includes(failure),
        attempts: 1,
        ...(rid && { rid }),
      },
    })
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })
})

it('the ES module does the same', async () => {
  const script = `
    import { callGetGrayReleasePlan } from ${JSON.stringify(join(root, 'dist/client.mjs'))}
    const cloud = { callFunction: () => Promise.reject({ errCode: -501004 }) }
    console.log(JSON.stringify(await callGetGrayReleasePlan(cloud)))`
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { failure: 'limited' } })
})

it('the mini program of this repository has this very file', () => {
  expect(textOf('miniprogram/lib/client.js')).toBe(textOf('dist/client.js'))
  expect(textOf('miniprogram/lib/client.d.ts')).toBe(textOf('dist/client.d.ts'))
})

/** What is newer than ES2015 would be written otherwise. */
async function isEs2015(code: string): Promise<boolean> {
  const [asIs, lowered] = await Promise.all(
    ['esnext', 'es2015'].map((target) => transform(code, { target })),
  )
  return asIs?.code === lowered?.code
}

it.each([...BUILT, 'dist/client.mjs'])('%s has the syntax of ES2015', async (file) => {
  expect(await isEs2015(textOf(file))).toBe(true)
})

it.each(['a ?? b', 'a?.b', 'a ** b', '({ ...a })', 'async () => {}', 'try {} catch {}', '/a/s'])(
  'syntax that is newer would be found: %s',
  async (code) => expect(await isEs2015(code)).toBe(false),
)

describe('the built file names nothing but ES2015 and timers', () => {
  const timers = join(root, '.cache/client/timers.d.ts')
  const flags = [
    '--allowJs',
    '--checkJs',
    '--lib',
    'es2015',
    '--types',
    'null',
    '--strict',
    'false',
  ]

  beforeAll(() => {
    mkdirSync(dirname(timers), { recursive: true })
    writeFileSync(
      timers,
      'declare function setTimeout(run: () => void, ms: number): number\ndeclare function clearTimeout(timer: number): void\n',
    )
  })

  const faultsIn = (code: string): string => {
    const file = join(root, '.cache/client/built.mjs')
    writeFileSync(file, code)
    return complaints([timers, file], ...flags)
  }

  it('not Node.js, not the DOM, not wx', () => {
    expect(faultsIn(textOf('dist/client.mjs'))).toBe('')
  }, 60_000)

  it('each of these would be found', () => {
    const wrong = ['process.env', 'Object.entries({})', '[].includes(1)', 'wx.cloud', 'window']
    const lines = faultsIn(wrong.join(';\n')).match(/\((\d+),\d+\): error TS/g)
    expect(lines).toHaveLength(wrong.length)
  }, 60_000)
})

it('of core only types and what reads a value come in', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/client/index.ts'],
    bundle: true,
    metafile: true,
    write: false,
  })
  const inputs = Object.keys(metafile.inputs)
  expect(inputs.length).toBeGreaterThan(1)
  expect(inputs.filter((input) => !input.startsWith('src/client/'))).toEqual(['src/core/read.ts'])
})
