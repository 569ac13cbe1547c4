import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Gateway, startGateway } from '../../src/testing'
import { root } from '../typescript'
import { type ReleaseRow, type Started, start, until, writeAccounts } from './example'
import {
  accountsOf,
  CHROMIUM,
  installed,
  PLATFORM_ENV,
  type Service,
  startRedis,
} from './services.cjs'

const { Redis } = require('ioredis') as { Redis: new (url: string) => RedisClient }
const { chromium } = require('playwright-core') as typeof import('playwright-core')

/** What is used of ioredis here. */
interface RedisClient {
  set(key: string, value: string): Promise<unknown>
  hset(key: string, values: object): Promise<unknown>
  keys(pattern: string): Promise<string[]>
  type(key: string): Promise<string>
  dumpBuffer(key: string): Promise<Buffer>
  quit(): Promise<unknown>
}

const NASTY = '<img src=x onerror="document.title=1"> [a](b) @all'
const PLAN = {
  status: 1,
  create_timestamp: Math.floor(Date.now() / 1000) - 3600,
  gray_percentage: 42,
}
const ACCOUNTS = accountsOf([NASTY, 'Failing shop', 'Paused shop', 'Quiet shop', 'Members shop'])
const [, failing, paused, quiet, members] = ACCOUNTS.map(({ appid }) => appid) as string[]
const SECRET = PLATFORM_ENV.COMPONENT_APPSECRET
const TICKET = 'planted-ticket'

if (!installed.redis || !installed.chromium) {
  it.todo('is not run: redis-server or chromium is not installed here')
} else {
  describe('the example for third-party platforms', whole)
}

function whole(): void {
  let redis: Service
  let client: RedisClient
  let gateway: Gateway
  let browser: Browser
  let env: NodeJS.ProcessEnv
  const processes: Started[] = []
  const run = (script: string, more: NodeJS.ProcessEnv = {}): Started => {
    const started = start(script, { ...env, ...more })
    processes.push(started)
    return started
  }
  const addressOf = async (page: Started): Promise<string> =>
    (await until(page.output, (text) => /http:\S+/.test(text))).match(/http:\S+/)?.[0] as string
  const releasesAt = async (address: string): Promise<ReleaseRow[]> =>
    (await fetch(`${address}releases.json`)).json() as Promise<ReleaseRow[]>

  beforeAll(async () => {
    redis = await startRedis()
    client = new Redis(redis.url)
    await client.set('component_verify_ticket', TICKET)
    gateway = await startGateway({
      reply: PLAN,
      accounts: {
        [failing as string]: 'no-permission',
        [paused as string]: 'paused',
        [quiet as string]: 'no-plan',
        [members as string]: 'members-only',
      },
    })
    env = {
      REDIS_URL: redis.url,
      ...PLATFORM_ENV,
      ACCOUNTS: writeAccounts(ACCOUNTS),
      WX_API_BASE_URL: gateway.baseUrl,
      GRAY_RELEASE_NOTIFY: `${gateway.robots.wecom.channel}、${gateway.robots.webhook.channel}`,
      GRAY_RELEASE_LANGUAGE: 'en',
      CHECK_EVERY_SECONDS: '1',
      PORT: '0',
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  }, 60_000)

  afterAll(async () => {
    for (const { child } of processes) child.kill('SIGKILL')
    await Promise.all(processes.map(({ ended }) => ended))
    await browser?.close()
    await client?.quit()
    await redis?.stop()
    await gateway?.close()
  }, 60_000)

  /** Opens the page of a process. */
  async function open(address: string, options: object = {}): Promise<Page> {
    const page = await browser.newPage({ locale: 'en-GB', ...options })
    await page.goto(address)
    await page.locator('tbody tr').first().waitFor()
    return page
  }
  const namesIn = (page: Page): Promise<string[]> =>
    page
      .locator('tbody tr:visible th')
      .evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent ?? ''))

  it('checks every account, notifies the bots, and shows the releases', async () => {
    const workers = [run('worker.js'), run('worker.js')]
    const address = await addressOf(run('page.js'))
    const releases = await until(
      () => releasesAt(address),
      (rows) => rows.every(({ at }) => at),
    )
    const outcomes = [
      { ok: true, plan: { status: 'running' } },
      { ok: false, error: { errCode: 48001 } },
      { ok: true, plan: { status: 'paused' } },
      { ok: false, error: { kind: 'no_plan' } },
      { ok: true },
    ]
    expect(releases).toMatchObject(
      ACCOUNTS.map(({ appid, name }, index) => ({ appid, name, ...outcomes[index] })),
    )
    // Three started, one failing: each once, although two workers run.
    const { webhook, wecom } = gateway.robots
    await until(
      () => webhook.messages.length,
      (count) => count >= 4,
    )
    await until(
      () => wecom.messages.join('\n'),
      (text) => /Failing shop/.test(text) && /Paused shop/.test(text),
    )
    await until(
      () => processes[0]?.output() ?? '',
      (text) => text.includes('started'),
    )
    expect(webhook.messages).toHaveLength(4)
    for (const { child } of workers) expect(child.exitCode).toBeNull()
  }, 60_000)

  it('shows failing accounts first, and filters by name', async () => {
    const page = await open(await addressOf(processes[2] as Started))
    const names = ['Failing shop', 'Paused shop', NASTY, 'Members shop', 'Quiet shop']
    expect(await namesIn(page)).toEqual(names)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('Staged releases')
    const progress = page.getByRole('progressbar', { name: `${NASTY}: 42%` })
    expect(await progress.getAttribute('value')).toBe('42')
    const rowOf = (name: string) => page.getByRole('row', { name }).textContent()
    expect(await rowOf('Members shop')).toContain('members only')
    expect(await rowOf('Failing shop')).toContain('48001')
    await page.getByLabel('Filter by name or AppID').fill('PAUSED')
    expect(await namesIn(page)).toEqual(['Paused shop'])
    expect(await page.getByRole('status').textContent()).toBe('1 of 5 accounts, 1 failing')
    await page.close()
  }, 60_000)

  it.each([
    ['zh-CN', 'light', '分阶段发布', 'rgb(255, 255, 255)'],
    ['en-GB', 'dark', 'Staged releases', 'rgb(22, 22, 22)'],
  ] as const)(
    'is in %s and %s',
    async (locale, colorScheme, title, background) => {
      const page = await open(await addressOf(processes[2] as Started), { locale, colorScheme })
      expect(await page.getByRole('heading').textContent()).toBe(title)
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        background,
      )
      const pictures = join(root, '.cache/picture')
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `platform-${locale}-${colorScheme}.png`) })
      await page.close()
    },
    60_000,
  )

  it('refreshes by itself, and says when it can no longer', async () => {
    const address = await addressOf(processes[2] as Started)
    const page = await browser.newPage({ locale: 'en-GB' })
    let releases: unknown = await releasesAt(address)
    await page.clock.install()
    await page.route('**/releases.json', (route) =>
      releases ? route.fulfill({ json: releases }) : route.abort(),
    )
    await page.goto(address)
    const says = (words: string) =>
      until(
        () => page.getByRole('status').textContent(),
        (text) => text?.includes(words) === true,
      )
    await says('5 of 5 accounts, 1 failing')
    releases = ACCOUNTS.map(({ appid, name }) => ({ appid, name }))
    await page.clock.runFor(11_000)
    await says('5 of 5 accounts, 0 failing')
    releases = undefined
    await page.clock.runFor(11_000)
    await says('No connection')
    expect(await namesIn(page)).toHaveLength(5)
    await page.close()
  }, 60_000)

  it('handles 2,000 accounts', async () => {
    const many = accountsOf(Array.from({ length: 2000 }, (_, index) => `Account ${index}`))
    const started = run('page.js', { ACCOUNTS: writeAccounts(many, 'many.json') })
    const page = await open(await addressOf(started))
    expect(await page.locator('tbody tr').count()).toBe(2000)
    await page.getByLabel('Filter by name or AppID').fill('account 1999')
    expect(await namesIn(page)).toEqual(['Account 1999'])
    await page.close()
  }, 60_000)

  it('gives nothing to a page elsewhere', async () => {
    const address = await addressOf(processes[2] as Started)
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${address}releases.json`, { headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end()
    })
    expect(status).toBe(403)
    expect((await fetch(`${address}accounts.json`)).status).toBe(404)
  })

  it('sums up what waits for a bot, and sends a webhook each event', async () => {
    const { webhook, wecom } = gateway.robots
    const before = { wecom: wecom.messages.length, webhook: webhook.messages.length }
    const crowd = accountsOf(Array.from({ length: 30 }, (_, index) => `Crowd ${index + 1}`)).map(
      (account, index) => ({ ...account, appid: `wxc${index}` }),
    )
    run('worker.js', { ACCOUNTS: writeAccounts(crowd, 'crowd.json'), CHECKS_PER_SECOND: '200' })
    await until(
      () => webhook.messages.length,
      (count) => count === before.webhook + 30,
    )
    const read = () => wecom.messages.slice(before.wecom)
    await until(read, (texts) =>
      crowd.every(({ name }) => texts.join('\n').match(new RegExp(`${name}\\b`))),
    )
    expect(read().length).toBeLessThan(8)
    expect(read().join('\n')).toMatch(/Staged release: \d+ events in \d+ accounts/)
    expect(wecom.requests.filter(({ problem }) => problem)).toEqual([])
  }, 60_000)

  it('keeps tokens, secrets and bots to itself', async () => {
    const keyOfBot = new URL(gateway.robots.wecom.url).searchParams.get('key') as string
    const issued = gateway.requests.flatMap((request) =>
      'token' in request && request.token ? [request.token] : [],
    )
    expect(issued.length).toBeGreaterThan(5)
    const secrets = [SECRET, TICKET, keyOfBot, 'planted-refresh-token', ...new Set(issued)]
    const address = await addressOf(processes[2] as Started)
    const shown = [...processes.map(({ output }) => output()), await (await fetch(address)).text()]
    shown.push(JSON.stringify(await releasesAt(address)))
    const own = /^(gray-release:(token|component)-.*|component_verify_ticket)$/
    for (const key of await client.keys('*')) {
      if (!own.test(key)) shown.push(key, String(await client.dumpBuffer(key)))
    }
    for (const secret of secrets) expect(shown.filter((text) => text.includes(secret))).toEqual([])
  })

  it.each([
    [
      { REDIS_URL: 'http://planted' },
      'REDIS_URL must be a URL that begins with redis:// or rediss://',
    ],
    [{ ACCOUNTS: '' }, 'ACCOUNTS is not set'],
    [{ ACCOUNTS: 'nowhere.json' }, "ACCOUNTS names a file that can't be read as JSON (ENOENT)"],
    [{ COMPONENT_APPSECRET: '' }, 'COMPONENT_APPSECRET is not set'],
    [{ WX_API_BASE_URL: 'planted' }, 'WX_API_BASE_URL must be a URL'],
    [{ CHECK_EVERY_SECONDS: 'planted' }, 'CHECK_EVERY_SECONDS must be a whole number'],
    [{ CHECKS_PER_SECOND: '0' }, 'CHECKS_PER_SECOND must be a whole number'],
    [{ GRAY_RELEASE_LANGUAGE: 'planted' }, 'GRAY_RELEASE_LANGUAGE must be zh or en'],
    [{ GRAY_RELEASE_NOTIFY: 'https://a.example/x,planted' }, 'GRAY_RELEASE_NOTIFY: entry 2'],
  ])('names the variable that is wrong: %p', async (wrong, message) => {
    const worker = run('worker.js', wrong)
    expect(await worker.ended).toBeGreaterThan(0)
    expect(worker.output()).toContain(message)
    expect(worker.output()).not.toContain('planted')
  })

  it.each([
    ['{', /JSON \(SyntaxError\)/],
    ['{}', /an array/],
    ['[{"appid":"wx1","name":"a"}]', /entry 1 has no refreshToken/],
    [
      '[{"appid":"wx1","name":"a","refreshToken":"planted"},{"appid":"wx1","name":"b","refreshToken":"c"}]',
      /wx1 twice/,
    ],
  ])('says what is wrong with the accounts: %s', async (text, message) => {
    const worker = run('worker.js', { ACCOUNTS: writeAccounts(text, 'wrong.json') })
    expect(await worker.ended).toBe(2)
    expect(worker.output()).toMatch(message)
    expect(worker.output()).not.toContain('planted')
  })
}
