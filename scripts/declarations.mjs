// Rolls the declarations of each entry into one file, so that they name no package but ours, and
// reports them in .cache/api/, which test/package/api.test.ts compares with docs/api/.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = join(import.meta.dirname, '..')

export function declarations(entries) {
  const at = (folder) => join(root, '.cache', folder)
  for (const folder of ['types', 'api', 'api-before']) {
    rmSync(at(folder), { recursive: true, force: true })
    mkdirSync(at(folder), { recursive: true })
  }
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(root, 'scripts/tsconfig.build.json')], {
    stdio: 'inherit',
  })
  for (const entry of entries) {
    const rolled = join(root, `dist/${entry.name}.d.ts`)
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: root,
        mainEntryPointFilePath: join(root, `.cache/types/${entry.source}.d.ts`),
        compiler: { tsconfigFilePath: join(root, 'scripts/tsconfig.build.json') },
        dtsRollup: { enabled: true, untrimmedFilePath: rolled },
        apiReport: {
          enabled: true,
          reportFileName: `${entry.name}.api.md`,
          reportFolder: at('api'),
          reportTempFolder: at('api-before'),
        },
        newlineKind: 'lf',
        docModel: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: 'error' } },
          extractorMessageReporting: {
            default: { logLevel: 'error' },
            'ae-missing-release-tag': { logLevel: 'none' },
            // An entry may use what another entry exports: the report shows it.
            'ae-forgotten-export': { logLevel: 'none', addToApiReportFile: true },
            'ae-undocumented': { logLevel: 'error' },
          },
          tsdocMessageReporting: {
            default: { logLevel: 'error' },
            // Editors know @default; TSDoc's own tag for it is known to few.
            'tsdoc-undefined-tag': { logLevel: 'none' },
          },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, 'package.json'),
    })
    const result = Extractor.invoke(config, { localBuild: true, messageCallback: quiet })
    if (!result.succeeded) throw new Error(`declarations of ${entry.name}: see above`)
    copyFileSync(rolled, join(root, `dist/${entry.name}.d.mts`))
  }
}

/** Silences the extractor's progress, not its errors. */
function quiet(message) {
  if (message.logLevel === 'info' || message.logLevel === 'verbose') message.handled = true
  if (message.messageId === 'console-compiler-version-notice') message.handled = true
  if (message.messageId === 'console-api-report-created') message.handled = true
}
