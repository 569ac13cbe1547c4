import { type GetGrayReleasePlanResult, getGrayReleasePlan } from 'wx-gray-release-plan'
import cloud from 'wx-server-sdk'

// The SDK declares this constant as a symbol, and takes it where its types want text.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })

export async function main(): Promise<GetGrayReleasePlanResult> {
  const result = await getGrayReleasePlan(cloud)
  if (!result.ok) console.error(result.error.kind, result.error.hint)
  return result
}
