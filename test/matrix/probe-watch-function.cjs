'use strict'
// Runs watchGrayRelease as the platform does: looks of its timer, and then a page.
const unhandled = []
const warnings = []
process.on('unhandledRejection', (thrown) => unhandled.push(wordsOf(thrown)))
process.on('warning', (warning) => warnings.push(wordsOf(warning)))
const wordsOf = (thrown) => String(thrown instanceof Error ? thrown.stack : thrown)
const { main } = require('./watchGrayRelease')

async function work({ tokens }) {
  const results = []
  for (const token of tokens) {
    Object.assign(process.env, { TCB_SOURCE: 'wx_trigger', WX_API_TOKEN: token })
    results.push(await main({}, { time_limit_in_ms: 20000 }))
  }
  const page = { TCB_SOURCE: 'wx_client', WX_OPENID: 'oA', GRAY_RELEASE_ALLOWED_OPENIDS: 'oA' }
  Object.assign(process.env, page)
  results.push(await main({}, { time_limit_in_ms: 20000 }))
  // A rejection counts as unhandled only after the turn in which nobody took it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { results, unhandled, warnings }
}

const report = (told) => process.send(told, () => process.exit(0))
const crash = (thrown) => {
  console.error(thrown)
  process.exit(1)
}
work(JSON.parse(process.argv[2])).then(report, crash)
