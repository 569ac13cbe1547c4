'use strict'
// One call over HTTPS in a process of its own, which must end with it. Tells the outcome, how long
// the process stayed after it, and how long a first call took that is answered, in milliseconds.
const { performance } = require('node:perf_hooks')
const { getGrayReleasePlanOverHttps, stableAccessToken } = require('../../dist/https.js')

const { answering, silent, account } = JSON.parse(process.argv[2])
const accessToken = account
  ? stableAccessToken({ appid: 'wx0123456789abcdef', secret: 'none', baseUrl: silent })
  : 'none'

async function run() {
  const startedAt = performance.now()
  await getGrayReleasePlanOverHttps({ accessToken: 'none' }, { baseUrl: answering })
  const answerMs = performance.now() - startedAt
  const options = { baseUrl: silent, timeoutMs: 1000 }
  const { error } = await getGrayReleasePlanOverHttps({ accessToken }, options)
  const endedAt = performance.now()
  process.on('exit', () => {
    const stayedMs = performance.now() - endedAt
    console.log(JSON.stringify({ kind: error.kind, stayedMs, answerMs }))
  })
}
run()
