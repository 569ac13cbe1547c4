import {
  CLOUD_PATH,
  type Endpoint,
  isGatewayFailure,
  isHttp,
  REQUEST_ID,
  toReply,
  writeFailure,
  writeWechat,
} from '../endpoint'
import type { DatabaseRequest } from '../request'
import { gateway } from '../scenarios'
import { readDatabaseCall } from './call'
import { Collection } from './collection'
import { encode } from './values'

/** Calls of `cloud.database()`: a document database in memory, one for every environment. */
export const databaseCalls = (collections: Map<string, Collection>): Endpoint<DatabaseRequest> => ({
  /** The SDK sends JSON to the database, and a form to WeChat's APIs. */
  isAt: ({ pathname, received }) =>
    pathname === CLOUD_PATH &&
    received.headers['content-type']?.includes('application/json') === true,

  receive: ({ received, body }) => ({ kind: 'database', ...received, ...readDatabaseCall(body) }),
  way: 'cloud',

  /** WeChat's replies are not the database's: only the gateway and the connection can fail. */
  takes: (_reply, basic, isChosen) => isChosen && (isHttp(basic) || isGatewayFailure(basic)),

  /** Does what is asked, at once and as a whole. */
  usual(call) {
    const collection = collections.get(call.collection)
    if (call.operation === 'createCollection') {
      // The cloud's own messages, as people quote them.
      const exists = '[ResourceUnavailable.ResourceExist] Table exist'
      if (collection) return gateway('DATABASE_COLLECTION_ALREADY_EXIST', exists)
      collections.set(call.collection, new Collection(call.collection))
      return toReply({ requestId: REQUEST_ID })
    }
    if (!collection) {
      const missing = `[ResourceNotFound] Db or Table not exist: ${call.collection}`
      return gateway('DATABASE_COLLECTION_NOT_EXIST', missing)
    }
    const isForAll = 'multi' in call && Object.keys(call.query).length === 0
    if (isForAll) return gateway('INVALID_PARAM', "Param query can't be empty")
    try {
      return toReply({ requestId: REQUEST_ID, data: run(collection, call) })
    } catch (thrown) {
      return gateway('DATABASE_REQUEST_FAILED', `[FailedOperation] ${(thrown as Error).message}`)
    }
  },

  write: (reply) => writeFailure(reply) ?? writeWechat(reply),
})

function run(
  collection: Collection,
  call: Exclude<DatabaseRequest, { operation: 'createCollection' }>,
): object {
  switch (call.operation) {
    case 'get': {
      const { skip: offset = 0, limit = 1 } = call
      return { list: collection.read(call).map(encode), offset, limit }
    }
    case 'count':
      return { total: collection.read({ query: call.query }).length }
    case 'add':
      return { insertedIds: call.data.map((document) => collection.add(document)) }
    case 'set': {
      const { _id } = call.query
      const { existed, changed } = collection.set(_id, call.data)
      return { updated: Number(existed && changed), upsert_id: existed ? null : _id }
    }
    case 'update':
      return { updated: collection.update(call.query, call.multi, call.data) }
    case 'remove':
      return { deleted: collection.remove(call.query, call.multi) }
  }
}
