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

const said = (text: Text, args: string[] = ['x', 'x']): string =>
  typeof text === 'string' ? text : text(...args)

/** The paths of the texts that a condition is not true of. */
const exceptions = (
  texts: [string, Text][],
  isRight: (shown: string, path: string, text: Text) => boolean,
): string[] =>
  texts.filter(([path, text]) => !isRight(said(text), path, text)).map(([path]) => path)

it('says all that it is given, in two lines or less where it is an error', () => {
  const wrong = exceptions([...inEnglish, ...inChinese], (_shown, path, text) => {
    if (typeof text === 'string') return text !== ''
    const args = ['<one>', '<two>'].slice(0, path === COUNTED ? 1 : text.length)
    const shown = said(text, args)
    return args.every((arg) => shown.includes(arg)) && shown.split('\n').length <= 2
  })
  expect(wrong).toEqual([])
})

it('has the punctuation of Chinese, and a plain 你', () => {
  const WRONG = /\p{Script=Han}[,:;?!()]|[,:;?!()]\p{Script=Han}|[,:]\s*$|您/mu
  expect(exceptions(inChinese, (shown) => !WRONG.test(shown))).toEqual([])
})

it('is Chinese', () => {
  const notChinese = exceptions(inChinese, (shown) => /\p{Script=Han}|^、$/u.test(shown))
  expect(notChinese).toEqual(['locale', 'plan.time', 'error.title', 'error.colon'])
  expect(zh.locale).toBe('zh-CN')
})

it('counts the seconds between two checks in plain English', () => {
  expect(en.status.checking(1)).toContain('every 1 second;')
  expect(en.status.checking(2)).toContain('every 2 seconds;')
})

it('says what DevTools makes of a root outside of the project', () => {
  expect(en.init.dropped('p', '../', '')).toContain('no folder is left')
  expect(zh.init.dropped('p', '../', '')).toContain('没有指定目录')
})
