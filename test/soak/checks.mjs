// A storm on watchGrayRelease: checks of five accounts whose releases change, up to four at once, with a
// database and bots that fail, and instances that are killed at any point. Each live bot must accept
// each event of each account at least once and in order, and again only if a kill, or a database that
// fails until the deadline, came between sending and storing.
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openBots } from './bots.mjs'
import { follow } from './chain.mjs'
import { BARE_ENV } from './processes.mjs'
import { generator, pick, whole } from './random.mjs'

const { startGateway } = createRequire(import.meta.url)('../../dist/testing.js')

const AT_ONCE = 4
const CONTEXT = { time_limit_in_ms: 4000 }
/** A check that was killed holds its lease until its deadline of 3.5 s and a second more. */
const LEASE_MS = 4600
/** What a document of the cloud's may weigh at most is not published; this is far below any limit. */
const MOST_BYTES = 300_000
const OWN = ''
const APPIDS = [OWN, 'wx1', 'wx2', 'wx3', 'wx4']
const DATABASE_FAULTS = [
  { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } },
  { gateway: { code: 'SERVER_TIMEOUT', message: 'slow' } },
  // Done, but the answer is lost.
  'reset',
  'http-502',
]

/**
 * @param {number} checks
 * @param {number} kills - how often all instances are killed at once
 */
export async function watchStorm(checks, kills, seed = 11) {
  const random = generator(seed)
  let calm = false
  const gateway = await startGateway()
  const bots = await openBots(random, () => calm)
  const releases = new Map(APPIDS.map((appid) => [appid, changingRelease(random, () => calm)]))
  gateway.reply((request) => {
    gateway.requests.length = 0
    if (request.kind !== 'database') return releases.get(request.appid ?? OWN).query()
    return !calm && random() < 0.03 ? pick(random, DATABASE_FAULTS) : 'running'
  })
  const env = {
    ...BARE_ENV,
    ...gateway.env,
    TCB_SOURCE: 'wx_trigger',
    GRAY_RELEASE_NOTIFY: bots.variable,
    GRAY_RELEASE_ACCOUNTS: APPIDS.map((appid) => appid || '=Own').join(),
  }
  const figures = { name: 'watchGrayRelease', checks: 0, failed: 0, killed: 0, skipped: 0 }
  const faults = []
  let mostBytes = 0
  let allowed = 0

  const once = async (instance) => {
    const before = bots.count()
    figures.checks += 1
    const answer = await instance.check()
    if (!answer) {
      figures.killed += 1
      allowed += bots.count() - before
      return
    }
    const { result, lines, uncaught } = answer
    faults.push(...uncaught)
    const { failed } = figures
    for (const { ok, error, waiting, skipped } of result.accounts) {
      if (skipped) figures.skipped += 1
      else if (!ok && error.kind !== 'permission') figures.failed += 1
      if (waiting > 100) faults.push(`${waiting} events wait`)
    }
    // A database that fails until the deadline is as good as a kill.
    if (figures.failed > failed) allowed += bots.count() - before
    for (const line of lines.filter((text) => text.startsWith('{'))) {
      if (/key=|"(openid|url)"/.test(line)) faults.push(`logged: ${line}`)
    }
    for (const document of gateway.documents('gray_release')) {
      mostBytes = Math.max(mostBytes, JSON.stringify(document).length)
    }
  }

  const round = Math.ceil(checks / (kills + 1))
  for (let left = checks; left > 0; left -= round) {
    let started = 0
    const instances = Array.from({ length: AT_ONCE }, () => start(env))
    const worker = async (instance) => {
      while (started < Math.min(round, left) && !instance.dead()) {
        started += 1
        await once(instance)
        await pause(whole(random, 0, 20))
      }
    }
    const all = Promise.all(instances.map(worker))
    if (left > round) {
      // At any point of a check of any of them.
      while (started < round - AT_ONCE) await pause(5)
      await pause(whole(random, 0, 1000))
      for (const instance of instances) instance.kill()
      await all
      await pause(LEASE_MS)
    } else {
      await all
      for (const instance of instances) instance.kill()
    }
  }

  // All is well from here on: what waits is sent.
  calm = true
  await pause(LEASE_MS)
  const last = start(env)
  let rest = []
  for (let check = 0; check < 100; check += 1) {
    const { result } = await last.check()
    rest = result.accounts
    if (rest.every(({ waiting }) => waiting === 0)) break
  }
  last.kill()
  for (const { ok, error, waiting } of rest) {
    if (!ok) faults.push(`the last checks failed: ${JSON.stringify(error)}`)
    if (waiting !== 0) faults.push(`${waiting} events still wait`)
  }

  let repeated = 0
  for (const messages of bots.events) {
    for (const [appid, release] of releases) {
      const events = messages
        .filter(({ account }) => (account.appid ?? OWN) === appid)
        .map(({ event }) => event)
      const { repeated: again, broken, end } = follow(events)
      repeated += again
      faults.push(...broken)
      const { grayPercentage } = release.now()
      const name = appid || 'the own account'
      if (end.failing) faults.push(`a channel does not know that ${name} can be checked again`)
      if (end.plan?.grayPercentage !== grayPercentage) {
        faults.push(`a channel has ${name} at ${end.plan?.grayPercentage}%, not ${grayPercentage}%`)
      }
    }
  }
  const expected = textsOf(bots.events[0])
  const { missing, more } = difference(expected, bots.texts().map(plain))
  faults.push(...missing.map((text) => `a channel did not get ${text}`))
  const unknown = more.filter((text) => !expected.includes(text))
  faults.push(...unknown.map((text) => `only one channel got ${text}`))
  repeated += more.length
  if (repeated > allowed) faults.push(`${repeated} repeated, ${allowed} could be after a kill`)
  if (mostBytes > MOST_BYTES) faults.push(`a document of ${mostBytes} bytes`)
  bots.close()
  await gateway.close()
  const accepted = [...bots.events, bots.texts()].map(({ length }) => length)
  return { ...figures, accepted, repeated, allowed, mostBytes, faults }
}

/** The text of each event that a webhook accepted; two may have the same: a pause and another one. */
function textsOf(messages) {
  const events = messages.map(({ account, event, text }) => [
    JSON.stringify([account, event]),
    text,
  ])
  return [...new Map(events).values()].map(plain)
}

/** A bot writes some characters in full width. */
const plain = (text) => text.normalize('NFKC')

/** Which texts some are missing, and which there are more of than expected. */
function difference(expected, found) {
  const missing = [...expected]
  const more = []
  for (const text of found) {
    const index = missing.indexOf(text)
    if (index < 0) more.push(text)
    else missing.splice(index, 1)
  }
  return { missing, more }
}

/** A release that changes now and then when it is queried, and another one when it is over. */
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
    query: () => {
      if (isCalm()) return plan
      if (random() < 0.05) return 'api-unauthorized'
      if (random() < 0.3) change()
      return plan
    },
    now: () => plan,
  }
}

/** An instance that can be killed in the middle of a check. */
function start(env) {
  const script = fileURLToPath(new URL('check-instance.mjs', import.meta.url))
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
    /** The outcome of a check; undefined if it was killed. */
    check: async () => {
      await ready
      if (dead) return undefined
      const answer = next()
      child.send(CONTEXT, () => undefined)
      return Promise.race([answer, gone])
    },
  }
}
