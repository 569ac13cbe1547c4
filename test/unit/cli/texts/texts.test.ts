import { en } from '../../../../src/cli/texts/en'
import { zh } from '../../../../src/cli/texts/zh'

type Text = string | ((...args: unknown[]) => string)

/** Every text by its path. */
const textsIn = (texts: object, path = ''): [path: string, text: Text][] =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'object' ? textsIn(text, `${path}${name}.`) : [[path + name, text]],
  )

/** English ones are commander's own. */
const TRANSLATED = /^help\.titles\./

const inEnglish = textsIn(en)
const inChinese = textsIn(zh)

it('has every text in both languages', () => {
  const names = inChinese.map(([path]) => path).filter((path) => !TRANSLATED.test(path))
  expect(names).toEqual(inEnglish.map(([path]) => path))
  expect(names.length).toBeGreaterThan(100)
})

it.each([...inEnglish, ...inChinese])(
  '%s says all that it is given, in two lines or less where it is an error',
  (_path, text) => {
    if (typeof text === 'string') return expect(text).not.toBe('')
    const args = ['<one>', '<two>'].slice(0, text.length)
    const said = text(...args)
    for (const arg of args) expect(said).toContain(arg)
    return expect(said.split('\n').length).toBeLessThanOrEqual(2)
  },
)

it.each(inChinese)('%s has the punctuation and the manners of Chinese', (_path, text) => {
  const said = typeof text === 'string' ? text : text('x', 'x')
  expect(said).not.toMatch(/\p{Script=Han}[,:;?!()]|[,:;?!()]\p{Script=Han}|[,:]\s*$/mu)
  expect(said).not.toContain('你')
})

it.each(inChinese)('%s is Chinese', (path, text) => {
  if (path === 'locale') return expect(text).toBe('zh-CN')
  const said = typeof text === 'string' ? text : text('x', 'x')
  return expect(said).toMatch(/\p{Script=Han}|^、$/u)
})

it('counts the seconds between two questions in plain English', () => {
  expect(en.status.asking(1)).toContain('every 1 second;')
  expect(en.status.asking(2)).toContain('every 2 seconds;')
})
