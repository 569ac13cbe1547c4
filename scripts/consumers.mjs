// Runs the consumers of the packed tarball and prints them as a table: who, what ran, verdict.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const report = join(root, '.cache/consumers.json')
mkdirSync(join(root, '.cache'), { recursive: true })

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'test/node_modules/jest/bin/jest.js'),
    'test/package/runtime',
    'test/package/typescript',
    'test/package/page',
    '--json',
    `--outputFile=${report}`,
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
)

const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
console.log('| consumer | what ran | verdict |\n|---|---|---|')
for (const { assertionResults } of testResults) {
  for (const { fullName, status: verdict, duration } of assertionResults) {
    // Titles are "who: what".
    const colon = fullName.indexOf(': ')
    const [consumer, what] = [fullName.slice(0, colon), fullName.slice(colon + 2)]
    console.log(`| ${consumer} | ${what} | ${verdict}, ${Math.round(duration)} ms |`)
  }
}
process.exitCode = status
