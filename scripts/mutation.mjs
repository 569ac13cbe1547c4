// Mutation testing, source by source, each against the unit tests that are there for it:
//   npm run mutation [-- words of the paths to be mutated]
// Exit status 1 where less than 95 % are killed over all. docs/mutation.md explains the survivors.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const reports = join(root, '.cache/mutation')
const LEAST_KILLED = 95

/** Tests besides the one that mirrors the source. */
const FURTHER_TESTS = {
  'src/error.ts': ['test/hostile/words.test.ts'],
  'src/limits.ts': ['test/get-gray-release-plan.test.ts'],
  'src/https.ts': ['test/https/cause.test.ts'],
  'src/https/http-client.ts': ['test/https.test.ts'],
  'src/https/body.ts': ['test/https/http-client.test.ts', 'test/https.test.ts'],
  'src/https/credential.ts': ['test/https/cause.test.ts', 'test/https.test.ts'],
  'src/https/fetch.ts': ['test/https.test.ts', 'test/https/stable-access-token.test.ts'],
  'src/https/redact.ts': ['test/https/leak.test.ts'],
  'src/https/rename.ts': ['test/https/reply.test.ts'],
  'src/https/reply.ts': ['test/https.test.ts'],
  'src/https/secrets.ts': ['test/https/redact.test.ts'],
  'src/https/stable-access-token.ts': ['test/https/leak.test.ts'],
  'src/https/stable-access-token-exception.ts': [
    'test/https/stable-access-token.test.ts',
    'test/https/credential.test.ts',
    'test/https/cause.test.ts',
  ],
}

const SOURCES = [
  ...['get-gray-release-plan', 'call', 'limits', 'plan', 'result', 'error', 'https'],
  ...['cloud-function/caller', 'cloud-function/plan-cache'],
  ...readdirSync(join(root, 'src/https')).map((name) => `https/${name.replace('.ts', '')}`),
].map((name) => `src/${name}.ts`)

const words = process.argv.slice(2)
const chosen = SOURCES.filter(
  (source) => words.length === 0 || words.some((word) => source.includes(word)),
)

mkdirSync(reports, { recursive: true })
const total = { killed: 0, all: 0 }
for (const source of chosen) {
  const { mutants, text } = mutate(source)
  const valid = mutants.filter(({ status }) => !['CompileError', 'Ignored'].includes(status))
  const survivors = valid.filter(({ status }) => !['Killed', 'Timeout'].includes(status))
  const killed = valid.length - survivors.length
  total.killed += killed
  total.all += valid.length
  console.log(`${source}: ${share(killed, valid.length)}`)
  for (const survivor of survivors) console.log(describe(source, survivor, text))
}
console.log(`over all: ${share(total.killed, total.all)}`)
if (total.killed * 100 < LEAST_KILLED * total.all) process.exitCode = 1

function mutate(source) {
  const report = join(reports, `${source.replaceAll('/', '_')}.json`)
  rmSync(report, { force: true })
  const mirror = source.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts')
  const tests = [mirror, ...(FURTHER_TESTS[source] ?? [])].filter((test) => {
    return existsSync(join(root, test))
  })
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/.bin/stryker'), 'run', join(root, '.config/stryker.config.mjs')],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        MUTATION_SOURCES: source,
        MUTATION_TESTS: tests.join(','),
        MUTATION_REPORT: report,
      },
    },
  )
  if (status !== 0 || !existsSync(report)) throw new Error(`Stryker failed on ${source}`)
  const { files } = JSON.parse(readFileSync(report, 'utf8'))
  return { mutants: files[source].mutants, text: readFileSync(join(root, source), 'utf8') }
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
