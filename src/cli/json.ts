import { type Node, type ParseError, type ParseOptions, parseTree } from 'jsonc-parser'
import { orUndefined } from '../core/read'
import type { Texts } from './texts/en'

export const STRICT = { disallowComments: true, allowTrailingComma: false }
/** As HBuilderX reads a manifest.json. */
export const LENIENT = { disallowComments: false, allowTrailingComma: true }

/** The tree of a JSON text, or why it is not JSON and where, in the language of the user. */
export function treeOf(text: string, texts: Texts['json'], options: ParseOptions): Node | string {
  const errors: ParseError[] = []
  // The parser calls itself for each level, until the stack is full.
  const root = orUndefined(() => parseTree(text, errors, options))
  return errors[0] ? reasonAt(text, errors[0].offset, texts) : (root ?? texts.tooDeep)
}

/** The reason is taken from the first place where the text is not JSON. */
function reasonAt(text: string, offset: number, texts: Texts['json']): string {
  if (text.trim() === '') return texts.empty
  const conflict = /^(?:<{7}|={7}|>{7})/m.exec(text)
  if (conflict) return texts.conflict(placeOf(text, conflict.index)[0])
  const [line, column] = placeOf(text, offset)
  const rest = text.slice(offset)
  if (/^\/[/*]/.test(rest)) return texts.comment(line)
  const wide = /^[^\s"]*?([，：；、“”‘’｛｝［］「」])/.exec(rest)?.[1]
  if (wide !== undefined) return texts.fullWidth(wide, line)
  const before = text.slice(0, offset).trimEnd()
  if (rest.startsWith(',') && !before.endsWith(':')) return texts.comma(line)
  // The comma may be lines above the bracket.
  if (/^[}\]]/.test(rest) && before.endsWith(',')) {
    return texts.comma(placeOf(text, before.length - 1)[0])
  }
  return texts.notJson(line, column)
}

function placeOf(text: string, offset: number): [line: number, column: number] {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  return [lines.length, (lines.at(-1) as string).length + 1]
}
