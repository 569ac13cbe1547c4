import type { DatabaseDocument } from '../request'
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

const OPERATORS = new Map<string, Operator>([
  ['$eq', (values, operand) => isIn(values, [operand])],
  ['$ne', (values, operand) => !isIn(values, [operand])],
  ['$gt', inOrder((order) => order > 0)],
  ['$gte', inOrder((order) => order >= 0)],
  ['$lt', inOrder((order) => order < 0)],
  ['$lte', inOrder((order) => order <= 0)],
  ['$in', isIn],
  ['$nin', (values, operands) => !isIn(values, operands)],
  ['$exists', (values, wanted: boolean) => values.some((value) => value !== undefined) === wanted],
])
const LOGIC = ['$and', '$or']

const unknownOperator = (name: string, simulated: Iterable<string>): Error =>
  notSimulated(`the operator ${name} of a query`, simulated)

/** @throws Error that names what is not simulated of a query */
export function checkQuery(query: unknown): void {
  if (typeof query !== 'object' || query === null) return
  const simulated = [...OPERATORS.keys(), ...LOGIC]
  for (const [name, inner] of Object.entries(query)) {
    if (name.startsWith('$') && !simulated.includes(name)) throw unknownOperator(name, simulated)
    checkQuery(inner)
  }
}

/** Whether a document is one of those that are asked for. */
export const matches = (document: DatabaseDocument, query: DatabaseDocument): boolean =>
  Object.entries(query).every(([name, condition]) => {
    if (!name.startsWith('$')) return meets(valuesAt(document, name), condition)
    if (!LOGIC.includes(name)) throw unknownOperator(name, LOGIC)
    const each = (condition as DatabaseDocument[]).map((inner) => matches(document, inner))
    return name === '$and' ? !each.includes(false) : each.includes(true)
  })

function meets(values: unknown[], condition: unknown): boolean {
  const isValue =
    !isDocument(condition) || !Object.keys(condition).some((name) => OPERATORS.has(name))
  if (isValue) return isIn(values, [condition])
  return Object.entries(condition).every(([name, operand]) => {
    const operator = OPERATORS.get(name)
    if (!operator) throw unknownOperator(name, OPERATORS.keys())
    return operator(values, operand as never)
  })
}
