import {
  compare,
  isDocument,
  isSame,
  typeOf,
  valuesAt,
} from '../../../../../src/testing/gateway/database/values'

it.each([
  [undefined, 'null'],
  [null, 'null'],
  [0, 'number'],
  ['', 'string'],
  [{}, 'document'],
  [[], 'array'],
  [false, 'boolean'],
  [new Date(0), 'date'],
])('knows the type of %p: %s', (value, type) => {
  expect(typeOf(value)).toBe(type)
  expect(isDocument(value)).toBe(type === 'document')
})

it('orders values, of different types too', () => {
  const inOrder = [
    [undefined, null],
    [Number.NEGATIVE_INFINITY],
    [-1, -1],
    [1.5],
    [''],
    ['B'],
    ['a'],
    ['ab'],
    ['\uffee'],
    ['😀'],
    [{}],
    [{ a: 1 }, { a: 1 }],
    [{ a: 1, b: 0 }],
    [{ b: 0 }],
    [{ a: '' }],
    [[]],
    [[1]],
    [[1, 2]],
    [[2]],
    [false],
    [true],
    [new Date(0)],
    [new Date(1), new Date(1)],
  ]
  inOrder.forEach((ones, at) => {
    inOrder.forEach((others, where) => {
      for (const one of ones) {
        for (const other of others) {
          expect({ one, other, sign: Math.sign(compare(one, other)) || 0 }).toEqual({
            one,
            other,
            sign: Math.sign(at - where),
          })
        }
      }
    })
  })
})

it('takes values for the same only where MongoDB does', () => {
  const fields = { a: 1, b: [null, new Date(5)] }
  expect(isSame(fields, { a: 1, b: [null, new Date(5)] })).toBe(true)
  expect(isSame(fields, { b: [null, new Date(5)], a: 1 })).toBe(false)
  expect(isSame(undefined, null)).toBe(true)
  expect(isSame(Number.NaN, Number.NaN)).toBe(true)
  for (const [one, other] of [
    [5, new Date(5)],
    [1, '1'],
    [0, false],
    ['', null],
    [{}, []],
    [{ a: null }, {}],
  ]) {
    expect(isSame(one, other)).toBe(false)
  }
})

it.each([
  ['a', [{ b: [1, { c: 2 }, { c: [3] }] }]],
  ['a.b', [[1, { c: 2 }, { c: [3] }]]],
  ['a.b.c', [2, [3]]],
  ['a.b.1', [{ c: 2 }]],
  ['a.b.1.c', [2]],
  ['a.b.9', [undefined, undefined]],
  ['a.b.length', [undefined, undefined]],
  ['a.x', [undefined]],
  ['a.x.y', [undefined]],
  ['constructor', [undefined]],
])('finds %j', (path, found) => {
  const document = { a: { b: [1, { c: 2 }, { c: [3] }] } }
  expect(valuesAt(document, path)).toEqual(path === 'a' ? [document.a] : found)
})
