import type { DatabaseDocument } from '../request'
import { isDocument, notSimulated } from './values'

/** What a field becomes; undefined removes it. */
type Change = (before: unknown, operand: unknown, path: string) => unknown

const CHANGES: { readonly [operator: string]: Change } = {
  $set: (_before, operand) => operand,
  $unset: () => undefined,
  $inc(before = 0, operand, path) {
    if (typeof operand !== 'number') {
      const argument = `{${path}: ${JSON.stringify(operand)}}`
      throw new Error(`Cannot increment with non-numeric argument: ${argument}`)
    }
    if (typeof before === 'number') return before + operand
    throw new Error(`Cannot apply $inc to a value of non-numeric type, in the field '${path}'`)
  },
  $push(before = [], operand, path) {
    if (Array.isArray(before)) return [...before, ...(operand as { $each: unknown[] }).$each]
    throw new Error(`The field '${path}' must be an array`)
  },
}

/** @throws Error that names what is not simulated of a document */
export function checkDocument(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (/^\$|\./.test(name)) throw new Error(`the field name ${name}`)
    checkDocument(inner)
  }
}

/** @throws Error that names what is not simulated of an update */
export function checkChanges(changes: DatabaseDocument): void {
  for (const { operator, path, operand } of each(changes)) {
    const simulated = Object.keys(CHANGES)
    if (!simulated.includes(operator)) {
      throw notSimulated(`the operator ${operator} of an update`, simulated)
    }
    if (path.includes('$')) throw new Error(`the path ${path} of an update`)
    if (operator !== '$push') checkDocument(operand)
    else {
      const { $each, ...more } = operand as { $each: unknown[] }
      const [other] = Object.keys(more)
      if (other) throw notSimulated(`the option ${other} of $push`, ['$each'])
      checkDocument($each)
    }
  }
}

/** @throws Error, much in MongoDB's words, if a document can't be changed so */
export function applyChanges(document: DatabaseDocument, changes: DatabaseDocument): void {
  const paths: string[] = []
  for (const { operator, path, operand } of each(changes)) {
    const other = paths.find((taken) => isWithin(taken, path) || isWithin(path, taken))
    if (other) throw new Error(`Updating the path '${path}' would create a conflict at '${other}'`)
    paths.push(path)
    const change = (before: unknown): unknown =>
      (CHANGES[operator] as Change)(before, operand, path)
    changeAt(document, path.split('.'), change, operator !== '$unset')
  }
  if (paths.length === 0) throw new Error("'$set' is empty. You must specify a field")
}

const each = (changes: DatabaseDocument) =>
  Object.entries(changes as { [operator: string]: object }).flatMap(([operator, targets]) =>
    Object.entries(targets).map(([path, operand]) => ({ operator, path, operand })),
  )

const isWithin = (path: string, outer: string): boolean => `${path}.`.startsWith(`${outer}.`)

/** Changes what is at a path; the documents on its way are made, if they are to be. */
function changeAt(
  holder: DatabaseDocument,
  names: string[],
  change: (before: unknown) => unknown,
  make: boolean,
): void {
  const [name, next] = names as [string, string | undefined]
  if (next === undefined) {
    const after = change(own(holder, name))
    if (after !== undefined) holder[name] = after
    // An array keeps its length.
    else if (Array.isArray(holder)) holder[Number(name)] = null
    else delete holder[name]
    return
  }
  if (make && !Object.hasOwn(holder, name)) holder[name] = {}
  const held = own(holder, name)
  if (isHolder(held, next)) return changeAt(held, names.slice(1), change, make)
  const where = `{${name}: ${JSON.stringify(held)}}`
  if (make) throw new Error(`Cannot create field '${next}' in element ${where}`)
}

/** A field of a document itself: `__proto__` is none. */
const own = (document: DatabaseDocument, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined

/** Whether a value can have a field of that name: a document, or an array if the name is an index. */
const isHolder = (value: unknown, name: string): value is DatabaseDocument =>
  Array.isArray(value) ? /^\d+$/.test(name) : isDocument(value)
