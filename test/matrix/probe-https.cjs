'use strict'
// Runs on every runtime: the HTTPS entry, with a fetch of the caller's own and without one.
// biome-ignore lint/style/useNodejsImportProtocol: Node.js 8 does not know it
const { get } = require('http')

const unhandled = []
process.on('unhandledRejection', (thrown) => unhandled.push(String(thrown)))

/** As node-fetch gives it: a response whose body is a stream of Node.js, with text() beside it. */
const ownFetch = (url) =>
  new Promise((resolve, reject) => {
    get(url, (body) => {
      const headers = { get: (name) => body.headers[name] || null }
      resolve({ status: body.statusCode, headers, body, text: () => textOf(body) })
    }).on('error', reject)
  })

const textOf = (stream) =>
  new Promise((resolve, reject) => {
    const chunks = []
    stream.on('data', (chunk) => chunks.push(chunk))
    stream.on('error', reject)
    stream.on('end', () => resolve(Buffer.concat(chunks).toString()))
  })

async function work({ baseUrl, calls }) {
  const { getGrayReleasePlanOverHttps } = require('wx-gray-release-plan/https')
  const results = []
  for (const { token, options, noFetch } of calls) {
    const given = Object.assign({ baseUrl }, options, noFetch ? {} : { fetch: ownFetch })
    results.push(await getGrayReleasePlanOverHttps({ accessToken: token }, given))
  }
  // A rejection counts as unhandled only after the turn in which nobody took it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { results, unhandled }
}

const report = (told) => process.send(told, () => process.exit(0))
const crash = (thrown) => {
  console.error(thrown)
  process.exit(1)
}
work(JSON.parse(process.argv[2])).then(report, crash)
