import cloud, * as everything from 'wx-server-sdk'
import { getGrayReleasePlan } from '../../../src/index'
import type { FakeCloud } from '../../../src/testing/index'

jest.mock('wx-server-sdk', () =>
  require('../../../src/testing/index').fakeCloud({
    status: 1,
    createTimestamp: 1700000000,
    grayPercentage: 42,
  }),
)

// As TypeScript and Babel make modules of what jest.mock gives.
it.each([
  ['require', require('wx-server-sdk')],
  ['a default import', cloud],
  ['a namespace import', everything],
  ['the default of a namespace', (everything as unknown as FakeCloud).default],
])('takes the place of wx-server-sdk, through %s', async (_name, module) => {
  const sdk = module as unknown as FakeCloud
  const main = async () => {
    sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV })
    const { OPENID } = sdk.getWXContext()
    const result = await getGrayReleasePlan(sdk)
    return { OPENID, percentage: result.ok && result.plan.grayPercentage }
  }
  expect(await main()).toEqual({ OPENID: 'o-fake-openid', percentage: 42 })
})

it('knows its caller, who can be another', () => {
  const sdk = require('wx-server-sdk') as FakeCloud
  expect(sdk.getWXContext()).toEqual({
    OPENID: 'o-fake-openid',
    APPID: 'wx0123456789abcdef',
    ENV: 'fake-environment',
    SOURCE: 'wx_client',
  })
  const spy = jest.spyOn(sdk, 'getWXContext')
  spy.mockReturnValue({ ...sdk.getWXContext(), OPENID: 'o-other' })
  expect(sdk.getWXContext().OPENID).toBe('o-other')
})
