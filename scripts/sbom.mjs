// The software bill of materials of what is built: every package whose code is in a bundle, and in which.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageDirectories, WITHOUT_TEXT } from './bundle-function/licenses.mjs'

/**
 * A CycloneDX document. It holds no time and no random number: the same build gives the same bytes.
 * test/package/bundle/sbom.test.ts checks it against the schema of CycloneDX.
 *
 * @param {{ file: string, metafile: import('esbuild').Metafile }[]} bundles
 * @param {string} root - of this package; the paths of the metafiles are relative to it
 */
export function sbom(bundles, root) {
  const filesByDirectory = new Map()
  for (const { file, metafile } of bundles) {
    for (const directory of packageDirectories(metafile)) {
      filesByDirectory.set(directory, [...(filesByDirectory.get(directory) ?? []), file])
    }
  }
  const component = componentOf(root)
  const components = [...filesByDirectory]
    .map(([directory, files]) => ({
      ...componentOf(join(root, directory)),
      properties: files.sort().map((value) => ({ name: `${component.name}:bundled-in`, value })),
    }))
    .sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const refs = components.map((one) => one['bom-ref'])
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component },
    components,
    dependencies: [...refs.map((ref) => ({ ref })), { ref: component['bom-ref'], dependsOn: refs }],
  }
}

/** What a package is and under which license; its people and addresses are in the registry. */
function componentOf(directory) {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const [name, group] = manifest.name.split('/').reverse()
  const purl = `pkg:npm/${manifest.name.replace('@', '%40')}@${manifest.version}`
  // Old packages have a list.
  const ids = [manifest.license ?? manifest.licenses?.map(({ type }) => type) ?? []].flat()
  const unknown = { name: 'none stated', text: { content: WITHOUT_TEXT[manifest.name] } }
  return {
    type: 'library',
    name,
    ...(group && { group }),
    version: manifest.version,
    'bom-ref': purl,
    licenses: ids.length > 0 ? ids.map((id) => ({ license: { id } })) : [{ license: unknown }],
    purl,
  }
}
