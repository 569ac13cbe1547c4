import { type Folder, makeFolder } from './folder'
import { run } from './run'

/** Real folders as people have them: each line is a file, and what is in it. */
type Files = { [path: string]: string }

const MAIN = 'exports.main = async () => 1\n'
const project = (cloudfunctionRoot?: string) =>
  JSON.stringify({ appid: 'wx1', miniprogramRoot: 'miniprogram/', cloudfunctionRoot }, null, 2)
const manifest = (weixin: object = {}) =>
  `{\n  /* HBuilderX */\n  "name": "x",\n  "mp-weixin": ${JSON.stringify({ appid: 'wx1', ...weixin })},\n}`

const NATIVE: Files = {
  'project.config.json': project('cloudfunctions/'),
  'miniprogram/app.json': '{}',
  'miniprogram/app.js': 'App({})',
  'miniprogram/package.json': '{}',
  'miniprogram/pages/index/index.js': 'Page({})',
  'miniprogram/utils/index.js': 'module.exports = {}',
  'cloudfunctions/login/index.js': MAIN,
  'cloudfunctions/pay/index.js': MAIN,
}
const { 'project.config.json': _, ...WITHOUT_PROJECT } = NATIVE

/** The same files in a folder. */
const within = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]))

let source: Folder
let folder: Folder
beforeEach(() => {
  source = makeFolder()
  for (const name of ['getGrayReleasePlan', 'watchGrayRelease'])
    for (const part of ['index.js', 'config.json', 'package.json'])
      source.write(`${name}/${part}`, MAIN)
  folder = makeFolder()
})
afterEach(() => {
  for (const made of [source, folder]) made.remove()
})

const put = (files: Files) => {
  for (const [path, text] of Object.entries(files)) folder.write(path, text)
}

/** What a run says, with the temporary folder as `/tmp`. */
const commandIn = async (cwd: string, line: string, LANG = 'en') => {
  const before = folder.list()
  const ran = await run(line.split(' '), {
    cwd: folder.at(cwd),
    functionsDir: source.path,
    env: { LANG },
  })
  return {
    status: ran.status,
    out: ran.out,
    err: ran.err.replaceAll(folder.path, '/tmp'),
    made: folder.list().filter((path) => !before.includes(path)),
  }
}

describe('grant one level too high', () => {
  const NAMED = /\nName one of these: cloudfunctions\/login, cloudfunctions\/pay\n$/
  it.each<[string, Files, string, string, RegExp]>([
    ['the folder of all', NATIVE, '.', 'cloudfunctions', NAMED],
    ['with a slash', NATIVE, '.', 'cloudfunctions/', NAMED],
    ['itself', NATIVE, 'cloudfunctions', '.', /these: login, pay\n$/],
    ['with no project', WITHOUT_PROJECT, '.', 'cloudfunctions', NAMED],
    [
      'with a package.json',
      { ...NATIVE, 'cloudfunctions/package.json': '{}' },
      '.',
      'cloudfunctions',
      NAMED,
    ],
    [
      'with a package.json and no project',
      { ...WITHOUT_PROJECT, 'cloudfunctions/package.json': '{}' },
      '.',
      'cloudfunctions',
      NAMED,
    ],
    [
      'with an index.js, as the root that the project names',
      { ...NATIVE, 'cloudfunctions/index.js': '' },
      '.',
      'cloudfunctions',
      NAMED,
    ],
    [
      'with src/, which has no function of its own',
      { 'fn/src/login/index.ts': 'export const main = 1', 'fn/package.json': '{}' },
      '.',
      'fn',
      /these: fn\/src\/login\n$/,
    ],
    ['the project', NATIVE, '.', '.', /: cloudfunctions\/login, cloudfunctions\/pay\n$/],
    [
      'the project of Taro, with a package.json and src/',
      {
        'project.config.json': project('cloud/functions'),
        'package.json': '{}',
        'src/app.config.ts': '',
        'src/pages/index/index.tsx': '',
        'src/api/index.ts': 'export const get = 1',
        'cloud/functions/login/index.js': '',
      },
      '.',
      '.',
      /these: cloud\/functions\/login\n$/,
    ],
    ['the mini program', NATIVE, '.', 'miniprogram', NAMED],
    [
      'the sources of uni-app',
      { 'src/manifest.json': manifest(), 'src/pages.json': '{}', 'src/static/fn/a/index.js': MAIN },
      '.',
      'src',
      /these: src\/static\/fn\/a\n$/,
    ],
    [
      'the sources of Taro, whose project names no root',
      { 'project.config.json': project(), 'src/app.config.ts': '', 'src/pages/a/index.tsx': '' },
      '.',
      'src',
      /Name the one where index\.js is/,
    ],
    ['a folder outside the root', { ...NATIVE, 'docs/package.json': '{}' }, '.', 'docs', NAMED],
    [
      'a folder with index.ts in each function',
      { 'cloud/a/index.ts': 'export const main = 1', 'cloud/b/src/index.ts': '' },
      '.',
      'cloud',
      /these: cloud\/a, cloud\/b\n$/,
    ],
    [
      'an empty root',
      { 'project.config.json': project('fn'), 'fn/package.json': '{}' },
      '.',
      'fn',
      /\nName the one where index\.js is\.\n$/,
    ],
    [
      'a folder within a function',
      {
        'project.config.json': '{"cloudfunctionRoot":"functions/"}',
        'functions/index.js': '',
        'functions/login/src/index.ts': 'export const main = async () => {}',
      },
      '.',
      'functions/login/src',
      /Name one of these: functions\/login\n/,
    ],
    [
      'a page',
      { 'pages/index/index.js': 'Page({})', 'pages/index/index.wxml': '' },
      '.',
      'pages/index',
      /Name the one where index\.js is/,
    ],
  ])('rejects %s, and names the functions', async (_what, files, cwd, given, words) => {
    put(files)
    const { status, out, err, made } = await commandIn(cwd, `grant ${given}`)
    expect({ status, out, made }).toEqual({ status: 1, out: '', made: [] })
    expect(err).toMatch(/^error: \S+ is not the folder of a cloud function; WeChat/)
    expect(err).toMatch(words)
    const chinese = await commandIn(cwd, `grant ${given}`, 'zh')
    expect(chinese.err).toMatch(/^错误：\S+ 不是云函数目录，/)
  })

  it.each<[string, Files, string]>([
    ['a function', NATIVE, 'cloudfunctions/login'],
    ['one in TypeScript', { 'fn/index.ts': '' }, 'fn'],
    ['one whose sources are in src/', { 'fn/src/index.ts': '', 'fn/package.json': '{}' }, 'fn'],
    ['one with another entry in src/', { 'fn/src/app.ts': '', 'fn/package.json': '{}' }, 'fn'],
    ['one with folders of its own', { 'fn/index.js': '', 'fn/lib/a/index.js': MAIN }, 'fn'],
    [
      'one that begins, in the root',
      { ...NATIVE, 'cloudfunctions/new/src/a.ts': '' },
      'cloudfunctions/new',
    ],
    ['one outside the root, which a build copies', { ...NATIVE, 'fn/index.ts': '' }, 'fn'],
    [
      'one in a folder that groups functions',
      { ...NATIVE, 'cloudfunctions/group/fn/index.js': '' },
      'cloudfunctions/group/fn',
    ],
    ['one that has a server inside', { 'fn/index.js': '', 'fn/app.js': '' }, 'fn'],
    [
      'one that the project wrongly names as its root',
      { 'project.config.json': project('fn'), 'fn/index.js': MAIN },
      'fn',
    ],
  ])('takes %s', async (_what, files, given) => {
    put(files)
    expect(await commandIn('.', `grant ${given}`)).toMatchObject({
      status: 0,
      err: '',
      made: [`${given}/config.json`],
    })
  })

  it('notes a function outside the project', async () => {
    put({ 'client/project.config.json': project('../cloud'), 'cloud/login/index.js': MAIN })
    const { status, err } = await commandIn('client', 'grant ../cloud/login')
    expect(status).toBe(0)
    expect(err).toMatch(/^note: DevTools only uploads functions from a folder inside the project/)
    // Another project's own function is read there.
    put({ 'other/project.config.json': '{}', 'other/fn/index.js': MAIN })
    expect(await commandIn('client', 'grant ../other/fn')).toMatchObject({ status: 0, err: '' })
  })

  it('suggests the function, also beside a package.json', async () => {
    put({ ...NATIVE, 'cloudfunctions/package.json': '{}', 'node_modules/login/index.js': MAIN })
    expect((await commandIn('.', 'grant login')).err).toMatch(
      /Did you mean cloudfunctions\/login\?/,
    )
  })

  it('names no page, build output or other module as a function', async () => {
    put({
      ...NATIVE,
      'miniprogram/a/index.js': MAIN,
      'miniprogram/a/index.wxml': '',
      'dist/cloudfunctions/login/index.js': MAIN,
      'server/index.js': 'module.exports = require("./app")',
      'uniCloud-aliyun/cloudfunctions/other/index.js': MAIN,
    })
    const { err } = await commandIn('.', 'grant .')
    expect(err).toMatch(/these: cloudfunctions\/login, cloudfunctions\/pay\n$/)
  })

  it('notes that a function of uniCloud is of another kind', async () => {
    put({ 'uniCloud-tcb/cloudfunctions/login/index.js': MAIN })
    const { status, err } = await commandIn('.', 'grant uniCloud-tcb/cloudfunctions/login')
    expect([status, err]).toEqual([0, expect.stringMatching(/^note: .+uniCloud/)])
  })
})

describe('init', () => {
  it.each<[string, Files, string, string[]]>([
    [
      'a project in a folder',
      within('miniprogram', NATIVE),
      '.',
      ['is not here but in miniprogram\n', "'init miniprogram/cloudfunctions'"],
    ],
    [
      'a project in a package',
      within('packages/miniprogram', NATIVE),
      '.',
      ['is not here but in packages/miniprogram\n', "'init packages/miniprogram/cloudfunctions'"],
    ],
    [
      'a project in a folder that names no root',
      { 'mini/project.config.json': project() },
      '.',
      ['is not here but in mini\n', "'init mini/cloudfunctions'"],
    ],
    [
      'several projects',
      { ...within('apps/a', NATIVE), ...within('apps/b/static/wx', NATIVE) },
      '.',
      ['is not here but in apps/a, apps/b/static/wx\n', "'init apps/a/cloudfunctions'"],
    ],
    [
      'none of what is installed, hidden or built',
      {
        'node_modules/x/project.config.json': project('fn'),
        '.cache/x/project.config.json': project('fn'),
        'a/dist/project.config.json': project('fn'),
        'a/src/project.config.json': project('fn'),
      },
      '.',
      ['is not here but in a/src\n'],
    ],
    [
      'the project above a leftover in the sources',
      { ...NATIVE, 'miniprogram/project.config.json': project() },
      'miniprogram',
      [
        "doesn't set 'cloudfunctionRoot', but project.config.json does in /tmp\n",
        "'init ../cloudf",
      ],
    ],
    [
      'the project below a leftover',
      { 'project.config.json': project(), ...within('apps/mini', NATIVE) },
      '.',
      ["doesn't set 'cloudfunctionRoot', but project.config.json does in apps/mini\n"],
    ],
    [
      'the project above, from below',
      NATIVE,
      'miniprogram/pages',
      ['is not here but in /tmp\n', "'init ../../cloudfunctions'"],
    ],
    [
      'functions elsewhere, if no root is set',
      { 'project.config.json': project(), 'src/cloudfunctions/a/index.js': MAIN },
      '.',
      [
        'Add "cloudfunctionRoot": "src/cloudfunctions/", or name the folder: \'init src/cloudf',
        'There are cloud functions in src/cloudfunctions.\n',
      ],
    ],
    [
      'no copy that a build of Taro made',
      { 'project.config.json': project(), 'dist/project.config.json': project('fn') },
      '.',
      ["project.config.json doesn't set a 'cloudfunctionRoot' within", "'init cloudfunctions'"],
    ],
    [
      'uni-app',
      { 'src/manifest.json': manifest(), 'src/pages.json': '{}', 'package.json': '{}' },
      '.',
      [
        'src/manifest.json ("mp-weixin") doesn\'t set',
        'Add "cloudfunctionRoot": "static/cloudfunctions/"',
        "'init src/static/cloudfunctions'",
        'copies static/',
      ],
    ],
    [
      'uni-app without a section for WeChat',
      { 'src/manifest.json': '{}', 'src/pages.json': '{}' },
      '.',
      ["'init src/static/cloudfunctions'"],
    ],
    [
      'the source of a manifest.json that a build makes',
      { 'src/manifest.json': manifest(), 'src/pages.json': '{}', 'manifest.config.ts': '' },
      '.',
      ['error: manifest.config.ts ("mp-weixin") doesn\'t set'],
    ],
    [
      'the source of a manifest.json that no build has made yet',
      { 'src/pages/a.vue': '', 'manifest.config.ts': '', 'package.json': '{}' },
      '.',
      ['error: manifest.config.ts ("mp-weixin") doesn\'t set', "'init src/static/cloudfunctions'"],
    ],
    [
      'uni-app in HBuilderX',
      { 'manifest.json': manifest(), 'pages.json': '{}', 'App.vue': '' },
      '.',
      ['error: manifest.json ("mp-weixin") doesn\'t set', "'init static/cloudfunctions'"],
    ],
    [
      'uni-app in a package',
      within('packages/app', { 'src/manifest.json': manifest(), 'src/pages.json': '{}' }),
      '.',
      ['src/manifest.json ("mp-weixin") is not here but in packages/app\n', 'app/src/static/cloud'],
    ],
    [
      'no project in a manifest.json of a web page',
      { 'manifest.json': '{"name":"x","icons":[]}' },
      '.',
      ['there is no project.config.json here.\n'],
    ],
    [
      'the project above, from the root itself',
      NATIVE,
      'cloudfunctions',
      ['is not here but in /tmp\n', "'init .'"],
    ],
    [
      'functions of a repository that has no project file',
      { 'cloud/functions/a/index.js': MAIN },
      '.',
      ["'init cloud/functions'", 'There are cloud functions in cloud/functions.\n'],
    ],
    [
      'uniCloud beside uni-app',
      {
        'manifest.json': manifest(),
        'pages.json': '{}',
        'uniCloud-aliyun/cloudfunctions/a/index.js': MAIN,
      },
      '.',
      ["'init static/cloudfunctions'", 'note: uniCloud-aliyun belongs to uniCloud'],
    ],
    [
      'a root that leads nowhere',
      { 'project.config.json': project('../') },
      '.',
      ["doesn't set a 'cloudfunctionRoot' within the project"],
    ],
  ])('without an argument names %s', async (_what, files, cwd, words) => {
    put(files)
    const { status, out, err, made } = await commandIn(cwd, 'init')
    expect({ status, out, made }).toEqual({ status: 2, out: '', made: [] })
    for (const word of words) expect(err).toContain(word)
    expect((await commandIn(cwd, 'init', 'zh')).err).toMatch(/^错误：/)
  })

  it.each<[string, string, string]>([
    ['a merge conflict', '{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}', 'line 2'],
    ['a full-width comma', '{\n  "appid": "wx1"，\n  "a": 1\n}', 'line 2'],
    ['a comma too many', '{\n  "appid": "wx1",\n}', 'line 2'],
    ['a comment', '\ufeff{\n  // mine\n}', 'line 2'],
    ['nothing in it', '', 'it is empty'],
    ['UTF-16', '\u0000{\u0000}', 'line 1, column 1'],
  ])('reports a project file with %s, and its line', async (_what, text, words) => {
    put({ 'project.config.json': text })
    const { status, err, made } = await commandIn('.', 'init')
    expect([status, made]).toEqual([1, []])
    expect(err).toMatch(/^error: project\.config\.json could not be read: it is /)
    expect(err.split('\n')[0]).toContain(words)
  })

  it('reports a broken project file in a folder below, if there is no other', async () => {
    put({ 'mini/project.config.json': '{\n  "appid": "wx1",\n}' })
    const { status, err } = await commandIn('.', 'init')
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(/^error: mini\/project\.config\.json could not be .+ line 2\.\n/),
    ])
    put({ 'other/project.config.json': project('fn') })
    expect((await commandIn('.', 'init')).err).toContain('is not here but in other\n')
  })

  it('reports a manifest.json of uni-app with its line, though it may hold comments', async () => {
    put({ 'src/manifest.json': '{\n  // mine\n  "mp-weixin": {}\n=======\n}' })
    const { status, err } = await commandIn('.', 'init')
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(/^error: src\/manifest\.json .+ line 4\.\n/),
    ])
  })

  it.each<[string, Files, string, string, string, string[]]>([
    ['the root of the project', NATIVE, '.', 'init', 'cloudfunctions', []],
    [
      'a root whose ../ is dropped',
      { 'project.config.json': project('../cloudfunctions/') },
      '.',
      'init',
      'cloudfunctions',
      ['says "../cloudfunctions/", but DevTools drops \'../\'', 'it reads cloudfunctions.\n'],
    ],
    [
      'a folder outside every project',
      within('miniprogram', NATIVE),
      '.',
      'init cloudfunctions',
      'cloudfunctions',
      ['note: DevTools only uploads functions from', 'which is /tmp/miniprogram\n'],
    ],
    [
      'a folder outside the project that it is run in',
      within('miniprogram', NATIVE),
      'miniprogram',
      'init ../cloudfunctions',
      'cloudfunctions',
      ['note: DevTools only uploads functions from', 'which is /tmp/miniprogram\n'],
    ],
    [
      'a folder outside, which the project seems to name',
      within('mini', { 'project.config.json': project('../fn') }),
      'mini',
      'init ../fn',
      'fn',
      ['which is /tmp/mini\n', "drops '../'"],
    ],
    [
      'a folder beside functions that exist, if no root is set',
      { 'project.config.json': project(), 'src/cloudfunctions/a/index.js': MAIN },
      '.',
      'init cloudfunctions',
      'cloudfunctions',
      [
        "project.config.json doesn't set 'cloudfunctionRoot', so",
        '"cloudfunctionRoot": "cloudfunctions/"\nThere are cloud functions in src/cloudfunctions.\n',
      ],
    ],
    [
      'the root that the project above a leftover names',
      { 'project.config.json': project('src/fn'), 'src/project.config.json': project() },
      '.',
      'init src/fn',
      'src/fn',
      [],
    ],
    [
      'what it suggests for a project below',
      within('apps/mini', NATIVE),
      '.',
      'init apps/mini/cloudfunctions',
      'apps/mini/cloudfunctions',
      [],
    ],
    [
      'the root of uni-app',
      {
        'src/manifest.json': manifest({ cloudfunctionRoot: 'static/fn/' }),
        'src/pages.json': '{}',
      },
      '.',
      'init',
      'src/static/fn',
      [],
    ],
    [
      'the root of uni-app in HBuilderX',
      { 'manifest.json': manifest({ cloudfunctionRoot: './static/fn' }), 'pages.json': '{}' },
      '.',
      'init',
      'static/fn',
      [],
    ],
    [
      'the folder that a build of uni-app is told to copy',
      {
        'src/manifest.json': manifest({ cloudfunctionRoot: 'cloudfunctions/' }),
        'src/pages.json': '{}',
        'cloudfunctions/a/index.js': MAIN,
      },
      '.',
      'init',
      'cloudfunctions',
      ['note: builds of uni-app only copy static/ on their own'],
    ],
    [
      'a folder of uni-app, if no root is set',
      { 'src/manifest.json': manifest(), 'src/pages.json': '{}' },
      '.',
      'init src/static/cloudfunctions',
      'src/static/cloudfunctions',
      [
        "src/manifest.json (\"mp-weixin\") doesn't set 'cloudfunctionRoot', so",
        'Add this line: "cloudfunctionRoot": "static/cloudfunctions/"\n',
      ],
    ],
    [
      'the root of project.config.json beside the manifest of uni-app',
      {
        'project.config.json': project('fn'),
        'src/manifest.json': manifest(),
        'src/pages.json': '{}',
      },
      '.',
      'init',
      'fn',
      [],
    ],
    [
      'a folder of uniCloud',
      { 'manifest.json': manifest(), 'pages.json': '{}', 'uniCloud-aliyun/x': '' },
      '.',
      'init uniCloud-aliyun/cloudfunctions',
      'uniCloud-aliyun/cloudfunctions',
      ['note: uniCloud-aliyun belongs to uniCloud'],
    ],
    [
      'the root of Taro',
      {
        'project.config.json': project('cloud/functions/'),
        'package.json': '{}',
        'config/index.ts': '',
        'src/app.config.ts': '',
        'dist/project.config.json': project('cloud/functions/'),
      },
      '.',
      'init',
      'cloud/functions',
      [],
    ],
  ])('copies into %s', async (_what, files, cwd, line, root, words) => {
    put(files)
    const { status, err, made } = await commandIn(cwd, line)
    expect([status, made]).toEqual([0, expect.arrayContaining([`${root}/getGrayReleasePlan`])])
    if (words.length === 0) expect(err).toBe('')
    for (const word of words) expect(err).toContain(word)
    const chinese = await commandIn(cwd, `${line} --force`, 'zh')
    expect(chinese.err.split('\n').length).toBe(err.split('\n').length)
  })

  it('--watch beside the first function names the one that it copied', async () => {
    put(NATIVE)
    await commandIn('.', 'init')
    const { out } = await commandIn('.', 'init --watch')
    expect(out).toContain("callFunction({ name: 'watchGrayRelease' })")
    expect(out).not.toContain('getGrayReleasePlan')
  })

  it('--watch beside the second function says nothing about that one', async () => {
    put({ ...NATIVE, 'cloudfunctions/watchGrayRelease/index.js': MAIN })
    const { out } = await commandIn('.', 'init --watch')
    expect(out).toContain("callFunction({ name: 'getGrayReleasePlan' })")
    expect(out).not.toContain('watchGrayRelease')
  })
})
