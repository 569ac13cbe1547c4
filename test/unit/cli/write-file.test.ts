import { chmodSync, lstatSync, mkdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs'
import promises from 'node:fs/promises'
import {
  ChangedMeanwhile,
  NOTHING,
  orAbsent,
  statOf,
  writeWhole,
} from '../../../src/cli/write-file'
import { type Folder, makeFolder } from './folder'

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => {
  jest.restoreAllMocks()
  folder.remove()
})

const old = Buffer.from('old')
const bytes = Buffer.from('new')

it('keeps the permissions and the owner of a file that is there', async () => {
  folder.write('a.json', 'old')
  chmodSync(folder.at('a.json'), 0o640)
  const chown = jest.fn()
  const open = promises.open
  jest.spyOn(promises, 'open').mockImplementation(async (...args) => {
    const file = await open(...args)
    jest.spyOn(file, 'chown').mockImplementation(chown)
    return file
  })
  await writeWhole(folder.at('a.json'), bytes, old)
  const { mode, uid, gid } = statSync(folder.at('a.json'))
  expect(folder.read('a.json')).toBe('new')
  expect(mode & 0o777).toBe(0o640)
  expect(chown).toHaveBeenCalledWith(uid, gid)
})

it('writes where a symbolic link leads, and keeps the link', async () => {
  folder.write('real/a.json', 'old')
  symlinkSync('real/a.json', folder.at('link.json'))
  await writeWhole(folder.at('link.json'), bytes, old)
  expect(folder.read('real/a.json')).toBe('new')
  expect(lstatSync(folder.at('link.json')).isSymbolicLink()).toBe(true)
  expect(readlinkSync(folder.at('link.json'))).toBe('real/a.json')
})

it.each([
  ['a link to nothing', { 'a.json': 'real/b.json' }, 'real/b.json'],
  ['a link to such a link', { 'a.json': 'real/link', 'real/link': 'b.json' }, 'real/b.json'],
  ['a link out of a linked folder', { 'in/a.json': '../b.json', in: 'real/deep' }, 'real/b.json'],
  ['a link that leads through one', { in: 'real/deep', 'a.json': 'in/../b.json' }, 'real/b.json'],
  ['a link by its whole path', { 'a.json': '/real/b.json' }, 'real/b.json'],
])('makes the file where %s leads, and keeps the link', async (_what, links, made) => {
  mkdirSync(folder.at('real/deep'), { recursive: true })
  const start = 'in/a.json' in links ? 'in/a.json' : 'a.json'
  for (const [name, to] of Object.entries(links).reverse())
    symlinkSync(to.replace(/^\//, `${folder.path}/`), folder.at(name))
  await writeWhole(folder.at(start), bytes, NOTHING)
  expect(folder.read(made)).toBe('new')
  expect(lstatSync(folder.at(start)).isSymbolicLink()).toBe(true)
  expect(folder.list().filter((name) => name.includes('.json-'))).toEqual([])
})

it('leaves a link into a folder that is not there', async () => {
  symlinkSync('no/b.json', folder.at('a.json'))
  await expect(writeWhole(folder.at('a.json'), bytes, NOTHING)).rejects.toMatchObject({
    code: 'ENOENT',
  })
  expect(readlinkSync(folder.at('a.json'))).toBe('no/b.json')
  expect(folder.list()).toEqual(['a.json'])
})

it.each(['writeFile', 'sync', 'chmod', 'close'] as const)(
  'leaves the old file, and nothing else, where %s fails',
  async (step) => {
    folder.write('a.json', 'old')
    const open = promises.open
    jest.spyOn(promises, 'open').mockImplementation(async (...args) => {
      const file = await open(...args)
      const real = file[step].bind(file) as (...given: unknown[]) => Promise<void>
      jest.spyOn(file, step).mockImplementation(async (...given: unknown[]) => {
        // Half of it is written when the disk is full.
        if (step === 'writeFile') await real('ne')
        if (step === 'close') await real(...given)
        throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      })
      return file
    })
    await expect(writeWhole(folder.at('a.json'), bytes, old)).rejects.toMatchObject({
      code: 'ENOSPC',
    })
    expect(folder.read('a.json')).toBe('old')
    expect(folder.list()).toEqual(['a.json'])
  },
)

it.each([
  ['is another one', 'old'],
  ['is there', ''],
])('leaves a file that %s by now', async (_what, known) => {
  folder.write('a.json', 'mine')
  const writing = writeWhole(folder.at('a.json'), bytes, Buffer.from(known))
  await expect(writing).rejects.toThrow(ChangedMeanwhile)
  expect(folder.read('a.json')).toBe('mine')
  expect(folder.list()).toEqual(['a.json'])
})

it('leaves nothing where the last step fails', async () => {
  jest.spyOn(promises, 'rename').mockRejectedValue(new Error('no'))
  await expect(writeWhole(folder.at('a.json'), bytes, NOTHING)).rejects.toThrow('no')
  expect(folder.list()).toEqual([])
})

it('tells absent from out of reach', async () => {
  folder.write('file', '')
  expect(await statOf(folder.at('nothing'))).toBeUndefined()
  await expect(statOf(folder.at('file/x'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  await expect(orAbsent(Promise.reject('odd'))).rejects.toBe('odd')
})
