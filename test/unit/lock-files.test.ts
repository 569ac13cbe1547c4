import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { root, textOf } from '../typescript'

const inGit = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*package-lock.json']
const folders = execFileSync('git', inGit, { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '')
  .map(dirname)

interface Entry {
  integrity?: string
  resolved?: string
  optionalDependencies?: { [name: string]: string }
}

/** The packages that a lock file names, by their place under node_modules. */
function packagesOf(folder: string): [string, Entry][] {
  const { lockfileVersion, packages } = JSON.parse(textOf(folder, 'package-lock.json'))
  expect(lockfileVersion).toBe(3)
  const { '': _project, ...installed } = packages
  return Object.entries(installed)
}

describe.each(folders)('the lock file of %s', (folder) => {
  it('pins the content of each package, and names no registry', () => {
    const packages = packagesOf(folder)
    const sha512 = expect.stringMatching(/^sha512-[\w+/]{86}==$/)
    expect(packages.map(([path, { integrity, resolved }]) => [path, integrity, resolved])).toEqual(
      packages.map(([path]) => [path, sha512, undefined]),
    )
  })

  it('has the binaries for other platforms', () => {
    const packages = packagesOf(folder)
    const places = packages.map(([path]) => `/${path}`)
    const missing = packages.flatMap(([_path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !places.some((place) => place.endsWith(`/node_modules/${name}`)),
      ),
    )
    expect(missing).toEqual([])
  })
})
