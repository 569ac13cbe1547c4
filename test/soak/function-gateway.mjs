// A gateway whose every reply is one of its kind, so that two calls with the same outcome are seen to
// share a request: plans carry a number as `createTimestamp`, errors in their words.
import { createRequire } from 'node:module'

const { startGateway } = createRequire(import.meta.url)('../../dist/testing.js')

const gateway = await startGateway()
let sent = 0
let fromRefused = 0
gateway.reply((request) => {
  gateway.requests.length = 0
  sent += 1
  if (request.fields?.wxCloudApiToken?.startsWith('refused')) fromRefused += 1
  if (sent % 5 === 0) return { errCode: 48001, errMsg: `refused no ${sent}` }
  if (sent % 31 === 0) return { http: { reset: true } }
  if (sent % 97 === 0) return 'timeout'
  return { status: 1, createTimestamp: sent, grayPercentage: sent % 101 }
})
process.send({ env: gateway.env })
process.on('message', () => process.send({ sent, fromRefused }))
process.on('disconnect', () => process.exit())
