// Runs the built function against the local gateway: no WeChat account is needed.
import { createRequire } from 'node:module'
import { startGateway } from 'wx-gray-release-plan/testing'

const gateway = await startGateway()
Object.assign(process.env, gateway.env)
const { main } = createRequire(import.meta.url)('./dist/index.js')
console.log(JSON.stringify(await main()))
await gateway.close()
