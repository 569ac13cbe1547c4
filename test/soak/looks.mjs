// A storm on watchGrayRelease: looks at releases that change, up to four at once, with a database and
// channels that fail, and instances that are killed at any point. Each channel must be told each event
// at least once and in order, and one again only after a kill between telling and storing.
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { follow } from './chain.mjs'
import { BARE_ENV } from './processes.mjs'
import { generator, pick, whole } from './random.mjs'
import { openRobots } from './robots.mjs'

const { startGateway } = createRequire(import.meta.url)('../../dist/testing.js')

const AT_ONCE = 4
const CONTEXT = { time_limit_in_ms: 3000 }
/** A look that was killed holds its lease until its deadline of 2.5 s and a second more. */
const LEASE_MS = 3600
/** What a document of the cloud's may weigh at most is not published; this is far below any limit. */
const MOST_BYTES = 300_000
const DATABASE_FAULTS = [
  { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } },
  { gateway: { code: 'SERVER_TIMEOUT', message: 'slow' } },
  // Done, but the answer is lost.
  'reset',
  'http-502',
]

/**
 * @param {number} looks
 * @param {number} kills - how often all instances are killed at once
 */
export async function watchStorm(looks, kills, seed = 11) {
  const random = generator(seed)
  let calm = false
  const gateway = await startGateway()
  const robots = await openRobots(random, () => calm)
  const release = changingRelease(random, () => calm)
  gateway.reply((request) => {
    gateway.requests.length = 0
    if (request.kind !== 'database') return release.ask()
    return !calm && random() < 0.05 ? pick(random, DATABASE_FAULTS) : 'running'
  })
  const env = {
    ...BARE_ENV,
    ...gateway.env,
    TCB_SOURCE: 'wx_trigger',
    GRAY_RELEASE_NOTIFY: robots.variable,
  }
  const figures = { name: 'watchGrayRelease', looks: 0, failed: 0, killed: 0 }
  const faults = []
  let mostBytes = 0
  let allowed = 0
  const messages = () => robots.taken.reduce((sum, { length }) => sum + length, 0)

  const once = async (instance) => {
    const before = messages()
    figures.looks += 1
    const told = await instance.look()
    if (!told) {
      figures.killed += 1
      allowed += messages() - before
      return
    }
    const { result, lines, uncaught } = told
    faults.push(...uncaught)
    if (!result.ok && result.error.kind === 'system') figures.failed += 1
    if (result.waiting > 100) faults.push(`${result.waiting} events wait`)
    for (const line of lines.filter((text) => text.startsWith('{'))) {
      if (/key=|"(openid|url)"/.test(line)) faults.push(`logged: ${line}`)
    }
    for (const document of gateway.documents('gray_release')) {
      mostBytes = Math.max(mostBytes, JSON.stringify(document).length)
    }
  }

  const round = Math.ceil(looks / (kills + 1))
  for (let left = looks; left > 0; left -= round) {
    let begun = 0
    const instances = Array.from({ length: AT_ONCE }, () => start(env))
    const worker = async (instance) => {
      while (begun < Math.min(round, left) && !instance.dead()) {
        begun += 1
        await once(instance)
        await pause(whole(random, 0, 20))
      }
    }
    const all = Promise.all(instances.map(worker))
    if (left > round) {
      // At any point of a look of any of them.
      while (begun < round - AT_ONCE) await pause(5)
      await pause(whole(random, 0, 120))
      for (const instance of instances) instance.kill()
      await all
      await pause(LEASE_MS)
    } else {
      await all
      for (const instance of instances) instance.kill()
    }
  }

  // All is well from here on: what waits is told.
  calm = true
  await pause(LEASE_MS)
  const last = start(env)
  for (let look = 0, waiting = 1; waiting > 0 && look < 100; look += 1) {
    const { result } = await last.look()
    waiting = result.waiting
    if (!result.ok) faults.push(`the last looks failed: ${JSON.stringify(result.error)}`)
  }
  last.kill()
  let repeated = 0
  for (const events of robots.taken) {
    const { repeated: again, broken, end } = follow(events)
    repeated += again
    faults.push(...broken)
    const { status, grayPercentage } = release.now()
    if (end.failing) faults.push('a channel was not told that looks succeed again')
    if (end.plan?.grayPercentage !== grayPercentage) {
      faults.push(
        `a channel was told of ${end.plan?.grayPercentage} %, not ${grayPercentage} % ${status}`,
      )
    }
  }
  if (repeated > allowed) faults.push(`${repeated} repeated, ${allowed} could be after a kill`)
  if (mostBytes > MOST_BYTES) faults.push(`a document of ${mostBytes} bytes`)
  robots.close()
  await gateway.close()
  const told = robots.taken.map(({ length }) => length)
  return { ...figures, told, repeated, allowed, mostBytes, faults }
}

/** A release that changes now and then when it is asked for, and another one when it is over. */
function changingRelease(random, isCalm) {
  let createTimestamp = Math.floor(Date.now() / 1000) - 100_000
  let plan = { status: 1, grayPercentage: 1, createTimestamp }
  const change = () => {
    if (plan.status === 3) {
      createTimestamp += 60
      plan = { status: 1, grayPercentage: 1, createTimestamp }
      return
    }
    const step = random()
    if (step < 0.2) plan = { ...plan, status: plan.status === 1 ? 2 : 1 }
    else if (plan.grayPercentage >= 97) plan = { ...plan, status: 3, grayPercentage: 100 }
    else plan = { ...plan, grayPercentage: plan.grayPercentage + whole(random, 1, 3) }
  }
  return {
    ask: () => {
      if (isCalm()) return plan
      if (random() < 0.05) return 'api-unauthorized'
      if (random() < 0.3) change()
      return plan
    },
    now: () => plan,
  }
}

/** An instance that can be killed in the middle of a look. */
function start(env) {
  const script = fileURLToPath(new URL('look-instance.mjs', import.meta.url))
  const child = fork(script, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let dead = false
  const gone = new Promise((resolve) => {
    child.once('exit', () => {
      dead = true
      resolve(undefined)
    })
  })
  const next = () => new Promise((resolve) => child.once('message', resolve))
  const ready = Promise.race([next(), gone])
  return {
    dead: () => dead,
    kill: () => child.kill('SIGKILL'),
    /** What a look came to; undefined if it was killed. */
    look: async () => {
      await ready
      if (dead) return undefined
      const answer = next()
      child.send(CONTEXT, () => undefined)
      return Promise.race([answer, gone])
    },
  }
}
