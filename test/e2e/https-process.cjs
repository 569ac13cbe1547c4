'use strict'
// One call over HTTPS in a process of its own, which must end with it. Tells the outcome, how long the
// call took and how long the process stayed after it, in milliseconds.
const { performance } = require('node:perf_hooks')
const { getGrayReleasePlanOverHttps, stableAccessToken } = require('../../dist/https.js')

const { baseUrl, account } = JSON.parse(process.argv[2])
const credential = account
  ? { accessToken: stableAccessToken({ appid: 'wx0123456789abcdef', secret: 'none', baseUrl }) }
  : { accessToken: 'none' }

const startedAt = performance.now()
getGrayReleasePlanOverHttps(credential, { baseUrl, timeoutMs: 500 }).then(({ error }) => {
  const endedAt = performance.now()
  process.on('exit', () => {
    const stayedMs = performance.now() - endedAt
    console.log(JSON.stringify({ kind: error.kind, tookMs: endedAt - startedAt, stayedMs }))
  })
})
