import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../typescript'

const built = join(root, '.cache/api')
const accepted = join(root, 'docs/api')

it('has a report of every entry in docs/api, and no other', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'))
  const reports = entries.map((entry) => `${entry.slice(2) || 'index'}.api.md`)
  expect(readdirSync(built).sort()).toEqual(reports.sort())
  expect(readdirSync(accepted).sort()).toEqual(reports)
})

describe('where a change of the public API is meant, `npm run api` accepts it; CHANGELOG.md says what is breaking', () => {
  it.each(readdirSync(built))('%s', (report) => {
    const now = readFileSync(join(built, report), 'utf8')
    expect(now).toBe(readFileSync(join(accepted, report), 'utf8').replace(/\r\n/g, '\n'))
  })
})
