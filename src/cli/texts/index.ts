import type { Language } from '../language'
import { en } from './en'
import type { Texts } from './texts'
import { zh } from './zh'

export type { Texts, UsageCode } from './texts'

/** Every text that the command shows, by language. */
export const TEXTS: { readonly [language in Language]: Texts } = { en, zh }
