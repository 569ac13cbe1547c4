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
  [{ a: 1 }, { $unset: { 'b.c': '' } }, { a: 1 }],
  [{ n: 1 }, { $inc: { n: 1, constructor: 2 }, $set: { ab: 1 } }, { n: 2, constructor: 2, ab: 1 }],
  [
    { a: [1] },
    { $push: { a: { $each: [2, 3] }, 'b.c': { $each: [{ d: 1 }] } } },
    { a: [1, 2, 3], b: { c: [{ d: 1 }] } },
  ],
])('%j with %j: %j', (document, changes, expected) => {
  expect(changed(document, changes)).toEqual(expected)
})

it.each<[Fields, Fields, string]>([
  [{ a: 5 }, { $set: { 'a.b': 1 } }, "Cannot create field 'b' in element {a: 5}"],
  [{ a: { b: null } }, { $inc: { 'a.b.c': 1 } }, "Cannot create field 'c' in element {b: null}"],
  [{ a: [] }, { $push: { 'a.b': { $each: [1] } } }, "Cannot create field 'b' in element {a: []}"],
  [{ a: 'x' }, { $inc: { a: 1 } }, 'Cannot apply $inc to a value of non-numeric type'],
  [{ a: null }, { $inc: { a: 1 } }, 'Cannot apply $inc to a value of non-numeric type'],
  [{ a: {} }, { $push: { a: { $each: [] } } }, "The field 'a' must be an array"],
  [{ a: null }, { $push: { a: { $each: [] } } }, "The field 'a' must be an array"],
  [{}, { $inc: { a: '1' } }, 'Cannot increment with non-numeric argument: {a: "1"}'],
  [{}, { $set: { a: 1 }, $inc: { a: 1 } }, "Updating the path 'a' would create a conflict at 'a'"],
  [{}, { $set: { 'a.b': 1, a: 1 } }, "Updating the path 'a' would create a conflict at 'a.b'"],
  [{}, { $set: {} }, "'$set' is empty"],
])('%j with %j is rejected: %s', (document, changes, words) => {
  expect(() => changed(document, changes)).toThrow(words)
})

it('pollutes nothing', () => {
  changed({}, { $unset: { '__proto__.toString': '', 'constructor.name': '' } })
  expect(() => changed({}, { $set: { '__proto__.bad': 1 } })).toThrow('Cannot create field')
  expect([typeof {}.toString, ({} as { bad?: unknown }).bad]).toEqual(['function', undefined])
})

it.each<[Fields, string]>([
  [{ $mul: { a: 2 } }, 'the operator $mul of an update; simulated are $set, $unset, $inc'],
  [{ $set: { 'a.$.b': 1 } }, 'the path a.$.b of an update'],
  [{ $set: { a: [{ 'b.c': 1 }] } }, 'the field name b.c'],
  [{ $push: { a: { $each: [{ $b: 1 }] } } }, 'the field name $b'],
  [{ $push: { a: { $each: [], $slice: 3 } } }, 'the option $slice of $push; simulated are $each'],
])('%j is not simulated: %s', (changes, words) => {
  expect(() => checkChanges(changes)).toThrow(words)
})

it('accepts documents of any plain values', () => {
  expect(() => checkDocument({ a: [null, 1, new Date(0), { b: 'a.b $c' }] })).not.toThrow()
})
