import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { ERROR_KINDS } from '../../src/core/error-codes'
import { gateway } from '../gateway'
import { complaints, root, textOf } from '../typescript'
import { anchorsOf, linksOf, samplesOf as samplesIn } from './markdown'

const run = promisify(execFile)
const chineseOf = (name: string) => name.replace(/\.md$/, '.zh-CN.md')

/** Pages about how this repository is worked on: English alone. */
const ENGLISH_ONLY = ['docs/mutation.md', 'docs/releasing.md']

const inDocs = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
/** The English pages that have a Chinese twin. */
const PAGES = [
  'README.md',
  ...inDocs.filter((name) => !name.endsWith('.zh-CN.md') && !ENGLISH_ONLY.includes(name)),
]
const BOTH = PAGES.flatMap((page) => [page, chineseOf(page)])
/** Every page whose links are followed. */
const LINKED = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...inDocs]

const samplesOf = (page: string, only?: string) => samplesIn(textOf(page), only)

const folder = join(root, '.cache/pages')
/** Where the samples of a page are written. */
const folderOf = (page: string) => join(folder, page.replace(/\W/g, '-'))

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const page of BOTH) mkdirSync(folderOf(page), { recursive: true })
})

it('each page is there in both languages', () => {
  expect(PAGES.length).toBeGreaterThan(9)
  expect(BOTH.filter((page) => !existsSync(join(root, page)))).toEqual([])
  expect([...PAGES, ...PAGES.map(chineseOf), ...ENGLISH_ONLY].sort()).toEqual(
    ['README.md', 'README.zh-CN.md', ...inDocs].sort(),
  )
})

/** What those who need it install, with as much of its types as the samples use. */
const INSTALLED = {
  'https-proxy-agent': `
    import { Agent } from 'node:https'
    export declare class HttpsProxyAgent extends Agent { constructor(proxy: string) }\n`,
  '@tarojs/taro': `
    interface Param { name: string; data?: object; config?: { env?: string } }
    interface Callbacks { success?: (reply: object) => void; fail?: (error: object) => void }
    declare const Taro: {
      cloud: {
        callFunction(param: Param & Callbacks): void
        callFunction(param: Param): Promise<{ result: unknown; errMsg: string }>
      }
    }
    export = Taro\n`,
}

/** Writes the samples of pages, in TypeScript as both kinds of modules. */
const filesOf = (pages: string[], extensionsOf: { [language: string]: string[] }): string[] => {
  for (const [name, types] of Object.entries(INSTALLED)) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
    writeFileSync(join(folder, 'node_modules', name, 'index.d.ts'), types)
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), '{"main":"index.js"}')
  }
  return pages.flatMap((page) =>
    samplesOf(page).flatMap(({ language, code }, index) =>
      (extensionsOf[language] ?? []).map((extension) => {
        const file = join(folderOf(page), `sample-${index}.${extension}`)
        writeFileSync(file, language === 'ts' ? `${code}\nexport {}\n` : code)
        return file
      }),
    ),
  )
}

const FLAGS = ['--strict', '--allowJs', '--esModuleInterop', '--skipLibCheck', '--module', 'node16']

it('each sample compiles, as a CommonJS and as an ES module', () => {
  const files = filesOf(BOTH, { ts: ['ts', 'mts'], js: ['js'] })
  expect(files.length).toBeGreaterThan(20)
  expect(complaints(files, ...FLAGS, '--types', 'node,miniprogram-api-typings')).toBe('')
}, 120_000)

it('the samples for pages that are built compile without types of wx', () => {
  const files = filesOf(['docs/client.md', 'docs/client.zh-CN.md'], { ts: ['ts'] })
  expect(files.length).toBeGreaterThan(5)
  expect(complaints(files, ...FLAGS)).toBe('')
}, 60_000)

describe('samples that run', () => {
  const testingPage = folderOf('docs/testing.md')
  const [{ code: readme } = { code: '' }] = samplesOf('README.md', 'js')

  beforeAll(() => {
    // The function that the page on tests puts its script beside.
    writeFileSync(join(testingPage, 'index.js'), readme)
  })

  /** What a script prints, where wx-server-sdk and WeChat's API are those of the gateway. */
  async function printed(name: string, script: string): Promise<string> {
    const toGateway = `
      const https = require('node:https')
      https.request = (url, ...rest) =>
        require('node:http').request(\`${gateway.baseUrl}\${url.pathname}\${url.search}\`, ...rest)
      require('node:module').syncBuiltinESMExports()`
    const before = join(folder, 'to-gateway.cjs')
    writeFileSync(before, toGateway)
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, script)
    const env = { ...gateway.env, WX_APPID: 'wx0123456789abcdef', WX_APPSECRET: 'a-secret' }
    const { stdout } = await run(process.execPath, ['--require', before, file], { env })
    return stdout
  }

  /** Adds to the code of a module: calls what it exports and prints what comes, as JSON. */
  const calling = (code: string, name: string): string =>
    `${code}\n${name}().then((value) => console.log(JSON.stringify(value)))`

  it.each([
    ['docs/cloud-function.md', 'main', /^running: \d+%$/],
    ['docs/cloud-function.md', 'percentage', /^\d+$/],
    ['docs/https.md', 'report', /^running: \d+%$/],
    ['docs/cloudrun.md', 'withService', /^true$/],
    ['docs/testing.md', 'unitTest', /^true$/],
    ['docs/testing.md', 'endToEndTest', /^true$/],
  ])(
    '%s: %s, in both module formats',
    async (page, name, expected) => {
      const exporting = new RegExp(`export .*\\b${name}\\b`)
      const sample = samplesOf(page, 'ts').find(({ code }) => exporting.test(code))
      for (const [extension, module] of [
        ['cjs', ts.ModuleKind.CommonJS],
        ['mjs', ts.ModuleKind.ES2022],
      ] as const) {
        const { outputText } = ts.transpileModule(calling(sample?.code ?? '', name), {
          compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
        })
        const value = JSON.parse(await printed(`run/${name}.${extension}`, outputText))
        expect({ extension, value: String(value) }).toEqual({
          extension,
          value: expect.stringMatching(expected),
        })
      }
    },
    60_000,
  )

  it('README.md: a function that answers with the plan', async () => {
    const output = await printed('run/readme.cjs', calling(readme, 'exports.main'))
    expect(JSON.parse(output)).toMatchObject({ ok: true, plan: { status: 'running' } })
  }, 60_000)

  const testing = (containing: string): string =>
    samplesOf('docs/testing.md', 'js').find(({ code }) => code.includes(containing))?.code ?? ''

  it.each([
    ['a function beside it', './index.js'],
    ['a ready-made function', join(root, 'cloudfunctions/getGrayReleasePlan')],
  ])(
    'docs/testing.md: runs %s with nothing set',
    async (_what, path) => {
      const script = join(testingPage, 'local.js')
      writeFileSync(script, testing('startGateway').replace("'./index.js'", JSON.stringify(path)))
      const { stdout } = await run(process.execPath, [script], { env: {} })
      expect(stdout).toContain("status: 'running'")
    },
    60_000,
  )

  it('docs/testing.md: mocks wx-server-sdk in a whole function', async () => {
    writeFileSync(join(testingPage, 'index.test.js'), testing('jest.mock'))
    const jestCommand = join(root, 'test/node_modules/jest/bin/jest.js')
    const moduleNameMapper = {
      '^wx-gray-release-plan$': join(root, 'dist/index.js'),
      '^wx-gray-release-plan/testing$': join(root, 'dist/testing.js'),
    }
    const config = JSON.stringify({ rootDir: testingPage, moduleNameMapper })
    const { stderr } = await run(process.execPath, [jestCommand, '--config', config])
    expect(stderr).toContain('1 passed')
  }, 60_000)
})

it('all JSON parses, and the permission is shown as config.json has it', () => {
  const config = JSON.parse(textOf('config.json'))
  for (const page of BOTH) {
    const parsed = samplesOf(page, 'json').map(({ code }) => JSON.parse(code))
    if (page.startsWith('docs/cloud-function')) expect(parsed).toContainEqual(config)
  }
})

it.each(['README.md', 'README.zh-CN.md'])('%s names every kind of error', (page) => {
  for (const kind of ERROR_KINDS) expect(textOf(page)).toContain(`| \`${kind}\` |`)
})

describe.each(PAGES)('%s and its Chinese twin', (page) => {
  const pair = [page, chineseOf(page)]

  it('have the same samples, apart from comments and what people read', () => {
    const [english, chinese] = pair.map((name) =>
      samplesOf(name)
        .filter(({ language }) => !['console', 'text', 'mermaid'].includes(language))
        .map(({ language, code }) => ({
          language,
          code: code
            .replace(/ ?(\/\/ |# ).*$/gm, '')
            .replaceAll('.hint.zh', '.hint.en')
            .replace(/^ *language: 'en',\n/gm, '')
            .replaceAll('小店', 'My shop'),
        })),
    )
    expect(chinese).toEqual(english)
  })

  it('show the same commands, and have as many headings, samples and rows of tables', () => {
    const [english, chinese] = pair.map((name) => ({
      commands: samplesOf(name).flatMap(({ code }) => code.match(/^\$ .*$/gm) ?? []),
      languages: samplesOf(name).map(({ language }) => language),
      headings: textOf(name)
        .match(/^#+ /gm)
        ?.map((marks) => marks.trim()),
      rows: textOf(name).match(/^\|/gm)?.length,
    }))
    expect(chinese).toEqual(english)
  })
})

it('no page has a dead link', () => {
  const links = LINKED.flatMap((page) => linksOf(textOf(page)).map((link) => ({ page, ...link })))
  expect(links.length).toBeGreaterThan(100)
  const dead = links.filter(({ page, path, anchor }) => {
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, target))) return true
    return anchor !== '' && !anchorsOf(textOf(target)).includes(anchor)
  })
  expect(dead).toEqual([])
})

it('no page names a file of this repository that is not there', () => {
  const named = LINKED.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:src|test|scripts|bench|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => ({ page, path }),
    ),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([])
})

it('the page of the command has the options of its help, all of them and no other', async () => {
  const optionsOf = (text: string) => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g))].sort()
  const helps = await Promise.all(
    ['status', 'dev', 'init', 'grant'].map((command) =>
      run(process.execPath, [join(root, 'dist/cli.js'), command, '--help'], { env: {} }),
    ),
  )
  const help = helps.map(({ stdout }) => stdout).join('')
  for (const page of ['docs/command.md', 'docs/command.zh-CN.md']) {
    expect(optionsOf(textOf(page))).toEqual(optionsOf(`${help} --version`))
  }
}, 60_000)
