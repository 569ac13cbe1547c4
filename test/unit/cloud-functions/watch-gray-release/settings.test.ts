import { readSettings } from '../../../../src/cloud-functions/settings'
import { VARIABLES } from '../../../../src/cloud-functions/watch-gray-release/settings'

it('has a default for each variable', () =>
  expect(readSettings(VARIABLES, {})).toEqual({
    GRAY_RELEASE_NOTIFY: [],
    GRAY_RELEASE_LANGUAGE: 'zh',
    GRAY_RELEASE_COLLECTION: 'gray_release',
  }))

it('reads what is set, and cuts blanks off', () =>
  expect(
    readSettings(VARIABLES, {
      GRAY_RELEASE_NOTIFY: 'https://example.com/a, https://example.com/b',
      GRAY_RELEASE_LANGUAGE: ' en ',
      GRAY_RELEASE_COLLECTION: ' releases ',
    }),
  ).toEqual({
    GRAY_RELEASE_NOTIFY: [
      { id: expect.any(String), url: 'https://example.com/a' },
      { id: expect.any(String), url: 'https://example.com/b' },
    ],
    GRAY_RELEASE_LANGUAGE: 'en',
    GRAY_RELEASE_COLLECTION: 'releases',
  }))

it.each(['fr', 'EN', 'english', '', 'zh'])('speaks Chinese for %j', (language) =>
  expect(readSettings(VARIABLES, { GRAY_RELEASE_LANGUAGE: language })).toMatchObject({
    GRAY_RELEASE_LANGUAGE: 'zh',
  }),
)
