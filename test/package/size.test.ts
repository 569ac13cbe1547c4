import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { root } from '../typescript'

/** Bytes that a built file adds to a bundle that a user minifies. */
function minified(file: string): number {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, file)],
    bundle: true,
    minify: true,
    charset: 'utf8',
    platform: 'node',
    format: 'cjs',
    write: false,
  })
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0)
}

/** Bytes of a folder as the DevTools upload it: a zip, whose own share of a file is about 150 bytes. */
const zipped = (folder: string): number =>
  readdirSync(join(root, folder))
    .map(
      (file) => deflateRawSync(readFileSync(join(root, folder, file)), { level: 9 }).length + 150,
    )
    .reduce((sum, bytes) => sum + bytes, 0)

describe('size budget, in kilobytes', () => {
  it.each([
    ['dist/index.js', 34],
    ['dist/index.mjs', 34],
    ['dist/https.js', 52],
    ['dist/https.mjs', 52],
    ['dist/watch.js', 56],
    ['dist/watch.mjs', 56],
    ['dist/client.js', 9],
    ['dist/client.mjs', 9],
    ['dist/miniprogram/index.js', 9],
    ['dist/miniprogram/client.js', 9],
  ])('%s minified: %d', (file, kilobytes) => {
    expect(minified(file)).toBeLessThanOrEqual(kilobytes * 1000)
  })

  it.each([
    ['getGrayReleasePlan', 75],
    ['watchGrayRelease', 120],
  ])('cloudfunctions/%s zipped: %d', (name, kilobytes) => {
    expect(zipped(`cloudfunctions/${name}`)).toBeLessThanOrEqual(kilobytes * 1000)
  })
})

describe('zod’s locales', () => {
  /** Builds a line of code with the plugin that the build has; gives its errors. */
  function errorsOf(code: string): string[] {
    const script = `
      import { build } from 'esbuild'
      import { noLocales } from './scripts/no-locales.mjs'
      const stdin = { contents: ${JSON.stringify(code)}, resolveDir: '.' }
      const options = { stdin, bundle: true, write: false, logLevel: 'silent', plugins: [noLocales] }
      const errors = await build(options).then(() => [], ({ errors }) => errors)
      console.log(JSON.stringify(errors.map(({ text }) => text)))`
    const flags = ['--input-type=module', '-e', script]
    return JSON.parse(execFileSync(process.execPath, flags, { cwd: root, encoding: 'utf8' }))
  }

  it('fail the build where they come in', () => {
    const through = "import { z } from 'zod'\nconsole.log(z.string(), z.locales)"
    expect(errorsOf(through)).toEqual([expect.stringContaining('locales come in')])
  })

  it('do not come in with the import that the sources have', () => {
    const through = "import * as z from 'zod/mini'\nconsole.log(z.object({}))"
    expect(errorsOf(through)).toEqual([])
  })
})
