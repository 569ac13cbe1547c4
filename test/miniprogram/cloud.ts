import type { GetGrayReleasePlanResult } from '../../src/core/result'
import type { Gateway } from '../../src/testing'
import type { CallFunction } from './phone'

type Main = (event: unknown, context: unknown) => Promise<GetGrayReleasePlanResult>

/** Who calls the function, and what it was set up with. */
export interface CloudOptions {
  openid?: string
  /** The value of GRAY_RELEASE_ALLOWED_OPENIDS. */
  allowed?: string
  /** The time limit of the function: it gives up half a second before. */
  timeLimitMs?: number
}

/** What the function answered last, as it went over the wire. */
export interface Cloud {
  callFunction: CallFunction
  last?: GetGrayReleasePlanResult
}

/**
 * Stands for WeChat between the phone and the cloud: calls the function that was built for upload,
 * whose own SDK talks to the gateway.
 */
export function cloudOf(gateway: Gateway, options: CloudOptions = {}): Cloud {
  const { openid = 'oTester', allowed = openid, timeLimitMs = 6000 } = options
  Object.assign(process.env, gateway.env, {
    // Each call must be answered by the scenario that is set, not by the plan before.
    GRAY_RELEASE_CACHE_SECONDS: '0',
    GRAY_RELEASE_ALLOWED_OPENIDS: allowed,
    WX_CONTEXT_KEYS: 'WX_OPENID',
    WX_OPENID: openid,
    TCB_SOURCE: 'wx_client',
  })
  const { main } = require('../../cloudfunctions/getGrayReleasePlan') as { main: Main }
  const cloud: Cloud = {
    callFunction: async ({ name }) => {
      if (name !== 'getGrayReleasePlan') throw new Error(`there is no function named ${name}`)
      const result = await main({}, { time_limit_in_ms: timeLimitMs })
      cloud.last = JSON.parse(JSON.stringify(result))
      return { result: cloud.last }
    },
  }
  return cloud
}
