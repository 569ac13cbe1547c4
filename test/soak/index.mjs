// The soak, over what was built: npm run soak [-- --calls 100000 --function-calls 20000 --checks 2000 --json]
// Exit status 1 where a promise was broken.
import { parseArgs } from 'node:util'
import { watchStorm } from './checks.mjs'
import { functionStorms } from './function.mjs'
import { canStorm, platformStorm } from './platform.mjs'
import { start } from './processes.mjs'
import { comparisonLine, platformLine, stormLine, watchLine } from './report.mjs'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '100000' },
    'function-calls': { type: 'string', default: '20000' },
    checks: { type: 'string', default: '2000' },
    accounts: { type: 'string', default: '2000' },
    'platform-seconds': { type: 'string', default: '120' },
    kills: { type: 'string', default: '30' },
    'at-a-time': { type: 'string', default: '50' },
    only: { type: 'string' },
    // Without the same storm on what ours is built upon.
    alone: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const count = Number(values.calls)
const atATime = Number(values['at-a-time'])
const say = (line) => values.json || console.log(line)

/** Ours may keep this much more than what it is built upon, which differs by as much between two runs. */
const HEAP_ALLOWANCE = 4 * 2 ** 20
const MOST_MORE = 1.15

const MOST_SHOWN = 50

const broken = []

async function storm(target) {
  const gateway = start('gateway.mjs')
  const where = await gateway.answer
  const task = { target, where, count, atATime }
  const figures = await start('storm.mjs', task, { execArgv: ['--expose-gc'] }).answer
  gateway.end()
  say(stormLine(figures))
  broken.push(...figures.faults, ...figures.uncaught)
  if (figures.timersLeft) broken.push(`${target}: ${figures.timersLeft} timers left`)
  if (figures.listenersLeft) broken.push(`${target}: ${figures.listenersLeft} listeners left`)
  return figures
}

async function compare(ours, theirs) {
  if (values.alone) return [await storm(ours)]
  const pair = [await storm(ours), await storm(theirs)]
  say(comparisonLine(...pair))
  const [one, other] = pair
  if (one.heapGrowth > other.heapGrowth * MOST_MORE + HEAP_ALLOWANCE) {
    broken.push(`${ours} keeps ${one.heapGrowth} bytes, ${theirs} ${other.heapGrowth}`)
  }
  if (one.sockets > other.sockets * MOST_MORE + atATime) {
    broken.push(`${ours} keeps ${one.sockets} sockets, ${theirs} ${other.sockets}`)
  }
  return pair
}

const parts = {
  facade: () => compare('facade', 'sdk'),
  https: () => compare('https', 'fetch'),
  function: async () => {
    const figures = await functionStorms(Number(values['function-calls']), atATime, say)
    broken.push(...figures.flatMap(({ faults }) => faults))
    return figures
  },
  watch: async () => {
    const figures = await watchStorm(Number(values.checks), Number(values.kills))
    say(watchLine(figures))
    broken.push(...figures.faults)
    return [figures]
  },
  platform: async () => {
    if (!canStorm()) {
      say('platform: left out, because redis-server is not installed here')
      return []
    }
    const figures = await platformStorm(Number(values.accounts), Number(values['platform-seconds']))
    say(platformLine(figures))
    broken.push(...figures.faults)
    return [figures]
  },
}

const figures = []
for (const [name, run] of Object.entries(parts)) {
  if (!values.only || values.only.split(',').includes(name)) figures.push(...(await run()))
}
if (values.json) console.log(JSON.stringify({ broken, figures }))
else
  console.log(
    broken.length === 0
      ? 'nothing broken'
      : `broken:\n  ${broken.slice(0, MOST_SHOWN).join('\n  ')}`,
  )
process.exitCode = broken.length === 0 ? 0 : 1
