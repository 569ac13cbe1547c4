import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe as describeEvent } from '../../src/watch'
import { complaints, root } from '../typescript'
import { plan } from '../unit/watch/looks'

const PAGES = { en: 'docs/watch.md', zh: 'docs/watch.zh-CN.md' }
type Language = keyof typeof PAGES
const languages = Object.keys(PAGES) as Language[]

const textOf = (language: Language): string => readFileSync(join(root, PAGES[language]), 'utf8')
const samplesOf = (language: Language, kind: string): string[] =>
  [...textOf(language).matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, code = '']) => code,
  )

describe.each(languages)('the page in %s', (language) => {
  it('has samples that compile', () => {
    const folder = join(root, '.cache/watch-page', language)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const files = samplesOf(language, 'ts').map((code, index) => {
      const file = join(folder, `sample-${index}.ts`)
      writeFileSync(file, code)
      return file
    })
    expect(files).toHaveLength(2)
    expect(complaints(files, '--strict', '--skipLibCheck', '--module', 'node16')).toBe('')
  }, 60_000)

  it('shows a message as it is sent', () => {
    const at = Date.UTC(2026, 10, 4, 1, 17)
    const to = 8
    const event = { type: 'progressed', at, from: 0, to, plan: plan('running', to) } as const
    const { title, lines } = describeEvent(event)
    const message = [title, ...lines].map((words) => `${words[language]}\n`).join('')
    expect(samplesOf(language, 'console')).toEqual([message])
  })

  it('names every event and every channel', () => {
    const types =
      'started progressed paused resumed completed deleted ended due failing recovered'.split(' ')
    for (const type of types)
      expect(textOf(language)).toMatch(new RegExp(`^\\| .*\`${type}\``, 'm'))
    for (const prefix of ['wecom', 'feishu', 'dingtalk', 'webhook']) {
      expect(textOf(language)).toContain(`\`${prefix}+https://…\``)
    }
  })
})

it('both pages have the same samples, apart from comments and the language of the messages', () => {
  const [english, chinese] = languages.map((language) =>
    samplesOf(language, 'ts').map((code) =>
      code.replace(/\/\*\* .* \*\/|\/\/ .*$/gm, '').replaceAll(`language: '${language}'`, ''),
    ),
  )
  expect(chinese).toEqual(english)
})
