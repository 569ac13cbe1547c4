'use strict'
// Runs the ready-made function as the platform does: on any runtime, with nothing installed around it.
const unhandled = []
const warnings = []
process.on('unhandledRejection', (thrown) => unhandled.push(wordsOf(thrown)))
process.on('warning', (warning) => warnings.push(wordsOf(warning)))
const wordsOf = (thrown) => String(thrown instanceof Error ? thrown.stack : thrown)
const { main } = require('./getGrayReleasePlan')

async function work({ calls }) {
  const results = []
  for (const { token, context, env } of calls) {
    Object.assign(process.env, { TCB_SOURCE: 'wx_devtools' }, env, { WX_API_TOKEN: token })
    results.push(await main({}, context || { time_limit_in_ms: 20000 }))
  }
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
