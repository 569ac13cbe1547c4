const { getGrayReleasePlan, ERROR_KINDS } = require('wx-gray-release-plan')
const { fakeCloud, startGateway } = require('wx-gray-release-plan/testing')

test('a fake SDK answers with the plan that it was given', async () => {
  const cloud = fakeCloud({ status: 1, createTimestamp: 1700000000, grayPercentage: 42 })
  const result = await getGrayReleasePlan(cloud)
  expect(result).toEqual({
    ok: true,
    plan: { status: 'running', statusCode: 1, createTimestamp: 1700000000, grayPercentage: 42 },
  })
  expect(cloud.calls).toHaveLength(1)
})

test('an error has a kind of the list', async () => {
  const result = await getGrayReleasePlan(fakeCloud({ errCode: 45009 }))
  expect(ERROR_KINDS).toContain(result.error.kind)
})

test('the real SDK works against the gateway', async () => {
  const gateway = await startGateway({ reply: 'paused' })
  Object.assign(process.env, gateway.env)
  const cloud = require('wx-server-sdk')
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
  expect(await getGrayReleasePlan(cloud)).toMatchObject({ plan: { status: 'paused' } })
  await gateway.close()
})
