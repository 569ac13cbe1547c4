// What a scanner may report for a package that a bundled one depends on, and why it doesn't apply: a VEX
// statement, in CycloneDX's format, beside the bill of materials.

/** Advisories for packages whose code is in no bundle: test/package/bundle/sbom.test.ts checks that. */
const NOT_BUNDLED = {
  // @cloudbase/node-sdk depends on 0.27.2.
  axios: [
    'CVE-2023-45857',
    'CVE-2026-40175',
    'CVE-2026-42033',
    'GHSA-43fc-jf86-j433',
    'GHSA-jr5f-v2jv-69x6',
  ],
}

/**
 * @param {{ components: { name: string }[], metadata: { component: { 'bom-ref': string } } }} bom - of sbom.mjs
 * @throws where a package of the list is bundled after all
 */
export function vex({ $schema, bomFormat, specVersion, version, metadata, components }) {
  const vulnerabilities = Object.entries(NOT_BUNDLED).flatMap(([name, ids]) => {
    if (components.some((one) => one.name === name)) throw new Error(`${name} is bundled after all`)
    return ids.map((id) => ({
      id,
      analysis: {
        state: 'not_affected',
        justification: 'code_not_present',
        detail: `${name} is a dependency of wx-server-sdk, but none of its code is in this package.`,
      },
      affects: [{ ref: metadata.component['bom-ref'] }],
    }))
  })
  return { $schema, bomFormat, specVersion, version, metadata, vulnerabilities }
}
