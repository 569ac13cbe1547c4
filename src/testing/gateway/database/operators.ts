import { suits } from './query'
import { sort } from './select'
import { compare, isDocument, isSame } from './values'

/** What an operator of an update does to the value at a path. */
export interface Operator {
  /** The type that the value must have, if there is one. */
  type?: 'number' | 'array'
  /** What becomes of the value. Undefined is none, both before and after. */
  change(value: unknown, operand: unknown): unknown
}

/** What the SDK makes of `_.push()` and `_.unshift()`. */
export interface Push {
  $each: unknown[]
  $position?: number
  $sort?: 1 | -1 | { [field: string]: 1 | -1 }
  $slice?: number
}

const ofNumbers = (change: (value: number | undefined, operand: number) => number): Operator => ({
  type: 'number',
  change: change as Operator['change'],
})

const ofArrays = <Operand>(
  change: (value: unknown[] | undefined, operand: Operand) => unknown[] | undefined,
): Operator => ({ type: 'array', change: change as Operator['change'] })

/** Those of MongoDB that are played, and that the SDK has a command for. */
export const OPERATORS: { readonly [name: string]: Operator } = {
  $set: { change: (_, operand) => operand },
  $unset: { change: () => undefined },
  $inc: ofNumbers((value = 0, operand) => value + operand),
  $mul: ofNumbers((value = 0, operand) => value * operand),
  $min: { change: (value, operand) => (isOrdered(value, operand) ? value : operand) },
  $max: { change: (value, operand) => (isOrdered(operand, value) ? value : operand) },
  $push: ofArrays(push),
  $addToSet: ofArrays((value = [], operand) => (has(value, operand) ? value : [...value, operand])),
  $pop: ofArrays((value, end: 1 | -1) => (end === 1 ? value?.slice(0, -1) : value?.slice(1))),
  $pull: ofArrays((value, condition) => value?.filter((item) => !isMeant(item, condition))),
  $pullAll: ofArrays((value, items: unknown[]) => value?.filter((item) => !has(items, item))),
}

const has = (items: unknown[], wanted: unknown): boolean =>
  items.some((item) => isSame(item, wanted))

const isOrdered = (lower: unknown, higher: unknown): boolean =>
  lower !== undefined && higher !== undefined && compare(lower, higher) <= 0

function push(value: unknown[] = [], { $each, $position, $sort, $slice }: Push): unknown[] {
  const items = [...value]
  items.splice($position ?? items.length, 0, ...$each)
  const all = $sort ? sorted(items, $sort) : items
  if ($slice === undefined) return all
  return $slice < 0 ? all.slice($slice) : all.slice(0, $slice)
}

const sorted = (items: unknown[], by: 1 | -1 | { [field: string]: 1 | -1 }): unknown[] =>
  typeof by === 'number' ? items.sort((one, other) => by * compare(one, other)) : sort(items, by)

/** Fields and operators select items as a query does, anything else those that are the same. */
const isMeant = (item: unknown, condition: unknown): boolean =>
  isDocument(condition) ? suits(item, condition) : isSame(item, condition)
