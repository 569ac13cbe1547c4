// The second queue: from an event to a message. Each bot has a queue of its own, so that its rate limit
// and its failures concern nobody else. One message of a bot is sent at a time, oldest event first.
const { createHash } = require('node:crypto')
const { Queue, Worker } = require('bullmq')
const { describe, notify } = require('wx-gray-release-plan/watch')

/** A pause after each message, in milliseconds: WeCom and DingTalk accept 20 a minute, Feishu 100. */
const PAUSES = { wecom: 3100, dingtalk: 3100, feishu: 700 }

/** More events than this become one message. */
const MOST_SINGLE = 3

/** Such a message has at most this many events, and this many bytes of titles: WeCom accepts 4096 in all. */
const MOST_IN_SUMMARY = 25
const MOST_BYTES = 3800

/** A worker that dies has its job taken over within 20 seconds, however often that happens. */
const TAKE_OVER = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000_000 }

const SEND_TIMEOUT_MS = 20_000
const LONGEST_PAUSE_MS = 600_000

/** The bots of `GRAY_RELEASE_NOTIFY`: `{ url, channel, host, queue }`, without sending anything. */
async function readBots(variable, connection) {
  const urls = variable.split(/[\s,，、;；]+/).filter((part) => part !== '')
  // An aborted call says which bot a URL is for, or what is wrong with it.
  const dry = await notify(
    urls,
    { title: { zh: '', en: '' }, lines: [] },
    { signal: AbortSignal.abort() },
  )
  const wrong = dry.findIndex(({ error }) => !error.retryable)
  if (wrong >= 0) {
    throw new Error(`GRAY_RELEASE_NOTIFY: entry ${wrong + 1}: ${dry[wrong].error.message}`)
  }
  return urls.map((url, index) => {
    const { channel, host } = dry[index]
    // A hash, because a URL holds the bot's key, and Redis may be read by more people than that. What
    // follows # is the signing secret, which may change for the same bot.
    const hash = createHash('sha256').update(url.replace(/#.*/, '')).digest('hex')
    const name = `messages-${hash.slice(0, 12)}`
    return { url, channel, host, queue: new Queue(name, { connection }) }
  })
}

/** The `Send` of the watchers: resolves once each bot's queue holds the event. */
const sendTo = (bots) => (event, account) =>
  Promise.all(
    bots.map(({ queue }) =>
      queue.add(
        'event',
        { event, account },
        {
          // The same event is queued once, even if a worker died before it could say so.
          jobId: `${account.appid}-${event.type}-${event.at}`,
          removeOnComplete: { age: 3600 },
          removeOnFail: { age: 7 * 86400 },
        },
      ),
    ),
  ).then(() => undefined)

/** Sends what waits for a bot. Any number of processes may do so: one is active at a time. */
async function startMessages(bot, { connection, language, log }) {
  const { queue, url, channel, host } = bot
  const pause = PAUSES[channel]
  await queue.setGlobalConcurrency(1)
  if (pause) await queue.setGlobalRateLimit(1, pause)

  /** Whether the message is settled: accepted, or rejected for good. */
  const send = async (job) => {
    const waiting = pause ? await queue.getWaiting(0, MOST_IN_SUMMARY - 2) : []
    const many = waiting.length + 1 > MOST_SINGLE
    const jobs = many ? fitting([job, ...waiting], language) : [job]
    const { event, account } = job.data
    const [{ error }] =
      jobs.length > 1
        ? await notify([url], summary(jobs), { language, timeoutMs: SEND_TIMEOUT_MS })
        : await notify([url], event, { account, language, timeoutMs: SEND_TIMEOUT_MS })
    if (error?.retryable) return false
    if (error) log({ note: 'rejected', channel, host, message: error.message, events: jobs.length })
    // One that stays is sent again.
    await Promise.allSettled(jobs.slice(1).map((one) => one.remove()))
    return true
  }
  const run = async (job) => {
    try {
      if (await send(job)) return
    } catch (thrown) {
      log({ note: 'not sent', channel, host, error: thrown.code ?? thrown.name })
    }
    // Back to the front of the queue, so that the order is kept.
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 5000 * 2 ** job.attemptsStarted)
    await queue.rateLimit(pauseMs).catch(() => undefined)
    throw Worker.RateLimitError()
  }
  return new Worker(queue.name, run, { connection, ...TAKE_OVER })
}

/** The first jobs, as many as one message can hold. */
function fitting(jobs, language) {
  let bytes = 0
  const end = jobs.findIndex(({ data: { event, account } }) => {
    // No character needs more than three bytes, even if it is sent in full width.
    bytes += 3 * (describe(event, account).title[language].length + 1)
    return bytes > MOST_BYTES
  })
  return end < 0 ? jobs : jobs.slice(0, end)
}

/** One message for many events: their number in the title, a line for each account. */
function summary(jobs) {
  const byAccount = new Map()
  for (const { data } of jobs) {
    const { event, account } = data
    const titles = byAccount.get(account.appid)
    if (titles) titles.push(describe(event).title)
    else byAccount.set(account.appid, [describe(event, account).title])
  }
  return {
    title: {
      zh: `分阶段发布：${byAccount.size} 个账号有 ${jobs.length} 条消息`,
      en: `Staged release: ${jobs.length} events in ${byAccount.size} accounts`,
    },
    lines: [...byAccount.values()].map((titles) => ({
      zh: titles.map(({ zh }) => zh).join('；'),
      en: titles.map(({ en }) => en).join('; '),
    })),
  }
}

module.exports = { TAKE_OVER, readBots, sendTo, startMessages }
