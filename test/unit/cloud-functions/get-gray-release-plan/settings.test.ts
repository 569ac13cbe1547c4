import { VARIABLES } from '../../../../src/cloud-functions/get-gray-release-plan/settings'
import { readSettings } from '../../../../src/cloud-functions/settings'

it.each([
  [undefined, 10],
  ['', 10],
  ['0', 0],
  ['1', 1],
  [' 60 ', 60],
  ['0.5', 0.5],
  ['0.25', 0.25],
  ['3600', 3600],
  ['3601', 10],
  ['-1', 10],
  ['1e3', 10],
  ['0x10', 10],
  ['abc', 10],
  ['Infinity', 10],
  ['NaN', 10],
])('keeps a plan, for %j, for %d seconds', (value, seconds) =>
  expect(readSettings(VARIABLES, { GRAY_RELEASE_CACHE_SECONDS: value })).toEqual({
    GRAY_RELEASE_CACHE_SECONDS: seconds,
  }),
)
