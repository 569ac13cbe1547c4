// Everything on this machine, with no WeChat account: a gateway simulates WeChat and a group bot, and the
// worker and the page run as they would for a platform. Needs Redis.
const { spawn } = require('node:child_process')
const { mkdtempSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { Redis } = require('ioredis')
const { startGateway } = require('wx-gray-release-plan/testing')

const REPLIES = ['running', 'paused', 'members-only', 'completed', 'no-plan', 'quota']

async function demo() {
  const accounts = Array.from({ length: 24 }, (_, index) => ({
    appid: `wx${String(index + 1).padStart(16, '0')}`,
    name: `Shop ${index + 1}`,
    refreshToken: `refresh-token-${index + 1}`,
  }))
  const replies = accounts.map(({ appid }, index) => [appid, REPLIES[index % REPLIES.length]])
  const gateway = await startGateway({ accounts: Object.fromEntries(replies) })
  const file = join(mkdtempSync(join(tmpdir(), 'accounts-')), 'accounts.json')
  writeFileSync(file, JSON.stringify(accounts))
  const { REDIS_URL = 'redis://127.0.0.1:6379' } = process.env
  const redis = new Redis(REDIS_URL)
  // What a platform's own endpoint does with each ticket that WeChat pushes.
  await redis.set('component_verify_ticket', 'a-ticket')
  await redis.quit()

  const env = {
    ...process.env,
    REDIS_URL,
    ACCOUNTS: file,
    COMPONENT_APPID: 'wx00000000000000ff',
    COMPONENT_APPSECRET: 'a-secret',
    WX_API_BASE_URL: gateway.baseUrl,
    GRAY_RELEASE_NOTIFY: gateway.robots.wecom.channel,
    CHECK_EVERY_SECONDS: process.env.CHECK_EVERY_SECONDS ?? '5',
  }
  const start = (name) =>
    spawn(process.execPath, [join(__dirname, name)], { env, stdio: 'inherit' })
  const processes = ['worker.js', 'page.js'].map(start)
  const { messages } = gateway.robots.wecom
  setInterval(() => {
    for (const message of messages.splice(0))
      console.log(`\n群消息 / The group reads:\n${message}\n`)
  }, 200)
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      for (const one of processes) one.kill()
      process.exit()
    })
  }
}

demo()
