import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../typescript'

const consumers = 'test/package/consumers'
const folders = ['.', ...readdirSync(join(root, consumers)).map((name) => `${consumers}/${name}`)]

interface Entry {
  integrity?: string
  resolved?: string
  optionalDependencies?: { [name: string]: string }
}

/** The packages that a lock file names, by their place under node_modules. */
function packagesOf(folder: string): [string, Entry][] {
  const { lockfileVersion, packages } = JSON.parse(
    readFileSync(join(root, folder, 'package-lock.json'), 'utf8'),
  )
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
