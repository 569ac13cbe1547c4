// The gateway in a process of its own. A call names its fault: over the SDK in `appid`, over HTTPS in
// the token.
import { createRequire } from 'node:module'
import { replyOf } from './faults.mjs'

const { startGateway } = createRequire(import.meta.url)('../../dist/testing.js')

const gateway = await startGateway()
gateway.reply((request) => {
  // Nobody asks for the record, and a hundred thousand requests would fill the memory.
  gateway.requests.length = 0
  const name = request.kind === 'cloud' ? request.appid : request.token
  return name?.includes('.') ? replyOf(name, request.kind) : 'paused'
})
process.send({ env: gateway.env, url: gateway.url, baseUrl: gateway.baseUrl })
process.on('disconnect', () => process.exit())
