import { cacheSeconds } from '../../../../src/cloud-functions/get-gray-release-plan/settings'

const read = (value: string | undefined) => {
  const warn = jest.fn()
  const seconds = cacheSeconds({ GRAY_RELEASE_CACHE_SECONDS: value }, warn)
  return { seconds, warnings: warn.mock.calls }
}

it.each([
  [undefined, 10],
  ['', 10],
  [' ', 10],
  ['0', 0],
  ['1', 1],
  [' 60 ', 60],
  ['0.5', 0.5],
  ['0.25', 0.25],
  ['3600', 3600],
])('caches a plan, for %j, for %d seconds', (value, seconds) =>
  expect(read(value)).toEqual({ seconds, warnings: [] }),
)

it.each(['3601', '-1', '1e3', '0x10', 'abc', 'Infinity', 'NaN', '1.', '10s'])(
  'caches a plan, for %j, for 10 seconds, and reports it',
  (value) =>
    expect(read(value)).toEqual({
      seconds: 10,
      warnings: [
        ['GRAY_RELEASE_CACHE_SECONDS', 'must be a number of seconds from 0 to 3600; 10 is used'],
      ],
    }),
)
