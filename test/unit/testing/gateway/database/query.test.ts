import { checkQuery, matches } from '../../../../../src/testing/gateway/database/query'

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
  [{ a: {} }, { a: {} }, true],
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
  [{ a: { $gt: { b: 1 } } }, { a: { b: 2 } }, true],
  [{ a: { $lte: 'b' } }, { a: 'b' }, true],
  // Lists
  [{ a: { $in: [1, [2]] } }, { a: [2] }, true],
  [{ a: { $in: [1, /^x/] } }, { a: 'xy' }, true],
  [{ a: { $in: [] } }, { a: 1 }, false],
  [{ a: { $nin: [1] } }, { a: [1, 2] }, false],
  [{ a: { $all: [1, 2] } }, { a: [2, 3, 1] }, true],
  [{ a: { $all: [1] } }, { a: 1 }, true],
  [{ a: { $all: [] } }, { a: [] }, false],
  [{ a: { $all: [{ $elemMatch: { b: 1 } }] } }, { a: [{ b: 1 }] }, true],
  [{ a: { $size: 2 } }, { a: [1, 2] }, true],
  [{ a: { $size: 0 } }, {}, false],
  [
    { a: { $elemMatch: { b: 1, c: { $gt: 1 } } } },
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 2 },
      ],
    },
    false,
  ],
  [{ a: { $elemMatch: { b: 1 } } }, { a: [1, { b: 1 }] }, true],
  [{ a: { $elemMatch: { b: 1 } } }, { a: [1] }, false],
  [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, { a: [{ b: 2 }] }, true],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 2] }, true],
  [{ a: { $elemMatch: { $gt: 1 } } }, { a: [[5]] }, false],
  [{ a: { $elemMatch: { $gt: 1 } } }, { a: 5 }, false],
  // Others
  [{ a: { $exists: true } }, { a: null }, true],
  [{ a: { $exists: false } }, {}, true],
  [{ 'a.b': { $exists: true } }, { a: [{ b: 1 }, {}] }, true],
  [{ a: { $mod: [2, 1] } }, { a: 3 }, true],
  [{ a: { $mod: [2, 1] } }, { a: '3' }, false],
  [{ a: /x/i }, { a: ['aX'] }, true],
  [{ a: /1/ }, { a: 1 }, false],
  [{ a: { $regex: '^x' } }, { a: ['y', 'xx'] }, true],
  [{ a: { $regex: 'X', $options: 'i' } }, { a: 'x' }, true],
  [{ a: { $regex: /X/i } }, { a: 'x' }, true],
  [{ a: { $not: { $gt: 1 } } }, {}, true],
  [{ a: { $not: /x/ } }, { a: 'x' }, false],
  // Logic
  [{ $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
  [{ $or: [{ a: 1 }, { b: 2 }] }, { a: 2, b: 3 }, false],
  [{ $nor: [{ a: 1 }, { b: 2 }] }, { a: 2, b: 3 }, true],
  [{ a: 1, $or: [{ b: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
]

it.each(rows)('%j on %j: %j', (query, document, expected) => {
  expect(() => checkQuery(query)).not.toThrow()
  expect(matches(document, query)).toBe(expected)
})

it.each<[Fields, string]>([
  [{ a: { $near: 1 } }, 'the operator $near of a query; played are $eq, $ne, '],
  [{ $and: [{ $or: [{ a: [{ $type: 1 }] }] }] }, 'the operator $type of a query'],
  [{ $expr: {} }, 'the operator $expr of a query'],
  [{ a: { $toString: 1 } }, 'the operator $toString of a query'],
  [{ a: { $ne: /x/ } }, '/x/ in $ne; played are $in, $nin, $not, $all, $regex'],
  [{ a: { $regex: 'x', $options: 'ig' } }, 'the flag g of a regular expression'],
])('names what is not played of %j', (query, words) => {
  expect(() => checkQuery(query)).toThrow(words)
})

it.each<[Fields, string]>([
  [{ a: { $gt: 1, b: 2 } }, 'the operator b of a query'],
  [{ a: { $or: [], $eq: 1 } }, 'the operator $or of a query; played are $eq, '],
  [{ $eq: 1 }, 'the operator $eq of a query; played are $and, $or, $nor'],
])('refuses an operator in a place that is not its own: %j', (query, words) => {
  expect(() => matches({ a: 2 }, query)).toThrow(words)
})
