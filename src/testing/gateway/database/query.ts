import { checkFlags } from './ejson'
import type { DatabaseDocument } from './operation'
import { unplayed } from './unplayed'
import { compare, isDocument, isSame, typeOf, valuesAt } from './values'

/** What a condition is about. */
interface Found {
  /** The values at a path. */
  values: unknown[]
  /** These, and the items of those that are arrays: for most conditions either will do. */
  any: unknown[]
}

/** What an operator says of what was found; the others beside it are of use to `$regex` alone. */
type Operator = (found: Found, operand: never, beside: DatabaseDocument) => boolean

const isIn = ({ any }: Found, operands: unknown[]): boolean =>
  operands.some((operand) => any.some((value) => equals(value, operand)))

const inOrder =
  (test: (order: number) => boolean): Operator =>
  ({ any }, operand) =>
    any.some((value) => typeOf(value) === typeOf(operand) && test(compare(value, operand)))

const OPERATORS: { readonly [name: string]: Operator } = {
  $eq: (found, operand) => isIn(found, [operand]),
  $ne: (found, operand) => !isIn(found, [operand]),
  $gt: inOrder((order) => order > 0),
  $gte: inOrder((order) => order >= 0),
  $lt: inOrder((order) => order < 0),
  $lte: inOrder((order) => order <= 0),
  $in: isIn,
  $nin: (found, operands) => !isIn(found, operands),
  $exists: ({ values }, wanted: boolean) => values.some((value) => value !== undefined) === wanted,
  $not: (found, condition) => !meets(found, condition),
  $all: (found, conditions: unknown[]) =>
    conditions.length > 0 && conditions.every((condition) => meets(found, condition)),
  $elemMatch: ({ values }, condition) =>
    values.some((value) => Array.isArray(value) && value.some((item) => suits(item, condition))),
  $size: ({ values }, size) =>
    values.some((value) => Array.isArray(value) && value.length === size),
  $mod: ({ any }, [divisor, rest]: [number, number]) =>
    any.some((value) => typeof value === 'number' && value % divisor === rest),
  $regex: ({ any }, pattern: string | RegExp, { $options }) => {
    const regex = new RegExp(pattern, $options as string | undefined)
    return any.some((value) => equals(value, regex))
  },
  // Read by the one before it.
  $options: () => true,
}

type Logic = (document: DatabaseDocument, queries: DatabaseDocument[]) => boolean

const LOGIC: { readonly [name: string]: Logic } = {
  $and: (document, queries) => queries.every((query) => matches(document, query)),
  $or: (document, queries) => queries.some((query) => matches(document, query)),
  $nor: (document, queries) => !queries.some((query) => matches(document, query)),
}

/** Operators that take a regular expression. */
const OF_PATTERNS = ['$in', '$nin', '$not', '$all', '$regex']

/**
 * Looks through a query.
 *
 * @param operator - the operator that it is the operand of, if it is of one
 * @throws Error that names what is not played
 */
export function checkQuery(query: unknown, operator?: string): void {
  if (query instanceof RegExp && operator && !OF_PATTERNS.includes(operator)) {
    throw unplayed(`${query} in ${operator}`, OF_PATTERNS)
  }
  if (Array.isArray(query)) for (const item of query) checkQuery(item, operator)
  if (!isDocument(query)) return
  for (const [name, inner] of Object.entries(query)) {
    const isOperator = name.startsWith('$')
    if (isOperator) lookUp({ ...OPERATORS, ...LOGIC }, name)
    if (name === '$options') checkFlags(inner as string)
    checkQuery(inner, isOperator ? name : undefined)
  }
}

/** Tells whether a document is one of those that are asked for. */
export const matches = (document: DatabaseDocument, query: DatabaseDocument): boolean =>
  Object.entries(query).every(([name, condition]) => {
    if (name.startsWith('$')) return lookUp(LOGIC, name)(document, condition as DatabaseDocument[])
    const values = valuesAt(document, name)
    return meets({ values, any: values.flatMap(withItems) }, condition)
  })

const withItems = (value: unknown): unknown[] =>
  Array.isArray(value) ? [value, ...value] : [value]

const meets = (found: Found, condition: unknown): boolean =>
  isOfOperators(condition)
    ? Object.entries(condition).every(([name, operand]) =>
        lookUp(OPERATORS, name)(found, operand as never, condition),
      )
    : isIn(found, [condition])

/** Tells whether an item of an array is meant by operators, or by a query if it is a document. */
export const suits = (item: unknown, condition: DatabaseDocument): boolean =>
  isOfOperators(condition)
    ? meets({ values: [item], any: [item] }, condition)
    : isDocument(item) && matches(item, condition)

const isOfOperators = (condition: unknown): condition is DatabaseDocument =>
  isDocument(condition) && Object.keys(condition).some((name) => Object.hasOwn(OPERATORS, name))

const equals = (value: unknown, operand: unknown): boolean =>
  operand instanceof RegExp
    ? typeof value === 'string' && operand.test(value)
    : isSame(value, operand)

function lookUp<T>(table: { readonly [name: string]: T }, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (!found) throw unplayed(`the operator ${name} of a query`, Object.keys(table))
  return found
}
