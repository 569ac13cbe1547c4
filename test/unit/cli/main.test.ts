import { ABOUT_SCENARIO, SCENARIOS } from '../../../src/testing/gateway/scenario-names'
import { type Folder, makeFolder } from './folder'
import { run } from './run'
import { table } from './table'

const zh = { env: { LANG: 'zh_CN.UTF-8' } }

it('shows its version and its help', async () => {
  expect(await run(['--version'])).toEqual({ status: 0, out: '1.2.3\n', err: '' })
  for (const args of [['--help'], ['-h'], ['help'], ['help', 'help']]) {
    const { status, out, err } = await run(args)
    expect([status, err]).toEqual([0, ''])
    expect(out).toMatch(/^Usage: wx-gray-release-plan/)
    for (const command of ['dev', 'status', 'init', 'grant'])
      expect(out).toContain(`\n  ${command}`)
    expect(out).toContain('Exit status: 0')
  }
})

it.each(['dev', 'status', 'init', 'grant'])('shows the help of %s', async (name) => {
  const english = await run([name, '--help'])
  expect(english).toMatchObject({ status: 0, err: '' })
  expect(english.out).toMatch(new RegExp(`^Usage: wx-gray-release-plan ${name} `))
  expect(await run(['help', name])).toEqual(english)
  const chinese = await run([name, '--help'], zh)
  expect(chinese).toMatchObject({ status: 0, err: '' })
  expect(chinese.out).toMatch(new RegExp(`^用法：wx-gray-release-plan ${name} `))
  expect(chinese.out).not.toMatch(/Usage:|Options:|Arguments:|Commands:/)
})

it('names the variables of the credential in their order, and the base URL apart from them', async () => {
  for (const [env, words] of [
    [{}, /^Credential, from the first of these variables that is set:\n/],
    [zh.env, /^凭证取自以下环境变量，按顺序以第一个已设置的为准：\n/],
  ] as const) {
    const blocks = (await run(['status', '--help'], { env })).out.split('\n\n')
    const [block = ''] = blocks.filter((one) => one.includes('WX_ACCESS_TOKEN'))
    expect(block).toMatch(words)
    expect(block).not.toContain('WX_API_BASE_URL')
    expect(blocks).toContainEqual(expect.stringMatching(/^WX_API_BASE_URL/))
  }
})

it('lists the scenarios in the help of dev', async () => {
  for (const language of ['en', 'zh'] as const) {
    const { out } = await run(['dev', '--help'], { env: { LANG: language } })
    for (const name of SCENARIOS) {
      expect(out).toMatch(new RegExp(`^  ${name} +.`, 'm'))
      expect(out).toContain(ABOUT_SCENARIO[name][language])
    }
  }
})

it('breaks the lines of the help where the terminal ends', async () => {
  for (const env of [{}, zh.env]) {
    const { out } = await run(['help', 'init'], { env, tty: true, columns: 70 })
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70)
  }
})

it('shows the help as an error where no command is named', async () => {
  const { status, out, err } = await run([])
  expect([status, out]).toEqual([2, ''])
  expect(err).toMatch(/^Usage: wx-gray-release-plan/)
})

it.each(
  table(`
    --nope                             |        | unknown option '--nope' | 未知选项 --nope
    nope                               |        | unknown command 'nope'  | 未知命令 nope
    help nope                          |        | unknown command 'nope'  | 未知命令 nope
    stauts                             |        | unknown command 'stauts' / Did you mean status? | 未知命令 stauts / 你是否想输入 status？
    help stauts                        |        | unknown command 'stauts' / Did you mean status? | 未知命令 stauts / 你是否想输入 status？
    heev                               |        | unknown command 'heev' / Did you mean dev, help? | 未知命令 heev / 你是否想输入 dev, help？
    status --wath                      | status | unknown option '--wath' / Did you mean --watch? | 未知选项 --wath / 你是否想输入 --watch？
    --lang=LANG status --unheard-of    | status | unknown option '--unheard-of' | 未知选项 --unheard-of
    dev --scenario                     | dev    | option '--scenario' needs a value | 选项 --scenario 缺少值
    status --name --json               | status | option '--name' needs a value     | 选项 --name 缺少值
    status --state --watch             | status | option '--state' needs a value    | 选项 --state 缺少值
    status --lang                      | status | option '--lang' needs a value     | 选项 --lang 缺少值
    --lang fr status                   | status | option '--lang' must be zh or en  | 选项 --lang 的取值应为 zh 或 en
    init --lang=                       | init   | option '--lang' must be zh or en  | 选项 --lang 的取值应为 zh 或 en
    dev getGrayReleasePlan x           | dev    | too many arguments | 参数过多
    grant                              | grant  | missing required argument 'functionDir' | 缺少参数 functionDir
    status --watch --until=101         | status | --until takes a percentage from 0 to 100, not '101'. | --until 应为 0 到 100 之间的百分比数值，而不是 '101'。
    status --json=1                    | status | option '--json' takes no value  | 选项 --json 不能带值
    status --watch=yes                 | status | option '--watch' takes no value | 选项 --watch 不能带值
    status --access-token-stdin=SECRET | status | option '--access-token-stdin' takes no value | 选项 --access-token-stdin 不能带值
    dev --json=                        | dev    | option '--json' takes no value  | 选项 --json 不能带值
    init --force=1                     | init   | option '--force' takes no value | 选项 --force 不能带值
    grant --help=1                     | grant  | option '--help' takes no value  | 选项 --help 不能带值
    --version=1                        |        | option '--version' takes no value | 选项 --version 不能带值
  `),
)('%s is incorrect usage', async (line = '', name = '', inEnglish = '', inChinese = '') => {
  const part = `wx-gray-release-plan${name && ` ${name}`} --help`
  for (const [lang, given, words, see] of [
    ['en', {}, `error: ${inEnglish}`, `See '${part}'.`],
    ['zh', zh, `错误：${inChinese}`, `请参阅 ${part}`],
  ] as const) {
    const { status, out, err } = await run(line.replace('LANG', lang).split(' '), given)
    const lines = err.trim().split('\n')
    const problem = lines.slice(0, -1).join(' / ')
    expect([status, out, problem, lines.at(-1)]).toEqual([2, '', words, see])
  }
})

describe('in a folder that is gone', () => {
  const gone = () => {
    throw Object.assign(new Error('no such file or directory, uv_cwd'), { code: 'ENOENT' })
  }

  let folder: Folder
  beforeEach(() => {
    folder = makeFolder()
    for (const name of ['index.js', 'config.json', 'package.json']) {
      folder.write(name, '{}')
      folder.write(`getGrayReleasePlan/${name}`, '{}')
    }
  })
  afterEach(() => folder.remove())

  it('does whatever does not need it', async () => {
    expect(await run(['--help'], { cwd: gone })).toEqual(await run(['--help']))
    const done = { status: 0, err: '' }
    expect(await run(['grant', folder.path], { cwd: gone })).toMatchObject(done)
    const given = { cwd: gone, functionsDir: folder.path }
    expect(await run(['init', folder.at('new')], given)).toMatchObject(done)
  })

  it.each([[['init']], [['init', 'x']], [['grant', 'x']]])('says so at %j', async (args) => {
    const given = { cwd: gone, functionsDir: folder.path }
    const err =
      "error: the current folder can't be used: no such file or folder\n" +
      'It may have been removed: go to another one.\n'
    expect(await run(args, given)).toEqual({ status: 1, out: '', err })
    expect((await run(args, { ...given, ...zh })).err).toMatch(/^错误：无法使用当前目录：/)
  })
})

it('points to no help where something failed', async () => {
  const { status, err } = await run(['dev'])
  expect([status, err]).toEqual([1, expect.not.stringContaining('--help')])
})

it.each(['init', 'grant'])('%s takes no empty name, as of a variable not set', async (name) => {
  const { status, out, err } = await run([name, ''])
  expect([status, out]).toEqual([2, ''])
  expect(err).toContain('the name of the folder is empty')
})

it('does not repeat a token that was typed as an argument', async () => {
  for (const args of [
    ['status', '--access-token=SECRET'],
    ['status', "--access-token='x'SECRET"],
    ['status', '--access-token', 'SECRET'],
    ['status', '-tSECRET'],
    ['status', 'SECRET'],
    ['WX_ACCESS_TOKEN=SECRET'],
    ["WX_ACCESS_TOKEN=x'SECRET"],
  ]) {
    for (const given of [{}, zh]) {
      const { status, out, err } = await run(args, given)
      expect(status).toBe(2)
      expect(out + err).not.toContain('SECRET')
    }
  }
})

it('keeps what was typed from steering the terminal', async () => {
  const { err } = await run(['\u001b[31m\u202e'])
  expect(err).toContain('\\u001b[31m\\u202e')
  expect(err).not.toContain('\u001b')
})

it('says what it did not expect, without a stack', async () => {
  const stdin = () => {
    throw Object.assign(new Error('x'), { code: 'EACCES' })
  }
  const { status, err } = await run(['status', '--access-token-stdin'], { stdin: stdin as never })
  expect(status).toBe(1)
  expect(err).toMatch(/^error: unexpected: .+\n$/)
})

describe('--lang', () => {
  it.each([
    [['--lang', 'zh', 'help', 'status']],
    [['help', 'status', '--lang=zh']],
    [['status', '--help', '--lang', 'zh']],
  ])('%j speaks Chinese', async (args) => {
    expect(await run(args)).toEqual(await run(['help', 'status'], zh))
  })

  it('speaks English where the locale is Chinese', async () => {
    expect(await run(['--lang', 'en', '--help'], zh)).toEqual(await run(['--help']))
  })

  it('speaks as the system does if no variable is set', async () => {
    const { out } = await run(['--help'], { systemLocale: 'zh-CN' })
    expect(out).toMatch(/^用法：/)
  })
})

it('loads the gateway, and so protobuf, for nothing but dev', async () => {
  jest.resetModules()
  jest.doMock('../../../src/testing/gateway', () => {
    throw new Error('it was loaded')
  })
  const { run: runAnew } = await import('./run')
  for (const args of [['--help'], ['status', '--help'], ['status'], ['init', '--help']]) {
    const { out, err } = await runAnew(args)
    expect(out + err).not.toContain('it was loaded')
  }
  expect((await runAnew(['dev'])).err).toContain('it was loaded')
  jest.dontMock('../../../src/testing/gateway')
})
