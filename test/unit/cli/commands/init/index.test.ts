import { lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs'
import promises from 'node:fs/promises'
import { Interrupted } from '../../../../../src/cli/failure'
import { type Folder, makeFolder } from '../../folder'
import { run } from '../../run'

const PARTS = ['index.js', 'config.json', 'package.json']

let source: Folder
let folder: Folder
beforeEach(() => {
  source = makeFolder()
  for (const name of [...PARTS, 'lib/more.js'])
    source.write(`getGrayReleasePlan/${name}`, `the ready-made ${name}`)
  for (const name of PARTS) source.write(`watchGrayRelease/${name}`, `the second ${name}`)
  folder = makeFolder()
})
afterEach(() => {
  jest.restoreAllMocks()
  for (const made of [source, folder]) made.remove()
})

const init = (args: string[] = [], env = {}) =>
  run(['init', ...args], { cwd: folder.path, functionsDir: source.path, env })

const rejects = async (args: string[], words: string) =>
  expect(await init(args)).toEqual({ status: 1, out: '', err: `error: ${words}\n` })

const filesIn = (name: string, files: string) => [
  name,
  ...files.split(' ').map((file) => `${name}/${file}`),
]
const COPY = filesIn('getGrayReleasePlan', 'config.json index.js lib lib/more.js package.json')
const copyIn = (root: string) => filesIn(root, COPY.join(' '))

it('copies the function into the folder that is named', async () => {
  expect(await init(['a/b'])).toEqual({
    status: 0,
    out:
      'Created a/b/getGrayReleasePlan\n' +
      'a/b did not exist and was created too.\n' +
      'Upload it with WeChat DevTools; its permission takes effect within about 10 minutes.\n' +
      "Then call it from a page: wx.cloud.callFunction({ name: 'getGrayReleasePlan' })\n" +
      "It answers pages in DevTools, timers uploaded with DevTools, WeChat's HTTP API, and users whose OPENID is " +
      "listed in the function's environment variable GRAY_RELEASE_ALLOWED_OPENIDS.\n",
    err: '',
  })
  expect(folder.list()).toEqual(['a', ...copyIn('a/b')])
  expect(folder.read('a/b/getGrayReleasePlan/lib/more.js')).toBe('the ready-made lib/more.js')
  expect((await init(['a/b', '--force'])).out).not.toContain('did not exist')
  const { out } = await init(['c'], { LANG: 'zh_CN' })
  expect(out).toMatch(/^已创建 c\/getGrayReleasePlan\nc 原先不存在，已一并创建。\n/)
  expect(out).toContain("wx.cloud.callFunction({ name: 'getGrayReleasePlan' })")
  expect(out).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
})

it.each(['fn', 'fn/', './fn', '/fn', '../fn/', '..\\..\\fn\\', '.\\fn', '//./../fn//', '..fn'])(
  'copies it into the cloudfunctionRoot %s of the project',
  async (cloudfunctionRoot) => {
    const project = `\ufeff${JSON.stringify({ appid: 'wx1', cloudfunctionRoot })}`
    folder.write('project.config.json', project)
    const root = cloudfunctionRoot === '..fn' ? '..fn' : 'fn'
    const { status, out } = await init()
    expect([status, out.split('\n')[0]]).toEqual([0, `Created ${root}/getGrayReleasePlan`])
    expect(folder.list()).toEqual([...copyIn(root), 'project.config.json'])
  },
)

it('copies it into the current folder, where --force has nothing to replace', async () => {
  expect((await init(['.', '--force'])).out).toMatch(/^Created getGrayReleasePlan\n/)
  expect(folder.list()).toEqual(COPY)
})

const UNSET = /doesn't set a 'cloudfunctionRoot'.+\nAdd "cloudfunctionRoot": "cloudfunctions\/",/
const roots = ['', '..', './', '/', '.'].map((root) => `{"cloudfunctionRoot":"${root}"}`)
it.each([
  [undefined, 2, /there is no project\.config\.json here\.\nRun this in/],
  ...[...roots, '{"cloudfunctionRoot":1}', '{}', 'null'].map((text) => [text, 2, UNSET] as const),
  ['{"cloudfunctionRoot":', 1, /not valid JSON, see line 1, column 22\.\nFix it, or .+ 'init cl/],
  ['{"cloudfunctionRoot":"a\\u0000"}', 1, /a\\u0000\/.+ created: the name contains a null chara/],
  ['{"cloudfunctionRoot":"project.config.json"}', 1, /project\.config\.json is not a folder/],
] as const)('does nothing in a project of %j', async (project, status, words) => {
  if (project !== undefined) folder.write('project.config.json', project)
  const before = folder.list()
  const ran = await init()
  expect(ran).toMatchObject({ status, out: '', err: expect.stringMatching(words) })
  // The third line of wrong usage points to the help.
  expect(ran.err.trim().split('\n').length).toBeLessThanOrEqual(status === 2 ? 3 : 2)
  expect(folder.list()).toEqual(before)
})

it('reads a project.config.json however deeply it is nested', async () => {
  const deep = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)},"cloudfunctionRoot":"fn"}`
  folder.write('project.config.json', deep)
  expect(await init()).toMatchObject({ status: 0 })
})

it('tells why project.config.json could not be read', async () => {
  mkdirSync(folder.at('project.config.json'))
  const words = /^error: project\.config\.json could not be read: a folder is in the way of/
  expect(await init()).toMatchObject({ status: 1, err: expect.stringMatching(words) })
})

const NAME = 'root/getGrayReleasePlan'
const mine = () => folder.write(`${NAME}/config.json`, 'mine')
const linkTo = (path: string) => {
  folder.write('elsewhere/mine', 'mine')
  mkdirSync(folder.at('root'))
  symlinkSync(path, folder.at(NAME))
}

describe('where something is there already', () => {
  it.each([
    ['a folder', mine],
    ['an empty folder', () => void mkdirSync(folder.at(NAME), { recursive: true })],
    ['a file', () => folder.write(NAME, 'mine')],
    ['a link to a folder', () => linkTo('../elsewhere')],
    ['a link that leads nowhere', () => linkTo('../nowhere')],
  ])('leaves %s, and replaces it where it is told to', async (_what, put) => {
    put()
    const before = folder.list()
    const words = `${NAME} already exists; nothing was changed.\nUse --force to replace it.`
    await rejects(['root'], words)
    expect(folder.list()).toEqual(before)
    const { status, out, err } = await init(['root', '--force'])
    expect([status, err, out.split('\n')[0]]).toEqual([0, '', `Replaced ${NAME}`])
    const elsewhere = before.filter((path) => path.startsWith('elsewhere'))
    expect(folder.list()).toEqual([...elsewhere, ...copyIn('root')])
    expect(lstatSync(folder.at(NAME)).isSymbolicLink()).toBe(false)
  })

  const refusal = Object.assign(new Error('no'), { code: 'EPERM' })

  /** Lets renaming fail, at the given calls. */
  function refuseRename(...refused: number[]) {
    const { rename } = promises
    let calls = 0
    jest.spyOn(promises, 'rename').mockImplementation(async (from, to) => {
      calls += 1
      if (refused.includes(calls)) throw refusal
      return rename(from, to)
    })
  }

  it.each([
    ['is in use', 1],
    ['can not be replaced by the new one', 2],
  ])('leaves it, or puts it back, where it %s', async (_what, call) => {
    mine()
    refuseRename(call)
    const words = `${NAME} was not replaced; nothing was changed: not permitted`
    await rejects(['root', '--force'], words)
    expect(folder.list()).toEqual(['root', NAME, `${NAME}/config.json`])
    expect(folder.read(`${NAME}/config.json`)).toBe('mine')
  })

  it('leaves nothing of a new one that can not be put in its place', async () => {
    refuseRename(1)
    await rejects(['root'], `${NAME} was not created: not permitted`)
    expect(folder.list()).toEqual([])
  })

  /** Lets removing fail, of what was there before. */
  function refuseRemoval() {
    const { rm } = promises
    jest.spyOn(promises, 'rm').mockImplementation(async (path, options) => {
      if (String(path).endsWith('-old')) throw refusal
      return rm(path, options)
    })
  }

  it.each([
    ['put back', () => refuseRename(2, 3), false],
    ['removed', refuseRemoval, true],
  ])('tells where it is now when it can not be %s', async (_what, refuse, isReplaced) => {
    mine()
    refuse()
    const { status, out, err } = await init(['root', '--force'])
    expect([status, out]).toEqual([1, ''])
    expect(err).toMatch(/was not replaced properly: not permitted\n/)
    const aside = /^What was there before is at (\S+)$/m.exec(err)?.[1] as string
    expect(folder.read(`${aside}/config.json`)).toBe('mine')
    const copy = isReplaced ? COPY.map((name) => `root/${name}`) : []
    expect(folder.list()).toEqual(['root', ...filesIn(aside, 'config.json'), ...copy])
  })
})

it('goes through a link to the folder of the cloud functions', async () => {
  mkdirSync(folder.at('real'))
  symlinkSync('real', folder.at('root'))
  expect(await init(['root'])).toMatchObject({ status: 0 })
  expect(folder.list()).toEqual(expect.arrayContaining(copyIn('real')))
  expect(readlinkSync(folder.at('root'))).toBe('real')
})

it('makes nothing of a link that leads nowhere', async () => {
  symlinkSync('nowhere', folder.at('root'))
  const { status, err } = await init(['root'])
  expect([status, err]).toEqual([1, expect.stringContaining('a file is in the way of a folder')])
  expect(readlinkSync(folder.at('root'))).toBe('nowhere')
})

it('leaves nothing of a copy that was interrupted', async () => {
  jest.spyOn(promises, 'cp').mockImplementation(async (_source, target) => {
    await promises.mkdir(target, { recursive: true })
    await promises.writeFile(`${target}/index.js`, 'half')
    // Were it killed now, this is what would be left.
    expect(folder.list()).not.toContain('a/b/getGrayReleasePlan')
    throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  })
  await rejects(['a/b'], 'a/b/getGrayReleasePlan was not created: no space left on the disk')
  expect(folder.list()).toEqual([])
  mkdirSync(folder.at('a'))
  await init(['a'])
  expect(folder.list()).toEqual(['a'])
})

describe('while others work in the same folder', () => {
  const target = 'a/b/getGrayReleasePlan'
  const loser = expect.stringMatching(`^error: ${target} was not created: .+\n$`)

  /** Lets something happen when the first copy is made, before it is put in its place. */
  function whileCopying(meanwhile: () => unknown) {
    const { cp } = promises
    jest.spyOn(promises, 'cp').mockImplementationOnce(async (...args) => {
      await cp(...args)
      await meanwhile()
    })
  }

  it('takes away no function that another run has made', async () => {
    const other = { status: 0, out: expect.stringMatching(`^Created ${target}\n`), err: '' }
    whileCopying(async () => expect(await init(['a/b'])).toEqual(other))
    const ran = await init(['a/b'])
    expect(folder.list()).toEqual(['a', ...copyIn('a/b')])
    expect(ran).toEqual({ status: 1, out: '', err: loser })
  })

  it.each(['a/mine', `${target}/mine`, target])(
    'takes away no file of a user: %s',
    async (path) => {
      whileCopying(() => folder.write(path, 'mine'))
      const ran = await init(['a/b'])
      expect(folder.read(path)).toBe('mine')
      expect(folder.list().filter((name) => /\/\./.test(name))).toEqual([])
      expect(ran).toEqual({ status: 1, out: '', err: loser })
    },
  )

  it('leaves nothing when it is ended', async () => {
    const ending = new AbortController()
    whileCopying(() => ending.abort(new Interrupted(130)))
    const given = { cwd: folder.path, functionsDir: source.path, ending }
    expect(await run(['init', 'a/b'], given)).toEqual({ status: 130, out: '', err: '' })
    expect(folder.list()).toEqual([])
  })
})

it.each([
  ...PARTS.map((part) => ['getGrayReleasePlan', part] as const),
  ['watchGrayRelease', 'config.json'] as const,
])('copies neither function if %s lacks its %s', async (name, part) => {
  const path = source.at(name, part)
  await promises.rm(path)
  const { status, out, err } = await init(['root', '--watch'])
  expect([status, out, err]).toEqual([1, '', expect.stringContaining(`${path} is missing`)])
  expect(folder.list()).toEqual([])
})

describe('--watch', () => {
  const SECOND = filesIn('root/watchGrayRelease', 'config.json index.js package.json')

  it('copies the second function too, and says what else it needs', async () => {
    const { out, ...rest } = await init(['root', '--watch'])
    expect(rest).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^Created .+Plan\nCreated root\/watchGrayRelease\n.+上传触发器.+_NOTIFY/s)
    expect(folder.list()).toEqual([...copyIn('root'), ...SECOND])
  })

  it('leaves what is there as it is, and copies the other', async () => {
    folder.write('root/getGrayReleasePlan/index.js', 'mine')
    const err = `note: ${NAME} already exists and was left as it is; --force replaces it.\n`
    const out = expect.stringMatching(/^Created root\/watchGrayRelease\n/)
    expect(await init(['root', '--watch'])).toEqual({ status: 0, out, err })
    expect(folder.read('root/getGrayReleasePlan/index.js')).toBe('mine')
  })

  it('changes nothing if both are there, and replaces both with --force', async () => {
    await init(['root', '--watch'])
    folder.write('root/watchGrayRelease/index.js', 'mine')
    const both = `${NAME}, root/watchGrayRelease`
    const words = `${both} already exist; nothing was changed.\nUse --force to replace them.`
    await rejects(['root', '--watch'], words)
    expect(folder.read('root/watchGrayRelease/index.js')).toBe('mine')
    const { out } = await init(['root', '--watch', '--force'])
    expect(out).toMatch(/^Replaced root\/getGrayReleasePlan\nReplaced root\/watchGrayRelease\n/)
    expect(folder.read('root/watchGrayRelease/index.js')).toBe('the second index.js')
  })
})
