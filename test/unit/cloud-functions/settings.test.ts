import { CACHE_SECONDS, readSettings } from '../../../src/cloud-functions/settings'

it('has a default for each variable', () =>
  expect(readSettings({})).toEqual({
    allowedOpenids: [''],
    cacheSeconds: 10,
    notify: '',
    language: 'zh',
    collection: 'gray_release',
  }))

it('reads what is set, and cuts blanks off', () =>
  expect(
    readSettings({
      GRAY_RELEASE_ALLOWED_OPENIDS: ' oA ,oB',
      GRAY_RELEASE_CACHE_SECONDS: ' 60 ',
      GRAY_RELEASE_NOTIFY: 'https://example.com/a, https://example.com/b',
      GRAY_RELEASE_LANGUAGE: ' en ',
      GRAY_RELEASE_COLLECTION: ' releases ',
      OTHER: 'x',
    }),
  ).toEqual({
    allowedOpenids: ['oA', 'oB'],
    cacheSeconds: 60,
    notify: 'https://example.com/a, https://example.com/b',
    language: 'en',
    collection: 'releases',
  }))

it.each(['fr', 'EN', 'english', '', 'zh'])('speaks Chinese for %j', (language) =>
  expect(readSettings({ GRAY_RELEASE_LANGUAGE: language }).language).toBe('zh'),
)

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
])('a plan is kept, for %j, %d seconds', (value, seconds) =>
  expect(readSettings({ [CACHE_SECONDS]: value }).cacheSeconds).toBe(seconds),
)
