// Runs the function against the local gateway: no WeChat account is needed.
const { startGateway } = require('wx-gray-release-plan/testing')

startGateway().then(async (gateway) => {
  Object.assign(process.env, gateway.env)
  const { main } = require('./index.js')
  console.log(JSON.stringify(await main()))
  await gateway.close()
})
