import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  type ModificationOptions,
  modify,
  type Node,
} from 'jsonc-parser'
import { STRICT, treeOf } from '../../json'
import type { Texts } from '../../texts/en'

/** The permission, as WeChat names it. */
export const PERMISSION = 'operation.getGrayReleasePlan'

/** The config.json of a function that needs this permission and nothing else. */
export const NEW_CONFIG = `${JSON.stringify({ permissions: { openapi: [PERMISSION] } }, null, 2)}\n`

/** What became of a config.json. */
export type Granted =
  | { outcome: 'granted'; text: string; notes: string[] }
  | { outcome: 'already'; notes: string[] }
  | { outcome: 'rejected'; reason: string }

/**
 * Adds the permission to the text of a config.json. Everything else stays as it was written, to the
 * character. Anything but what WeChat documents is rejected.
 */
export function grantIn(text: string, { grant: texts, json }: Texts): Granted {
  const root = treeOf(text, json, STRICT)
  if (typeof root === 'string') return rejected(root)
  if (root.type !== 'object') return rejected(texts.notAnObject)
  const permissions = findNodeAtLocation(root, ['permissions'])
  if (permissions && permissions.type !== 'object') return rejected(texts.permissionsNotAnObject)
  const openapi = permissions && findNodeAtLocation(permissions, ['openapi'])
  const entries = openapi?.type === 'array' ? openapi.children : undefined
  if (openapi && !entries?.every(({ type }) => type === 'string')) {
    return rejected(texts.openapiNotAList)
  }
  const triggers = findNodeAtLocation(root, ['triggers'])
  if (triggers && triggers.type !== 'array') return rejected(texts.triggersNotAList)
  const twice = keyTwice(root) ?? (permissions && keyTwice(permissions))
  if (twice !== undefined) return rejected(texts.twice(twice))
  const names: string[] = entries?.map(({ value }) => value) ?? []
  const notes = [
    ...unread(root, 'permissions', /^per?m+is+ions?$/i, texts),
    ...unread(root, 'permissions.openapi', /^open_?apis?$/i, texts),
    ...(permissions ? unread(permissions, 'openapi', /^open_?apis?$/i, texts) : []),
    ...names.filter((name) => name.startsWith('openapi.')).map(texts.prefixed),
  ]
  if (names.includes(PERMISSION)) return { outcome: 'already', notes }
  return { outcome: 'granted', text: insert(text, entries?.length), notes }
}

const rejected = (reason: string): Granted => ({ outcome: 'rejected', reason })

const keysOf = ({ children }: Node): string[] =>
  (children as Node[]).map((pair) => pair.children?.[0]?.value)

const keyTwice = (object: Node): string | undefined =>
  keysOf(object).find((key, at, keys) => keys.indexOf(key) < at)

/** Notes on keys that were meant as another one, which WeChat does not read. */
const unread = (object: Node, meant: string, like: RegExp, texts: Texts['grant']): string[] =>
  keysOf(object)
    .filter((key) => like.test(key) && key !== meant)
    .map((key) => texts.unread(key, meant))

/** @param length - of the list, if there is one */
function insert(text: string, length: number | undefined): string {
  const isArrayInsertion = length !== undefined
  const path = ['permissions', 'openapi', ...(isArrayInsertion ? [length] : [])]
  const value = isArrayInsertion ? PERMISSION : [PERMISSION]
  const comma = /[,:] /.test(text) ? ', ' : ','
  const insertWith = (formattingOptions?: FormattingOptions): string =>
    applyEdits(
      text,
      modify(text, path, value, { isArrayInsertion, formattingOptions } as ModificationOptions).map(
        (edit) =>
          formattingOptions ? edit : { ...edit, content: edit.content.replace(/^,/, comma) },
      ),
    )
  if (!/[\r\n]/.test(text) && text.trim() !== '{}') return insertWith()
  const formatted = insertWith(styleOf(text))
  // It formats the lines around what it inserts, too.
  return isInsertion(text, formatted) ? formatted : insertWith()
}

function styleOf(text: string): FormattingOptions {
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  '
  const insertSpaces = !indent.includes('\t')
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol }
}

/** Whether a text holds all of another one, with something put in at one place. */
function isInsertion(before: string, after: string): boolean {
  let same = 0
  while (same < before.length && before[same] === after[same]) same += 1
  return after.endsWith(before.slice(same))
}
