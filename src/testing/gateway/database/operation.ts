/**
 * A document of the database, or what selects or changes documents, as JavaScript values: a date is a
 * `Date`, every number a number.
 */
export interface DatabaseDocument {
  /** Any field, `_id` among them. */
  [name: string]: unknown
}

/**
 * What is asked of the database: `operation` is named after the method of the SDK. `get` and `count` read,
 * all others write.
 *
 * - `query` selects documents, as MongoDB writes it: `{ _id: 'a' }`, `{ n: { $gte: 8 } }`; `{}` for all.
 * - `orderBy` (1 up, -1 down, the first field first), `skip` and `limit` are absent if they were not called;
 *   `limit` is then 100, or absent for one document.
 * - `data` of `set` is the document without its `_id`; of `update`, what changes, as MongoDB writes it:
 *   `{ $set: { a: 1 }, $inc: { n: 1 } }`; of `add`, the new documents.
 * - `multi` is whether every document that matches is meant, or the first one.
 */
export type DatabaseOperation =
  | {
      operation: 'get'
      query: DatabaseDocument
      orderBy?: { [field: string]: 1 | -1 }
      skip?: number
      limit?: number
    }
  | { operation: 'count'; query: DatabaseDocument }
  | { operation: 'set'; query: DatabaseDocument; data: DatabaseDocument }
  | { operation: 'update'; query: DatabaseDocument; data: DatabaseDocument; multi: boolean }
  | { operation: 'remove'; query: DatabaseDocument; multi: boolean }
  | { operation: 'add'; data: DatabaseDocument[] }
  | { operation: 'createCollection' }
