import { OPERATORS, type Operator } from '../../../../../src/testing/gateway/database/operators'

it.each<[string, value: unknown, operand: unknown, changed: unknown]>([
  ['$set', 1, null, null],
  ['$unset', 1, '', undefined],
  ['$inc', 1, -0.5, 0.5],
  ['$inc', undefined, 2, 2],
  ['$mul', 3, 2, 6],
  ['$mul', undefined, 2, 0],
  ['$min', 3, 2, 2],
  ['$min', 'x', 2, 2],
  ['$min', undefined, 2, 2],
  ['$max', 3, 2, 3],
  ['$max', null, 2, 2],
  ['$max', undefined, 2, 2],
  ['$push', undefined, { $each: [1] }, [1]],
  ['$push', [1], { $each: [2, 3] }, [1, 2, 3]],
  ['$push', [1, 2], { $each: [3], $position: 0 }, [3, 1, 2]],
  ['$push', [1, 2], { $each: [3], $position: -1 }, [1, 3, 2]],
  ['$push', [1, 2], { $each: [3, 4], $slice: -3 }, [2, 3, 4]],
  ['$push', undefined, { $each: [3, 4, 5], $slice: 2 }, [3, 4]],
  ['$push', [1], { $each: [2], $slice: 0 }, []],
  ['$push', [2, 'x'], { $each: [3, 1], $sort: -1 }, ['x', 3, 2, 1]],
  ['$push', [{ a: 2 }], { $each: [{ a: 1 }], $sort: { a: 1 }, $slice: 1 }, [{ a: 1 }]],
  ['$addToSet', undefined, 1, [1]],
  ['$addToSet', [{ a: 1 }], { a: 1 }, [{ a: 1 }]],
  ['$addToSet', [1], '1', [1, '1']],
  ['$pop', [1, 2], 1, [1]],
  ['$pop', [1, 2], -1, [2]],
  ['$pop', undefined, 1, undefined],
  ['$pop', undefined, -1, undefined],
  ['$pull', [1, [1], 2], 1, [[1], 2]],
  ['$pull', [1, [1], 2], [1], [1, 2]],
  ['$pull', [1, 2, 3, 'x'], { $gte: 2 }, [1, 'x']],
  ['$pull', [1, { a: 1, b: 2 }, { a: 2 }], { a: 1 }, [1, { a: 2 }]],
  ['$pull', [new Date(5), 5], new Date(5), [5]],
  ['$pull', undefined, 1, undefined],
  ['$pullAll', [1, 2, [3], 1], [1, [3]], [2]],
  ['$pullAll', undefined, [1], undefined],
])('%s makes of %p with %j: %p', (name, value, operand, changed) => {
  const before = JSON.stringify(value)
  expect((OPERATORS[name] as Operator).change(value, operand)).toEqual(changed)
  expect(JSON.stringify(value)).toBe(before)
})

it('says what it needs', () => {
  const types = Object.entries(OPERATORS).map(([name, { type }]) => [name, type])
  expect(types.filter(([, type]) => type === 'number')).toEqual([
    ['$inc', 'number'],
    ['$mul', 'number'],
  ])
  expect(types.filter(([, type]) => type === undefined).map(([name]) => name)).toEqual([
    '$set',
    '$unset',
    '$min',
    '$max',
  ])
})
