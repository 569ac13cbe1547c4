'use strict'
// Runs in a cell, so on Node.js 8.9 and any SDK: imports the package as its users do, makes the calls
// that its parent names, and tells what they came to. It judges nothing.
const { differences, snapshot } = require('./touched.cjs')

const unhandled = []
process.on('unhandledRejection', (thrown) => unhandled.push(wordsOf(thrown)))
const wordsOf = (thrown) => String(thrown instanceof Error ? thrown.stack : thrown)

/** Answers a call as the SDK does, with no SDK about. */
const standIn = (reply) => ({ openapi: { operation: { getGrayReleasePlan: () => reply } } })

/** Uses the package before any SDK is loaded: what happens to the globals then is its own doing. */
async function useAlone() {
  const before = snapshot()
  const facade = require('wx-gray-release-plan')
  const { GrayReleasePlanException, getGrayReleasePlan, unwrap } = facade
  const plan = { status: 1, createTimestamp: 1, grayPercentage: 1 }
  const good = await getGrayReleasePlan(standIn({ grayReleasePlan: plan }))
  const bad = await getGrayReleasePlan(standIn({ grayReleasePlan: 'none' }))
  let thrown
  try {
    unwrap(bad)
  } catch (error) {
    thrown = error
  }
  return {
    touched: differences(before, snapshot()),
    unwraps:
      unwrap(good) === good.plan && thrown instanceof GrayReleasePlanException && thrown.kind,
  }
}

const installed = `${__dirname}/node_modules/`
const ours = `${installed}wx-gray-release-plan/`

/** The SDK as it is right after it was loaded. */
function freshSdk() {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(installed) && !file.startsWith(ours)) delete require.cache[file]
  }
  return require('wx-server-sdk')
}

async function callRaw(cloud) {
  try {
    const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
    return { works: typeof grayReleasePlan.status === 'number' }
  } catch (thrown) {
    return { works: false, words: wordsOf(thrown) }
  }
}

async function work({ url, rawToken, calls }) {
  const alone = await useAlone()
  const { getGrayReleasePlan } = require('wx-gray-release-plan')
  const setUp = (init) => {
    const cloud = freshSdk()
    if (init !== null) cloud.init(Object.assign({ serviceUrl: url, env: 'matrix' }, init))
    return cloud
  }
  const shared = setUp({})
  // By this the gateway tells the calls apart: the SDK reads it anew for each.
  process.env.WX_API_TOKEN = rawToken
  const raw = await callRaw(shared)
  const results = []
  for (const { token, init, unset, options } of calls) {
    process.env.WX_API_TOKEN = token
    for (const name of unset || []) delete process.env[name]
    results.push(await getGrayReleasePlan(init === undefined ? shared : setUp(init), options))
  }
  // A rejection counts as unhandled only after the turn in which nobody took it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return Object.assign(alone, { raw, results, unhandled })
}

const report = (told) => process.send(told, () => process.exit(0))
const crash = (thrown) => {
  console.error(thrown)
  process.exit(1)
}
work(JSON.parse(process.argv[2])).then(report, crash)
