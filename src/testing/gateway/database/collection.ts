import { randomBytes } from 'node:crypto'
import type { DatabaseDocument, DatabaseOperation } from '../request'
import { matches } from './query'
import { applyChanges } from './update'
import { compareValues, decode, encode, valuesAt } from './values'

/** The documents of a collection, each stored as the SDK reads it, so that nothing is shared. */
export class Collection {
  /** By `_id`, as EJSON too: the ID 1 is not the ID '1'. */
  readonly #texts = new Map<string, string>()

  constructor(private readonly name: string) {}

  /** The documents that are asked for, in the order in which they were added unless another is asked for. */
  read(wanted: Partial<DatabaseOperation & { operation: 'get' }> = {}): DatabaseDocument[] {
    const { query = {}, orderBy = {}, skip = 0, limit } = wanted
    return [...this.#texts.values()]
      .map(decode)
      .filter((document) => matches(document, query))
      .sort((one, other) => {
        const orders = Object.entries(orderBy).map(
          ([path, up]) => up * compareValues(valuesAt(one, path)[0], valuesAt(other, path)[0]),
        )
        return orders.find(Boolean) ?? 0
      })
      .slice(skip, limit && skip + limit)
  }

  /** Adds a document; returns its `_id`. @throws Error if there is one with it */
  add(document: DatabaseDocument): unknown {
    const { _id = randomBytes(16).toString('hex') } = document
    const key = encode(_id)
    if (this.#texts.has(key)) {
      const error =
        `E11000 duplicate key error collection: ${this.name} ` +
        `index: _id_ dup key: { _id: ${JSON.stringify(_id)} }`
      throw new Error(`multiple write errors: [{write errors: [{${error}}]}, {<nil>}]`)
    }
    this.#texts.set(key, encode({ _id, ...document }))
    return _id
  }

  /** Replaces a document or adds it. */
  set(_id: unknown, document: DatabaseDocument): { existed: boolean; changed: boolean } {
    const key = encode(_id)
    const before = this.#texts.get(key)
    const after = encode({ _id, ...document })
    this.#texts.set(key, after)
    return { existed: before !== undefined, changed: before !== after }
  }

  /** Changes the documents that match, all of them or none; returns how many are different now. */
  update(query: DatabaseDocument, multi: boolean, changes: DatabaseDocument): number {
    const after = this.#matching(query, multi)
    for (const document of after) applyChanges(document, changes)
    return after.filter(({ _id, ...fields }) => this.set(_id, fields).changed).length
  }

  /** Removes the documents that match; returns how many. */
  remove(query: DatabaseDocument, multi: boolean): number {
    return this.#matching(query, multi).filter(({ _id }) => this.#texts.delete(encode(_id))).length
  }

  #matching(query: DatabaseDocument, multi: boolean): DatabaseDocument[] {
    return this.read({ query, ...(!multi && { limit: 1 }) })
  }
}
