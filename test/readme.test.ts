import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { complaints, root } from './typescript'

const READMES = ['README.md', 'README.zh-CN.md']
const textOf = (name: string) => readFileSync(join(root, name), 'utf8')

interface Sample {
  language: string
  code: string
}

const samplesOf = (text: string): Sample[] =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))

describe.each(READMES)('%s', (name) => {
  const samples = samplesOf(textOf(name))

  it('has samples whose code compiles', () => {
    const folder = join(root, '.cache/readme', name)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const files = samples
      .filter(({ language }) => language === 'ts' || language === 'js')
      .map(({ language, code }, index) => {
        const file = join(folder, `sample-${index}.${language}`)
        writeFileSync(file, language === 'ts' ? `${code}\nexport {}\n` : code)
        return file
      })
    expect(files.length).toBeGreaterThan(3)
    const flags = ['--strict', '--allowJs', '--checkJs', '--esModuleInterop', '--skipLibCheck']
    expect(complaints(files, ...flags, '--module', 'node16')).toBe('')
  }, 60_000)

  it('has JSON that parses, and the permission as config.json has it', () => {
    const json = samples.filter(({ language }) => language === 'json').map(({ code }) => code)
    const config = JSON.parse(textOf('config.json'))
    expect(json.map((code) => JSON.parse(code))).toContainEqual(config)
  })

  it('names every kind of error and every environment variable', () => {
    const { ERROR_KINDS } = require('../src/error') as typeof import('../src/error')
    for (const kind of ERROR_KINDS) expect(textOf(name)).toContain(`| \`${kind}\` |`)
    expect(textOf(name)).toContain('GRAY_RELEASE_ALLOWED_OPENIDS')
    expect(textOf(name)).toContain('GRAY_RELEASE_CACHE_SECONDS')
  })
})

it('both READMEs have the same samples, apart from comments', () => {
  const [english, chinese] = READMES.map((name) =>
    samplesOf(textOf(name)).map(({ language, code }) => ({
      language,
      code: code.replace(/ ?\/\/.*$/gm, ''),
    })),
  )
  expect(chinese).toEqual(english)
})
