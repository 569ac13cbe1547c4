// What the tests, the soak and the bench of the example for third-party platforms run on: the example
// with what it depends on beside it, a real Redis and a real Postgres.
const { execFileSync, spawn } = require('node:child_process')
const {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} = require('node:fs')
const { createServer } = require('node:net')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const REDIS = '/usr/bin/redis-server'
const POSTGRES = '/usr/lib/postgresql'
const CHROMIUM = '/usr/bin/chromium'

/** What this machine has; on Debian, apt-get installs it: redis-server, postgresql, chromium. */
const installed = {
  redis: existsSync(REDIS),
  postgres: existsSync(POSTGRES),
  chromium: existsSync(CHROMIUM),
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Starts Redis, which keeps its data in its folder over a restart. */
async function startRedis() {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  const listen = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder]
  const keep = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
  let server
  const start = () =>
    new Promise((resolve, reject) => {
      server = spawn(REDIS, [...listen, ...keep], { stdio: ['ignore', 'pipe', 'inherit'] })
      server.once('exit', () => reject(new Error('Redis ended')))
      server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
    })
  const stop = () =>
    new Promise((resolve) => {
      server.removeAllListeners('exit')
      server.once('exit', resolve)
      server.kill()
    })
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop }
}

/** Starts Postgres, which refuses to run as root. */
async function startPostgres() {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  chmodSync(folder, 0o777)
  const data = join(folder, 'data')
  const [version] = readdirSync(POSTGRES)
  const run = (name, ...args) => {
    const command = [join(POSTGRES, version, 'bin', name), ...args]
    const asUser = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--'] : []
    const [program, ...rest] = [...asUser, ...command]
    execFileSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder })
  }
  run('initdb', '--auth=trust', '--username=postgres', '--no-sync', data)
  const options = `-h 127.0.0.1 -p ${port} -k ${folder}`
  run('pg_ctl', '--wait', '-D', data, '-l', join(folder, 'log'), '-o', options, 'start')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => run('pg_ctl', '-D', data, '-m', 'immediate', 'stop'),
  }
}

/** Copies the example as somebody has it who installed its dependencies; returns the folder. */
function copyExample() {
  const root = join(__dirname, '../..')
  const folder = mkdtempSync(join(tmpdir(), 'third-party-platform-'))
  cpSync(join(root, 'examples/third-party-platform'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules/wx-gray-release-plan'))
  for (const name of ['bullmq', 'ioredis']) {
    symlinkSync(join(__dirname, 'node_modules', name), join(folder, 'node_modules', name))
  }
  return folder
}

/** Accounts as the example's file lists them. */
const accountsOf = (names) =>
  names.map((name, index) => ({
    appid: `wx${String(index + 1).padStart(16, '0')}`,
    name,
    refreshToken: `planted-refresh-token-${index + 1}`,
  }))

/** As many accounts as wanted, in the file of the example. */
function writeAccounts(folder, count) {
  const accounts = accountsOf(Array.from({ length: count }, (_, index) => `Account ${index + 1}`))
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts))
  return accounts
}

/** What the processes of the example need besides the addresses of Redis, WeChat and bots. */
const PLATFORM_ENV = {
  ACCOUNTS: 'accounts.json',
  COMPONENT_APPID: 'wx00000000000000ff',
  COMPONENT_APPSECRET: 'planted-app-secret',
}

module.exports = {
  accountsOf,
  copyExample,
  PLATFORM_ENV,
  writeAccounts,
  CHROMIUM,
  installed,
  startPostgres,
  startRedis,
}
