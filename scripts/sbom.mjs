// The software bill of materials of what is built: every package whose code is in a bundle, and in which.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library'
import { packageDirectories } from './bundle-function/licenses.mjs'

const { ComponentBuilder } = Contrib.FromNodePackageJson.Builders
const { ExternalReferenceFactory } = Contrib.FromNodePackageJson.Factories
const { LicenseFactory } = Contrib.License.Factories

/**
 * A CycloneDX document. It holds no time and no random number: the same build gives the same bytes.
 *
 * @param {{ file: string, metafile: import('esbuild').Metafile }[]} bundles
 * @param {string} root - of this package; the paths of the metafiles are relative to it
 */
export function sbom(bundles, root) {
  const builder = new ComponentBuilder(new ExternalReferenceFactory(), new LicenseFactory())
  const componentOf = (directory, type) => {
    const manifest = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'))
    const component = builder.makeComponent(manifest, type)
    component.purl = `pkg:npm/${manifest.name.replace('@', '%40')}@${manifest.version}`
    component.bomRef.value = component.purl
    // What it is and under which license; its people and addresses are in the registry.
    component.author = undefined
    component.description = undefined
    component.externalReferences.clear()
    component.properties.clear()
    return component
  }

  const bom = new Models.Bom()
  bom.metadata.component = componentOf('.', Enums.ComponentType.Library)
  const byDirectory = new Map()
  for (const { file, metafile } of bundles) {
    for (const directory of packageDirectories(metafile)) {
      const component = byDirectory.get(directory) ?? componentOf(directory)
      byDirectory.set(directory, component)
      component.properties.add(new Models.Property('wx-gray-release-plan:bundled-in', file))
    }
  }
  for (const component of byDirectory.values()) {
    bom.components.add(component)
    bom.metadata.component.dependencies.add(component.bomRef)
  }
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)
  return new Serialize.JsonSerializer(normalizer).serialize(bom, { sortLists: true, space: 2 })
}
