import {
  CALLER_VARIABLES,
  readSettings,
  variable,
  variables,
} from '../../../src/cloud-functions/settings'

it('lists OPENIDs, blanks cut off', () => {
  const env = { GRAY_RELEASE_ALLOWED_OPENIDS: ' oA ,oB，oC、oD', OTHER: 'x' }
  expect(readSettings(CALLER_VARIABLES, env)).toEqual({
    GRAY_RELEASE_ALLOWED_OPENIDS: ['oA', 'oB', 'oC', 'oD'],
  })
})

it('reads a variable that is not set as an empty one', () => {
  const schema = variables({ A: variable((text) => text.length) })
  expect(readSettings(schema, {})).toEqual({ A: 0 })
  expect(readSettings(schema, { A: ' 12 ' })).toEqual({ A: 2 })
})
