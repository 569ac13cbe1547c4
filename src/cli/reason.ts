import { read } from '../core/read'
import { escapeControls } from './terminal'
import type { Texts } from './texts/en'

/** Why Node.js could not do something, in the language of the user. */
export function reasonOf(thrown: unknown, texts: Texts): string {
  const code = String(read(thrown, 'code'))
  return texts.failure.codes[code] ?? escapeControls(String(read(thrown, 'message') ?? thrown))
}
