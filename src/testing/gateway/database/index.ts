import {
  type Arrived,
  CLOUD_PATH,
  type Endpoint,
  isGatewayFailure,
  isHttp,
  type Said,
  writeFailure,
  writeWechat,
} from '../endpoint'
import type { Release } from '../release'
import type { SingleReply } from '../reply'
import { type BasicReply, type GatewayFailure, REQUEST_ID, type WechatReply } from '../reply-types'
import type { DatabaseRequest } from '../request'
import { SCENARIO_TABLE } from '../scenarios'
import type { HttpParts } from '../send-response'
import { readDatabaseCall } from './call'
import { Collection } from './collection'
import type { DatabaseDocument } from './operation'
import { encode } from './values'

/** Calls of `cloud.database()`: a document database in memory, one for every environment. */
export class Database implements Endpoint<DatabaseRequest> {
  readonly #collections = new Map<string, Collection>()

  constructor(private readonly release: Release) {}

  /** A copy of what is in a collection; nothing if there is no such collection. */
  documents(collection: string): DatabaseDocument[] {
    return this.#collections.get(collection)?.read() ?? []
  }

  /** The SDK sends JSON to the database, and a form to WeChat's APIs. */
  isAt({ pathname, received }: Arrived): boolean {
    const isJson = received.headers['content-type']?.includes('application/json') === true
    return pathname === CLOUD_PATH && isJson
  }

  receive({ received, body }: Arrived): DatabaseRequest {
    return { kind: 'database', ...received, ...readDatabaseCall(body) }
  }

  reject(): undefined {}

  isFor(): boolean {
    return false
  }

  /** WeChat's replies are not the database's: only the gateway and the connection can fail. */
  choose(reply: SingleReply): BasicReply | undefined {
    const basic = typeof reply === 'string' ? SCENARIO_TABLE[reply].cloud(this.release) : reply
    return isHttp(basic) || isGatewayFailure(basic) ? basic : undefined
  }

  /** Does what is asked, at once and as a whole. */
  usual(call: DatabaseRequest): Said {
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

  write(reply: Said): HttpParts {
    return writeFailure(reply) ?? writeWechat(reply)
  }
}

// The cloud's own messages, as people quote them.
const TABLE_EXISTS = '[ResourceUnavailable.ResourceExist] Table exist'
const NO_TABLE = '[ResourceNotFound] Db or Table not exist: '
const NO_QUERY = "Param query can't be empty"

function run(
  collection: Collection,
  call: Exclude<DatabaseRequest, { operation: 'createCollection' }>,
): Said {
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
      const { existed, changed } = collection.set(_id, call.data)
      return success({ updated: Number(existed && changed), upsert_id: existed ? null : _id })
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
