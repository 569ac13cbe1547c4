import { readDatabaseCall } from '../../../../../src/testing/gateway/database/call'

const read = (body: unknown) => readDatabaseCall(Buffer.from(JSON.stringify(body)))

const base = { collectionName: 'c', envName: 'e', sessionToken: '' }
const fields = { envName: 'e', sessionToken: '' }

// As SDK 4.0.2 sends them.
it.each<[string, object, object]>([
  [
    'doc.get',
    { action: 'database.getDocument', query: '{"_id":"a"}', queryType: 'DOC', multi: false },
    { operation: 'get', query: { _id: 'a' } },
  ],
  [
    'where.get',
    {
      action: 'database.getDocument',
      query: '{"n":{"$gte":{"$numberInt":"8"}}}',
      queryType: 'WHERE',
      order: '{"at":{"$numberInt":"-1"}}',
      offset: 5,
      limit: 20,
    },
    {
      operation: 'get',
      query: { n: { $gte: 8 } },
      orderBy: { at: -1 },
      skip: 5,
      limit: 20,
    },
  ],
  [
    'count',
    { action: 'database.calculateDocument', queryType: 'WHERE' },
    { operation: 'count', query: {} },
  ],
  [
    'doc.set',
    {
      action: 'database.modifyDocument',
      query: '{"_id":"a"}',
      queryType: 'DOC',
      data: '{"n":{"$numberInt":"1"}}',
      merge: false,
      upsert: true,
      multi: false,
    },
    { operation: 'set', query: { _id: 'a' }, data: { n: 1 } },
  ],
  [
    'where.update',
    {
      action: 'database.modifyDocument',
      query: '{"n":{"$numberInt":"1"}}',
      queryType: 'WHERE',
      data: '{"$inc":{"n":{"$numberInt":"1"}}}',
      merge: true,
      upsert: false,
      multi: true,
    },
    { operation: 'update', query: { n: 1 }, data: { $inc: { n: 1 } }, multi: true },
  ],
  [
    'remove',
    { action: 'database.removeDocument', query: '', queryType: 'WHERE', multi: true },
    { operation: 'remove', query: {}, multi: true },
  ],
  [
    'add',
    { action: 'database.insertDocument', data: ['{"n":{"$numberInt":"1"}}', '{}'] },
    { operation: 'add', data: [{ n: 1 }, {}] },
  ],
  ['createCollection', { action: 'database.addCollection' }, { operation: 'createCollection' }],
])('reads %s', (_, body, expected) => {
  expect(read({ ...base, ...body })).toEqual({ collection: 'c', fields, ...expected })
})

it.each<[string, unknown, string]>([
  [
    'another action',
    { action: 'database.watch' },
    'the action database.watch; simulated are database.get',
  ],
  ['no action', {}, 'the action undefined'],
  ['an inherited one', { action: 'toString' }, 'the action toString'],
  ['a query', { action: 'database.getDocument', query: '{"$where":1}' }, 'the operator $where'],
  ['a projection', { action: 'database.getDocument', projection: '{"a":1}' }, 'field()'],
  ['a document', { action: 'database.insertDocument', data: ['{"$a":1}'] }, 'the field name $a'],
  [
    'an update',
    { action: 'database.modifyDocument', merge: true, data: '{"$bit":{"a":1}}' },
    'the operator $bit',
  ],
])('names what is not simulated: %s', (_, body, words) => {
  expect(() => read(body)).toThrow(words)
})

it('throws where it is not JSON', () => {
  expect(() => readDatabaseCall(Buffer.from('{'))).toThrow(SyntaxError)
})
