import { execFileSync } from 'node:child_process'
import fs, { lstatSync, mkdirSync, symlinkSync } from 'node:fs'
import promises from 'node:fs/promises'
import { NEW_CONFIG } from '../../../../../src/cli/commands/grant/config-json'
import { type Folder, makeFolder } from '../../folder'
import { run } from '../../run'

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => {
  jest.restoreAllMocks()
  folder.remove()
})

const grant = (name: string, env = {}) => run(['grant', name], { cwd: folder.path, env })

it('makes a config.json where there is none', async () => {
  folder.write('fn/index.js', '')
  expect(await grant('fn')).toEqual({
    status: 0,
    out:
      'Created fn/config.json with operation.getGrayReleasePlan\n' +
      'Upload the function with WeChat DevTools and wait about 10 minutes.\n',
    err: '',
  })
  expect(folder.read('fn/config.json')).toBe(NEW_CONFIG)
  expect(folder.list()).toEqual(['fn', 'fn/config.json', 'fn/index.js'])
})

const NOTE =
  'note: there is no cloud function in fn: it has no index.js.\n' +
  "WeChat reads config.json only in a function's own folder.\n"

describe('in a project', () => {
  beforeEach(() => {
    for (const name of ['login/index.js', 'pay/package.json', 'shared/b/index.js', 'empty/x'])
      folder.write(`cloudfunctions/${name}`, '')
    folder.write('cloudfunctions/node_modules/x/index.js', '')
    folder.write('cloudfunctions/.hidden/index.js', '')
    folder.write('cloudfunctions/1/2/3/4/5/index.js', '')
  })

  it.each([
    ['en', 'Name one of these: cloudfunctions/login, cloudfunctions/shared/b\n'],
    ['zh', '请指定其中之一：cloudfunctions/login, cloudfunctions/shared/b\n'],
  ])('names the functions below the folder that holds them, in %s', async (LANG, words) => {
    const { status, err } = await grant('cloudfunctions', { LANG })
    expect(status).toBe(1)
    expect(err.endsWith(words)).toBe(true)
  })

  it('names a few of many', async () => {
    for (const letter of 'abcdefghij') folder.write(`many/${letter}/index.js`, '')
    const { err } = await grant('many')
    expect(err.endsWith('many/f, many/g, many/h, …\n')).toBe(true)
  })

  it('names none of a folder that can not be read', async () => {
    jest.spyOn(fs, 'readdirSync').mockImplementation(() => {
      throw new Error('no')
    })
    expect((await grant('cloudfunctions')).err).not.toContain('Name one')
  })

  it.each([
    ['login', 'cloudfunctions/login'],
    ['functions/login/', 'cloudfunctions/login'],
    ['cloudfunctions/login/index.js', 'cloudfunctions/login'],
    ['cloudfunctions/empty/x', 'cloudfunctions/empty'],
  ])('says what is meant by %s', async (name, meant) => {
    const { status, out, err } = await grant(name)
    expect([status, out]).toEqual([1, ''])
    expect(err.endsWith(`where its index.js is.\nDid you mean ${meant}?\n`)).toBe(true)
    expect((await grant(name, { LANG: 'zh' })).err.endsWith(`\n你是否想输入 ${meant}？\n`)).toBe(
      true,
    )
  })

  it('says that the folder is meant and not its config.json', async () => {
    await grant('cloudfunctions/login')
    expect((await grant('cloudfunctions/login/config.json')).err).toMatch(
      /Did you mean cloudfunctions\/login\?\n$/,
    )
  })
})

it.each([
  ['en', /^note: 'openapi\.a\.b' in permissions\.openapi .+\nnote: 'openapi\.operation\..+\n$/],
  ['zh', /^提示：permissions\.openapi 中的 'openapi\.a\.b' .+\n提示：.+\n$/],
])('notes that an entry begins with openapi, in %s', async (LANG, words) => {
  const openapi = ['openapi.a.b', 'a.openapi.c', 'openapi.operation.getGrayReleasePlan']
  folder.write('fn/index.js', '')
  folder.write('fn/config.json', JSON.stringify({ permissions: { openapi } }))
  expect(await grant('fn', { LANG })).toMatchObject({
    status: 0,
    err: expect.stringMatching(words),
  })
  // Where nothing is to do, too.
  expect(await grant('fn', { LANG })).toMatchObject({
    status: 0,
    err: expect.stringMatching(words),
  })
})

it('notes that it found no function', async () => {
  mkdirSync(folder.at('fn'))
  expect(await grant('fn')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^Created fn\/config\.json/),
    err: NOTE,
  })
  expect(folder.read('fn/config.json')).toBe(NEW_CONFIG)
  // A second time, and where it adds to a file, too.
  expect(await grant('fn')).toMatchObject({ status: 0, err: NOTE })
  folder.write('fn/config.json', '{}')
  expect(await grant('fn')).toMatchObject({ status: 0, err: NOTE })
  folder.write('fn/package.json', '{}')
  expect(await grant('fn')).toMatchObject({ status: 0, err: NOTE })
})

it('makes the file where a link leads that leads to nothing yet', async () => {
  folder.write('fn/index.js', '')
  mkdirSync(folder.at('shared'))
  symlinkSync('../shared/config.json', folder.at('fn/config.json'))
  expect(await grant('fn')).toMatchObject({ status: 0, err: '' })
  expect(folder.read('shared/config.json')).toBe(NEW_CONFIG)
  expect(lstatSync(folder.at('fn/config.json')).isSymbolicLink()).toBe(true)
})

it('leaves a link into a folder that does not exist', async () => {
  folder.write('fn/index.js', '')
  symlinkSync('../nowhere/config.json', folder.at('fn/config.json'))
  expect(await grant('fn')).toEqual({
    status: 1,
    out: '',
    err: 'error: fn/config.json is a symbolic link into a folder that does not exist; nothing was changed.\n',
  })
  expect(lstatSync(folder.at('fn/config.json')).isSymbolicLink()).toBe(true)
  expect(folder.list()).toEqual(['fn', 'fn/config.json', 'fn/index.js'])
})

it('adds the permission once', async () => {
  folder.write('fn/index.js', '')
  folder.write('fn/config.json', '{\r\n\t"triggers": []\r\n}\r\n')
  const first = await grant('fn/')
  expect(first).toMatchObject({ status: 0, err: '' })
  expect(first.out).toMatch(/^Added operation\.getGrayReleasePlan to fn\/config\.json\n/)
  const after = folder.read('fn/config.json')
  expect(JSON.parse(after)).toEqual({
    triggers: [],
    permissions: { openapi: ['operation.getGrayReleasePlan'] },
  })
  expect(await grant(folder.at('fn'))).toMatchObject({
    status: 0,
    out: expect.stringContaining('already has operation.getGrayReleasePlan; nothing was'),
  })
  expect(folder.read('fn/config.json')).toBe(after)
})

it('keeps a byte order mark', async () => {
  folder.write('fn/config.json', '\ufeff{}')
  expect(await grant('fn')).toMatchObject({ status: 0 })
  expect(folder.read('fn/config.json')).toBe(`\ufeff${NEW_CONFIG.trimEnd()}`)
})

it.each([
  [
    '{"a":1,}',
    /is not what WeChat documents; nothing was changed:\nit is not valid JSON: extra comma/,
  ],
  ['', /it is empty/],
  ['// no\n{}', /not valid JSON: a comment/],
  ['[]', /top level/],
  [`{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /nested too deeply/],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /UTF-8/],
])('rejects and leaves a file that is not as documented', async (content, words) => {
  folder.write('fn/config.json', content)
  const before = await promises.readFile(folder.at('fn/config.json'))
  const { status, out, err } = await grant('fn')
  expect([status, out]).toEqual([1, ''])
  expect(err).toMatch(words)
  expect(await promises.readFile(folder.at('fn/config.json'))).toEqual(before)
  const chinese = await grant('fn', { LANG: 'zh_CN' })
  expect(chinese.err).toMatch(/^错误：fn\/config\.json 不符合微信文档的规定/)
})

it.each([
  ['nothing', 'nothing is not a folder'],
  ['file', 'file is not a folder'],
  ['file/x', 'a file is in the way of a folder'],
  ['\u001b[31m', '\\u001b[31m is not a folder'],
  ['a\u0000b', 'a\\u0000b/config.json was not changed: the name contains a null character'],
])('can do nothing with %j', async (name, words) => {
  folder.write('file', '')
  const { status, out, err } = await grant(name)
  expect([status, out]).toEqual([1, ''])
  expect(err).toContain(words)
  expect(folder.list()).toEqual(['file'])
})

it('does not wait for a pipe', async () => {
  folder.write('fn/index.js', '')
  execFileSync('mkfifo', [folder.at('fn/config.json')])
  expect(await grant('fn')).toMatchObject({
    status: 1,
    err: expect.stringContaining('is not a plain file'),
  })
})

it('leaves a file that its owner protected', async () => {
  folder.write('fn/config.json', '{}')
  // Root may write everywhere, so the refusal is put in.
  const refusal = Object.assign(new Error('no'), { code: 'EACCES' })
  jest.spyOn(promises, 'access').mockRejectedValue(refusal)
  expect(await grant('fn')).toEqual({
    status: 1,
    out: '',
    err: 'error: fn/config.json was not changed: permission denied\n',
  })
  expect(folder.read('fn/config.json')).toBe('{}')
})

it.each([
  ['changes', '{"mine":1}'],
  ['makes', undefined],
])('leaves the file that a user %s meanwhile', async (_what, before) => {
  folder.write('fn/index.js', '')
  if (before !== undefined) folder.write('fn/config.json', before)
  const { open } = promises
  jest.spyOn(promises, 'open').mockImplementation(async (...args) => {
    folder.write('fn/config.json', '{"mine":2}')
    return open(...args)
  })
  const ran = await grant('fn')
  expect(folder.read('fn/config.json')).toBe('{"mine":2}')
  expect(folder.list()).toEqual(['fn', 'fn/config.json', 'fn/index.js'])
  expect(ran).toEqual({
    status: 1,
    out: '',
    err: 'error: fn/config.json was changed by another program in the meantime and left as it is. Try again.\n',
  })
})
