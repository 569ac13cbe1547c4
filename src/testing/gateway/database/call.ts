import type { DatabaseDocument, DatabaseOperation } from '../request'
import { checkQuery } from './query'
import { checkChanges, checkDocument } from './update'
import { decode, notSimulated } from './values'

/** What the SDK sends beside the fields of every call; data and order are EJSON, as text. */
interface Wire {
  query: DatabaseDocument
  data: string & string[]
  merge: boolean
  multi: boolean
  order?: string
  offset?: number
  limit?: number
  projection?: string
}
const WIRE = /^(query|queryType|data|merge|upsert|multi|order|offset|limit|projection)$/

const ACTIONS: { readonly [action: string]: (wire: Wire) => DatabaseOperation } = {
  'database.getDocument'({ query, order, offset, limit, projection }) {
    if (projection) throw new Error('field()')
    return {
      operation: 'get',
      query,
      ...(order && { orderBy: decode(order) as { [field: string]: 1 | -1 } }),
      ...(offset && { skip: offset }),
      ...(limit && { limit }),
    }
  },
  'database.calculateDocument': ({ query }) => ({ operation: 'count', query }),
  'database.modifyDocument': ({ query, data, merge, multi }) =>
    merge
      ? { operation: 'update', query, data: read(data, checkChanges), multi }
      : { operation: 'set', query, data: read(data, checkDocument) },
  'database.removeDocument': ({ query, multi }) => ({ operation: 'remove', query, multi }),
  'database.insertDocument': ({ data }) => ({
    operation: 'add',
    data: data.map((document) => read(document, checkDocument)),
  }),
  'database.addCollection': () => ({ operation: 'createCollection' }),
}

/**
 * Reads the JSON that the SDK sends to the database: what is asked, and the other fields.
 *
 * @throws Error if it is not JSON, or names what is not simulated
 */
export function readDatabaseCall(
  body: Buffer,
): DatabaseOperation & { collection: string; fields: { [name: string]: string } } {
  const { action, collectionName: collection, ...wire } = JSON.parse(body.toString('utf8'))
  const toOperation = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (!toOperation) throw notSimulated(`the action ${action}`, Object.keys(ACTIONS))
  const fields = Object.entries<string>(wire).filter(([name]) => !WIRE.test(name))
  // Without `where()` it is '' or absent.
  const query = wire.query ? read(wire.query, checkQuery) : {}
  return { ...toOperation({ ...wire, query }), collection, fields: Object.fromEntries(fields) }
}

function read(text: string, check: (document: DatabaseDocument) => void): DatabaseDocument {
  const document = decode(text)
  check(document)
  return document
}
