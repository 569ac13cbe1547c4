'use strict'
// One call over HTTPS in a process of its own, which must end with it. Prints the outcome and how many
// milliseconds the process took to load the package, and to end after the call. Runs on Node.js 10.9.
// biome-ignore lint/style/useNodejsImportProtocol: Node.js 10 does not know it
const dns = require('dns')

const { entry, baseUrl, nameserver, account } = JSON.parse(process.argv[2])

if (nameserver) {
  const { Resolver } = dns
  dns.Resolver = class extends Resolver {
    constructor() {
      super()
      this.setServers([nameserver])
    }
  }
}

const startedAt = Date.now()
const { getGrayReleasePlanOverHttps, stableAccessToken } = require(entry)
const loadMs = Date.now() - startedAt
const accessToken = account ? stableAccessToken({ appid: 'wx01', secret: 'none', baseUrl }) : 'none'

getGrayReleasePlanOverHttps({ accessToken }, { baseUrl, timeoutMs: 1000 }).then(({ error }) => {
  const endedAt = Date.now()
  process.on('exit', () => {
    const { kind, hint } = error
    console.log(JSON.stringify({ kind, hint, loadMs, stayedMs: Date.now() - endedAt }))
  })
})
