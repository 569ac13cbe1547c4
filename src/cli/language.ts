import { Command } from 'commander'
import type { Env } from '../core/env'

/** The languages that the command speaks. */
export const LANGUAGES = ['zh', 'en'] as const

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number]

/**
 * The language that `--lang` chose, else Chinese if the locale says so, and English otherwise. The
 * first variable that is set decides, as POSIX has it; Windows sets none, so that the system is asked.
 */
export function languageOf(args: readonly string[], env: Env, systemLocale: string): Language {
  const { lang } = takeLang(args)
  const chosen = LANGUAGES.find((language) => language === lang)
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || systemLocale
  return chosen ?? (/^zh(?![a-z])/i.test(locale) ? 'zh' : 'en')
}

/** What follows `--lang`, which may stand before and after the name of a command, and all else. */
export function takeLang(args: readonly string[]): { lang?: string; others: string[] } {
  const reader = new Command().option('--lang [language]')
  const { operands, unknown } = reader.parseOptions([...args])
  return { ...reader.opts(), others: [...operands, ...unknown] }
}
