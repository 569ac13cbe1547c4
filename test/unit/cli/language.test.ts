import { languageOf } from '../../../src/cli/language'

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
  expect(languageOf(env)).toBe(language)
})
