import type { Language } from '../language'
import { en, type Texts } from './en'
import { zh } from './zh'

export type { Texts } from './en'

/** Every text that the command shows, by language. */
export const TEXTS: { readonly [language in Language]: Texts } = { en, zh }
