import { join } from 'node:path'
import { runCli } from './main'
import { start } from './start'

/** Put in by the build, from package.json. */
declare const PACKAGE_VERSION: string

void start(process, runCli, {
  version: PACKAGE_VERSION,
  // This file is dist/cli.js when it runs.
  functionsDir: join(__dirname, '../cloudfunctions'),
})
