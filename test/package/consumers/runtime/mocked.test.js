jest.mock('wx-server-sdk', () => {
  const { fakeCloud } = require('wx-gray-release-plan/testing')
  return fakeCloud({ status: 2, createTimestamp: 1700000000, grayPercentage: 42 })
})
const cloud = require('wx-server-sdk')
const { getGrayReleasePlan } = require('wx-gray-release-plan')

test('a fake SDK takes the place of wx-server-sdk', async () => {
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
  expect(cloud.getWXContext().SOURCE).toBe('wx_client')
  expect(await getGrayReleasePlan(cloud)).toMatchObject({ plan: { status: 'paused' } })
})
