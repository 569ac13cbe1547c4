import { encode } from './ejson'
import type { DatabaseDocument } from './operation'

/** Whether a value has fields: no array, date or regular expression. */
export const isDocument = (value: unknown): value is DatabaseDocument =>
  Object.prototype.toString.call(value) === '[object Object]'

/** Whether two values are the same to MongoDB: the order of fields counts, and null is as good as none. */
export const isSame = (one: unknown, other: unknown): boolean =>
  encode(one ?? null) === encode(other ?? null)

/** The types, as MongoDB orders values of different ones. */
const TYPES = ['null', 'number', 'string', 'document', 'array', 'boolean', 'date']

const rankOf = (value: unknown): number => TYPES.indexOf(typeOf(value))

/** The type of a value; that of none is null. */
export function typeOf(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  return isDocument(value) ? 'document' : typeof value
}

/** Less than 0, 0, or more: a value comes before another one, is as good as it, or comes after it. */
export function compare(one: unknown, other: unknown): number {
  const rank = rankOf(one)
  if (rank !== rankOf(other)) return rank - rankOf(other)
  switch (typeOf(one)) {
    case 'null':
      return 0
    case 'string':
      return Buffer.compare(Buffer.from(one as string), Buffer.from(other as string))
    case 'document':
      return compareLists(parts(one as DatabaseDocument), parts(other as DatabaseDocument))
    case 'array':
      return compareLists(one as unknown[], other as unknown[])
    default:
      return Number(one) - Number(other)
  }
}

/** What documents are compared by: the type of each field, its name and its value. */
const parts = (document: DatabaseDocument): unknown[] =>
  Object.entries(document).flatMap(([name, value]) => [rankOf(value), name, value])

function compareLists(one: unknown[], other: unknown[]): number {
  for (const [index, item] of one.entries()) {
    if (index === other.length) break
    const order = compare(item, other[index])
    if (order !== 0) return order
  }
  return one.length - other.length
}

/**
 * What a path leads to: one value, undefined for none; if arrays are on the way, what it leads to in
 * each document in them, and at an index if it names one.
 */
export const valuesAt = (value: unknown, path: string): unknown[] => follow(value, path.split('.'))

function follow(value: unknown, names: string[]): unknown[] {
  const [name, ...inner] = names
  if (name === undefined) return [value]
  if (Array.isArray(value)) {
    const atIndex = Object.keys(value).includes(name) ? follow(value[Number(name)], inner) : []
    return [...atIndex, ...value.filter(isDocument).flatMap((item) => follow(item, names))]
  }
  return isDocument(value) && Object.hasOwn(value, name) ? follow(value[name], inner) : [undefined]
}
