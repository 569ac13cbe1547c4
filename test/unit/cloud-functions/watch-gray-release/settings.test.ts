import {
  readAccounts,
  readSettings,
} from '../../../../src/cloud-functions/watch-gray-release/settings'

const warn = jest.fn()
beforeEach(() => warn.mockClear())

it.each([
  [{}, {}],
  [{ GRAY_RELEASE_LANGUAGE: 'zh' }, {}],
  [
    {
      GRAY_RELEASE_ACCOUNTS: 'wxa1',
      GRAY_RELEASE_NAME: 'Shop',
      GRAY_RELEASE_NOTIFY: 'https://example.com/a',
      GRAY_RELEASE_LANGUAGE: 'en',
      GRAY_RELEASE_COLLECTION: 'releases',
    },
    {
      accounts: { value: [{ appid: 'wxa1' }] },
      name: 'Shop',
      channels: 'https://example.com/a',
      language: 'en',
      collection: 'releases',
    },
  ],
])('of %j reads each variable, or has its default', (env: { [name: string]: string }, expected) => {
  const defaults = { accounts: { value: [] }, name: '', channels: '', language: 'zh' }
  const read = readSettings((name) => env[name] ?? '', warn)
  expect(read).toEqual({ ...defaults, collection: 'gray_release', ...expected })
  expect(warn).not.toHaveBeenCalled()
})

it.each(['fr', 'EN', 'english'])('uses Chinese for %j, and warns', (language) => {
  const setting = (name: string) => (name === 'GRAY_RELEASE_LANGUAGE' ? language : '')
  expect(readSettings(setting, warn).language).toBe('zh')
  expect(warn).toHaveBeenCalledWith('GRAY_RELEASE_LANGUAGE', 'must be zh or en; zh is used')
})

it('reads AppIDs with and without names, and the function’s own account', () =>
  expect(readAccounts('wxa1, wxb2 = Shop = two ，=Mine\r\n\n WXC3=发布、店')).toEqual({
    value: [
      { appid: 'wxa1' },
      { appid: 'wxb2', name: 'Shop = two' },
      { name: 'Mine' },
      { appid: 'WXC3', name: '发布、店' },
    ],
  }))

it.each(['', ' ', ',\n，'])('%j has none', (value) =>
  expect(readAccounts(value)).toEqual({ value: [] }),
)

it.each([
  ['nonsense', 'must be'],
  ['=', 'must be'],
  ['wxa1=', 'must be'],
  [' =x, = y', 'is listed twice'],
  ['wxa1,wxa1=Two', 'is listed twice'],
  ['wx', 'must be'],
  ['wx a1', 'must be'],
  ['wxa1;wxb2', 'must be'],
])('%j is invalid, and the entry is named', (value, problem) => {
  const entry = value.split(',').pop()?.trim()
  expect(readAccounts(`wxok,${value}`).error).toMatchObject({
    kind: 'environment',
    attempts: 0,
    errMsg: expect.stringContaining(`GRAY_RELEASE_ACCOUNTS: the entry "${entry}" ${problem}`),
  })
})

it('names a long entry in short', () =>
  expect(readAccounts('x'.repeat(5000)).error?.errMsg.length).toBeLessThan(200))
