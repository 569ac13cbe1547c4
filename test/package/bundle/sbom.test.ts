import { textOf } from '../../typescript'

// Not by import: its types are there only if its tests are run.
const { Spec, Validation } = require('@cyclonedx/cyclonedx-library')

interface Component {
  group?: string
  name: string
  version: string
  purl: string
  licenses: { license: { id?: string; name?: string; text?: { content: string } } }[]
  properties: { name: string; value: string }[]
}
const text = textOf('dist/sbom.json')
const { bomFormat, specVersion, metadata, components, dependencies } = JSON.parse(text) as {
  bomFormat: string
  specVersion: string
  metadata: { component: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}
const nameOf = ({ group, name, version }: Component) =>
  `${group ? `${group}/` : ''}${name} ${version}`
const within = (file: string) =>
  components
    .filter(({ properties }) => properties.some(({ value }) => value === file))
    .map(nameOf)
    .sort()

it('is a CycloneDX document of this version', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
  expect(await validator.validate(text)).toBeNull()
  const { name, version } = JSON.parse(textOf('package.json'))
  expect({ bomFormat, specVersion }).toEqual({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  expect(metadata.component).toMatchObject({ name, version, purl: `pkg:npm/${name}@${version}` })
})

it.each(['getGrayReleasePlan', 'watchGrayRelease'])(
  'lists what LICENSES.txt of %s lists',
  (name) => {
    const licenses = textOf(`cloudfunctions/${name}/LICENSES.txt`)
    const listed = licenses.match(/^(@[\w.-]+\/)?[a-z][\w.-]+ \d+\.\d+\.\d+$/gm) ?? []
    const own = `${metadata.component.name} ${metadata.component.version}`
    expect(listed).toContain(own)
    expect(within(`cloudfunctions/${name}/index.js`)).toEqual(
      listed.filter((one) => one !== own).sort(),
    )
  },
)

it.each(['dist/index.js', 'dist/index.mjs', 'dist/https.js', 'dist/https.mjs'])(
  'tells that %s holds zod and nothing else',
  (file) => expect(within(file)).toEqual([expect.stringMatching(/^zod \d/)]),
)

it.each([
  ['dist/testing.js', /^busboy \d/],
  ['dist/cli.js', /^commander \d/],
])('names the packages in %s', (file, one) => {
  expect(within(file)).toEqual(expect.arrayContaining([expect.stringMatching(one)]))
})

it('names each package with its address and license, and hangs all on this one', () => {
  for (const component of components) {
    expect(component.purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/)
    const { id, name, text } = component.licenses[0]?.license ?? {}
    if (component.name === 'signature-nodejs')
      expect({ id, name, text: text?.content }).toEqual({
        id: undefined,
        name: 'none stated',
        text: expect.stringContaining('neither a license nor a text'),
      })
    else expect(id).toMatch(/^(MIT|ISC|BSD-3-Clause|Apache-2.0)$/)
  }
  const own = dependencies.find(({ ref }) => ref === metadata.component.purl)
  expect([...(own?.dependsOn ?? [])].sort()).toEqual(components.map(({ purl }) => purl).sort())
})

it('stands beside a VEX statement on what scanners report for packages that are not inside', async () => {
  const statement = textOf('dist/vex.json')
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
  expect(await validator.validate(statement)).toBeNull()
  const { vulnerabilities } = JSON.parse(statement)
  expect(vulnerabilities).toContainEqual({
    id: 'CVE-2023-45857',
    analysis: {
      state: 'not_affected',
      justification: 'code_not_present',
      detail: expect.stringContaining('axios'),
    },
    affects: [{ ref: metadata.component.purl }],
  })
  expect(components.map(({ name }) => name)).not.toContain('axios')
})
