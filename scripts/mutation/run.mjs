// Mutation testing of the sources against their unit tests:
//   npm run mutation [-- words of the paths to be mutated]
// Exit status 1 if less than 95 % are killed over all. docs/mutation.md explains the survivors.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const reports = join(root, '.cache/mutation')
const LEAST_KILLED = 95

/** Sources, and the folders of unit tests that must notice when they change. */
const AREAS = [
  {
    sources: [
      ...['call', 'options', 'plan', 'result', 'error'].map((name) => `src/core/${name}.ts`),
      ...sourcesIn('src/sdk'),
    ],
    tests: ['core', 'sdk'],
  },
  {
    sources: [
      'src/cloud-functions/caller.ts',
      'src/cloud-functions/get-gray-release-plan/plan-cache.ts',
    ],
    tests: ['cloud-functions'],
  },
  { sources: sourcesIn('src/client'), tests: ['client'] },
  { sources: sourcesIn('src/https'), tests: ['https'] },
  { sources: [...sourcesIn('src/watch'), ...sourcesIn('src/watch/channels')], tests: ['watch'] },
]

const words = process.argv.slice(2)
mkdirSync(reports, { recursive: true })
const total = { killed: 0, all: 0 }
for (const { sources, tests } of AREAS) {
  const chosen = sources.filter(
    (source) => words.length === 0 || words.some((word) => source.includes(word)),
  )
  if (chosen.length === 0) continue
  for (const [source, { mutants, source: text }] of Object.entries(mutate(chosen, tests))) {
    const valid = mutants.filter(({ status }) => !['CompileError', 'Ignored'].includes(status))
    const survivors = valid.filter(({ status }) => !['Killed', 'Timeout'].includes(status))
    const killed = valid.length - survivors.length
    total.killed += killed
    total.all += valid.length
    if (valid.length > 0) console.log(`${source}: ${share(killed, valid.length)}`)
    for (const survivor of survivors) console.log(describe(source, survivor, text))
  }
}
console.log(`over all: ${share(total.killed, total.all)}`)
if (total.killed * 100 < LEAST_KILLED * total.all) process.exitCode = 1

function sourcesIn(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
}

function mutate(sources, tests) {
  const report = join(reports, `${tests[0]}.json`)
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
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        // Stryker looks for jest in the root.
        NODE_PATH: join(root, 'test/node_modules'),
        MUTATION_SOURCES: sources.join(','),
        MUTATION_TESTS: tests.join(','),
        MUTATION_REPORT: report,
      },
    },
  )
  if (status !== 0 || !existsSync(report)) throw new Error(`Stryker failed on ${tests[0]}`)
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

function share(killed, all) {
  return `${killed} of ${all} killed (${((killed * 100) / all).toFixed(1)} %)`
}
