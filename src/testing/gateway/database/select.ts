import type { DatabaseDocument, DatabaseRead } from './operation'
import { project } from './projection'
import { matches } from './query'
import { compare, valuesAt } from './values'

/** Which documents are asked for, in what order, and what of them. */
export type Selection = Partial<Omit<DatabaseRead, 'operation'>>

/** Gives what is asked for. */
export const select = (
  documents: DatabaseDocument[],
  { query = {}, orderBy = {}, skip = 0, limit = Number.POSITIVE_INFINITY, field = {} }: Selection,
): DatabaseDocument[] =>
  sort(
    documents.filter((document) => matches(document, query)),
    orderBy,
  )
    .slice(skip, skip + limit)
    .map((document) => project(document, field))

/** Puts documents into an order, by field 1 for up and -1 for down. */
export const sort = <T>(documents: T[], orderBy: { [field: string]: 1 | -1 }): T[] =>
  [...documents].sort((one, other) => {
    for (const [path, direction] of Object.entries(orderBy)) {
      const order = compare(keyOf(one, path, direction), keyOf(other, path, direction))
      if (order !== 0) return direction * order
    }
    return 0
  })

/** What a document is sorted by: of several values the one that comes first in the order. */
function keyOf(document: unknown, path: string, direction: 1 | -1): unknown {
  const values = valuesAt(document, path).flatMap((value) => value ?? null)
  return values.sort((one, other) => direction * compare(one, other))[0]
}
