import { Collection } from '../../../../../src/testing/gateway/database/collection'

let collection: Collection

beforeEach(() => {
  collection = new Collection('checks')
  collection.add({ n: 1, _id: 'a' })
  collection.add({ _id: 'b', n: 2 })
})

it('keeps documents in the order in which they were added, the ID first', () => {
  expect(collection.read().map((document) => JSON.stringify(document))).toEqual([
    '{"_id":"a","n":1}',
    '{"_id":"b","n":2}',
  ])
})

it('shares nothing with those who put in or take out', () => {
  const list = [1]
  collection.set('a', { list })
  list.push(2)
  const [document] = collection.read() as [{ list: number[] }]
  document.list.push(3)
  expect(collection.read({ limit: 1 })).toEqual([{ _id: 'a', list: [1] }])
})

it('adds a document once, and makes an ID where there is none', () => {
  const id = collection.add({ n: 3 })
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(collection.read({ query: { n: 3 } })).toEqual([{ _id: id, n: 3 }])
  expect(() => collection.add({ _id: 'a' })).toThrow(
    'multiple write errors: [{write errors: [{E11000 duplicate key error collection: checks ' +
      'index: _id_ dup key: { _id: "a" }}]}, {<nil>}]',
  )
})

it('reports what setting did', () => {
  expect(collection.set('a', { n: 1 })).toEqual({ existed: true, changed: false })
  expect(collection.set('a', { n: 9 })).toEqual({ existed: true, changed: true })
  expect(collection.set('c', {})).toEqual({ existed: false, changed: true })
})

it('updates all that match or the first, and counts those that changed', () => {
  expect(collection.update({ n: { $gt: 0 } }, true, { $set: { n: 2 } })).toBe(1)
  expect(collection.update({ n: 2 }, false, { $inc: { n: 1 } })).toBe(1)
  expect(collection.read()).toEqual([
    { _id: 'a', n: 3 },
    { _id: 'b', n: 2 },
  ])
})

it("updates none where one can't be changed", () => {
  collection.add({ _id: 'c', n: 'x' })
  expect(() => collection.update({}, true, { $inc: { n: 1 } })).toThrow('$inc')
  expect(collection.read().map(({ n }) => n)).toEqual([1, 2, 'x'])
})

it('removes all that match or the first', () => {
  expect(collection.remove({ n: { $gt: 0 } }, false)).toBe(1)
  expect(collection.remove({ n: { $gt: 0 } }, true)).toBe(1)
  expect(collection.read()).toEqual([])
})
