import { field, object, optionalField, safeParse } from '../../../src/core/schema'

const isNumber = (value: unknown): boolean => typeof value === 'number'
const schema = object(
  {
    must: field<number>(isNumber, 'must be a number'),
    may: optionalField<number>(isNumber, ({ input }) => `must be a number, and is ${input}`),
  },
  'must be an object',
)
const issuesOf = (value: unknown) =>
  safeParse(schema, value).error?.issues.map(({ path, message }) => [path.join('.'), message])

it.each([
  [{ must: 1 }, { must: 1 }],
  [
    { must: 1, may: 2, other: 3 },
    { must: 1, may: 2 },
  ],
  [
    { must: 1, may: null },
    { must: 1, may: null },
  ],
  [{ must: 1, may: undefined }, { must: 1 }],
])('takes %j', (value, data) => expect(safeParse(schema, value).data).toEqual(data))

it.each([
  [{}, [['must', 'must be a number']]],
  [{ must: null }, [['must', 'must be a number']]],
  [{ must: 1, may: 'x' }, [['may', 'must be a number, and is x']]],
  [
    { must: 'x', may: false },
    [
      ['must', 'must be a number'],
      ['may', 'must be a number, and is false'],
    ],
  ],
  [null, [['', 'must be an object']]],
  [[], [['', 'must be an object']]],
  ['text', [['', 'must be an object']]],
])('says what is wrong with %j', (value, issues) => expect(issuesOf(value)).toEqual(issues))
