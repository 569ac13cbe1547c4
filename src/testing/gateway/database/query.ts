import type { DatabaseDocument, DatabaseOperation } from './operation'
import { compareValues, isDocument, isSame, notSimulated, typeOf, valuesAt } from './values'

/** What an operator says of the values at a path. */
type Operator = (values: unknown[], operand: never) => boolean

/** A value matches itself, and an array that contains it. */
const isIn = (values: unknown[], operands: unknown[]): boolean =>
  operands.some((operand) => withItems(values).some((value) => isSame(value, operand)))

const withItems = (values: unknown[]): unknown[] =>
  values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]))

/** Only values of the same type have an order here. */
const inOrder =
  (test: (order: number) => boolean): Operator =>
  (values, operand) =>
    withItems(values).some(
      (value) => typeOf(value) === typeOf(operand) && test(compareValues(value, operand)),
    )

const OPERATORS: { readonly [name: string]: Operator } = {
  $eq: (values, operand) => isIn(values, [operand]),
  $ne: (values, operand) => !isIn(values, [operand]),
  $gt: inOrder((order) => order > 0),
  $gte: inOrder((order) => order >= 0),
  $lt: inOrder((order) => order < 0),
  $lte: inOrder((order) => order <= 0),
  $in: isIn,
  $nin: (values, operands) => !isIn(values, operands),
  $exists: (values, wanted: boolean) => values.some((value) => value !== undefined) === wanted,
}
const LOGIC = ['$and', '$or']

/** @throws Error that names what is not simulated of a query */
export function checkQuery(query: unknown): void {
  if (Array.isArray(query)) query.forEach(checkQuery)
  if (!isDocument(query)) return
  for (const [name, inner] of Object.entries(query)) {
    if (name.startsWith('$')) checkOperator(name, [...Object.keys(OPERATORS), ...LOGIC])
    checkQuery(inner)
  }
}

function checkOperator(name: string, simulated: string[]): void {
  if (!simulated.includes(name)) throw notSimulated(`the operator ${name} of a query`, simulated)
}

/** Whether a document is one of those that are asked for. */
export const matches = (document: DatabaseDocument, query: DatabaseDocument): boolean =>
  Object.entries(query).every(([name, condition]) => {
    if (!name.startsWith('$')) return meets(valuesAt(document, name), condition)
    checkOperator(name, LOGIC)
    const each = (condition as DatabaseDocument[]).map((inner) => matches(document, inner))
    return name === '$and' ? !each.includes(false) : each.includes(true)
  })

const meets = (values: unknown[], condition: unknown): boolean =>
  isDocument(condition) && Object.keys(condition).some((name) => Object.hasOwn(OPERATORS, name))
    ? Object.entries(condition).every(([name, operand]) => {
        checkOperator(name, Object.keys(OPERATORS))
        return (OPERATORS[name] as Operator)(values, operand as never)
      })
    : isIn(values, [condition])

/** Which documents are asked for, and in what order. */
export type Selection = Partial<Omit<Extract<DatabaseOperation, { operation: 'get' }>, 'operation'>>

export const select = (
  documents: DatabaseDocument[],
  { query = {}, orderBy = {}, skip = 0, limit = Number.POSITIVE_INFINITY }: Selection,
): DatabaseDocument[] =>
  documents
    .filter((document) => matches(document, query))
    .sort((one, other) => {
      const orders = Object.entries(orderBy).map(
        ([path, up]) => up * compareValues(valuesAt(one, path)[0], valuesAt(other, path)[0]),
      )
      return orders.find(Boolean) ?? 0
    })
    .slice(skip, skip + limit)
