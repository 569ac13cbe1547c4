// Checked by tsc against the built declarations, by test/package/types.test.ts.
import type { GetGrayReleasePlanResult } from 'wx-gray-release-plan'
import { getGrayReleasePlanOverHttps, stableAccessToken } from 'wx-gray-release-plan/https'

// Both entries speak of the same result.
export const fixed: Promise<GetGrayReleasePlanResult> = getGrayReleasePlanOverHttps(
  { accessToken: 'token' },
  { timeoutMs: 1000, retries: 0, baseUrl: 'https://proxy.example', fetch },
)
getGrayReleasePlanOverHttps({ cloudbaseAccessToken: async ({ refresh }) => String(refresh) })
getGrayReleasePlanOverHttps({ accessToken: stableAccessToken({ appid: 'wx1', secret: 's' }) })
// @ts-expect-error one token or the other
getGrayReleasePlanOverHttps({ accessToken: 'a', cloudbaseAccessToken: 'b' })
// @ts-expect-error no credential
getGrayReleasePlanOverHttps({})
// @ts-expect-error a token function gives text
getGrayReleasePlanOverHttps({ accessToken: () => 1 })
// @ts-expect-error an account needs its secret
stableAccessToken({ appid: 'wx1' })
