import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, textOf } from '../typescript'

const now = join(root, '.cache/api')
const accepted = join(root, 'docs/api')

beforeAll(() => {
  execFileSync(process.execPath, [join(__dirname, 'api.mjs'), now], { stdio: 'inherit' })
}, 180_000)

it('has a report of every entry in docs/api, and no other', () => {
  const { exports } = JSON.parse(textOf('package.json'))
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'))
  const reports = entries.map((entry) => `${entry.slice(2) || 'index'}.api.md`)
  expect(readdirSync(now).sort()).toEqual(reports.sort())
  expect(readdirSync(accepted).sort()).toEqual(reports)
})

describe('if a change of the public API is meant, `npm run api` accepts it; CHANGELOG.md says what is breaking', () => {
  it.each(readdirSync(accepted))('%s', (report) => {
    const text = readFileSync(join(accepted, report), 'utf8').replace(/\r\n/g, '\n')
    expect(readFileSync(join(now, report), 'utf8')).toBe(text)
  })
})
