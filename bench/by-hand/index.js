// The plain job of watchGrayRelease, written by hand on the whole SDK: one look, one read, one write.
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async () => {
  const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
  const database = cloud.database({ throwOnNotFound: false })
  const last = database.collection('by_hand').doc('last')
  const { data } = await last.get().catch(async () => {
    await database.createCollection('by_hand')
    return last.get()
  })
  const changed = data?.grayPercentage !== grayReleasePlan.grayPercentage
  await last.set({ data: { grayPercentage: grayReleasePlan.grayPercentage } })
  return { grayReleasePlan, changed }
}
