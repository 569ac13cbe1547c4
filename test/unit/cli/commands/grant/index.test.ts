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

const grant = (name = 'fn', LANG = 'en') =>
  run(['grant', name], { cwd: folder.path, env: { LANG } })
const FILE = 'fn/config.json'
const taken = { status: 0, err: '' }

it('makes a config.json where there is none', async () => {
  folder.write('fn/index.js', '')
  const out =
    'Created fn/config.json with operation.getGrayReleasePlan\n' +
    'Upload the function with WeChat DevTools and wait about 10 minutes.\n'
  expect(await grant()).toEqual({ ...taken, out })
  expect(folder.read(FILE)).toBe(NEW_CONFIG)
  expect(folder.list()).toEqual(['fn', FILE, 'fn/index.js'])
})

describe('in a project', () => {
  beforeEach(() => {
    for (const name of ['login/index.js', 'pay/package.json', 'shared/b/index.js', 'empty/x'])
      folder.write(`cloudfunctions/${name}`, '')
    for (const name of ['node_modules/x', '.hidden', '1/2/3/4/5'])
      folder.write(`cloudfunctions/${name}/index.js`, '')
  })

  it.each([
    ['en', 'Name one of these: cloudfunctions/login, cloudfunctions/shared/b\n'],
    ['zh', '请指定其中之一：cloudfunctions/login, cloudfunctions/shared/b\n'],
  ])('names the functions below the folder that holds them, in %s', async (LANG, words) => {
    const { status, err } = await grant('cloudfunctions', LANG)
    expect(status).toBe(1)
    expect(err.endsWith(words)).toBe(true)
  })

  it('names a few of many', async () => {
    for (const letter of 'abcdefghij') folder.write(`many/${letter}/index.js`, '')
    expect((await grant('many')).err).toMatch(/ many\/f, many\/g, many\/h, …\n$/)
  })

  it('names none of a folder that can not be read', async () => {
    jest.spyOn(fs, 'readdirSync').mockImplementation(() => {
      throw new Error('no')
    })
    expect((await grant('cloudfunctions')).err).not.toContain('Name one')
  })

  it('means a function of that very name rather than similar ones', async () => {
    folder.write('cloudfunctions/login2/index.js', '')
    expect((await grant('login')).err).toMatch(/\nDid you mean cloudfunctions\/login\?\n$/)
  })

  it.each([
    ['login', 'cloudfunctions/login'],
    ['loginn', 'cloudfunctions/login'],
    ['functions/login/', 'cloudfunctions/login'],
    ['cloudfunctions/login/index.js', 'cloudfunctions/login'],
    ['cloudfunctions/empty/x', 'cloudfunctions/empty'],
  ])('says what is meant by %s', async (name, meant) => {
    const { status, out, err } = await grant(name)
    expect([status, out]).toEqual([1, ''])
    expect(err.endsWith(`where its index.js is.\nDid you mean ${meant}?\n`)).toBe(true)
    expect((await grant(name, 'zh')).err.endsWith(`\n你是否想输入 ${meant}？\n`)).toBe(true)
  })
})

it.each([
  ['en', /^note: 'openapi\.a\.b' in permissions\.openapi .+\nnote: 'openapi\.operation\..+\n$/],
  ['zh', /^提示：permissions\.openapi 中的 'openapi\.a\.b' .+\n提示：.+\n$/],
])('notes that an entry begins with openapi, in %s', async (LANG, words) => {
  const openapi = ['openapi.a.b', 'a.openapi.c', 'openapi.operation.getGrayReleasePlan']
  folder.write('fn/index.js', '')
  folder.write(FILE, JSON.stringify({ permissions: { openapi } }))
  // The second time, nothing is to do.
  for (const _ of [1, 2]) {
    const { status, err } = await grant('fn', LANG)
    expect([status, err]).toEqual([0, expect.stringMatching(words)])
  }
})

it('notes that it found no function, each time', async () => {
  mkdirSync(folder.at('fn'))
  const err =
    'note: there is no cloud function in fn: it has no index.js.\n' +
    "WeChat reads config.json only in a function's own folder.\n"
  expect(await grant()).toMatchObject({ status: 0, err })
  expect(folder.read(FILE)).toBe(NEW_CONFIG)
  expect(await grant()).toMatchObject({ status: 0, err })
  folder.write(FILE, '{}')
  folder.write('fn/package.json', '{}')
  expect(await grant()).toMatchObject({ status: 0, err })
})

it.each(['shared', 'nowhere'])(
  'makes the file where a link leads, but no folder: %s',
  async (to) => {
    folder.write('fn/index.js', '')
    mkdirSync(folder.at('shared'))
    symlinkSync(`../${to}/config.json`, folder.at(FILE))
    const err = `error: ${FILE} is a symbolic link into a folder that does not exist; nothing was changed.\n`
    expect(await grant()).toMatchObject(to === 'shared' ? taken : { status: 1, out: '', err })
    expect(lstatSync(folder.at(FILE)).isSymbolicLink()).toBe(true)
    const made = to === 'shared' ? ['shared/config.json'] : []
    expect(folder.list()).toEqual(['fn', FILE, 'fn/index.js', 'shared', ...made])
    for (const name of made) expect(folder.read(name)).toBe(NEW_CONFIG)
  },
)

it('adds the permission once', async () => {
  folder.write('fn/index.js', '')
  folder.write(FILE, '{\r\n\t"triggers": []\r\n}\r\n')
  const first = await grant('fn/')
  expect(first).toMatchObject(taken)
  expect(first.out).toMatch(/^Added operation\.getGrayReleasePlan to fn\/config\.json\n/)
  const after = folder.read(FILE)
  const permissions = { openapi: ['operation.getGrayReleasePlan'] }
  expect(JSON.parse(after)).toEqual({ triggers: [], permissions })
  const again = await grant(folder.at('fn'))
  expect(again).toMatchObject(taken)
  expect(again.out).toContain('already has operation.getGrayReleasePlan; nothing was')
  expect(folder.read(FILE)).toBe(after)
})

it('keeps a byte order mark', async () => {
  folder.write(FILE, '\ufeff{}')
  expect(await grant()).toMatchObject({ status: 0 })
  expect(folder.read(FILE)).toBe(`\ufeff${NEW_CONFIG.trimEnd()}`)
})

it.each([
  ['{"a":1,}', /is not what WeChat documents; nothing was changed:\nit is not valid JSON: extra/],
  ['', /it is empty/],
  ['// no\n{}', /not valid JSON: a comment/],
  ['[]', /top level/],
  [`{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /nested too deeply/],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /UTF-8/],
])('rejects and leaves a file that is not as documented', async (content, words) => {
  folder.write(FILE, content)
  const before = await promises.readFile(folder.at(FILE))
  const { status, out, err } = await grant()
  expect([status, out]).toEqual([1, ''])
  expect(err).toMatch(words)
  expect(await promises.readFile(folder.at(FILE))).toEqual(before)
  expect((await grant('fn', 'zh')).err).toMatch(/^错误：fn\/config\.json 不符合微信文档的规定/)
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
  expect([status, out, err]).toEqual([1, '', expect.stringContaining(words)])
  expect(folder.list()).toEqual(['file'])
})

it('does not wait for a pipe', async () => {
  folder.write('fn/index.js', '')
  execFileSync('mkfifo', [folder.at(FILE)])
  const { status, err } = await grant()
  expect([status, err]).toEqual([1, expect.stringContaining('is not a plain file')])
})

it('leaves a file that its owner protected', async () => {
  folder.write(FILE, '{}')
  // Root may write everywhere, so the refusal is put in.
  const refusal = Object.assign(new Error('no'), { code: 'EACCES' })
  jest.spyOn(promises, 'access').mockRejectedValue(refusal)
  const err = `error: ${FILE} was not changed: permission denied\n`
  expect(await grant()).toEqual({ status: 1, out: '', err })
  expect(folder.read(FILE)).toBe('{}')
})

it.each([
  ['changes', '{"mine":1}'],
  ['makes', undefined],
])('leaves the file that a user %s meanwhile', async (_what, before) => {
  folder.write('fn/index.js', '')
  if (before !== undefined) folder.write(FILE, before)
  const { open } = promises
  jest.spyOn(promises, 'open').mockImplementation(async (...args) => {
    folder.write(FILE, '{"mine":2}')
    return open(...args)
  })
  const err = `error: ${FILE} was changed by another program in the meantime and left as it is. Try again.\n`
  expect(await grant()).toEqual({ status: 1, out: '', err })
  expect(folder.read(FILE)).toBe('{"mine":2}')
  expect(folder.list()).toEqual(['fn', FILE, 'fn/index.js'])
})
