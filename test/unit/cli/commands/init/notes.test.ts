import { existsSync } from 'node:fs'
import { type Folder, makeFolder } from '../../folder'
import { run } from '../../run'

let source: Folder
let folder: Folder
beforeEach(() => {
  source = makeFolder()
  for (const name of ['index.js', 'config.json', 'package.json'])
    source.write(`getGrayReleasePlan/${name}`, name)
  folder = makeFolder()
})
afterEach(() => {
  for (const made of [source, folder]) made.remove()
})

const init = (cwd: string, args: string[] = [], LANG = 'en') =>
  run(['init', ...args], { cwd: folder.at(cwd), functionsDir: source.path, env: { LANG } })

const project = (cloudfunctionRoot?: string) => JSON.stringify({ appid: 'wx1', cloudfunctionRoot })

/** What is said beside the answer. */
const notesOf = ({ status, err }: { status: number; err: string }) => {
  expect(status).toBe(0)
  return err
}

it('says that it made the folder, in both languages', async () => {
  folder.write('project.config.json', project('fn'))
  expect((await init('.')).out).toContain('\nfn did not exist and was created too.\n')
  expect((await init('.', ['--force'])).out).not.toContain('did not exist')
  folder.write('project.config.json', project('more'))
  expect((await init('.', [], 'zh')).out).toContain('\nmore 原先不存在，已一并创建。\n')
})

it('says in Chinese how to call the function, and who may', async () => {
  const { out } = await init('.', ['fn'], 'zh')
  expect(out).toContain("wx.cloud.callFunction({ name: 'getGrayReleasePlan' })")
  expect(out).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
})

describe('project.private.config.json', () => {
  it('wins', async () => {
    folder.write('project.config.json', project('shared'))
    folder.write('project.private.config.json', project('../own\\'))
    expect((await init('.')).out).toMatch(/^Created own\/getGrayReleasePlan\n/)
    expect(notesOf(await init('.', ['shared']))).toContain(' is own, so')
  })

  it('leaves it to the other if it names no folder', async () => {
    folder.write('project.config.json', project('shared'))
    folder.write('project.private.config.json', '{"setting":{}}')
    expect((await init('.')).out).toMatch(/^Created shared\//)
  })

  it('is named if it can not be read', async () => {
    folder.write('project.config.json', project('shared'))
    folder.write('project.private.config.json', '{')
    const [english, chinese] = [await init('.'), await init('.', [], 'zh')]
    expect(english.err).toMatch(
      /^error: project\.private\.config\.json could not be read: it is not/,
    )
    expect(chinese.err).toMatch(/^错误：无法读取 project\.private\.config\.json：/)
    // A folder that is named needs neither file.
    expect(notesOf(await init('.', ['shared']))).toMatch(
      /^note: project\.private\.config\.json could not be read: it is not valid JSON/,
    )
    expect(notesOf(await init('.', ['shared', '--force'], 'zh'))).toMatch(
      /^提示：无法读取 project\.private\.config\.json：/,
    )
  })
})

describe('a folder that is named', () => {
  it.each(['fn', './fn/', 'a/../fn'])(
    'needs no note if the project names it too: %s',
    async (fn) => {
      folder.write('project.config.json', project('/fn/'))
      expect(notesOf(await init('.', [fn]))).toBe('')
    },
  )

  it.each([
    ['en', ' is other, so', 'To use it, write: "cloudfunctionRoot": "a/fn/"\n'],
    ['zh', 'cloudfunctionRoot 是 other', '请改为："cloudfunctionRoot": "a/fn/"\n'],
  ])('differs from that of the project, in %s', async (language, words, line) => {
    folder.write('project.config.json', project('other'))
    for (const cwd of ['.', 'a']) {
      folder.write('a/keep', '')
      const notes = notesOf(await init(cwd, [cwd === '.' ? 'a/fn' : 'fn', '--force'], language))
      expect(notes).toContain(words)
      expect(notes.endsWith(line)).toBe(true)
    }
  })

  it.each([
    ['en', "doesn't set 'cloudfunctionRoot'", 'Add this line: "cloudfunctionRoot": "fn/"\n'],
    ['zh', '没有 cloudfunctionRoot', '请加入这一行："cloudfunctionRoot": "fn/"\n'],
  ])('is missing in the project, in %s', async (language, words, line) => {
    folder.write('project.config.json', project())
    const notes = notesOf(await init('.', ['fn'], language))
    expect(notes).toContain(words)
    expect(notes.endsWith(line)).toBe(true)
  })

  it.each([
    [
      'cloudfunctions',
      'src',
      'en',
      /^note: DevTools only uploads .+ inside the project, .+\/src\nIts cloud functions are in fn: /,
    ],
    ['.', '.', 'zh', /^提示：开发者工具只能上传项目内子目录中的云函数.+\n它的云函数目录是 fn：/],
  ])('%s can not be uploaded from a project in %s', async (fn, place, language, words) => {
    folder.write(`${place}/project.config.json`, project('fn'))
    expect(notesOf(await init('.', [fn], language))).toMatch(words)
  })
})

describe('build output', () => {
  it.each(['dist/fn', 'unpackage/dist/dev/mp-weixin/fn', 'a/build'])(
    'is warned of in %s',
    async (root) => {
      folder.write('project.config.json', project(root))
      expect(notesOf(await init('.'))).toMatch(/^note: (dist|build) looks like build output/)
      expect(notesOf(await init('.', ['--force'], 'zh'))).toMatch(/^提示：.+ 像是构建产物目录/)
    },
  )

  it('is warned of if the project itself is in it', async () => {
    folder.write('package.json', '{}')
    folder.write('dist/wx/project.config.json', project('fn'))
    expect(notesOf(await init('dist/wx'))).toMatch(/^note: dist looks like build output/)
  })

  it.each([
    [
      'en',
      /^error: this is the output of a build\. Its project is in .+\nRun this there, .+'init \.\.\/fn'/,
    ],
    ['zh', /^错误：这里是构建产物目录，其项目在 .+init \.\.\/fn\n/s],
  ])(
    'is rejected in favour of the project that it was made from, in %s',
    async (language, words) => {
      for (const file of ['project.config.json', 'dist/project.config.json'])
        folder.write(file, project('fn/'))
      folder.write('package.json', '{}')
      const { status, out, err } = await init('dist', [], language)
      expect([status, out]).toEqual([2, ''])
      expect(err).toMatch(words)
      expect(existsSync(folder.at('dist/fn'))).toBe(false)
    },
  )

  it('is no folder above that only has such a name', async () => {
    folder.write('build/mine/project.config.json', project('fn'))
    expect(notesOf(await init('build/mine'))).toBe('')
  })
})

describe('with no project.config.json here', () => {
  it.each([
    ['miniprogram/pages', '.', '../../fn'],
    ['server', 'src', '../src/fn'],
    ['.', 'src', 'src/fn'],
    ['.', 'static/wx', 'static/wx/fn'],
    ['.', 'dist', 'dist/fn'],
  ])('in %s names the folder that holds it: %s', async (cwd, place, example) => {
    folder.write(`${cwd}/keep`, '')
    folder.write(`${place}/project.config.json`, project('fn'))
    const { status, out, err } = await init(cwd)
    expect([status, out]).toEqual([2, ''])
    const shown = example.startsWith('..') ? folder.at(place) : place
    const [what, whatToDo] = err.split('\n')
    expect(what).toBe(`error: project.config.json is not here but in ${shown}`)
    expect(whatToDo).toMatch(`'init ${example}'.`)
    expect((await init(cwd, [], 'zh')).err.split('\n')[0]).toBe(
      `错误：当前目录没有 project.config.json，它在 ${shown}`,
    )
    expect(existsSync(folder.at(place, 'fn'))).toBe(false)
  })
})
