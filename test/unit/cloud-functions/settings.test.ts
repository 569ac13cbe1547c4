import { allowedOpenids, setting } from '../../../src/cloud-functions/settings'

it('lists OPENIDs without the spaces around them', () =>
  expect(allowedOpenids({ GRAY_RELEASE_ALLOWED_OPENIDS: ' oA ,oB，oC、oD', OTHER: 'x' })).toEqual([
    'oA',
    'oB',
    'oC',
    'oD',
  ]))

it.each([
  [undefined, ''],
  ['', ''],
  [' 12 ', '12'],
])('reads a variable that is %j as %j', (A, text) => expect(setting({ A }, 'A')).toBe(text))
