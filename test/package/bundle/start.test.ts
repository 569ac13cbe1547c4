import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../../unit/cli/folder'

jest.setTimeout(240_000)

it('npm start builds what an install without scripts has left out, once', () => {
  const root = join(__dirname, '../../..')
  const copy = makeFolder()
  const parts = [
    'scripts',
    'src',
    'cloudfunctions',
    'docs',
    'miniprogram',
    'LICENSE',
    'config.json',
  ]
  for (const part of [...parts, 'package.json', 'package-lock.json', 'tsconfig.json']) {
    const filter = (path: string) => !path.includes('node_modules', root.length)
    cpSync(join(root, part), copy.at(part), { recursive: true, filter })
  }
  symlinkSync(join(root, 'node_modules'), copy.at('node_modules'))
  rmSync(copy.at('cloudfunctions/getGrayReleasePlan/index.js'))
  const start = (): unknown =>
    JSON.parse(
      // With this setting, npm runs no `prestart` either.
      execFileSync('npm', ['start', '--silent', '--ignore-scripts', '--', '--json'], {
        cwd: copy.path,
        encoding: 'utf8',
      }),
    )
  expect(start()).toMatchObject({ ok: true })
  const built = statSync(copy.at('dist/cli.js')).mtimeMs
  // The bundle names where each module lies, which a link changes.
  const codeOf = (path: string): string =>
    readFileSync(path, 'utf8').replace(/(?:\.\.\/)+[^"\s]*?(?=node_modules\/)/g, '')
  expect(codeOf(copy.at('dist/cli.js'))).toBe(codeOf(join(root, 'dist/cli.js')))
  expect(start()).toMatchObject({ ok: true })
  expect(statSync(copy.at('dist/cli.js')).mtimeMs).toBe(built)
  copy.remove()
})

it('npm start says that Node.js is too old for this repository', () => {
  const script = join(__dirname, '../../../scripts/start.cjs')
  const older = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })"
  const code = `${older}; require(${JSON.stringify(script)})`
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^error: this repository needs Node\.js 20 or later, this is v/)
})
