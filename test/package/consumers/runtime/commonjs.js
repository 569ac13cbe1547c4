const cloud = require('wx-server-sdk')
const config = require('wx-gray-release-plan/config.json')
const { version } = require('wx-gray-release-plan/package.json')
const { getGrayReleasePlan, unwrap } = require('wx-gray-release-plan')
const { getGrayReleasePlanOverHttps } = require('wx-gray-release-plan/https')
const { startGateway } = require('wx-gray-release-plan/testing')
const { compare, notify } = require('wx-gray-release-plan/watch')

async function main() {
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
  return {
    version,
    permission: config.permissions.openapi[0],
    status: plan.status,
    overHttps: overHttps.status,
    told: delivery.ok,
    refused: ok === false && error.kind,
  }
}

main().then((report) => console.log(JSON.stringify(report)))
