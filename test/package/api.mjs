// Reports the public API of every entry, as its built declarations have it, into a folder:
//   node test/package/api.mjs FOLDER
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = join(import.meta.dirname, '../..')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const folder = resolve(process.argv[2])
// Where the extractor puts what it compares with the last report: here it only writes.
const scratch = join(root, '.cache/api-scratch')
for (const path of [folder, scratch]) {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
}

for (const [entry, { require: built } = {}] of Object.entries(exports)) {
  if (entry.endsWith('.json')) continue
  const declarations = join(root, built.types)
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { target: 'es2022', module: 'node16', types: [], strict: true },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${entry.slice(2) || 'index'}.api.md`,
        reportFolder: folder,
        reportTempFolder: scratch,
      },
      newlineKind: 'lf',
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
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
  if (!result.succeeded) process.exitCode = 1
}

/** Silences the extractor's progress, not its errors. */
function quiet(message) {
  if (message.logLevel === 'info' || message.logLevel === 'verbose') message.handled = true
  if (message.messageId === 'console-compiler-version-notice') message.handled = true
  if (message.messageId === 'console-api-report-created') message.handled = true
}
