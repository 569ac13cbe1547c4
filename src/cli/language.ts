/** The languages that the command speaks. */
export type Language = 'en' | 'zh'

/** Chinese where the locale says so, English elsewhere. The first variable that is set decides, as POSIX has it. */
export function languageOf(env: { readonly [name: string]: string | undefined }): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh(?![a-z])/i.test(locale) ? 'zh' : 'en'
}
