import type { DatabaseDocument } from './operation'
import { unplayed } from './unplayed'

/** The types that JSON has not, each by the one key of the object that stands for a value of it. */
const TYPES: { readonly [key: string]: (value: never) => unknown } = {
  $numberInt: Number,
  $numberLong: Number,
  $numberDouble: Number,
  $date: (ms: number) => new Date(ms),
  // `db.serverDate()`
  $tcb_server_date: ({ offset }: { offset: number }) => new Date(Date.now() + offset),
  $regularExpression: ({ pattern, options }: { pattern: string; options: string }) => {
    checkFlags(options)
    return new RegExp(pattern, options)
  },
}

/** @throws Error that names a flag of a regular expression which is not played */
export function checkFlags(flags: string): void {
  const [flag] = /[^ims]/.exec(flags) ?? []
  if (flag) throw unplayed(`the flag ${flag} of a regular expression`, ['i', 'm', 's'])
}

/**
 * Reads what the SDK sends: a document, a query, or an update.
 *
 * @throws Error if it is no EJSON, or names what is not played
 * @see https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
 */
export const decode = (text: string): DatabaseDocument =>
  JSON.parse(text, (_, value) => {
    const [key = ''] = Object.keys(value ?? {})
    const read = Object.hasOwn(TYPES, key) ? TYPES[key] : undefined
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
