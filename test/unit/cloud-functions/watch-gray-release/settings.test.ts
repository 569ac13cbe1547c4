import { readSettings } from '../../../../src/cloud-functions/watch-gray-release/settings'

const warn = jest.fn()
beforeEach(() => warn.mockClear())

it('has a default for each variable', () => {
  expect(readSettings({}, warn)).toEqual({
    accounts: { value: [] },
    name: '',
    channels: '',
    language: 'zh',
    collection: 'gray_release',
  })
  expect(warn).not.toHaveBeenCalled()
})

it('reads what is set, without spaces around it', () => {
  const env = {
    GRAY_RELEASE_ACCOUNTS: 'wxa1',
    GRAY_RELEASE_NAME: ' Shop ',
    GRAY_RELEASE_NOTIFY: ' https://example.com/a ',
    GRAY_RELEASE_LANGUAGE: ' en ',
    GRAY_RELEASE_COLLECTION: ' releases ',
  }
  expect(readSettings(env, warn)).toEqual({
    accounts: { value: [{ appid: 'wxa1' }] },
    name: 'Shop',
    channels: 'https://example.com/a',
    language: 'en',
    collection: 'releases',
  })
  expect(warn).not.toHaveBeenCalled()
})

it.each(['fr', 'EN', 'english'])('uses Chinese for %j, and warns', (language) => {
  expect(readSettings({ GRAY_RELEASE_LANGUAGE: language }, warn).language).toBe('zh')
  expect(warn).toHaveBeenCalledWith('GRAY_RELEASE_LANGUAGE', expect.stringContaining('zh or en'))
})
