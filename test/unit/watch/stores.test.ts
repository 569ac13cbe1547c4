import { promises as fs } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWatcher, fileStore, memoryStore, type Store } from '../../../src/watch'

let folder: string

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'gray-release-'))
})
afterEach(async () => {
  jest.restoreAllMocks()
  await fs.rm(folder, { recursive: true })
})

/** All files below the folder, as paths. */
async function files(at = folder): Promise<string[]> {
  const entries = await fs.readdir(at, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(at, entry.name)
    return entry.isDirectory() ? files(path) : [path]
  })
  return (await Promise.all(found)).flat()
}

describe.each([
  ['memoryStore', memoryStore],
  ['fileStore', () => fileStore(join(folder, 'sub', 'folder'))],
] as [string, () => Store][])('%s', (_name, create) => {
  it('replaces a value only if it is the one that was read', async () => {
    const store = create()
    expect(await store.get('a')).toBeUndefined()
    expect(await store.compareAndSet('a', 'x', 'y')).toBe(false)
    expect(await store.compareAndSet('a', undefined, 'one')).toBe(true)
    expect(await store.compareAndSet('a', undefined, 'two')).toBe(false)
    expect(await store.compareAndSet('a', 'other', 'two')).toBe(false)
    expect(await store.get('a')).toBe('one')
    expect(await store.compareAndSet('a', 'one', '')).toBe(true)
    expect(await store.get('a')).toBe('')
    expect(await store.compareAndSet('a', '', '发布 🚀\n')).toBe(true)
    expect(await store.get('a')).toBe('发布 🚀\n')
    expect(await store.get('b')).toBeUndefined()
  })

  it('one of many that come at once succeeds, for each value', async () => {
    const store = create()
    let before: string | undefined
    for (let round = 0; round < 5; round += 1) {
      const nexts = Array.from({ length: 8 }, (_, index) => `${round} ${index}`)
      const done = await Promise.all(nexts.map((next) => store.compareAndSet('a', before, next)))
      expect(done.filter(Boolean)).toHaveLength(1)
      before = nexts[done.indexOf(true)]
      expect(await store.get('a')).toBe(before)
    }
  })
})

describe('fileStore', () => {
  it.each(['../../outside', '/etc/passwd', 'con', 'a:b*?"<>|', 'x'.repeat(500), '', '.', '发布'])(
    'keeps the key %j inside its folder, under a name that any system takes',
    async (key) => {
      const store = fileStore(folder)
      expect(await store.compareAndSet(key, undefined, 'v')).toBe(true)
      expect(await store.get(key)).toBe('v')
      for (const name of await fs.readdir(folder)) expect(name).toMatch(/^[\w-]{17,81}$/)
    },
  )

  it('keeps keys apart that differ in case or in what a name can not hold', async () => {
    const store = fileStore(folder)
    const keys = ['a', 'A', 'a/b', 'a_b']
    for (const key of keys) await store.compareAndSet(key, undefined, key)
    for (const key of keys) expect(await store.get(key)).toBe(key)
    const names = (await fs.readdir(folder)).map((name) => name.toLowerCase())
    expect(new Set(names).size).toBe(4)
  })

  /** Stores the values `1` to `last`, one after another. */
  async function storeUpTo(last: number, store = fileStore(folder)): Promise<Store> {
    for (let value = 1; value <= last; value += 1) {
      const before = value === 1 ? undefined : String(value - 1)
      expect(await store.compareAndSet('a', before, String(value))).toBe(true)
    }
    expect(await store.get('a')).toBe(String(last))
    return store
  }
  const failure = (code: string) => Object.assign(new Error('no'), { code })

  it('goes on after ten revisions, and deletes old ones', async () => {
    await storeUpTo(12)
    expect(await files()).toHaveLength(1)
  })

  it('deletes what killed processes left behind', async () => {
    const store = await storeUpTo(4)
    const [newest] = await files()
    await fs.writeFile(join(String(newest), '..', 'draft-0123'), 'half of a val')
    expect(await store.get('a')).toBe('4')
    await store.compareAndSet('a', '4', '5')
    expect(await files()).toHaveLength(1)
  })

  it('a draft of a killed process counts as no value', async () => {
    const store = fileStore(folder)
    jest.spyOn(fs, 'link').mockRejectedValueOnce(failure('EIO'))
    await expect(store.compareAndSet('a', undefined, '1')).rejects.toMatchObject({ code: 'EIO' })
    const [first, ...more] = await files()
    expect(more).toEqual([])
    await fs.writeFile(join(String(first), '..', 'draft-0123'), 'half of a val')
    expect(await store.get('a')).toBeUndefined()
    await storeUpTo(1, store)
  })

  it('leaves no file open', async () => {
    const { open } = fs
    const opened: fs.FileHandle[] = []
    jest.spyOn(fs, 'open').mockImplementation(async (...given) => {
      const file = await open(...given)
      opened.push(file)
      return file
    })
    await storeUpTo(1)
    expect(opened.map(({ fd }) => fd)).toEqual([-1])
  })

  it('many that create a key at once leave one folder', async () => {
    const creating = Array.from({ length: 8 }, () =>
      fileStore(folder).compareAndSet('a', undefined, '1'),
    )
    expect((await Promise.all(creating)).filter(Boolean)).toHaveLength(1)
    expect(await fs.readdir(folder)).toHaveLength(1)
  })

  it.each<[string, boolean, (store: Store) => Promise<unknown>]>([
    [
      'that others replaced three times is not replaced',
      false,
      async (store) => {
        for (const value of [1, 2, 3]) {
          await store.compareAndSet('a', String(value), String(value + 1))
        }
      },
    ],
    [
      'that was moved is still replaced',
      true,
      async () => {
        const home = join(folder, String((await fs.readdir(folder))[0]))
        const [inner] = await fs.readdir(home)
        await fs.rename(join(home, String(inner)), join(home, 'f'.repeat(18)))
      },
    ],
  ])('a value %s between reading and writing', async (_what, done, meanwhile) => {
    const store = await storeUpTo(1)
    const { open } = fs
    jest.spyOn(fs, 'open').mockImplementationOnce(async (...given) => {
      await meanwhile(store)
      return open(...given)
    })
    expect(await store.compareAndSet('a', '1', 'next')).toBe(done)
    expect(await store.get('a')).toBe(done ? 'next' : '4')
  })

  it('a value goes on if nothing can be deleted, as on Windows while it is read', async () => {
    const store = await storeUpTo(1)
    jest.spyOn(fs, 'rename').mockRejectedValueOnce(failure('EPERM'))
    expect(await store.compareAndSet('a', '1', '2')).toBe(true)
    expect(await store.get('a')).toBe('2')
    expect(await store.compareAndSet('a', '2', '3')).toBe(true)
    expect(await files()).toHaveLength(1)
  })

  it.each(['link', 'rename', 'readdir', 'mkdir'] as const)(
    'passes on what %s fails with',
    async (name) => {
      const thrown = failure('EIO')
      jest.spyOn(fs, name as 'link').mockRejectedValue(thrown)
      await expect(fileStore(folder).compareAndSet('a', undefined, '1')).rejects.toBe(thrown)
      jest.restoreAllMocks()
      await storeUpTo(1)
    },
  )

  it('its folder is made with those above it, for its owner alone', async () => {
    const deep = join(folder, 'a', 'b')
    await storeUpTo(1, fileStore(deep))
    if (process.platform !== 'win32') expect((await fs.stat(deep)).mode & 0o777).toBe(0o700)
  })

  it('ends where no folder can be made', async () => {
    const thrown = failure('ENOENT')
    jest.spyOn(fs, 'mkdir').mockRejectedValue(thrown)
    await expect(fileStore(folder).compareAndSet('a', undefined, '1')).rejects.toBe(thrown)
    jest.restoreAllMocks()
    if (process.platform !== 'linux') return
    const store = fileStore('/proc/gray-release')
    await expect(store.compareAndSet('a', undefined, '1')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([undefined, 42, new URL('file:///tmp')])(
    'with the folder %p is a programming mistake',
    async (given) => {
      const store = fileStore(given as never)
      const errMsg = 'the folder of fileStore() must be a string'
      const error = { kind: 'environment', retryable: false, attempts: 0, errMsg }
      await expect(store.get('a')).rejects.toMatchObject({ error })
      await expect(store.compareAndSet('a', undefined, '1')).rejects.toMatchObject({ error })
      const watcher = createWatcher({ query: () => Promise.reject('not asked'), store })
      expect(await watcher.check()).toMatchObject({ ok: false, error, events: [] })
    },
  )

  it('a folder that somebody emptied is an error', async () => {
    const store = await storeUpTo(1)
    const [newest] = await files()
    await fs.rm(join(String(newest), '..'), { recursive: true })
    await expect(store.get('a')).rejects.toMatchObject({ code: 'EBUSY' })
  })
})
