'use strict'
// Runs on Node.js 10 and later: two looks at a release, what they bring, and channels that are told.

const unhandled = []
process.on('unhandledRejection', (thrown) => unhandled.push(String(thrown)))

const CREATED = 1793673600

async function work({ channels, deaf }) {
  const { compare, describe, notify } = require('wx-gray-release-plan/watch')
  const look = (seen, status, statusCode, grayPercentage) => {
    const plan = { status, statusCode, grayPercentage, createTimestamp: CREATED }
    return compare(seen, { ok: true, plan }, CREATED * 1000)
  }
  const first = look(undefined, 'running', 1, 8)
  const second = look(JSON.parse(JSON.stringify(first.seen)), 'paused', 2, 20)
  const events = first.events.concat(second.events)
  const results = []
  for (const event of events) results.push(await notify(channels, event))
  results.push(await notify(deaf, events[0], { timeoutMs: 300 }))
  // A rejection counts as unhandled only after the turn in which nobody took it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { results, titles: events.map((event) => describe(event).title.en), unhandled }
}

const report = (told) => process.send(told, () => process.exit(0))
const crash = (thrown) => {
  console.error(thrown)
  process.exit(1)
}
work(JSON.parse(process.argv[2])).then(report, crash)
