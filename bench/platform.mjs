// How many accounts a second one worker of examples/third-party-platform checks, against a plain loop
// over the same HTTP calls. Needs Redis.
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'

const { copyExample, installed, PLATFORM_ENV, startRedis, writeAccounts } = createRequire(
  import.meta.url,
)('../test/platform/services.cjs')
const ACCOUNTS = 2000
const MEASURE_MS = 8000

const PLAN = { status: 1, create_timestamp: 1_790_000_000, gray_percentage: 42 }
const REPLIES = {
  '/wxa/getgrayreleaseplan': { errcode: 0, errmsg: 'ok', gray_release_plan: PLAN },
  '/cgi-bin/component/api_component_token': { component_access_token: 'p', expires_in: 7200 },
  '/cgi-bin/component/api_authorizer_token': {
    authorizer_access_token: 'a',
    expires_in: 7200,
    authorizer_refresh_token: 'r',
  },
}

/** @returns accounts a second of the worker and of the loop, and the worker's memory; undefined without Redis */
export async function platform() {
  if (!installed.redis) return undefined
  let queries = 0
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0]
    if (path === '/wxa/getgrayreleaseplan') queries += 1
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(REPLIES[path]))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${server.address().port}`
  const perSecond = async () => {
    const before = queries
    await pause(MEASURE_MS)
    return ((queries - before) * 1000) / MEASURE_MS
  }
  const loop = await loopPerSecond(baseUrl, perSecond)
  const { worker, megabytes } = await workerPerSecond(await startRedis(), baseUrl, perSecond)
  server.close()
  return { accounts: ACCOUNTS, loop, worker, megabytes }
}

async function loopPerSecond(baseUrl, perSecond) {
  const code = `(async () => {
    for (;;) {
      const response = await fetch('${baseUrl}/wxa/getgrayreleaseplan?access_token=a')
      if ((await response.json()).errcode !== 0) throw new Error('no plan')
    }
  })()`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit'] })
  await pause(1000)
  const rate = await perSecond()
  child.kill()
  return rate
}

async function workerPerSecond(redis, baseUrl, perSecond) {
  const folder = copyExample()
  writeAccounts(folder, ACCOUNTS)
  const { Redis } = createRequire(`${folder}/worker.js`)('ioredis')
  const client = new Redis(redis.url)
  await client.set('component_verify_ticket', 'a-ticket')
  const child = spawn(process.execPath, ['worker.js'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      REDIS_URL: redis.url,
      ...PLATFORM_ENV,
      WX_API_BASE_URL: baseUrl,
      CHECK_EVERY_SECONDS: '1',
      CHECKS_PER_SECOND: '86400',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // Each account gets its token first.
  while ((await client.hlen('releases')) < ACCOUNTS) await pause(100)
  client.disconnect()
  const worker = await perSecond()
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  child.kill('SIGKILL')
  await redis.stop()
  rmSync(folder, { recursive: true })
  return { worker, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024 }
}
