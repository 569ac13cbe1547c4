// Mutation testing, source by source, each against the unit tests that are there for it:
//   npm run mutation [-- words of the paths to be mutated]
// Exit status 1 if less than 95 % are killed over all. docs/mutation.md explains the survivors.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const reports = join(root, '.cache/mutation')
const LEAST_KILLED = 95

/** Tests besides the one that mirrors the source. */
const FURTHER_TESTS = {
  'src/core/error-codes.ts': ['test/unit/sdk/to-error.test.ts'],
  'src/sdk/to-error.ts': ['test/fuzz/words.test.ts'],
  'src/core/options.ts': ['test/unit/sdk/get-gray-release-plan.test.ts'],
  'src/https/index.ts': ['test/unit/https/cause.test.ts'],
  'src/https/http-client.ts': ['test/unit/https/index.test.ts'],
  'src/https/response-body.ts': [
    'test/unit/https/http-client.test.ts',
    'test/unit/https/index.test.ts',
  ],
  'src/https/credential.ts': ['test/unit/https/cause.test.ts', 'test/unit/https/index.test.ts'],
  'src/https/fetch.ts': [
    'test/unit/https/index.test.ts',
    'test/unit/https/stable-access-token.test.ts',
  ],
  'src/https/redact.ts': ['test/unit/https/leak.test.ts'],
  'src/https/rename.ts': ['test/unit/https/read-response.test.ts'],
  'src/https/read-response.ts': ['test/unit/https/index.test.ts'],
  'src/https/secrets.ts': ['test/unit/https/redact.test.ts'],
  'src/https/stable-access-token.ts': ['test/unit/https/leak.test.ts'],
  'src/https/stable-access-token-exception.ts': [
    'test/unit/https/stable-access-token.test.ts',
    'test/unit/https/credential.test.ts',
    'test/unit/https/cause.test.ts',
  ],
  ...Object.fromEntries(
    ['wecom', 'feishu', 'dingtalk', 'webhook'].map((name) => [
      `src/watch/channels/${name}.ts`,
      ['test/unit/watch/channels/index.test.ts'],
    ]),
  ),
  'src/watch/plain.ts': ['test/unit/watch/compare.test.ts'],
  'src/watch/release.ts': ['test/unit/watch/compare.test.ts'],
  'src/watch/seen.ts': ['test/unit/watch/compare.test.ts'],
}

const SOURCES = [
  ...['call', 'options', 'plan', 'result', 'error'].map((name) => `src/core/${name}.ts`),
  'src/sdk/get-gray-release-plan.ts',
  'src/cloud-functions/caller.ts',
  'src/cloud-functions/get-gray-release-plan/plan-cache.ts',
  ...['check-call', 'failure', 'index', 'read-failure', 'read-reply'].map(
    (name) => `src/client/${name}.ts`,
  ),
  ...['https', 'watch', 'watch/channels'].flatMap((folder) =>
    readdirSync(join(root, 'src', folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${folder}/${name}`),
  ),
]

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
  const mirror = source.replace(/^src/, 'test/unit').replace(/\.ts$/, '.test.ts')
  const tests = [mirror, ...(FURTHER_TESTS[source] ?? [])].filter((test) => {
    return existsSync(join(root, test))
  })
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
