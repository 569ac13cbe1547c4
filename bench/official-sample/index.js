// The sample of WeChat's page for operation.getGrayReleasePlan.
const cloud = require('wx-server-sdk')
cloud.init({
  env: cloud.DYNAMIC_CURRENT_ENV,
})
// biome-ignore lint/correctness/noUnusedFunctionParameters: the words of the page
exports.main = async (event, context) => {
  try {
    const result = await cloud.openapi.operation.getGrayReleasePlan({})
    return result
  } catch (err) {
    return err
  }
}
