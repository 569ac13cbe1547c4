import { select, sort } from '../../../../../src/testing/gateway/database/select'

const documents = [
  { _id: 1, n: 2, m: 'b' },
  { _id: 2, n: 1, m: 'b' },
  { _id: 3, m: 'a' },
  { _id: 4, n: [0, 9], m: 'a' },
  { _id: 5, n: [], m: 'a' },
]

const ids = (found: { _id?: unknown }[]) => found.map(({ _id }) => _id)

it('gives everything unless asked for less', () => {
  expect(select(documents, {})).toEqual(documents)
  expect(select(documents, { query: { m: 'a' }, skip: 1, limit: 1, field: { m: 1 } })).toEqual([
    { _id: 4, m: 'a' },
  ])
  expect(ids(select(documents, { skip: 3 }))).toEqual([4, 5])
})

it('sorts by one field and then by the next, and an array by its least or its greatest item', () => {
  expect(ids(select(documents, { orderBy: { n: 1 } }))).toEqual([3, 5, 4, 2, 1])
  expect(ids(select(documents, { orderBy: { n: -1 } }))).toEqual([4, 1, 2, 3, 5])
  expect(ids(select(documents, { orderBy: { m: -1, n: 1 } }))).toEqual([2, 1, 3, 5, 4])
  expect(
    ids(
      sort(
        [
          { _id: 1, a: [{ b: 2 }] },
          { _id: 2, a: [{ b: 3 }, { b: 1 }, {}] },
        ],
        { 'a.b': 1 },
      ),
    ),
  ).toEqual([2, 1])
})

it('leaves what it was given as it is', () => {
  select(documents, { orderBy: { n: 1 } })
  expect(ids(documents)).toEqual([1, 2, 3, 4, 5])
})
