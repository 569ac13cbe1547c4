/** The languages that the command speaks. */
export type Language = 'en' | 'zh'

/** Chinese where the locale says so, English elsewhere. The first variable that is set decides, as POSIX has it. */
export function languageOf(env: { readonly [name: string]: string | undefined }): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh(?![a-z])/i.test(locale) ? 'zh' : 'en'
}

/** Chooses from a hint, which holds Chinese in its first line and English in the others. */
export function hintIn(language: Language, hint: string): string {
  const [zh, ...en] = hint.split('\n') as [string, ...string[]]
  return language === 'zh' || en.length === 0 ? zh : en.join(' ')
}
