// Installs what only some scripts and tests need, so that `npm ci` need not:
//   node scripts/install-tools.mjs FOLDER...
// Each of these folders has a package.json and a lock file of its own. One that has what its lock file
// names is left as it is.
import { execSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

for (const folder of process.argv.slice(2)) {
  const at = (...parts) => join(import.meta.dirname, '..', folder, ...parts)
  const wanted = at('package-lock.json')
  const installed = at('node_modules/.installed-lock.json')
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(wanted))) continue
  console.log(`installing the tools of ${folder}/`)
  // A shell: npm is a script of its own on Windows.
  execSync('npm ci --ignore-scripts --prefer-offline', { cwd: at(), stdio: 'inherit' })
  copyFileSync(wanted, installed)
}
