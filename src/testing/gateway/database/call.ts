import type { DatabaseRequestBase } from '../request'
import { decode } from './ejson'
import type { DatabaseDocument, DatabaseOperation } from './operation'
import { checkField } from './projection'
import { checkQuery } from './query'
import { unplayed } from './unplayed'
import { checkChanges, checkDocument } from './update'

/** What a call of the SDK holds. */
export type DatabaseCall = DatabaseOperation & Pick<DatabaseRequestBase, 'collection' | 'fields'>

/** What the SDK sends beside the fields of every call: EJSON, as text. */
interface Wire {
  /** Absent, or empty, where there was no `where()`. */
  query?: string
  data: string & string[]
  merge: boolean
  multi: boolean
  order?: string
  offset?: number
  limit?: number
  projection?: string
}

const ACTIONS: { readonly [action: string]: (wire: Wire) => DatabaseOperation } = {
  'database.getDocument': ({ query, order, offset, limit, projection }) => ({
    operation: 'get',
    query: readQuery(query),
    ...(order && { orderBy: decode(order) as { [field: string]: 1 | -1 } }),
    ...(offset && { skip: offset }),
    ...(limit && { limit }),
    ...(projection && { field: readField(projection) }),
  }),
  'database.calculateDocument': ({ query }) => ({ operation: 'count', query: readQuery(query) }),
  'database.modifyDocument': ({ query, data, merge, multi }) =>
    merge
      ? {
          operation: 'update',
          query: readQuery(query),
          data: readChecked(data, checkChanges),
          multi,
        }
      : { operation: 'set', query: readQuery(query), data: readChecked(data, checkDocument) },
  'database.removeDocument': ({ query, multi }) => ({
    operation: 'remove',
    query: readQuery(query),
    multi,
  }),
  'database.insertDocument': ({ data }) => ({
    operation: 'add',
    data: data.map((document) => readChecked(document, checkDocument)),
  }),
  'database.addCollection': () => ({ operation: 'createCollection' }),
}

/**
 * Reads the JSON that the SDK sends to the database.
 *
 * @throws Error if it is none, or names what is not played
 */
export function readDatabaseCall(body: Buffer): DatabaseCall {
  const { action, collectionName: collection, ...wire } = JSON.parse(body.toString('utf8'))
  const read = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (!read) throw unplayed(`the action ${action}`, Object.keys(ACTIONS))
  const {
    query,
    queryType,
    data,
    merge,
    upsert,
    multi,
    order,
    offset,
    limit,
    projection,
    ...fields
  } = wire
  return { ...read(wire), collection, fields }
}

function readChecked(text: string, check: (read: DatabaseDocument) => void): DatabaseDocument {
  const read = decode(text)
  check(read)
  return read
}

const readField = (text: string): { [field: string]: 1 | 0 } =>
  readChecked(text, checkField) as { [field: string]: 1 | 0 }

const readQuery = (query: string | undefined): DatabaseDocument =>
  query ? readChecked(query, checkQuery) : {}
