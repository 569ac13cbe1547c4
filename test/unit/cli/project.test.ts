import { join } from 'node:path'
import { type Folder, makeFolder } from './folder'
import { run } from './run'
import { table } from './table'

/**
 * Real folders as people have them: the paths of their files. What follows a `=` is the root that a
 * project names, else the content of the file.
 */
const put = (files: string) => {
  for (const file of files.split(' ').filter(Boolean)) {
    const [path = '', ...rest] = file.split('=')
    const given = rest.length > 0 ? rest.join('=') : undefined
    const weixin = JSON.stringify({ appid: 'wx1', cloudfunctionRoot: given })
    const isProject = /project\.(private\.)?config\.json$/.test(path)
    // HBuilderX puts comments and extra commas into it.
    const manifest = `{\n  /* x */\n  "name": "x",\n  "mp-weixin": ${weixin},\n}`
    const content = path.endsWith('manifest.json') ? manifest : isProject ? weixin : (given ?? '')
    folder.write(path, content)
  }
}

const FUNCTIONS = 'cloudfunctions/login/index.js cloudfunctions/pay/index.js=exports.main=1'
const MINI_PROGRAM =
  'miniprogram/app.json miniprogram/app.js miniprogram/package.json ' +
  'miniprogram/pages/index/index.js=Page({}) miniprogram/utils/index.js=module.exports'
const WITHOUT_PROJECT = `${FUNCTIONS} ${MINI_PROGRAM}`
const NATIVE = `project.config.json=cloudfunctions/ ${WITHOUT_PROJECT}`
const UNI_APP = 'src/manifest.json src/pages.json'
const HBUILDER = 'manifest.json pages.json App.vue'

/** Each of the words is in a text; `⏎` ends a line. */
const expectWords = (text: string, words: string) => {
  for (const part of words.split(' … ')) expect(text).toContain(part.replace('⏎', '\n'))
}

/** The same files in a folder. */
const within = (place: string, files: string): string =>
  files.replace(/(^| )(?=\S)/g, `$1${place}/`)

let source: Folder
let folder: Folder
beforeEach(() => {
  source = makeFolder()
  for (const name of ['getGrayReleasePlan', 'watchGrayRelease'])
    for (const part of ['index.js', 'config.json', 'package.json'])
      source.write(`${name}/${part}`, '')
  folder = makeFolder()
})
afterEach(() => {
  for (const made of [source, folder]) made.remove()
})

/** What a run says, with the temporary folder as `/tmp`. */
const commandIn = async (cwd: string, line: string, LANG = 'en') => {
  const before = folder.list()
  const given = { cwd: folder.at(cwd), functionsDir: source.path, env: { LANG } }
  const { status, out, err } = await run(line.split(' '), given)
  const made = folder.list().filter((path) => !before.includes(path))
  return { status, out, err: err.replaceAll(folder.path, '/tmp'), made }
}

describe('grant', () => {
  const NAMED = 'Name one of these: cloudfunctions/login, cloudfunctions/pay'
  const NONE = 'Name the one where index.js is.'
  const TARO =
    'package.json src/app.config.ts src/pages/index/index.tsx src/api/index.ts=export{get}'
  const OTHERS =
    'miniprogram/a/index.js miniprogram/a/index.wxml server/index.js=module.exports=1 ' +
    'dist/cloudfunctions/login/index.js uniCloud-aliyun/cloudfunctions/other/index.js'

  it.each(
    table(`
      the folder of all            | cloudfunctions  | ${NAMED} | ${NATIVE}
      it with a slash              | cloudfunctions/ | ${NAMED} | ${NATIVE}
      it without a project         | cloudfunctions  | ${NAMED} | ${WITHOUT_PROJECT}
      it with a package.json       | cloudfunctions  | ${NAMED} | ${NATIVE} cloudfunctions/package.json
      it with an index.js, as root | cloudfunctions  | ${NAMED} | ${NATIVE} cloudfunctions/index.js
      the mini program             | miniprogram     | ${NAMED} | ${NATIVE}
      a folder outside the root    | docs            | ${NAMED} | ${NATIVE} docs/package.json
      the project                  | .               | : cloudfunctions/login, cloudfunctions/pay | ${NATIVE}
      the project of Taro          | .               | these: fn/a | project.config.json=fn ${TARO} fn/a/index.js
      one with src/                | fn              | these: fn/src/a | fn/src/a/index.ts=export{main} fn/package.json
      functions in TypeScript      | fn              | these: fn/a, fn/b | fn/a/index.ts fn/b/src/index.ts
      the sources of uni-app       | src             | these: src/static/fn/a | ${UNI_APP} src/static/fn/a/index.js
      the sources of Taro          | src             | ${NONE} | project.config.json ${TARO}
      an empty root                | fn              | ${NONE} | project.config.json=fn fn/package.json
      a page                       | pages/a         | ${NONE} | pages/a/index.js=Page({}) pages/a/index.wxml
      no page, output or module    | .               | these: cloudfunctions/login, cloudfunctions/pay | ${NATIVE} ${OTHERS}
      a part of a function         | fn/a/src        | these: fn/a | project.config.json=fn fn/index.js fn/a/src/index.ts
    `),
  )('rejects %s, and names the functions', async (_what, given = '', words = '', files = '') => {
    put(files)
    const { err, ...rest } = await commandIn('.', `grant ${given}`)
    expect(rest).toEqual({ status: 1, out: '', made: [] })
    expect(err).toMatch(/^error: \S+ is not the folder of a cloud function; WeChat/)
    expect(err).toContain(`${words}\n`)
    const chinese = await commandIn('.', `grant ${given}`, 'zh')
    expect(chinese.err).toMatch(/^错误：\S+ 不是云函数目录，/)
  })

  it.each(
    table(`
      a function                           | . | cloudfunctions/login   | | ${NATIVE}
      one in TypeScript                    | . | fn                     | | fn/index.ts
      one whose sources are in src/        | . | fn                     | | fn/src/index.ts fn/package.json
      one with another entry in src/       | . | fn                     | | fn/src/app.ts fn/package.json
      one with folders of its own          | . | fn                     | | fn/index.js fn/lib/a/index.js
      one that begins, in the root         | . | cloudfunctions/new     | | ${NATIVE} cloudfunctions/new/src/a.ts
      one outside the root, built into it  | . | fn                     | | ${NATIVE} fn/index.ts
      one in a folder that groups them     | . | cloudfunctions/group/a | | ${NATIVE} cloudfunctions/group/a/index.js
      one that has a server inside         | . | fn                     | | fn/index.js fn/app.js
      one that is wrongly the root         | . | fn                     | | project.config.json=fn fn/index.js
      one in a root that has an entry too  | . | fn/a                   | | project.config.json=fn fn/index.js fn/a/index.js
      one outside the project              | client | ../cloud/login | note: DevTools only uploads functions from a folder inside the project | client/project.config.json=../cloud cloud/login/index.js
      another project's own                | client | ../other/fn | | client/project.config.json=../cloud other/project.config.json other/fn/index.js
      one of uniCloud, with a note         | . | uniCloud-tcb/cloudfunctions/a | note: uniCloud-tcb belongs to uniCloud | uniCloud-tcb/cloudfunctions/a/index.js
    `),
  )('takes %s', async (_what, cwd = '', given = '', note = '', files = '') => {
    put(files)
    const { status, err, made } = await commandIn(cwd, `grant ${given}`)
    expect([status, made]).toEqual([0, [join(cwd, given, 'config.json')]])
    expect(err).toMatch(note === '' ? /^$/ : new RegExp(`^${note}`))
  })

  it.each(['login', 'logn'])('suggests the function for %s', async (name) => {
    // Also beside a package.json.
    put(`${NATIVE} cloudfunctions/package.json node_modules/login/index.js`)
    const { err } = await commandIn('.', `grant ${name}`)
    expect(err).toContain('Did you mean cloudfunctions/login?')
  })
})

describe('init without an argument', () => {
  const UNSET = "doesn't set a 'cloudfunctionRoot' within the project."
  const MADE = `error: manifest.config.ts ("mp-weixin") ${UNSET}`
  const LEFTOVER = "doesn't set 'cloudfunctionRoot', but project.config.json does in"
  const HIDDEN = 'node_modules/x/project.config.json=fn .x/project.config.json=fn'

  it.each(
    table(`
      a project in a folder         | . | mini/cloudfunctions | is not here but in mini⏎ | ${within('mini', NATIVE)}
      one in a package              | . | packages/a/cloudfunctions | but in packages/a | ${within('packages/a', NATIVE)}
      one that names no root        | . | mini/cloudfunctions | is not here but in mini⏎ | mini/project.config.json
      several                       | . | a/fn | is not here but in a, b/static/wx⏎ | a/project.config.json=fn b/static/wx/project.config.json=fn
      none installed, hidden, built | . | a/src/fn | but in a/src | ${HIDDEN} a/dist/project.config.json=fn a/src/project.config.json=fn
      a built one without another   | . | dist/fn | is not here but in dist | dist/project.config.json=fn
      one beside                    | server | ../src/fn | is not here but in /tmp/src | server/x src/project.config.json=fn
      that of mpx                   | . | static/wx/fn | is not here but in static/wx | static/wx/project.config.json=fn
      one above                     | miniprogram/pages | ../../cloudfunctions | is not here but in /tmp⏎ | ${NATIVE}
      one above its root            | cloudfunctions | . | is not here but in /tmp⏎ | ${NATIVE}
      one above a leftover          | a | ../fn | ${LEFTOVER} /tmp⏎ | project.config.json=fn a/project.config.json
      one below a leftover          | . | apps/a/cloudfunctions | ${LEFTOVER} apps/a | project.config.json ${within('apps/a', NATIVE)}
      functions elsewhere           | . | src/fn | Add "cloudfunctionRoot": "src/fn/", or … There are cloud functions in src/fn. | project.config.json src/fn/a/index.js
      no copy that a build made     | . | cloudfunctions | error: project.config.json ${UNSET} | project.config.json dist/project.config.json=fn
      uni-app                       | . | src/static/cloudfunctions | src/manifest.json ("mp-weixin") ${UNSET} … Add "cloudfunctionRoot": "static/cloudfunctions/" … uni-app copies static/ | ${UNI_APP} package.json
      the source of its manifest    | . | src/static/cloudfunctions | ${MADE} | ${UNI_APP} manifest.config.ts
      a source without a manifest   | . | src/static/cloudfunctions | ${MADE} | src/pages/a.vue manifest.config.ts
      uni-app in HBuilderX          | . | static/cloudfunctions | error: manifest.json ("mp-weixin") ${UNSET} | ${HBUILDER}
      uni-app in a package          | . | a/src/static/cloudfunctions | src/manifest.json ("mp-weixin") is not here but in a | ${within('a', UNI_APP)}
      functions without a project   | . | cloud/fn | There are cloud functions in cloud/fn. | cloud/fn/a/index.js
      uniCloud beside uni-app       | . | static/cloudfunctions | note: uniCloud-tcb belongs to uniCloud | ${HBUILDER} uniCloud-tcb/fn/a/index.js
      the source of build output    | a/dist | ../../fn | error: this is the output of a build. … in /tmp⏎Run this there | project.config.json=fn/ a/project.config.json a/dist/project.config.json=fn/ a/package.json
      a root that leads nowhere     | . | cloudfunctions | project.config.json ${UNSET} | project.config.json=../
    `),
  )('names %s', async (_what, cwd = '', example = '', words = '', files = '') => {
    put(files)
    const { status, out, err, made } = await commandIn(cwd, 'init')
    expect({ status, out, made }).toEqual({ status: 2, out: '', made: [] })
    expectWords(err, `${words} … 'init ${example}'.`)
    const chinese = await commandIn(cwd, 'init', 'zh')
    expect(chinese.err).toMatch(/^错误：/)
    expect(chinese.err).toContain(`：init ${example}\n`)
  })

  it('takes a manifest.json of a web page for no project', async () => {
    folder.write('manifest.json', '{"name":"x","icons":[]}')
    const missing = /^error: there is no project\.config\.json here\.\n/
    expect((await commandIn('.', 'init')).err).toMatch(missing)
    // Nor one of uni-app that has no section for WeChat yet for none.
    folder.write('src/manifest.json', '{}')
    put('src/pages.json')
    expect((await commandIn('.', 'init')).err).toContain('src/manifest.json ("mp-weixin") ')
  })

  it.each<[string, string, string]>([
    ['a merge conflict', '{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}', 'line 2'],
    ['a full-width comma', '{\n  "appid": "wx1"，\n  "a": 1\n}', 'line 2'],
    ['a comma too many', '{\n  "appid": "wx1",\n}', 'line 2'],
    ['a comment', '\ufeff{\n  // mine\n}', 'line 2'],
    ['nothing in it', '', 'it is empty'],
    ['UTF-16', '\u0000{\u0000}', 'line 1, column 1'],
  ])('reports a project file with %s, and its line', async (_what, text, words) => {
    // Another one is not meant.
    put('other/project.config.json=fn')
    folder.write('project.config.json', text)
    const { status, err, made } = await commandIn('.', 'init')
    expect([status, made]).toEqual([1, []])
    expect(err).toMatch(/^error: project\.config\.json could not be read: it is /)
    expect(err.split('\n')[0]).toContain(words)
  })

  it('reports a broken project file in a folder below, if there is no other', async () => {
    folder.write('mini/project.config.json', '{\n  "appid": "wx1",\n}')
    const { status, err } = await commandIn('.', 'init')
    expect(status).toBe(1)
    expect(err).toMatch(/^error: mini\/project\.config\.json could not be .+ line 2\.\n/)
    put('other/project.config.json=fn')
    expect((await commandIn('.', 'init')).err).toContain('is not here but in other\n')
  })

  it('reports a manifest.json of uni-app with its line, though it may hold comments', async () => {
    folder.write('src/manifest.json', '{\n  // mine\n  "mp-weixin": {}\n=======\n}')
    const { status, err } = await commandIn('.', 'init')
    expect(status).toBe(1)
    expect(err).toMatch(/^error: src\/manifest\.json .+ line 4\.\n/)
  })
})

describe('init', () => {
  const OUTSIDE =
    'note: DevTools only uploads functions from a folder inside the project, which is /tmp'
  const USE = 'To use it, write: "cloudfunctionRoot":'
  const ADD = 'Add this line: "cloudfunctionRoot":'
  const UNSET = "doesn't set 'cloudfunctionRoot', so DevTools won't offer to upload."
  const BUILT = 'looks like build output, which is emptied at each build.'

  it.each(
    table(`
      the root of the project     | . | init | cloudfunctions | | ${NATIVE}
      the root, written otherwise | . | init a/../fn | fn | | project.config.json=/fn/
      the root by its whole path  | . | init HERE/fn/ | fn | | project.config.json=fn
      a root whose ../ is dropped | . | init | fn | says "../fn/", but DevTools drops '../' … it reads fn. | project.config.json=../fn/
      that of the private file    | . | init | b | drops '../' | project.config.json=a project.private.config.json=../b\\
      the shared one              | . | init | a | | project.config.json=a project.private.config.json
      a folder outside projects   | . | init fn | fn | ${OUTSIDE}/a | ${within('a', NATIVE)}
      a folder outside this one   | a | init ../fn | fn | ${OUTSIDE}/a … Its cloud functions are in b: | a/project.config.json=b
      the project itself          | . | init . | . | ${OUTSIDE} | project.config.json=fn
      what only seems to be named | a | init ../fn | fn | ${OUTSIDE}/a … drops '../' | a/project.config.json=../fn
      another folder              | . | init a/fn | a/fn | is b, so DevTools won't show this folder. … ${USE} "a/fn/" | project.config.json=b
      another one, from there     | a | init fn | a/fn | ${USE} "a/fn/" | project.config.json=b a/x
      a folder if no root is set  | . | init fn | fn | note: project.config.json ${UNSET} … ${ADD} "fn/" | project.config.json
      one beside other functions  | . | init fn | fn | ${ADD} "fn/" … There are cloud functions in src/fn. | project.config.json src/fn/a/index.js
      the root above a leftover   | . | init src/fn | src/fn | | project.config.json=src/fn src/project.config.json
      what it suggests for below  | . | init a/cloudfunctions | a/cloudfunctions | | ${within('a', NATIVE)}
      the root of uni-app         | . | init | src/static/fn | | src/manifest.json=static/fn/ src/pages.json
      one that is not copied      | . | init static/fn | static/fn | ${UNSET} … copy static/ | ${UNI_APP}
      that in HBuilderX           | . | init | static/fn | | manifest.json=./static/fn pages.json
      what a build is to copy     | . | init | fn | note: builds of uni-app only copy static/ | src/manifest.json=fn/ src/pages.json fn/a/index.js
      one beside uni-app          | . | init fn | fn | ${UNSET} … ${ADD} "fn/" … copy static/ | ${UNI_APP}
      another than the private    | . | init a | a | in project.private.config.json is b, so DevTools | project.config.json=a project.private.config.json=b
      uni-app without a root      | . | init src/static/fn | src/static/fn | src/manifest.json ("mp-weixin") ${UNSET} … ${ADD} "static/fn/" | ${UNI_APP}
      a root beside uni-app       | . | init | fn | | project.config.json=fn ${UNI_APP}
      a folder of uniCloud        | . | init uniCloud-tcb/fn | uniCloud-tcb/fn | note: uniCloud-tcb belongs to uniCloud | ${HBUILDER} uniCloud-tcb/x
      the root of Taro            | . | init | fn | | project.config.json=fn/ package.json src/app.config.ts dist/project.config.json=fn/
      build output                | . | init | dist/fn | note: dist ${BUILT} | project.config.json=dist/fn
      build output of uni-app     | . | init | unpackage/dist/fn | note: dist ${BUILT} | project.config.json=unpackage/dist/fn
      a root that is build output | . | init | a/build | note: build ${BUILT} | project.config.json=a/build
      a built project             | dist/wx | init | dist/wx/fn | note: dist ${BUILT} | package.json dist/wx/project.config.json=fn
      one below a build/ of yours | build/x | init | build/x/fn | | build/x/project.config.json=fn
    `),
  )('copies into %s', async (_what, cwd = '', line = '', root = '', words = '', files = '') => {
    put(files)
    const typed = line.replace('HERE', folder.path)
    const { status, err, made } = await commandIn(cwd, typed)
    const name = root === '.' ? 'getGrayReleasePlan' : `${root}/getGrayReleasePlan`
    expect([status, made]).toEqual([0, expect.arrayContaining([name])])
    if (words === '') expect(err).toBe('')
    expectWords(err, words)
    const chinese = await commandIn(cwd, `${typed} --force`, 'zh')
    expect(chinese.err).toMatch(err === '' ? /^$/ : /^提示：/)
    expect(chinese.err.split('\n').length).toBe(err.split('\n').length)
  })

  it('needs no project file if a folder is named, but notes its fault', async () => {
    put('project.config.json=fn')
    folder.write('project.private.config.json', '{')
    const fault = /project\.private\.config\.json could not be read: it is not valid JSON/
    expect((await commandIn('.', 'init')).err).toMatch(fault)
    const named = await commandIn('.', 'init fn')
    expect([named.status, named.err]).toEqual([0, expect.stringMatching(fault)])
    const chinese = await commandIn('.', 'init fn --force', 'zh')
    expect(chinese.err).toMatch(/^提示：无法读取 project\.private/)
  })

  it('puts the notes before what to do next', async () => {
    put('project.config.json=other')
    const written: string[] = []
    const note = (text: string) => written.push(text)
    const given = { cwd: folder.path, functionsDir: source.path, onOut: note, onErr: note }
    await run(['init', 'fn'], given)
    expect(written).toEqual([expect.stringMatching(/^note: /), expect.stringMatching(/^Created /)])
  })

  it.each([
    ['getGrayReleasePlan', 'watchGrayRelease'],
    ['watchGrayRelease', 'getGrayReleasePlan'],
  ])('--watch beside %s speaks of %s', async (left, copied) => {
    put(`${NATIVE} cloudfunctions/${left}/index.js`)
    const { out } = await commandIn('.', 'init --watch')
    expect(out).toContain(`callFunction({ name: '${copied}' })`)
    expect(out).not.toContain(left)
  })
})
