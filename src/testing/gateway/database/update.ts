import type { DatabaseDocument } from './operation'
import { OPERATORS, type Operator, type Push } from './operators'
import { checkQuery } from './query'
import { unplayed } from './unplayed'
import { isDocument, typeOf } from './values'

/** @throws Error that names what is not played of a document */
export function checkDocument(value: unknown): void {
  if (value instanceof RegExp) throw new Error(`the value ${value} in a document`)
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (/^\$|\./.test(name)) throw new Error(`the field name ${name}`)
    checkDocument(inner)
  }
}

/** @throws Error that names what is not played of an update */
export function checkChanges(changes: DatabaseDocument): void {
  for (const [operator, path, operand] of each(changes)) {
    if (!Object.hasOwn(OPERATORS, operator)) {
      throw unplayed(`the operator ${operator} of an update`, Object.keys(OPERATORS))
    }
    if (path.includes('$')) throw new Error(`the path ${path} of an update`)
    // The SDK sends it as if it were the value to add.
    if (operator === '$addToSet' && isDocument(operand) && 'each' in operand) {
      throw new Error('each of _.addToSet()')
    }
    if (operator === '$pull' && isDocument(operand)) checkQuery(operand)
    else checkDocument(operator === '$push' ? (operand as Push).$each : operand)
  }
}

/**
 * Changes a document as an update asks.
 *
 * @throws Error, much in MongoDB's words, if it can't be changed so
 */
export function applyChanges(document: DatabaseDocument, changes: DatabaseDocument): void {
  const paths: string[] = []
  for (const [operator, path, operand] of each(changes)) {
    const other = paths.find((taken) => isWithin(taken, path) || isWithin(path, taken))
    if (other) throw new Error(`Updating the path '${path}' would create a conflict at '${other}'`)
    paths.push(path)
    changeAt(document, path, operator, operand)
  }
  if (paths.length === 0) throw new Error("'$set' is empty. You must specify a field")
}

/** Every change of an update: operator, path and operand. */
const each = (changes: DatabaseDocument): [operator: string, path: string, operand: unknown][] =>
  Object.entries(changes).flatMap(([operator, targets]) =>
    Object.entries(targets as object).map(([path, operand]): [string, string, unknown] => [
      operator,
      path,
      operand,
    ]),
  )

const isWithin = (path: string, outer: string): boolean => `${path}.`.startsWith(`${outer}.`)

function changeAt(
  document: DatabaseDocument,
  path: string,
  operator: string,
  operand: unknown,
): void {
  const { type, change } = OPERATORS[operator] as Operator
  const names = path.split('.')
  const value = names.reduce<unknown>(fieldOf, document)
  if (value !== undefined && type && typeOf(value) !== type) {
    throw new Error(`Cannot apply ${operator} to '${path}', which is no ${type}`)
  }
  if (type === 'number' && typeof operand !== 'number') {
    throw new Error(`Cannot apply ${operator} with ${JSON.stringify(operand)}, which is no number`)
  }
  const changed = change(value, operand)
  if (changed !== undefined) put(document, names, changed)
  else if (value !== undefined) take(document, names)
}

const fieldOf = (holder: unknown, name: string): unknown =>
  isHolder(holder, name) && Object.hasOwn(holder, name) ? holder[name] : undefined

/** Whether something can have a field of that name: a document, or an array if it is an index. */
const isHolder = (value: unknown, name: string): value is DatabaseDocument =>
  Array.isArray(value) ? /^\d+$/.test(name) : isDocument(value)

/** Sets a field, and makes the documents that lack on the way to it. */
function put(document: DatabaseDocument, names: string[], value: unknown): void {
  let holder: unknown = document
  for (const [at, name] of names.entries()) {
    if (!isHolder(holder, name)) {
      const element = `{${names[at - 1]}: ${JSON.stringify(holder)}}`
      throw new Error(`Cannot create field '${name}' in element ${element}`)
    }
    if (at === names.length - 1) holder[name] = value
    else if (!Object.hasOwn(holder, name)) holder[name] = {}
    holder = holder[name]
  }
}

/** Takes a field away; an array keeps its length. */
function take(document: DatabaseDocument, names: string[]): void {
  const holder = names.slice(0, -1).reduce<unknown>(fieldOf, document) as DatabaseDocument
  const name = names.at(-1) as string
  if (Array.isArray(holder)) holder[Number(name)] = null
  else delete holder[name]
}
