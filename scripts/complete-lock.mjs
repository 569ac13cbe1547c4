// Completes package-lock.json with the binaries for other platforms: npm leaves out optional packages
// that its registry did not answer for, and `npm ci` then refuses the lock file on every platform.
// The lock file of another folder is completed where that folder is named.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x']

const file = join(import.meta.dirname, '..', process.argv[2] ?? '.', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = []

for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`
    if (key in lock.packages || !/^\d+\.\d+\.\d+/.test(version)) continue
    const words = name.split(/[/-]/)
    lock.packages[key] = {
      version,
      cpu: words.filter((word) => CPU.includes(word)),
      ...(dev && { dev }),
      ...(words.some((word) => word.startsWith('musl')) && { libc: ['musl'] }),
      ...(words.some((word) => word === 'gnu') && { libc: ['glibc'] }),
      optional: true,
      os: words.filter((word) => OS.includes(word)),
    }
    added.push(name)
  }
}

const byPath = ([a], [b]) => a.localeCompare(b, 'en')
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byPath))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'the lock file is complete' : `added ${added.join(', ')}`)
