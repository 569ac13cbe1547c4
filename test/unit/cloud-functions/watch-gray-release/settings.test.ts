import { readSettings } from '../../../../src/cloud-functions/watch-gray-release/settings'

const warn = jest.fn()
beforeEach(() => warn.mockClear())

it('has a default for each variable', () => {
  expect(readSettings({}, warn)).toEqual({
    GRAY_RELEASE_NOTIFY: [],
    GRAY_RELEASE_LANGUAGE: 'zh',
    GRAY_RELEASE_COLLECTION: 'gray_release',
  })
  expect(warn).not.toHaveBeenCalled()
})

it('reads what is set, without the spaces around it', () => {
  const env = {
    GRAY_RELEASE_NOTIFY: 'https://example.com/a, https://example.com/b',
    GRAY_RELEASE_LANGUAGE: ' en ',
    GRAY_RELEASE_COLLECTION: ' releases ',
  }
  expect(readSettings(env, warn)).toEqual({
    GRAY_RELEASE_NOTIFY: [
      { id: expect.any(String), url: 'https://example.com/a' },
      { id: expect.any(String), url: 'https://example.com/b' },
    ],
    GRAY_RELEASE_LANGUAGE: 'en',
    GRAY_RELEASE_COLLECTION: 'releases',
  })
})

it.each([
  ['', []],
  ['zh', []],
  ['fr', [['GRAY_RELEASE_LANGUAGE', 'must be zh or en; zh is used']]],
  ['EN', [['GRAY_RELEASE_LANGUAGE', 'must be zh or en; zh is used']]],
  ['english', [['GRAY_RELEASE_LANGUAGE', 'must be zh or en; zh is used']]],
])('uses Chinese for %j', (language, warnings) => {
  expect(readSettings({ GRAY_RELEASE_LANGUAGE: language }, warn).GRAY_RELEASE_LANGUAGE).toBe('zh')
  expect(warn.mock.calls).toEqual(warnings)
})
