import { createHash, randomBytes } from 'node:crypto'
import { promises as fs } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { invalidOption } from '../core/error'
import { read } from '../core/read'
import { GrayReleasePlanException } from '../core/result'
import type { Store } from '../core/store'

/**
 * A store in the memory of this process: for tests, and for a process that never restarts.
 *
 * @example
 * ```ts
 * import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
 * import { createWatcher, memoryStore } from 'wx-gray-release-plan/watch'
 *
 * const watcher = createWatcher({
 *   query: (limits) =>
 *     getGrayReleasePlanOverHttps({ accessToken: process.env.WX_ACCESS_TOKEN ?? '' }, limits),
 *   store: memoryStore(),
 * })
 * ```
 */
export function memoryStore(): Store {
  const values = new Map<string, string>()
  return {
    get: async (key) => values.get(key),
    compareAndSet: async (key, before, next) => {
      if (values.get(key) !== before) return false
      values.set(key, next)
      return true
    },
  }
}

/** A value as it was found: in a numbered file of a folder. */
interface Revision {
  folder: string
  number: number
  value: string | undefined
}

/** More often than this in a row, no other process gets in between. */
const MOST_ATTEMPTS = 1000

/**
 * A store in a folder, which any number of processes on one machine may share; it is created when
 * something is stored. A file appears whole or not at all, and a process that is killed leaves
 * nothing that stops another one.
 *
 * The folder is readable for its owner alone. The file system must have hard links, which FAT and some
 * network drives don't have.
 *
 * @param folder - the path of the folder; nothing outside it is read or written, whatever the key. One
 * that is not a string is an error of kind `environment` at each use
 * @example
 * ```ts
 * import { fileStore } from 'wx-gray-release-plan/watch'
 *
 * const store = fileStore('/var/lib/gray-release')
 * ```
 */
export function fileStore(folder: string): Store {
  const homeOf = (key: string): string => {
    if (typeof folder === 'string') return join(folder, nameOf(key))
    throw new GrayReleasePlanException(invalidOption('the folder of fileStore() must be a string'))
  }
  return {
    get: async (key) => (await newest(homeOf(key)))?.value,
    compareAndSet: async (key, before, next) => {
      const home = homeOf(key)
      for (;;) {
        const found = (await newest(home)) ?? (await create(folder, home))
        if (found.value !== before) return false
        if (await append(found, next)) {
          await cleanUp(home, found)
          return true
        }
      }
    },
  }
}

/*
 * Each key has a folder, with one folder in it that holds numbered files: the highest number is the
 * value. A value is replaced by linking the next number, which fails if it is there. After that the
 * inner folder gets a new name, and only then are old numbers deleted: so a path that another process
 * has in hand either still has all its numbers, or leads nowhere. No number is given out twice.
 */

/** Readable, the same on file systems that ignore case, and no name that Windows reserves. */
function nameOf(key: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16)
  return `${key.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}-${hash}`
}

const random = (): string => randomBytes(9).toString('hex')
const RANDOM = /^[0-9a-f]{18}$/

/** What is in the folder of a key; undefined if there is none. */
async function newest(home: string): Promise<Revision | undefined> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const inner = await ifThere(fs.readdir(home))
    if (!inner) return undefined
    const folder = join(home, inner.find((name) => RANDOM.test(name)) ?? 'gone')
    const names = await ifThere(fs.readdir(folder))
    const number = Math.max(0, ...(names ?? []).map(numberOf))
    const value = names && (await ifThere(fs.readFile(join(folder, String(number)), 'utf8')))
    // The first file stands for no value. Without a file, another process is faster: look again.
    if (value !== undefined) return { folder, number, value: number === 0 ? undefined : value }
  }
  throw Object.assign(new Error(`no value could be read in ${home}`), { code: 'EBUSY' })
}

/** The number that a name stands for; that of an unfinished file is not one. */
const numberOf = (name: string): number => (/^\d+$/.test(name) ? Number(name) : -1)

/** For its owner alone, because tokens may be in it. */
const PRIVATE = 0o700

/** Not with `recursive`, which never ends where no folder can be made, as in /proc. */
async function makeFolders(path: string): Promise<void> {
  const make = (): Promise<void> =>
    fs.mkdir(path, PRIVATE).catch((thrown) => {
      if (thrown.code !== 'EEXIST') throw thrown
    })
  await make().catch(async (thrown) => {
    if (thrown.code !== 'ENOENT' || dirname(path) === path) throw thrown
    await makeFolders(dirname(path))
    await make()
  })
}

/** Creates the folder of a key, in one step; another process may be faster. */
async function create(folder: string, home: string): Promise<Revision> {
  const draft = join(folder, `.${random()}`)
  const inner = join(draft, random())
  await makeFolders(folder)
  await fs.mkdir(draft, PRIVATE)
  await fs.mkdir(inner, PRIVATE)
  await fs.writeFile(join(inner, '0'), '')
  try {
    await fs.rename(draft, home)
    return { folder: join(home, basename(inner)), number: 0, value: undefined }
  } catch (thrown) {
    await fs.unlink(join(inner, '0'))
    await fs.rmdir(inner)
    await fs.rmdir(draft)
    const found = await newest(home)
    if (!found) throw thrown
    return found
  }
}

/** Adds the next value; false if another process was faster. */
async function append({ folder, number }: Revision, next: string): Promise<boolean> {
  const draft = join(folder, `draft-${random()}`)
  try {
    const file = await fs.open(draft, 'wx')
    try {
      await file.writeFile(next)
      await file.sync()
    } finally {
      await file.close()
    }
    await fs.link(draft, join(folder, String(number + 1)))
    return true
  } catch (thrown) {
    if (['EEXIST', 'ENOENT'].includes(String(read(thrown, 'code')))) return false
    throw thrown
  } finally {
    await ifThere(fs.unlink(draft))
  }
}

/** Deletes what came before, with what killed processes left behind. If it fails, the next one does it. */
async function cleanUp(home: string, { folder, number }: Revision): Promise<void> {
  const moved = join(home, random())
  try {
    const names = await fs.readdir(folder)
    await fs.rename(folder, moved)
    const old = names.filter((name) => numberOf(name) <= number)
    await Promise.all(old.map((name) => ifThere(fs.unlink(join(moved, name)))))
  } catch (thrown) {
    // Another process has moved it, or Windows keeps it while a file in it is open.
    return void thrown
  }
}

/** What an operation resolves with; undefined if the file or the folder is not there. */
async function ifThere<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (thrown) {
    if (read(thrown, 'code') !== 'ENOENT') throw thrown
    return undefined
  }
}
