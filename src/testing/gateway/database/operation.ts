/**
 * A document of the database, or what selects or changes documents, as JavaScript values: a date is a
 * `Date`, every number a number.
 */
export interface DatabaseDocument {
  /** Any field, `_id` among them. */
  [name: string]: unknown
}

/** `doc().get()` or `where().get()`: asks for documents. */
export interface DatabaseRead {
  /** Named after the method of the SDK. */
  operation: 'get'
  /** Which documents, as MongoDB writes it: `{ _id: 'a' }`, `{ n: { $gte: 8 } }`; `{}` for all. */
  query: DatabaseDocument
  /** Of `orderBy()`: 1 up, -1 down, the first field first; absent if it was not called. */
  orderBy?: { [field: string]: 1 | -1 }
  /** Of `skip()`; absent if it was not called, or with 0. */
  skip?: number
  /** Of `limit()`, which is 100 if it was not called and at most 1000; absent for one document. */
  limit?: number
}

/** `count()`: asks how many documents there are. */
export interface DatabaseCount {
  /** Named after the method of the SDK. */
  operation: 'count'
  /** Which documents, as in {@link DatabaseRead}. */
  query: DatabaseDocument
}

/** `doc().set()`: replaces a document, or adds it. */
export interface DatabaseSet {
  /** Named after the method of the SDK. */
  operation: 'set'
  /** Which document: its `_id`. */
  query: DatabaseDocument
  /** The document, without its `_id`. */
  data: DatabaseDocument
}

/** `doc().update()` or `where().update()`: changes documents. */
export interface DatabaseUpdate {
  /** Named after the method of the SDK. */
  operation: 'update'
  /** Which documents, as in {@link DatabaseRead}. */
  query: DatabaseDocument
  /** What changes, as MongoDB writes it: `{ $set: { a: 1 }, $inc: { n: 1 } }`. */
  data: DatabaseDocument
  /** Whether every document that matches is meant, or the first one. */
  multi: boolean
}

/** `doc().remove()` or `where().remove()`: removes documents. */
export interface DatabaseRemove {
  /** Named after the method of the SDK. */
  operation: 'remove'
  /** Which documents, as in {@link DatabaseRead}. */
  query: DatabaseDocument
  /** Whether every document that matches is meant, or the first one. */
  multi: boolean
}

/** `add()`: adds documents that are new. */
export interface DatabaseAdd {
  /** Named after the method of the SDK. */
  operation: 'add'
  /** The documents: one, or those of an array. */
  data: DatabaseDocument[]
}

/** `db.createCollection()`: creates a collection. */
export interface DatabaseCreateCollection {
  /** Named after the method of the SDK. */
  operation: 'createCollection'
}

/** What is asked of the database, by `operation`. `get` and `count` read, all others write. */
export type DatabaseOperation =
  | DatabaseRead
  | DatabaseCount
  | DatabaseSet
  | DatabaseUpdate
  | DatabaseRemove
  | DatabaseAdd
  | DatabaseCreateCollection
