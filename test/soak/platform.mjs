// A storm on the example for third-party platforms, over a real Redis: thousands of accounts whose
// releases change, three workers of which one is killed now and then, Redis restarted with its data,
// WeChat and a bot that fail at times, and refresh tokens that rotate. Each channel must be notified of
// each event at least once and in order, and again only after a kill.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { follow } from './chain.mjs'
import { BARE_ENV } from './processes.mjs'
import { generator, pick } from './random.mjs'

const require = createRequire(import.meta.url)
const { startGateway } = require('../../dist/testing.js')
const {
  copyExample,
  installed,
  PLATFORM_ENV,
  startRedis,
  writeAccounts,
} = require('../platform/services.cjs')

const WORKERS = 3
const CHECK_EVERY_SECONDS = 20
const KILLS = 6
const STEPS = [0, 5, 20, 50, 100]
const FAILURES = ['busy', 'http-502', 'reset']
/** A worker that was killed has its checks and messages taken over within this. */
const TAKE_OVER_MS = 25_000
/** Without an event for this long, something is stuck. */
const LONGEST_SILENCE_MS = 90_000
/** How much a worker may grow once it has met every account. */
const MOST_GROWTH = 1.5

/** Whether this machine has what the storm needs. */
export const canStorm = () => installed.redis

/**
 * @param {number} count - of accounts
 * @param {number} seconds - how long things fail; all is well afterwards
 */
export async function platformStorm(count, seconds, seed = 7) {
  const random = generator(seed)
  const faults = []
  let calm = false
  const folder = copyExample()
  const redis = await startRedis()
  const { Redis } = createRequire(`${folder}/worker.js`)('ioredis')
  const client = new Redis(redis.url)
  client.on('error', () => undefined)
  const bot = await openBot(random, () => calm)
  const gateway = await startGateway({ newestRefreshTokens: 2 })
  const steps = new Map()
  let checks = 0
  gateway.reply((request) => {
    gateway.requests.length = 0
    if (!calm && random() < 0.03) return pick(random, FAILURES)
    if (request.kind !== 'https') return 'running'
    checks += 1
    const { appid } = request
    const step = steps.get(appid) ?? 0
    if (step < STEPS.length - 1 && (calm || random() < 0.4)) steps.set(appid, step + 1)
    return planAt(steps.get(appid) ?? 0)
  })
  await client.set('component_verify_ticket', 'a-ticket')
  const accounts = writeAccounts(folder, count)
  const env = {
    ...BARE_ENV,
    REDIS_URL: redis.url,
    ...PLATFORM_ENV,
    WX_API_BASE_URL: gateway.baseUrl,
    GRAY_RELEASE_NOTIFY: bot.urls.join(','),
    CHECK_EVERY_SECONDS: String(CHECK_EVERY_SECONDS),
    CHECKS_PER_SECOND: '400',
  }
  const workers = Array.from({ length: WORKERS }, () => startWorker(folder, env, faults))
  const memory = () => workers.map(({ child }) => residentBytes(child.pid))

  const startedAt = Date.now()
  const untilSecond = (second) => pause(Math.max(0, startedAt + second * 1000 - Date.now()))
  await untilSecond(seconds / 4)
  const early = Math.max(...memory())
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilSecond(seconds / 4 + ((seconds * 3) / 4 / KILLS) * kill)
    const index = kill % WORKERS
    await workers[index].kill()
    workers[index] = startWorker(folder, env, faults)
    if (kill === KILLS / 2) {
      await redis.stop()
      await pause(1000)
      await redis.start()
    }
  }
  await untilSecond(seconds)

  // All is well from here on: every account is checked, and what waits is sent.
  calm = true
  const calmAt = Date.now()
  const last = { events: -1, at: Date.now() }
  for (;;) {
    await pause(1000)
    const releases = Object.values(await client.hgetall('releases')).map((text) => JSON.parse(text))
    const done =
      releases.length === count &&
      releases.every(({ at, ok, plan }) => at > calmAt && ok && plan.status === 'completed')
    if (bot.count() !== last.events) Object.assign(last, { events: bot.count(), at: Date.now() })
    if (done && Date.now() - last.at > TAKE_OVER_MS) break
    if (Date.now() - last.at > LONGEST_SILENCE_MS) {
      const bad = releases.filter(({ ok, plan }) => !ok || plan.status !== 'completed')
      faults.push(
        `${count - releases.length + bad.length} accounts have no valid end: ${JSON.stringify(bad[0])}`,
      )
      break
    }
  }
  const late = Math.max(...memory())
  if (late > early * MOST_GROWTH) faults.push(`a worker grew from ${early} to ${late} bytes`)
  let repeated = 0
  for (const channel of bot.channels) {
    for (const { appid } of accounts) {
      const told = follow(channel.get(appid) ?? [])
      repeated += told.repeated
      faults.push(...told.broken.map((text) => `${appid}: ${text}`))
      if (told.end.plan?.status !== 'completed') faults.push(`${appid}: a channel missed its end`)
    }
  }
  // A worker that is killed is sending one message to each channel at most.
  const allowed = (KILLS + 1) * bot.channels.length
  if (repeated > allowed) faults.push(`${repeated} messages repeated, ${allowed} could be`)

  for (const { kill } of workers) await kill()
  client.disconnect()
  await Promise.all([redis.stop(), gateway.close(), bot.close()])
  rmSync(folder, { recursive: true })
  return {
    name: 'platform',
    accounts: count,
    workers: WORKERS,
    kills: KILLS,
    checks,
    events: bot.count(),
    repeated,
    allowed,
    early,
    late,
    faults,
  }
}

const CREATED = Math.floor(Date.now() / 1000) - 3600

const planAt = (step) => ({
  status: step === STEPS.length - 1 ? 3 : 1,
  create_timestamp: CREATED,
  gray_percentage: STEPS[step],
})

function startWorker(folder, env, faults) {
  const child = spawn(process.execPath, ['worker.js'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors = []
  child.stderr.on('data', (text) => errors.push(String(text)))
  let killed = false
  const ended = new Promise((resolve) => {
    child.once('exit', (code) => {
      if (!killed) faults.push(`a worker ended with ${code}: ${errors.join('')}`)
      resolve()
    })
  })
  const kill = () => {
    killed = true
    child.kill('SIGKILL')
    return ended
  }
  return { child, kill }
}

/** Two webhooks, the second of which fails at times: every event by channel and account. */
async function openBot(random, isCalm) {
  const channels = [new Map(), new Map()]
  let count = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const index = Number(request.url.slice(1))
    const fails = index === 1 && !isCalm() && random() < 0.02
    if (!fails) {
      const { event, account } = JSON.parse(body)
      const events = channels[index].get(account.appid) ?? []
      channels[index].set(account.appid, [...events, event])
      count += 1
    }
    response.writeHead(fails ? 503 : 200).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  return {
    channels,
    urls: channels.map((_, index) => `webhook+http://127.0.0.1:${port}/${index}`),
    count: () => count,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** What a process holds in memory; 0 if it has ended. */
function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  } catch {
    return 0
  }
}
