// Checks the release of each account at its interval, and notifies the bots. Start as many as you like.
const http = require('node:http')
const https = require('node:https')
const { Queue, Worker } = require('bullmq')
const { Redis } = require('ioredis')
const {
  authorizerAccessToken,
  componentAccessToken,
  getGrayReleasePlanOverHttps,
} = require('wx-gray-release-plan/https')
const { createWatcher } = require('wx-gray-release-plan/watch')
const { readBots, sendTo, startMessages, TAKE_OVER } = require('./messages')
const { redisStore } = require('./redis-store')
const { readSettings } = require('./settings')

const CHECK_TIMEOUT_MS = 20_000
/** Checks at a time in one process: nearly all of a check is waiting for an answer. */
const AT_ONCE = 50

const settings = readSettings([
  'REDIS_URL',
  'ACCOUNTS',
  'COMPONENT_APPID',
  'COMPONENT_APPSECRET',
  'WX_API_BASE_URL',
  'GRAY_RELEASE_NOTIFY',
  'GRAY_RELEASE_LANGUAGE',
  'CHECK_EVERY_SECONDS',
  'CHECKS_PER_SECOND',
])
const log = (line) => console.log(JSON.stringify(line))
// Only the code: a message of Redis may hold its URL.
const logError = (error) => log({ note: 'redis', error: error.code ?? error.name })

const connection = new Redis(settings.REDIS_URL, {
  maxRetriesPerRequest: null,
  enableAutoPipelining: true,
})
connection.on('error', logError)
const store = redisStore(connection)

async function start() {
  const bots = await readBots(settings.GRAY_RELEASE_NOTIFY, connection)
  const queue = new Queue('checks', { connection })
  queue.on('error', logError)
  await queue.setGlobalRateLimit(settings.CHECKS_PER_SECOND, 1000)
  await schedule(queue)

  const watchers = new Map(watchersOf(bots))
  const check = async ({ data: { appid } }) => {
    const watcher = watchers.get(appid)
    if (!watcher) return
    const result = await watcher.check({ timeoutMs: CHECK_TIMEOUT_MS })
    const { ok, plan, error, events, waiting } = result
    if (!ok || events.length > 0) {
      const { kind, errCode, rid } = error ?? {}
      log({ appid, ok, kind, errCode, rid, events: events.map(({ type }) => type), waiting })
    }
    await remember(appid, ok ? { ok, plan } : { ok, error })
  }
  const workers = [
    new Worker('checks', check, { connection, concurrency: AT_ONCE, ...TAKE_OVER }),
    ...(await Promise.all(
      bots.map((bot) =>
        startMessages(bot, { connection, language: settings.GRAY_RELEASE_LANGUAGE, log }),
      ),
    )),
  ]
  for (const worker of workers) worker.on('error', logError)
  log({ note: 'started', accounts: watchers.size, bots: bots.length })

  process.once('SIGTERM', async () => {
    await Promise.all(workers.map((worker) => worker.close()))
    process.exit()
  })
}

/** Spreads the checks evenly over the interval; accounts that are no longer listed are dropped. */
async function schedule(queue) {
  const { ACCOUNTS: accounts, CHECK_EVERY_SECONDS: seconds } = settings
  const every = seconds * 1000
  await Promise.all(
    accounts.map(({ appid }, index) =>
      queue.upsertJobScheduler(
        appid,
        { every, offset: 1 + Math.floor((index * every) / accounts.length) },
        { name: 'check', data: { appid }, opts: { removeOnComplete: true, removeOnFail: true } },
      ),
    ),
  )
  const listed = new Set(accounts.map(({ appid }) => appid))
  const scheduled = await queue.getJobSchedulers(0, -1)
  await Promise.all(
    scheduled.filter(({ key }) => !listed.has(key)).map(({ key }) => queue.removeJobScheduler(key)),
  )
}

/** A watcher for each account. All of them share the token of the platform. */
function watchersOf(bots) {
  const { COMPONENT_APPID: componentAppid, COMPONENT_APPSECRET: secret } = settings
  const { WX_API_BASE_URL: baseUrl } = settings
  const platform = componentAccessToken({
    appid: componentAppid,
    secret,
    // Written by the platform's own endpoint, to which WeChat pushes a new ticket every ten minutes.
    verifyTicket: () => connection.get('component_verify_ticket'),
    store,
    baseUrl,
  })
  const channels = sendTo(bots)
  // Keeps connections open, because every handshake costs more than the query itself.
  const { Agent } = baseUrl.startsWith('http:') ? http : https
  const agent = new Agent({ keepAlive: true })
  return settings.ACCOUNTS.map(({ appid, name, refreshToken }) => {
    const accessToken = authorizerAccessToken({
      componentAppid,
      componentAccessToken: platform,
      appid,
      refreshToken,
      store,
      baseUrl,
    })
    const query = (limits) =>
      getGrayReleasePlanOverHttps({ accessToken }, { ...limits, baseUrl, agent })
    return [appid, createWatcher({ query, store, account: { appid, name }, channels })]
  })
}

/** Keeps what the page shows: the last result, and since when the account has been in that state. */
async function remember(appid, result) {
  const at = Date.now()
  const before = JSON.parse((await connection.hget('releases', appid)) ?? 'null')
  const state = ({ ok, plan, error }) =>
    ok ? `${plan.status} ${plan.createTimestamp}` : error.kind
  const since = before && state(before) === state(result) ? before.since : at
  await connection.hset('releases', appid, JSON.stringify({ at, since, ...result }))
}

start().catch((reason) => {
  console.error(reason.message)
  process.exit(1)
})
