// Checks what a release needs, in the current folder, and prints the notes of the version:
//   node scripts/check-release.mjs TAG
import { readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { name, version, repository } = JSON.parse(readFileSync('package.json', 'utf8'))
/** The sections of the changelog, by their headings. */
const sections = new Map(
  readFileSync('CHANGELOG.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n', 1)[0].trim(),
      section.slice(section.indexOf('\n')).trim(),
    ]),
)
const notes = sections.get(version)
const url = repository?.url ?? repository ?? ''
// Set by GitHub Actions, as OWNER/NAME.
const { GITHUB_REPOSITORY: runsIn = '' } = process.env

const problems = [
  tag !== `v${version}` &&
    `the tag is ${tag || 'missing'}, but package.json has version ${version}`,
  !notes && `CHANGELOG.md has no section "## ${version}", or an empty one`,
  sections.get('Unreleased') &&
    `CHANGELOG.md has entries under "Unreleased": move them to "## ${version}"`,
  url === '' &&
    'package.json has no "repository": set it to the URL of this repository on GitHub, because npm links the provenance of a package to it',
  url !== '' && !url.includes(runsIn) && `"repository" is ${url}, but this runs in ${runsIn}`,
].filter(Boolean)

for (const problem of problems) console.error(`error: ${problem}`)
if (problems.length > 0) process.exit(1)
console.error(`${name} ${version} can be released`)
console.log(notes)
