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

/** Its second argument only decides between singular and plural. */
const COUNTED = 'init.exists'

const inEnglish = textsIn(en)
const inChinese = textsIn(zh)

it('has every text in both languages', () => {
  const names = inChinese.map(([path]) => path).filter((path) => !TRANSLATED.test(path))
  expect(names).toEqual(inEnglish.map(([path]) => path))
  expect(names.length).toBeGreaterThan(100)
})

it.each([...inEnglish, ...inChinese])(
  '%s says all that it is given, in two lines or less where it is an error',
  (path, text) => {
    if (typeof text === 'string') return expect(text).not.toBe('')
    const args = ['<one>', '<two>'].slice(0, path === COUNTED ? 1 : text.length)
    const shown = path === 'usage.suggestion' ? text(args) : text(...args)
    for (const arg of args) expect(shown).toContain(arg)
    return expect(shown.split('\n').length).toBeLessThanOrEqual(2)
  },
)

const said = (path: string, text: Text): string => {
  if (typeof text === 'string') return text
  return path === 'usage.suggestion' ? text(['x']) : text('x', 'x')
}

it.each(inChinese)('%s has the punctuation of Chinese, and a plain 你', (path, text) => {
  expect(said(path, text)).not.toMatch(/\p{Script=Han}[,:;?!()]|[,:;?!()]\p{Script=Han}|[,:]\s*$/mu)
  expect(said(path, text)).not.toContain('您')
})

it.each(inChinese)('%s is Chinese', (path, text) => {
  if (path === 'plan.time') return expect(said(path, text)).toBe('x（x）')
  if (path === 'locale') return expect(text).toBe('zh-CN')
  return expect(said(path, text)).toMatch(/\p{Script=Han}|^、$/u)
})

it('counts the seconds between two checks in plain English', () => {
  expect(en.status.checking(1)).toContain('every 1 second;')
  expect(en.status.checking(2)).toContain('every 2 seconds;')
})

it('says what DevTools makes of a root outside of the project', () => {
  expect(en.init.dropped('p', '../', '')).toContain('names no folder')
  expect(zh.init.dropped('p', '../', '')).toContain('没有指定目录')
})
