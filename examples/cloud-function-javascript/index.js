const cloud = require('wx-server-sdk')
const { getGrayReleasePlan } = require('wx-gray-release-plan')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async () => {
  const result = await getGrayReleasePlan(cloud)
  if (!result.ok) console.error(result.error.kind, result.error.hint)
  return result
}
