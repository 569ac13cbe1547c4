import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { openPage, PAGE, ROOT } from './phone'

type Compile<Out> = (root: string, files: string[], wxs?: string[]) => Out
const load = createRequire(__filename)
/** WeChat's own compilers; the first throws where it refuses a file, the second returns the error. */
const wcc = load('miniprogram-compiler/src/wcc') as Compile<string>
const wcsc = load('miniprogram-compiler/src/wcsc') as Compile<object>

const filesOf = (extension: string): string[] =>
  readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
const stemsOf = (extension: string) =>
  filesOf(extension).map((file) => file.slice(0, -extension.length))
const jsonOf = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))

describe("WeChat's compilers", () => {
  let scratch: string
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'wxml-'))
  })
  afterEach(() => rmSync(scratch, { recursive: true }))

  const broken = (name: string, text: string) => writeFileSync(join(scratch, name), text)

  test('accept every page', () => {
    expect(stemsOf('.wxml')).toEqual([PAGE])
    expect(wcc(ROOT, stemsOf('.wxml'), filesOf('.wxs'))).toContain('$gwx')
  })

  test('accept every style sheet', () => {
    expect(stemsOf('.wxss').sort()).toEqual(['app', PAGE])
    expect(wcsc(ROOT, stemsOf('.wxss'))).not.toBeInstanceOf(Error)
  })

  test('would refuse a broken page and a broken style sheet', () => {
    broken('page.wxml', '<view>{{ a b }}</view>')
    expect(() => wcc(scratch, ['page'], [])).toThrow('page.wxml')
    broken('page.wxss', '.a { color: red')
    expect(wcsc(scratch, ['page'])).toBeInstanceOf(Error)
  })
})

test('every handler that the page binds is a method of the page', () => {
  const phone = openPage()
  const wxml = readFileSync(join(ROOT, `${PAGE}.wxml`), 'utf8')
  const bound = [...wxml.matchAll(/\b(?:capture-)?(?:mut-)?(?:bind|catch):?\w+="(\w+)"/g)]
  const handlers = new Set(bound.map(([, handler]) => handler as string))
  expect([...handlers].sort()).toEqual(['onAccount', 'onCopy', 'query'])
  for (const handler of handlers) expect(phone.page[handler]).toBeInstanceOf(Function)
  phone.unload()
})

describe('the settings', () => {
  const app = jsonOf('app.json')
  const theme = jsonOf(app.themeLocation)

  test('name pages that are there', () => {
    expect(app.pages).toEqual([PAGE])
    for (const extension of ['js', 'json', 'wxml', 'wxss']) {
      expect(existsSync(join(ROOT, `${PAGE}.${extension}`))).toBe(true)
    }
  })

  test('have every colour of the theme in light and in dark', () => {
    expect(app.darkmode).toBe(true)
    const names = Object.values(app.window)
      .filter((value) => String(value).startsWith('@'))
      .map((value) => String(value).slice(1))
    expect(names.length).toBeGreaterThan(0)
    for (const shade of ['light', 'dark']) {
      expect(new Set(Object.keys(theme[shade]))).toEqual(new Set(names))
      expect(theme[shade].page).toMatch(/^#[0-9a-f]{6}$/)
      expect(theme[shade].navigationText).toMatch(/^(black|white)$/)
      expect(theme[shade].loading).toMatch(/^(dark|light)$/)
    }
  })

  test('let the page be pulled, and keep it out of searches', () => {
    expect(jsonOf(`${PAGE}.json`)).toEqual({ enablePullDownRefresh: true })
    expect(jsonOf(app.sitemapLocation).rules).toEqual([{ action: 'disallow', page: '*' }])
  })

  test('lead the DevTools to the mini program and to the function', () => {
    const project = jsonOf('../project.config.json')
    expect(existsSync(join(ROOT, '..', project.miniprogramRoot, 'app.json'))).toBe(true)
    const folder = join(ROOT, '..', project.cloudfunctionRoot, 'getGrayReleasePlan')
    expect(existsSync(join(folder, 'index.js'))).toBe(true)
    // What miniprogram-ci's check of the quality of code asks for.
    expect(project.setting).toMatchObject({ minified: true, minifyWXML: true, minifyWXSS: true })
  })
})

describe('the app', () => {
  const host = globalThis as unknown as { App?: unknown; wx?: unknown }
  const launch = (cloud: object | undefined, environmentId: string) => {
    jest.resetModules()
    jest.doMock('../../miniprogram/environment', () => ({ ENVIRONMENT_ID: environmentId }))
    let onLaunch: () => void = () => {}
    host.App = (app: { onLaunch: () => void }) => {
      onLaunch = app.onLaunch
    }
    host.wx = { cloud }
    require('../../miniprogram/app.js')
    onLaunch()
  }

  test.each([
    ['', { traceUser: false }],
    ['prod-1a2b3c', { env: 'prod-1a2b3c', traceUser: false }],
  ])('sets the cloud up for the environment %p', (environmentId, expected) => {
    const init = jest.fn()
    launch({ init }, environmentId)
    expect(init.mock.calls).toEqual([[expected]])
  })

  test('starts without a cloud too', () => {
    expect(() => launch(undefined, '')).not.toThrow()
  })
})
