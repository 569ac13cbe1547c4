import { databaseCalls } from '../../../../../src/testing/gateway/database'
import type { Collection } from '../../../../../src/testing/gateway/database/collection'
import type { DatabaseOperation } from '../../../../../src/testing/gateway/database/operation'
import { Release } from '../../../../../src/testing/gateway/release'

let database: ReturnType<typeof databaseCalls>
let collections: Map<string, Collection>

const ask = (operation: DatabaseOperation, collection = 'checks') =>
  database.usual({
    kind: 'database',
    method: 'POST',
    path: '/admin',
    headers: {},
    at: 0,
    ...operation,
    collection,
    fields: {},
  })

const answered = (data: object) => ({ wechat: { body: { requestId: 'local-gateway', data } } })

beforeEach(() => {
  collections = new Map()
  database = databaseCalls(new Release(600), collections)
  ask({ operation: 'createCollection' })
})

// What SDK 4.0.2 reads.
it('answers as the cloud does', () => {
  const query = { _id: 'a' }
  const n = (value: number) => ({ n: value })
  expect(ask({ operation: 'createCollection' }, 'new')).toEqual({
    wechat: { body: { requestId: 'local-gateway' } },
  })
  expect(ask({ operation: 'add', data: [{ _id: 'b' }] })).toEqual(answered({ insertedIds: ['b'] }))
  expect(ask({ operation: 'set', query, data: n(1) })).toEqual(
    answered({ updated: 0, upsert_id: 'a' }),
  )
  expect(ask({ operation: 'set', query, data: n(2) })).toEqual(
    answered({ updated: 1, upsert_id: null }),
  )
  expect(ask({ operation: 'set', query, data: n(2) })).toEqual(
    answered({ updated: 0, upsert_id: null }),
  )
  expect(ask({ operation: 'update', query, data: { $inc: { n: 1 } }, multi: true })).toEqual(
    answered({ updated: 1 }),
  )
  expect(ask({ operation: 'get', query })).toEqual(
    answered({ list: ['{"_id":"a","n":{"$numberInt":"3"}}'], offset: 0, limit: 1 }),
  )
  expect(ask({ operation: 'get', query: {}, skip: 1, limit: 9 })).toEqual(
    answered({ list: ['{"_id":"a","n":{"$numberInt":"3"}}'], offset: 1, limit: 9 }),
  )
  expect(ask({ operation: 'count', query: {} })).toEqual(answered({ total: 2 }))
  expect(ask({ operation: 'remove', query, multi: false })).toEqual(answered({ deleted: 1 }))
  expect(collections.get('checks')?.read()).toEqual([{ _id: 'b' }])
})

it.each<[string, DatabaseOperation, string | undefined, string]>([
  ['DATABASE_COLLECTION_ALREADY_EXIST', { operation: 'createCollection' }, 'checks', 'Table exist'],
  ['DATABASE_COLLECTION_NOT_EXIST', { operation: 'count', query: {} }, 'none', 'not exist: none'],
  [
    'INVALID_PARAM',
    { operation: 'remove', query: {}, multi: true },
    'checks',
    'query can’t be empty',
  ],
  ['INVALID_PARAM', { operation: 'update', query: {}, data: {}, multi: true }, 'checks', 'empty'],
  [
    'DATABASE_REQUEST_FAILED',
    { operation: 'add', data: [{ _id: 'a' }, { _id: 'a' }] },
    'checks',
    '[FailedOperation] multiple write errors: [{write errors: [{E11000',
  ],
])('rejects with %s', (code, operation, collection, words) => {
  expect(ask(operation, collection)).toEqual({
    gateway: { code, message: expect.stringContaining(words.replace('’', "'")) },
  })
})
