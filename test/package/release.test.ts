import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../typescript'
import { newFolder } from './consumer'

const folder = newFolder('release')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const READY = {
  manifest: { name: 'x', version: '1.2.0', repository: 'github:owner/x' },
  changelog: '# Changelog\n\n## 1.2.0\n\n- new\n\n## 1.1.0\n\n- old\n',
  tag: 'v1.2.0',
}

function check({ manifest, changelog, tag }: { manifest: object; changelog: string; tag: string }) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
  return spawnSync(process.execPath, [join(root, 'scripts/check-release.mjs'), tag], {
    cwd: folder,
    encoding: 'utf8',
    env: { GITHUB_REPOSITORY: 'owner/x' },
  })
}

it('accepts a version that the tag and the changelog have, and prints its notes', () => {
  expect(check(READY)).toMatchObject({ status: 0, stdout: '- new\n' })
})

it.each([
  ['another tag', { tag: 'v1.1.0' }, 'the tag is v1.1.0, but package.json has version 1.2.0'],
  ['no section', { changelog: '## 1.1.0\n\n- old\n' }, 'CHANGELOG.md has no section "## 1.2.0"'],
  [
    'entries left over',
    { changelog: `## Unreleased\n\n- more\n\n${READY.changelog}` },
    'CHANGELOG.md has entries under "Unreleased"',
  ],
  [
    'no repository',
    { manifest: { name: 'x', version: '1.2.0' } },
    'package.json has no "repository"',
  ],
  [
    'another repository',
    { manifest: { ...READY.manifest, repository: { url: 'https://github.com/other/y' } } },
    'but this runs in owner/x',
  ],
])('rejects %s', (_name, change, message) => {
  const { status, stderr } = check({ ...READY, ...change })
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(message)])
  expect(status).toBe(1)
})

it('pins every action of a workflow to a commit', () => {
  const workflows = join(root, '.github/workflows')
  const files = readdirSync(workflows).map((name) => join(workflows, name))
  const uses = [...files, join(root, 'examples/ci-gate/gate.yml')].flatMap((file) =>
    readFileSync(file, 'utf8').match(/uses:.*/g),
  )
  expect(uses.length).toBeGreaterThan(4)
  for (const one of uses)
    expect(one).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
})
