import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../typescript'

const projects: string[] = []
afterAll(() => {
  for (const project of projects) rmSync(project, { recursive: true, force: true })
})

/** Lints files in a project of their own that has this one's rules; gives what broke, by file. */
function lint(files: { [path: string]: string }): { [path: string]: string[] } {
  const project = mkdtempSync(join(tmpdir(), 'wx-gray-release-plan-lint-'))
  projects.push(project)
  for (const part of ['biome.json', '.gitignore', 'scripts/lint']) {
    cpSync(join(root, part), join(project, part), { recursive: true })
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  const biome = require.resolve('@biomejs/biome/bin/biome')
  const flags = ['lint', '--reporter=json', '--diagnostic-level=error', '.']
  const { stdout } = spawnSync(process.execPath, [biome, ...flags], {
    cwd: project,
    encoding: 'utf8',
  })
  const broken: { [path: string]: string[] } = {}
  for (const { category, location } of JSON.parse(stdout).diagnostics) {
    const path = location?.path
    if (path) broken[path] = [...(broken[path] ?? []), category.split('/').pop()]
  }
  return broken
}

const DROPPED = 'plugin'
const ARROW = 'noRestrictedImports'

it('a catch may not drop its error', () => {
  const tried = (handler: string) => `export const f = () => { try { f() } ${handler} }\n`
  const promised = (handler: string) => `export const f = (p: Promise<1>) => p.catch(${handler})\n`
  const bad = {
    'src/bare.ts': tried('catch { f() }'),
    'src/unused.ts': tried('catch (error) { f() }'),
    'src/nothing.ts': promised('() => 1'),
    'src/typed.ts': promised('async (): Promise<1> => { throw new Error("hidden") }'),
  }
  const good = {
    'src/handled.ts': tried('catch (error) { throw new Error("why", { cause: error }) }'),
    'src/passed-on.ts': promised('(error) => ({ error })'),
    'src/named.ts': promised('String'),
    'test/bare.test.ts': tried('catch { f() }'),
  }
  const broken = lint({ ...bad, ...good })
  expect(Object.keys(broken).sort()).toEqual(Object.keys(bad).sort())
  for (const rules of Object.values(broken)) expect(rules).toContain(DROPPED)
}, 30_000)

it('only the log line of the function may go to the console', () => {
  const text = 'export const f = () => console.log(1)\n'
  expect(lint({ 'src/a.ts': text, 'src/cli/b.ts': text, 'src/cloud-function/c.ts': text })).toEqual(
    {
      'src/a.ts': ['noConsole'],
      'src/cli/b.ts': ['noConsole'],
      'src/cloud-function/c.ts': ['noConsole'],
    },
  )
  expect(
    lint({ 'src/cloud-functions/get-gray-release-plan/index.ts': text, 'test/d.test.ts': text }),
  ).toEqual({})
}, 30_000)

/** Files by path, each with these imports. */
const importing = (table: { [path: string]: string[] }): { [path: string]: string } =>
  Object.fromEntries(
    Object.entries(table).map(([path, imports]) => {
      const lines = imports.map((imported, index) => `export { x${index} } from '${imported}'\n`)
      return [path, lines.join('')]
    }),
  )

it('the arrows of the house run one way', () => {
  const wrong = {
    'src/core/plan.ts': ['./limits', './error'],
    'src/core/error-codes.ts': ['./plan', '../config.json'],
    'src/core/call.ts': ['./cli/main', './cloud-function/main', './testing', './https/fetch'],
    'src/index.ts': ['./https'],
    'src/https/index.ts': ['./testing/gateway'],
    'src/https/fetch.ts': ['../cli/main', '../cloud-function/caller'],
    'src/cloud-functions/get-gray-release-plan/main.ts': [
      '../testing/gateway',
      '../cli/main',
      '../https',
    ],
    'src/client/index.ts': ['../https', '../testing/gateway', '../sdk/call', 'zod/mini'],
    'src/testing/gateway/index.ts': ['../cli/main', '../cloud-function/main', '../https'],
    'src/cli/commands/dev/index.ts': ['../cloud-function/main'],
    'src/cli/texts/en.ts': ['../../cloud-function/main'],
  }
  // Some of these files happen to import each other, which breaks another rule.
  const broken = Object.entries(lint(importing(wrong))).map(([path, rules]) => [
    path,
    rules.filter((rule) => rule === ARROW),
  ])
  expect(Object.fromEntries(broken)).toEqual(
    Object.fromEntries(Object.entries(wrong).map(([path, to]) => [path, to.map(() => ARROW)])),
  )
  const right = {
    'src/core/plan.ts': ['zod/mini'],
    'src/core/call.ts': ['./limits'],
    'src/https/index.ts': ['./https/fetch'],
    'src/https/fetch.ts': ['../limits'],
    'src/cloud-functions/get-gray-release-plan/main.ts': ['../call'],
    'src/client/index.ts': ['./hints', '../core/error'],
    'src/testing/gateway/index.ts': ['../plan'],
    'src/cli/commands/dev/index.ts': ['../testing/gateway'],
    'src/cli/commands/status/index.ts': ['../https', '../plan'],
  }
  expect(lint(importing(right))).toEqual({})
}, 30_000)

it('files may not import each other in a circle, not for types either', () => {
  const broken = lint({
    'src/a.ts': `export { x } from './b'\nexport const y = 1\n`,
    'src/b.ts': `import type { y } from './a'\nexport const x: typeof y = 1\n`,
  })
  expect(broken).toEqual({ 'src/a.ts': ['noImportCycles'], 'src/b.ts': ['noImportCycles'] })
}, 30_000)
