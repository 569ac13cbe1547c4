import { checkField, project } from '../../../../../src/testing/gateway/database/projection'

const document = { _id: 1, a: 1, b: { c: 2, d: { e: 3 } }, f: [{ g: 4, h: 5 }, 6, [{ g: 7 }]] }
const { _id, a, b, f } = document

it.each([
  [{}, document],
  [{ a: 1 }, { _id, a }],
  [{ a: 1, _id: 0 }, { a }],
  [{ _id: 1 }, { _id }],
  [{ _id: 0 }, { a, b, f }],
  [{ a: 0 }, { _id, b, f }],
  [
    { a: 0, _id: 0 },
    { b, f },
  ],
  [
    { a: 0, _id: 1 },
    { _id, b, f },
  ],
  [{ b: 1 }, { _id, b }],
  [{ 'b.c': 1 }, { _id, b: { c: 2 } }],
  [
    { 'b.d.e': 1, 'b.c': 1 },
    { _id, b: { c: 2, d: { e: 3 } } },
  ],
  [{ 'b.d.e': 0 }, { _id, a, b: { c: 2, d: {} }, f }],
  [{ 'a.x': 1 }, { _id }],
  [{ 'a.x': 0 }, document],
  [{ 'f.g': 1 }, { _id, f: [{ g: 4 }, [{ g: 7 }]] }],
  [{ 'f.g': 0 }, { _id, a, b, f: [{ h: 5 }, 6, [{}]] }],
  [{ none: 1 }, { _id }],
])('%j', (field, expected) => {
  expect(project(document, field)).toEqual(expected)
})

it('gives some fields or leaves some out, and does not do both', () => {
  expect(() => project(document, { a: 1, b: 0 })).toThrow('a mix of inclusion and exclusion')
})

it('names what is not played', () => {
  expect(() => checkField({ a: 1, _id: 0 })).not.toThrow()
  expect(() => checkField({ a: { $slice: 1 } })).toThrow(
    'the choice {"$slice":1} for the field a; played are 1, 0',
  )
})
