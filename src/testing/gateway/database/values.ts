import type { DatabaseDocument } from '../request'

/** Names what the cloud's database can do and this one can't, beside what it can. */
export const notSimulated = (what: string, simulated: Iterable<string>): Error =>
  new Error(`${what}; simulated are ${[...simulated].join(', ')}`)

/** The types that JSON doesn't have, each by the one key of the object that represents a value of it. */
const EJSON_TYPES = new Map<string, (value: never) => unknown>([
  ['$numberInt', Number],
  ['$numberLong', Number],
  ['$numberDouble', Number],
  ['$date', (ms: number) => new Date(ms)],
  // `db.serverDate()`
  ['$tcb_server_date', ({ offset }: { offset: number }) => new Date(Date.now() + offset)],
])

/**
 * Reads what the SDK sends: a document, a query, or an update.
 *
 * @throws Error if it is not EJSON
 * @see https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
 */
export const decode = (text: string): DatabaseDocument =>
  JSON.parse(text, (_, value) => {
    if (!isDocument(value)) return value
    const [key = ''] = Object.keys(value)
    const read = EJSON_TYPES.get(key)
    return read ? read(value[key] as never) : value
  })

/** Writes a document, or a value of one, as the SDK reads it. */
export const encode = (value: unknown): string => JSON.stringify(toEjson(value))

function toEjson(value: unknown): unknown {
  if (typeof value === 'number') return { [numberType(value)]: String(value) }
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } }
  if (Array.isArray(value)) return value.map(toEjson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toEjson(inner)]))
}

function numberType(value: number): string {
  if (!Number.isSafeInteger(value)) return '$numberDouble'
  return Math.abs(value) < 2 ** 31 ? '$numberInt' : '$numberLong'
}

/** The types that have an order, in MongoDB's order of values of different types. */
const ORDERED = ['null', 'number', 'string', 'boolean', 'date']

export function typeOf(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return value instanceof Date ? 'date' : typeof value
}

/** Whether a value has fields: not an array or a date. */
export const isDocument = (value: unknown): value is DatabaseDocument => typeOf(value) === 'object'

/** Whether two values are equal: the order of fields counts, and an absent one equals null. */
export const isSame = (one: unknown, other: unknown): boolean =>
  encode(one ?? null) === encode(other ?? null)

/** Less than 0, 0, or more: a value comes before another one, equals it, or comes after it. */
export function compareValues(one: unknown, other: unknown): number {
  const order = rankOf(one) - rankOf(other)
  if (order !== 0) return order
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
  return Number(one ?? 0) - Number(other ?? 0)
}

function rankOf(value: unknown): number {
  const type = typeOf(value)
  if (ORDERED.includes(type)) return ORDERED.indexOf(type)
  throw notSimulated(`an order by a value of the type ${type}`, ORDERED)
}

/** What a path leads to: in every document of an array on its way, and at an index that it names. */
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
