import { textOf } from '../../typescript'
import { runNode } from './variants'

const text = textOf('cloudfunctions/getGrayReleasePlan/LICENSES.txt')
const kept = JSON.parse(textOf('scripts/bundle-function/kept-modules.json'))

it('names every package whose code is in the bundle, with its version', () => {
  for (const name of [...Object.keys(kept), 'zod', 'wx-gray-release-plan']) {
    const folder = name === 'wx-gray-release-plan' ? '.' : `node_modules/${name}`
    const { version } = JSON.parse(textOf(folder, 'package.json'))
    expect(text).toContain(`\n${name} ${version}\n`)
  }
})

it('holds each license as it was published', () => {
  for (const file of ['protobufjs/LICENSE', 'agentkeepalive/LICENSE', 'bignumber.js/LICENCE.md']) {
    expect(text).toContain(textOf('node_modules', file).replace(/\r\n/g, '\n').trim())
  }
})

it('stands beside the library and the command too, for all that is inside them', () => {
  const beside = textOf('dist/LICENSES.txt')
  const bill = JSON.parse(textOf('dist/sbom.json'))
  const inDist = bill.components.filter(({ properties }: { properties: { value: string }[] }) =>
    properties.some(({ value }) => value.startsWith('dist/')),
  )
  const names = inDist.map(({ group, name }: { group?: string; name: string }) =>
    group ? `${group}/${name}` : name,
  )
  expect(names).toEqual(expect.arrayContaining(['zod', 'busboy', 'protobufjs', 'commander']))
  for (const name of names) expect(beside).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(beside).toContain('Permission is hereby granted')
})

it('makes the build fail where a package has none', () => {
  const { status, output } = runNode([
    '--input-type=module',
    '-e',
    `import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
    import { tmpdir } from 'node:os'
    import { join } from 'node:path'
    import { licenses } from './scripts/bundle-function/licenses.mjs'
    const root = mkdtempSync(join(tmpdir(), 'licenses-'))
    const other = join(root, 'node_modules/other')
    mkdirSync(other, { recursive: true })
    writeFileSync(join(root, 'package.json'), '{"name":"own","version":"1.0.0"}')
    writeFileSync(join(root, 'LICENSE'), 'own words')
    writeFileSync(join(other, 'package.json'), '{"name":"other","version":"2.0.0"}')
    licenses({ inputs: { 'node_modules/other/index.js': {} } }, root, 'index.js')`,
  ])
  expect(status).toBe(1)
  expect(output).toContain('other is bundled, but comes without the text of its license')
})
