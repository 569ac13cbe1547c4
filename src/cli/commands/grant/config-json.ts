import { type Node, type ParseError, parseTree } from 'jsonc-parser'
import { orUndefined } from '../../../core/read'
import type { Texts } from '../../texts/en'

/** The permission, as WeChat names it. */
export const PERMISSION = 'operation.getGrayReleasePlan'

/** The config.json of a function that needs this permission and nothing else. */
export const NEW_CONFIG = `${JSON.stringify({ permissions: { openapi: [PERMISSION] } }, null, 2)}\n`

/** What became of a config.json. */
export type Granted =
  | { outcome: 'granted'; text: string; notes: Note[] }
  | { outcome: 'already'; notes: Note[] }
  | { outcome: 'refused'; reason: Note }

/** Words in the language of the user. */
type Note = (texts: Texts['grant']) => string

/**
 * Adds the permission to the text of a config.json. What was there stays as it was written, to the
 * character; what is added follows its style. Anything but what WeChat documents is refused.
 */
export function grantIn(text: string): Granted {
  const errors: ParseError[] = []
  const strict = { disallowComments: true, allowTrailingComma: false }
  // The parser calls itself for each level until the stack is full; an empty file has no tree.
  const root = orUndefined(() => parseTree(text, errors, strict) ?? EMPTY)
  if (!root) return refused((texts) => texts.tooDeep)
  const [error] = errors
  if (error) return refused(reasonFor(text, error.offset))
  if (root.type !== 'object') return refused((texts) => texts.notAnObject)
  const permissions = valueAt(root, 'permissions')
  if (permissions && permissions.type !== 'object') {
    return refused((texts) => texts.permissionsNotAnObject)
  }
  const openapi = permissions && valueAt(permissions, 'openapi')
  const entries = openapi?.type === 'array' ? childrenOf(openapi) : undefined
  if (openapi && !entries?.every(({ type }) => type === 'string')) {
    return refused((texts) => texts.openapiNotAList)
  }
  const triggers = valueAt(root, 'triggers')
  if (triggers && triggers.type !== 'array') return refused((texts) => texts.triggersNotAList)
  const twice = keyTwice(root) ?? (permissions && keyTwice(permissions))
  if (twice !== undefined) return refused((texts) => texts.twice(twice))
  const names: string[] = entries?.map(({ value }) => value) ?? []
  const notes = names
    .filter((name) => name.startsWith('openapi.'))
    .map(
      (name): Note =>
        (texts) =>
          texts.prefixed(name),
    )
  if (names.includes(PERMISSION)) return { outcome: 'already', notes }
  return { outcome: 'granted', text: insert(text, root, openapi ?? permissions ?? root), notes }
}

/** Why a text is no JSON, from the first place where it is none. */
function reasonFor(text: string, offset: number): Note {
  if (text.trim() === '') return (texts) => texts.empty
  const [line, column] = placeOf(text, offset)
  if (/^\/[/*]/.test(text.slice(offset))) return (texts) => texts.comment(line)
  const before = text.slice(0, offset).trimEnd()
  if (text[offset] === ',' && !before.endsWith(':')) return (texts) => texts.comma(line)
  if (/[}\]]/.test(text[offset] ?? '') && before.endsWith(',')) {
    // It may be lines above what it is wrong before.
    const [lineOfComma] = placeOf(text, before.length - 1)
    return (texts) => texts.comma(lineOfComma)
  }
  return (texts) => texts.notJson(line, column)
}

const refused = (reason: Note): Granted => ({
  outcome: 'refused',
  reason,
})

/** What an empty file holds; its error says so. */
const EMPTY: Node = { type: 'null', offset: 0, length: 0 }

/** Line and column of an offset, from 1. */
function placeOf(text: string, offset: number): [line: number, column: number] {
  const lines = text.slice(0, offset).split(LINE_BREAK)
  return [lines.length, (lines.at(-1) as string).length + 1]
}

const LINE_BREAK = /\r\n|\n|\r/

/** Of an object or a list. */
const childrenOf = (node: Node): Node[] => node.children as Node[]
const endOf = (node: Node): number => node.offset + node.length
const keysOf = (object: Node): string[] =>
  childrenOf(object).map((pair) => pair.children?.[0]?.value)

const valueAt = (object: Node, key: string): Node | undefined =>
  childrenOf(object)[keysOf(object).indexOf(key)]?.children?.[1]

const keyTwice = (object: Node): string | undefined =>
  keysOf(object).find((key, at, keys) => keys.indexOf(key) < at)

/** A line break with the indentation of a depth; nothing if all is in one line. */
type Nest = (depth: number) => string

/** How a file is written. */
interface Style {
  lineBreak: string
  /** One level of indentation. */
  unit: string
  /** Between a key and its value. */
  colon: string
}

/**
 * Puts what is missing at the end of a container: into the list, `permissions` or the top level. Not
 * jsonc-parser's own `modify`: told to format, it rewrites the lines around what it inserts; untold,
 * it puts all of it into one line.
 */
function insert(text: string, root: Node, container: Node): string {
  const style = styleOf(text, root)
  const item = (nest: Nest): string => {
    if (container.type === 'array') return QUOTED
    return container === root ? permissionsItem(nest, style) : openapiItem(nest, style)
  }
  const last = childrenOf(container).at(-1)
  if (!last) {
    const { offset } = container
    const inLines = container === root || LINE_BREAK.test(text.slice(root.offset, endOf(root)))
    const nest = inLines ? nesting(indentOfLine(text, offset), style) : inOneLine
    const inside = nest(1) + item((depth) => nest(depth + 1)) + nest(0)
    return text.slice(0, offset + 1) + inside + text.slice(endOf(container) - 1)
  }
  const before = spaceBefore(text, container)
  const inLines = LINE_BREAK.test(before)
  const nest = inLines ? nesting(lastLine(before), style) : inOneLine
  const space = inLines ? nest(0) : before || style.colon.slice(1)
  return `${text.slice(0, endOf(last))},${space}${item(nest)}${text.slice(endOf(last))}`
}

const QUOTED = JSON.stringify(PERMISSION)

const openapiItem = (nest: Nest, { colon }: Style): string =>
  `"openapi"${colon}[${nest(1)}${QUOTED}${nest(0)}]`

const permissionsItem = (nest: Nest, style: Style): string => {
  const inside = openapiItem((depth) => nest(depth + 1), style)
  return `"permissions"${style.colon}{${nest(1)}${inside}${nest(0)}}`
}

const inOneLine: Nest = () => ''

const nesting =
  (indent: string, { lineBreak, unit }: Style): Nest =>
  (depth) =>
    lineBreak + indent + unit.repeat(depth)

function styleOf(text: string, root: Node): Style {
  const lineBreak = LINE_BREAK.exec(text)?.[0] ?? '\n'
  const first = childrenOf(root)[0]
  if (!first) return { lineBreak, unit: '  ', colon: ': ' }
  const before = text.slice(root.offset + 1, first.offset)
  const afterColon = text.slice((first.colonOffset as number) + 1).startsWith(' ')
  return {
    lineBreak,
    unit: LINE_BREAK.test(before)
      ? lastLine(before).slice(indentOfLine(text, root.offset).length)
      : '  ',
    colon: afterColon ? ': ' : ':',
  }
}

/** The blanks before the last child of a container. */
function spaceBefore(text: string, container: Node): string {
  const [last, previous] = childrenOf(container).reverse() as [Node, Node?]
  const from = previous ? endOf(previous) : container.offset + 1
  return text.slice(from, last.offset).replace(/^\s*,/, '')
}

const lastLine = (text: string): string => text.split(LINE_BREAK).at(-1) as string

/** The blanks at the beginning of the line that an offset is in. */
const indentOfLine = (text: string, offset: number): string =>
  (/^\s*/.exec(lastLine(text.slice(0, offset))) as RegExpExecArray)[0]
