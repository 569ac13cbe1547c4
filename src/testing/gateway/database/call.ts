import type { DatabaseDocument, DatabaseOperation } from './operation'
import { checkQuery } from './query'
import { checkChanges, checkDocument } from './update'
import { decode, notSimulated } from './values'

/** What a call of the SDK contains. */
export type DatabaseCall = DatabaseOperation & {
  collection: string
  fields: { [name: string]: string }
}

/** What the SDK sends beside the fields of every call: EJSON, as text. */
interface Wire {
  /** Absent, or empty, if there was no `where()`. */
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
  'database.getDocument': ({ query, order, offset, limit, projection }) => {
    if (projection) throw new Error('field()')
    return {
      operation: 'get',
      query: readQuery(query),
      ...(order && { orderBy: decode(order) as { [field: string]: 1 | -1 } }),
      ...(offset && { skip: offset }),
      ...(limit && { limit }),
    }
  },
  'database.calculateDocument': ({ query }) => ({ operation: 'count', query: readQuery(query) }),
  'database.modifyDocument': ({ query: text, data, merge, multi }) => {
    const query = readQuery(text)
    return merge
      ? { operation: 'update', query, data: readChecked(data, checkChanges), multi }
      : { operation: 'set', query, data: readChecked(data, checkDocument) }
  },
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
 * @throws Error if it is not JSON, or names what is not simulated
 */
export function readDatabaseCall(body: Buffer): DatabaseCall {
  const { action, collectionName: collection, ...wire } = JSON.parse(body.toString('utf8'))
  const read = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (!read) throw notSimulated(`the action ${action}`, Object.keys(ACTIONS))
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

const readQuery = (query: string | undefined): DatabaseDocument =>
  query ? readChecked(query, checkQuery) : {}
