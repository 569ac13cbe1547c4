import { checkQuery, matches } from '../../../../../src/testing/gateway/database/query'
import { decode } from '../../../../../src/testing/gateway/database/values'

type Fields = { [name: string]: unknown }

const at = (ms: number) => new Date(ms)

// What MongoDB answers.
const rows: [query: Fields, document: Fields, expected: boolean][] = [
  // Equality
  [{}, { a: 1 }, true],
  [{ a: 1, b: 2 }, { a: 1, b: 2 }, true],
  [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
  [{ a: '1' }, { a: 1 }, false],
  [{ a: 0 }, { a: false }, false],
  [{ a: at(5) }, { a: at(5) }, true],
  [{ a: at(5) }, { a: 5 }, false],
  [{ a: { b: 1 } }, { a: { b: 1 } }, true],
  [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, false],
  [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, false],
  [{ a: {} }, { a: {} }, true],
  [{ a: {} }, { a: [] }, false],
  [{ a: { $eq: 1 } }, { a: [1, 2] }, true],
  [{ a: { $eq: [1] } }, { a: [1] }, true],
  [{ a: [1] }, { a: [1, 2] }, false],
  [{ a: [1] }, { a: [[1], 2] }, true],
  [{ a: { $ne: 5 } }, { a: [5, 6] }, false],
  [{ a: { $ne: 5 } }, {}, true],
  // Null
  [{ a: null }, { a: null }, true],
  [{ a: null }, {}, true],
  [{ a: null }, { a: '' }, false],
  [{ a: { $ne: null } }, {}, false],
  [{ a: { $in: [null] } }, {}, true],
  [{ a: { $nin: [null] } }, {}, false],
  [{ a: { $gte: null } }, {}, true],
  [{ a: { $gt: null } }, { a: 1 }, false],
  // Paths
  [{ 'a.b': 1 }, { a: { b: 1 } }, true],
  [{ 'a.b': 1 }, { a: [{ b: 1 }, { b: 2 }] }, true],
  [{ 'a.b': { $ne: 1 } }, { a: [{ b: 1 }, { b: 2 }] }, false],
  [{ 'a.b': null }, { a: [{ b: 1 }, {}] }, true],
  [{ 'a.b': null }, { a: [] }, false],
  [{ 'a.0': 1 }, { a: [1] }, true],
  [{ 'a.0.b': 1 }, { a: [{ b: 1 }] }, true],
  [{ 'a.length': 1 }, { a: [1] }, false],
  [{ constructor: { $exists: true } }, {}, false],
  // Comparison, of the same type alone
  [{ a: { $gt: 1 } }, { a: 2 }, true],
  [{ a: { $gt: 1 } }, { a: 1 }, false],
  [{ a: { $gt: 1 } }, { a: '2' }, false],
  [{ a: { $gt: 1 } }, { a: [0, 5] }, true],
  [{ a: { $gt: 3, $lt: 2 } }, { a: [1, 5] }, true],
  [{ a: { $gt: at(5) } }, { a: at(9) }, true],
  [{ a: { $gt: at(5) } }, { a: 9 }, false],
  [{ a: { $lt: true } }, { a: false }, true],
  [{ a: { $lte: 'b' } }, { a: 'b' }, true],
  // Lists
  [{ a: { $in: [1, [2]] } }, { a: [2] }, true],
  [{ a: { $in: [] } }, { a: 1 }, false],
  [{ a: { $nin: [1] } }, { a: [1, 2] }, false],
  // Presence
  [{ a: { $exists: true } }, { a: null }, true],
  [{ a: { $exists: false } }, {}, true],
  [{ 'a.b': { $exists: true } }, { a: [{ b: 1 }, {}] }, true],
  // Logic
  [{ $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
  [{ $or: [{ a: 1 }, { b: 2 }] }, { a: 2, b: 3 }, false],
  [{ a: 1, $or: [{ b: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
]

it.each(rows)('%j on %j: %j', (query, document, expected) => {
  expect(() => checkQuery(query)).not.toThrow()
  expect(matches(document, query)).toBe(expected)
})

it.each<[Fields, string]>([
  [{ a: { $regex: 'x' } }, 'the operator $regex of a query; simulated are $eq, $ne, '],
  [decode('{"a":{"$regularExpression":{"pattern":"x"}}}'), 'the operator $regularExpression'],
  [{ $and: [{ $or: [{ a: [{ $type: 1 }] }] }] }, 'the operator $type of a query'],
  [{ a: { $toString: 1 } }, 'the operator $toString of a query'],
  // In a place that is not theirs
  [{ a: { $gt: 1, b: 2 } }, 'the operator b of a query'],
  [{ a: { $or: [], $eq: 1 } }, 'the operator $or of a query; simulated are $eq, '],
  [{ $eq: 1 }, 'the operator $eq of a query; simulated are $and, $or'],
])('names what is not simulated of %j', (query, words) => {
  expect(() => {
    checkQuery(query)
    matches({ a: 2 }, query)
  }).toThrow(words)
})
