import {
  applyChanges,
  checkChanges,
  checkDocument,
} from '../../../../../src/testing/gateway/database/update'

type Fields = { [name: string]: unknown }

const changed = (document: Fields, changes: Fields): Fields => {
  checkChanges(changes)
  applyChanges(document, changes)
  return document
}

it.each<[Fields, Fields, Fields]>([
  [{}, { $set: { 'a.b.c': 1, d: 2 } }, { a: { b: { c: 1 } }, d: 2 }],
  [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2, 'a.1': 3 } }, { a: [{ b: 2 }, 3] }],
  [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': '', 'a.x.y': '', z: '' } }, { a: { c: 2 } }],
  [{ a: null }, { $unset: { a: '' } }, {}],
  [{ a: 5 }, { $unset: { 'a.b': '' } }, { a: 5 }],
  [{ a: [1, { b: 2 }] }, { $unset: { 'a.0': '', 'a.1.b': '' } }, { a: [null, {}] }],
  [{ n: 1 }, { $inc: { n: 1, constructor: 2 }, $set: { ab: 1 } }, { n: 2, constructor: 2, ab: 1 }],
])('%j with %j: %j', (document, changes, expected) => {
  expect(changed(document, changes)).toEqual(expected)
})

it.each<[Fields, Fields, string]>([
  [{ a: 5 }, { $set: { 'a.b': 1 } }, "Cannot create field 'b' in element {a: 5}"],
  [{ a: { b: null } }, { $inc: { 'a.b.c': 1 } }, "Cannot create field 'c' in element {b: null}"],
  [{ a: [] }, { $push: { 'a.b': { $each: [1] } } }, "Cannot create field 'b' in element {a: []}"],
  [{ a: null }, { $inc: { a: 1 } }, "Cannot apply $inc to 'a', which is no number"],
  [{ a: {} }, { $push: { a: { $each: [] } } }, "Cannot apply $push to 'a', which is no array"],
  [{}, { $mul: { a: null } }, 'Cannot apply $mul with null, which is no number'],
  [{}, { $set: { a: 1 }, $inc: { a: 1 } }, "Updating the path 'a' would create a conflict at 'a'"],
  [{}, { $set: { 'a.b': 1, a: 1 } }, "Updating the path 'a' would create a conflict at 'a.b'"],
  [{}, { $set: {} }, "'$set' is empty"],
])('%j with %j is refused: %s', (document, changes, words) => {
  expect(() => changed(document, changes)).toThrow(words)
})

it.each<[Fields, string]>([
  [{ $rename: { a: 'b' } }, 'the operator $rename of an update; played are $set, $unset, $inc'],
  [{ $set: { 'a.$.b': 1 } }, 'the path a.$.b of an update'],
  [{ $set: { a: [{ 'b.c': 1 }] } }, 'the field name b.c'],
  [{ $push: { a: { $each: [{ $b: 1 }] } } }, 'the field name $b'],
  [{ $addToSet: { a: { each: [1] } } }, 'each of _.addToSet()'],
  [{ $pull: { a: { $near: 1 } } }, 'the operator $near of a query'],
  [{ $pull: { a: /x/ } }, 'the value /x/ in a document'],
])('%j is not played: %s', (changes, words) => {
  expect(() => checkChanges(changes)).toThrow(words)
})

it('plays documents of any plain values', () => {
  expect(() => checkDocument({ a: [null, 1, new Date(0), { b: 'a.b $c' }] })).not.toThrow()
})
