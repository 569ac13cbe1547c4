import type { DatabaseDocument } from './operation'
import { isDocument, notSimulated } from './values'

const OPERATORS = ['$set', '$unset', '$inc', '$push']

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
  for (const [operator, path, operand] of each(changes)) {
    if (!OPERATORS.includes(operator)) {
      throw notSimulated(`the operator ${operator} of an update`, OPERATORS)
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

/**
 * Changes a document.
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
  const names = path.split('.') as [string, ...string[]]
  const holder = holderOf(document, names, operator !== '$unset')
  if (!holder) return
  const name = names.at(-1) as string
  const value = own(holder, name)
  switch (operator) {
    case '$set':
      holder[name] = operand
      return
    case '$unset':
      // An array keeps its length.
      if (Array.isArray(holder)) holder[Number(name)] = null
      else delete holder[name]
      return
    case '$inc': {
      const before = value === undefined ? 0 : value
      if (typeof operand !== 'number') {
        const argument = `{${path}: ${JSON.stringify(operand)}}`
        throw new Error(`Cannot increment with non-numeric argument: ${argument}`)
      }
      if (typeof before !== 'number') {
        throw new Error(`Cannot apply $inc to a value of non-numeric type, in the field '${path}'`)
      }
      holder[name] = before + operand
      return
    }
    default: {
      const before = value === undefined ? [] : value
      if (!Array.isArray(before)) throw new Error(`The field '${path}' must be an array`)
      holder[name] = [...before, ...(operand as { $each: unknown[] }).$each]
    }
  }
}

/**
 * The document or array that has the last field of a path; if there is none, it is made or undefined.
 *
 * @param element - the field that the value belongs to
 */
function holderOf(
  value: unknown,
  [name, ...inner]: [string, ...string[]],
  make: boolean,
  element?: string,
): DatabaseDocument | undefined {
  if (!isHolder(value, name)) {
    if (!make) return undefined
    const where = `{${element}: ${JSON.stringify(value)}}`
    throw new Error(`Cannot create field '${name}' in element ${where}`)
  }
  const [next, ...rest] = inner
  if (next === undefined) return value
  if (make && !Object.hasOwn(value, name)) value[name] = {}
  return holderOf(own(value, name), [next, ...rest], make, name)
}

/** A field of a document itself: `__proto__` is none. */
const own = (document: DatabaseDocument, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined

/** Whether a value can have a field of that name: a document, or an array if the name is an index. */
const isHolder = (value: unknown, name: string): value is DatabaseDocument =>
  Array.isArray(value) ? /^\d+$/.test(name) : isDocument(value)
