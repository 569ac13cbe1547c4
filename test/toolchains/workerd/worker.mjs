// What `workerd test` runs: it fails if this throws.
import { deepStrictEqual } from 'node:assert'
import { callGetGrayReleasePlan } from './client.mjs'
import { getGrayReleasePlanOverHttps } from './https.mjs'
import { getGrayReleasePlan } from './index.mjs'
import { compare } from './watch.mjs'

const PLAN = { status: 1, create_timestamp: 1_700_000_000, gray_percentage: 8 }

export default {
  async test() {
    const fetch = async () => Response.json({ errcode: 0, gray_release_plan: PLAN })
    const result = await getGrayReleasePlanOverHttps({ accessToken: 'token' }, { fetch })
    deepStrictEqual(result.plan?.grayPercentage, 8)
    deepStrictEqual(compare(null, result).events[0].type, 'started')
    deepStrictEqual((await getGrayReleasePlan()).error.kind, 'environment')
    deepStrictEqual((await callGetGrayReleasePlan()).error.failure, 'no_cloud')
    // Node.js' own transport is there in part only: docs/compatibility.md.
    const options = { baseUrl: 'http://127.0.0.1:1', retries: 0 }
    const { error } = await getGrayReleasePlanOverHttps({ accessToken: 'token' }, options)
    deepStrictEqual(error.errMsg, 'the connection failed: ERR_OPTION_NOT_IMPLEMENTED')
  },
}
