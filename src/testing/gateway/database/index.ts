import { type GatewayFailure, REQUEST_ID, type WechatReply } from '../reply-types'
import type { DatabaseCall } from './call'
import { Collection } from './collection'
import { encode } from './ejson'
import type { DatabaseDocument } from './operation'

/** What the cloud answers. */
type Answer = WechatReply | GatewayFailure

/** The document database of the cloud, in memory: one, whatever environment is asked for. */
export class Database {
  readonly #collections = new Map<string, Collection>()

  /** A copy of what is in a collection; nothing if there is no such collection. */
  documents(collection: string): DatabaseDocument[] {
    return this.#collections.get(collection)?.read() ?? []
  }

  /** Does what is asked, at once and as a whole. */
  answer(call: DatabaseCall): Answer {
    const collection = this.#collections.get(call.collection)
    if (call.operation === 'createCollection') {
      if (collection) return failure('DATABASE_COLLECTION_ALREADY_EXIST', TABLE_EXISTS)
      this.#collections.set(call.collection, new Collection(call.collection))
      return success()
    }
    if (!collection) return failure('DATABASE_COLLECTION_NOT_EXIST', NO_TABLE + call.collection)
    try {
      return run(collection, call)
    } catch (thrown) {
      return failure('DATABASE_REQUEST_FAILED', `[FailedOperation] ${(thrown as Error).message}`)
    }
  }
}

// The cloud's own words, as people quote them.
const TABLE_EXISTS = '[ResourceUnavailable.ResourceExist] Table exist'
const NO_TABLE = '[ResourceNotFound] Db or Table not exist: '
const NO_QUERY = "Param query can't be empty"

function run(
  collection: Collection,
  call: Exclude<DatabaseCall, { operation: 'createCollection' }>,
): Answer {
  switch (call.operation) {
    case 'get': {
      const { skip: offset = 0, limit = 1 } = call
      return success({ list: collection.read(call).map(encode), offset, limit })
    }
    case 'count':
      return success({ total: collection.read(call).length })
    case 'add':
      return success({ insertedIds: call.data.map((document) => collection.add(document)) })
    case 'set': {
      const { _id } = call.query
      const { there, changed } = collection.set(_id, call.data)
      return success({ updated: Number(there && changed), upsert_id: there ? null : _id })
    }
    case 'update':
      if (isEmpty(call.query)) return failure('INVALID_PARAM', NO_QUERY)
      return success({ updated: collection.update(call.query, call.multi, call.data) })
    case 'remove':
      if (isEmpty(call.query)) return failure('INVALID_PARAM', NO_QUERY)
      return success({ deleted: collection.remove(call.query, call.multi) })
  }
}

const isEmpty = (query: DatabaseDocument): boolean => Object.keys(query).length === 0

const success = (data?: object): WechatReply => ({
  wechat: { body: { requestId: REQUEST_ID, ...(data && { data }) } },
})

const failure = (code: string, message: string): GatewayFailure => ({ gateway: { code, message } })
