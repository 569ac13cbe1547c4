import { languageOf, reasonOf, takeLang } from '../../../src/cli/session'
import { en } from '../../../src/cli/texts/en'
import { zh } from '../../../src/cli/texts/zh'

it.each([
  [{ code: 'EACCES', message: 'x' }, 'permission denied', '没有权限'],
  [{ code: 'EODD', message: 'odd\u001b' }, 'odd\\u001b', 'odd\\u001b'],
  [new RangeError('too deep'), 'too deep', 'too deep'],
  ['text', 'text', 'text'],
  [null, 'null', 'null'],
])('%j', (thrown, inEnglish, inChinese) => {
  expect(reasonOf(thrown, en)).toBe(inEnglish)
  expect(reasonOf(thrown, zh)).toBe(inChinese)
})

it.each([
  [{}, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh' }, 'zh'],
  [{ LANG: 'zh-Hant-TW' }, 'zh'],
  [{ LANG: 'ZH_TW' }, 'zh'],
  [{ LANG: 'zha_CN' }, 'en'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'C' }, 'en'],
  [{ LANG: 'en_US', LC_MESSAGES: 'zh_CN' }, 'zh'],
  [{ LANG: 'zh_CN', LC_MESSAGES: 'en_US' }, 'en'],
  [{ LANG: 'zh_CN', LC_MESSAGES: 'zh_CN', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'en_US', LC_MESSAGES: 'en_US', LC_ALL: 'zh_CN' }, 'zh'],
  [{ LANG: 'zh_CN', LC_ALL: '' }, 'zh'],
])('%j speaks %s', (env, language) => {
  expect(languageOf([], env, 'en-US')).toBe(language)
})

it.each([
  [{}, 'zh'],
  [{ LANG: '', LC_ALL: '' }, 'zh'],
  [{ LANG: 'C' }, 'en'],
])('asks the system if no variable is set: %j speaks %s', (env, language) => {
  expect(languageOf([], env, 'zh-Hans-CN')).toBe(language)
})

it.each([
  [['--lang', 'zh', 'status'], 'zh', ['status']],
  [['status', '--json', '--lang=zh', '--watch'], 'zh', ['status', '--json', '--watch']],
  [['init', 'x', '--lang', 'en', '--lang', 'zh'], 'zh', ['init', 'x']],
  [['init', '--', '--lang', 'zh'], 'en', ['init', '--lang', 'zh']],
  [['status', '--lang', 'fr'], 'en', ['status']],
  [['status', '--lang'], 'en', ['status']],
])('%j speaks %s', (args, language, others) => {
  expect(languageOf(args, { LANG: 'en_US' }, 'en-US')).toBe(language)
  expect(takeLang(args).others).toEqual(others)
})

it('--lang wins over the variables', () => {
  expect(languageOf(['--lang', 'en'], { LC_ALL: 'zh_CN' }, 'zh-CN')).toBe('en')
})
