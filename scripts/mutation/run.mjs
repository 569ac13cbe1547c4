// Mutation testing of the sources against their unit tests:
//   npm run mutation [-- words of the paths to be mutated]
// Exit status 1 if less than 97% are killed overall. docs/mutation.md explains the survivors.
// What neither a source nor its tests have changed since the last run is not run again.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const reports = join(root, '.cache/mutation')
const LEAST_KILLED = 97

/** Sources whose code decides something, and the unit tests that must notice when it changes. */
const AREAS = [
  { name: 'core', sources: ['core/', 'sdk/'], tests: ['core', 'sdk'] },
  { name: 'client', sources: ['client/'], tests: ['client'] },
  { name: 'https', sources: ['https/'], tests: ['https'] },
  { name: 'watch', sources: ['watch/'], tests: ['watch'] },
  { name: 'cloud-functions', sources: ['cloud-functions/'], tests: ['cloud-functions'] },
  { name: 'status', sources: ['cli/commands/status/'], tests: ['cli/commands/status'] },
  {
    name: 'project',
    sources: ['cli/commands/grant/', 'cli/commands/init/', 'cli/project.ts'],
    tests: ['cli/commands/grant', 'cli/commands/init', 'cli/project'],
  },
]

const words = process.argv.slice(2)
mkdirSync(reports, { recursive: true })
const total = { killed: 0, all: 0 }
for (const { name, sources, tests } of AREAS) {
  const chosen = readdirSync(join(root, 'src'), { recursive: true })
    .filter((path) => path.endsWith('.ts') && sources.some((source) => path.startsWith(source)))
    .map((path) => `src/${path}`)
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  if (chosen.length === 0) continue
  for (const [source, { mutants, source: text }] of Object.entries(mutate(name, chosen, tests))) {
    const valid = mutants.filter(
      ({ status }) => !['CompileError', 'RuntimeError', 'Ignored'].includes(status),
    )
    if (valid.length === 0 || !chosen.includes(source)) continue
    const survivors = valid.filter(({ status }) => !['Killed', 'Timeout'].includes(status))
    const killed = valid.length - survivors.length
    total.killed += killed
    total.all += valid.length
    console.log(`${source}: ${ratio(killed, valid.length)}`)
    for (const survivor of survivors) console.log(describe(source, survivor, text))
  }
}
console.log(`overall: ${ratio(total.killed, total.all)}`)
if (total.killed * 100 < LEAST_KILLED * total.all) process.exitCode = 1

/** Runs Stryker; its report has all sources that it knows from this run or earlier ones. */
function mutate(area, sources, tests) {
  const report = join(reports, `${area}.json`)
  rmSync(report, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
      'run',
      join(root, 'stryker.config.mjs'),
    ],
    {
      cwd: root,
      stdio: ['ignore', process.stderr, 'inherit'],
      env: {
        ...process.env,
        // Stryker looks for jest in the root.
        NODE_PATH: join(root, 'test/node_modules'),
        MUTATION_AREA: join(reports, area),
        MUTATION_SOURCES: sources.join(),
        MUTATION_TESTS: tests.join(),
      },
    },
  )
  if (status !== 0 || !existsSync(report)) throw new Error(`Stryker failed on ${area}`)
  return JSON.parse(readFileSync(report, 'utf8')).files
}

function describe(source, { location, mutatorName, replacement, status }, text) {
  const { start, end } = location
  const lines = text.split('\n').slice(start.line - 1, end.line)
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  const brief = (code) => code.replace(/\s+/g, ' ').slice(0, 100)
  return `  ${status} ${source}:${start.line}:${start.column} ${mutatorName}: ${brief(lines.join('\n'))} -> ${brief(replacement ?? '')}`
}

function ratio(killed, all) {
  return `${killed} of ${all} killed (${((killed * 100) / all).toFixed(1)}%)`
}
