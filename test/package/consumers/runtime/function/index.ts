import { getGrayReleasePlan } from 'wx-gray-release-plan'
import * as cloud from 'wx-server-sdk'

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })

/** A cloud function of a user's own: answers with one line. */
export const main = async (): Promise<string> => {
  const result = await getGrayReleasePlan(cloud, { timeoutMs: 2000, retries: 1 })
  return result.ok === true ? `${result.plan.status}` : `${result.error.kind}`
}
