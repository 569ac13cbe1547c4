import { createRequire } from 'node:module'
import { getGrayReleasePlan, unwrap } from 'wx-gray-release-plan'
import { getGrayReleasePlanOverHttps } from 'wx-gray-release-plan/https'
import { startGateway } from 'wx-gray-release-plan/testing'
import { compare, notify } from 'wx-gray-release-plan/watch'
import cloud from 'wx-server-sdk'

// Each Node.js line spells an import of JSON differently; all of them have this.
const require = createRequire(import.meta.url)
const config = require('wx-gray-release-plan/config.json')
const { version } = require('wx-gray-release-plan/package.json')

const gateway = await startGateway()
Object.assign(process.env, gateway.env)
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const plan = unwrap(await getGrayReleasePlan(cloud))
const { baseUrl, robots } = gateway
const [event] = compare(undefined, { ok: true, plan }).events
const [delivery] = await notify(robots.wecom.channel, event)
const overHttps = unwrap(await getGrayReleasePlanOverHttps({ accessToken: 'any' }, { baseUrl }))
gateway.reply('api-unauthorized')
const { ok, error } = await getGrayReleasePlan(cloud)
await gateway.close()
console.log(
  JSON.stringify({
    version,
    permission: config.permissions.openapi[0],
    status: plan.status,
    overHttps: overHttps.status,
    told: delivery.ok,
    refused: ok === false && error.kind,
  }),
)
