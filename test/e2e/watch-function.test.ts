import {
  type AccountsResult,
  createWatchMain,
  type PageResult,
  type WatchMain,
  type WatchSdk,
} from '../../src/cloud-functions/watch-gray-release/main'
import type { DatabaseRequest, Reply } from '../../src/testing'
import type { SingleReply } from '../../src/testing/gateway/reply'
import type { CheckResult } from '../../src/watch'
import documents from '../fixtures/watch-documents-1.0.0.json'
import { gateway } from '../gateway'
import { loadSdk } from './sdk'

// The second function as it is, over the real SDK, the gateway's database and its bots.

let sdk: WatchSdk
/** After a request that failed the SDK leaves the timer of a warning behind, of 3 s. */
const timers = jest.spyOn(global, 'setTimeout')

beforeAll(() => {
  sdk = loadSdk()
})

afterAll(() => {
  for (const { value } of timers.mock.results) clearTimeout(value)
})

const HOUR_AGO = Math.floor(Date.now() / 1000) - 3600
const plan = (status: number, grayPercentage: number, createTimestamp = HOUR_AGO) => ({
  status,
  grayPercentage,
  createTimestamp,
})

let count = 0
let collection: string
let lines: { [name: string]: unknown }[]
let main: WatchMain

/** A function with variables of its own. */
const deploy = (env: { [name: string]: string } = {}): WatchMain =>
  createWatchMain({
    loadSdk: () => sdk,
    env: () => ({
      ...process.env,
      TCB_SOURCE: 'wx_trigger',
      GRAY_RELEASE_COLLECTION: collection,
      GRAY_RELEASE_LANGUAGE: 'en',
      GRAY_RELEASE_NOTIFY: gateway.robots.wecom.channel,
      ...env,
    }),
    nodeVersion: process.versions.node,
    log: (line) => lines.push(JSON.parse(line)),
  })

beforeEach(() => {
  count += 1
  collection = `releases-${count}`
  lines = []
  for (const robot of Object.values(gateway.robots)) {
    robot.reply('ok')
    robot.messages.length = 0
    robot.requests.length = 0
  }
  main = deploy()
})

const CONTEXT = { time_limit_in_ms: 20_000 }

const check = async (reply?: Reply, by = main, context: unknown = CONTEXT) => {
  if (reply !== undefined) gateway.reply(reply)
  return (await by({}, context)) as CheckResult
}

/** Two processes check at once. */
const checkTwice = (reply: Reply) => Promise.all([check(reply), check(reply, deploy())])

/** The first line of each message that a group has read. */
const titles = (robot = gateway.robots.wecom) =>
  robot.messages.map((message) => message.split('\n')[0]?.replace(/^#+ |\*/g, ''))

/** Each title contains its words. */
const expectTitles = (words: readonly string[], robot = gateway.robots.wecom) =>
  expect(titles(robot)).toEqual(words.map((part) => expect.stringContaining(part)))

const types = ({ events }: CheckResult) => events.map(({ type }) => type)

const stateDocument = () => gateway.documents(collection).find(({ _id }) => _id === 'state')
const state = () => JSON.parse(String(stateDocument()?.['state']))

/** What the tests use of the database besides what the function does. */
interface Documents {
  doc(id: string): {
    set(options: { data: object }): Promise<unknown>
    update(options: { data: object }): Promise<unknown>
  }
}
const stored = (id = 'state') => {
  const { database } = sdk as unknown as { database(): { collection(name: string): Documents } }
  return database().collection(collection).doc(id)
}
const setState = (change: object) =>
  stored().update({ data: { state: JSON.stringify({ ...state(), ...change }) } })

/** Fails the database where `fails` says so; all else is as `reply` says. */
const failing = (
  reply: SingleReply,
  fails: (request: DatabaseRequest, number: number) => SingleReply | undefined,
): Reply => {
  let number = 0
  return (request) => {
    if (request.kind !== 'database') return reply
    number += 1
    return fails(request, number) ?? 'running'
  }
}

const DOWN = { gateway: { code: 'DATABASE_PERMISSION_DENIED', message: 'not now' } }
const FAILED = { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } }

it('reports a release from start to finish, each thing once', async () => {
  for (const [reply, expected, words] of [
    [plan(1, 8), ['started'], ['started: 8%']],
    [plan(1, 8), [], []],
    [plan(2, 20), ['progressed', 'paused'], ['8% → 20%', 'paused']],
    ['api-unauthorized', ['failing'], ['failed']],
    ['api-unauthorized', [], []],
    [plan(1, 35), ['recovered', 'progressed', 'resumed'], ['working', '20% → 35%', 'resumed']],
    [plan(3, 100), ['completed'], ['completed']],
    [plan(3, 100), [], []],
  ] as const) {
    const { version } = (stateDocument() ?? { version: 0 }) as { version: number }
    const result = await check(reply)
    expect(result.ok).toBe(reply !== 'api-unauthorized')
    expect(types(result)).toEqual(expected)
    expectTitles(words)
    gateway.robots.wecom.messages.length = 0
    if (expected.length === 0) expect(stateDocument()).toMatchObject({ version })
  }
  expect(planDocument()).toMatchObject({
    createTimestamp: HOUR_AGO,
    points: [8, 20, 35, 100].map((grayPercentage) => expect.objectContaining({ grayPercentage })),
  })
  expect(lines).toHaveLength(8)
  expect(lines[0]).toEqual({
    api: 'operation.getGrayReleasePlan',
    outcome: 'ok',
    errCode: 0,
    attempts: 1,
    events: 1,
    deliveries: 1,
    waiting: 0,
    milliseconds: expect.any(Number),
  })
})

const planDocument = (id = `plan-${HOUR_AGO}`) =>
  gateway.documents(collection).find(({ _id }) => _id === id)

it('notifies every channel, each in its own order', async () => {
  const { wecom, feishu, dingtalk, webhook } = gateway.robots
  const channels = [wecom, feishu, dingtalk, webhook].map(({ channel }) => channel)
  main = deploy({ GRAY_RELEASE_NOTIFY: `${channels.join(', ')} ${wecom.channel}` })
  feishu.reply('too-frequent')
  const first = await check(plan(1, 8))
  const outcomes = first.deliveries.map(({ channel, ok }) => `${channel} ${ok}`)
  expect(outcomes).toEqual(['wecom true', 'feishu false', 'dingtalk true', 'webhook true'])
  expect(first.waiting).toBe(1)
  expect((await check(plan(1, 20))).waiting).toBe(2)
  expect(titles(feishu)).toEqual([])
  feishu.reply('ok')
  const third = await check(plan(1, 20))
  expect(third).toMatchObject({ events: [], waiting: 0, deliveries: [{ ok: true }, { ok: true }] })
  expectTitles(['started', '8% → 20%'], feishu)
  for (const bot of [wecom, dingtalk, webhook]) expect(bot.messages).toHaveLength(2)
  expect(JSON.stringify(gateway.documents(collection))).not.toContain('key')
})

it('goes on from the documents of version 1.0.0', async () => {
  await check(plan(3, 100))
  for (const { _id, ...data } of documents) await stored(_id).set({ data })
  const channels = 'http://127.0.0.1:9/a?key=k webhook+http://127.0.0.1:9/b?key=k#secret'
  main = deploy({ GRAY_RELEASE_NOTIFY: channels })
  const first = await check(plan(2, 20, 1_793_673_600))
  expect(first).toMatchObject({ ok: true, events: [{ type: 'recovered' }], waiting: 6 })
  expect(stateDocument()).toMatchObject({ version: expect.any(Number) })
  expect(gateway.documents(collection).some(({ _id }) => String(_id).includes('aside'))).toBe(false)
  await check(plan(1, 30, 1_793_673_600))
  const points = [{ grayPercentage: 8 }, { grayPercentage: 20 }, { status: 'paused' }]
  expect(planDocument('plan-1793673600')).toMatchObject({
    points: [...points, { grayPercentage: 30 }],
  })
})

it('two checks at once notify once', async () => {
  gateway.robots.wecom.reply({ http: { delayMs: 200 } })
  const both = await checkTwice(plan(1, 8))
  expect(both.map(({ events }) => events.length).sort()).toEqual([0, 1])
  expect(gateway.robots.wecom.requests).toHaveLength(1)
  expect(both.every(({ ok }) => ok)).toBe(true)
})

it('a check that ends between sending and storing has that one message repeated', async () => {
  await check(plan(1, 8))
  const lastly = failing(plan(1, 9), ({ operation }) =>
    operation === 'update' && gateway.robots.wecom.messages.length === 2 ? DOWN : undefined,
  )
  expect(await check(lastly)).toMatchObject({
    ok: false,
    error: { kind: 'permission' },
    events: [{ type: 'progressed' }],
    deliveries: [{ ok: true }],
    waiting: 1,
  })
  gateway.reply(plan(1, 9))
  await setState({ lease: undefined })
  await check()
  expectTitles(['started', '8% → 9%', '8% → 9%'])
  expect(await check(plan(1, 9))).toMatchObject({ deliveries: [], waiting: 0 })
})

describe('a database', () => {
  it.each<[string, SingleReply, string]>([
    ['is not allowed', DOWN, 'permission'],
    ['fails for long', FAILED, 'system'],
    ['hides behind a web page', 'http-502', 'system'],
  ])('that %s sends nothing, and gives the kind of its error', async (_what, fault, kind) => {
    gateway.reply(failing(plan(1, 8), () => fault))
    const result = await check(undefined, main, { time_limit_in_ms: 1500 })
    expect(result).toMatchObject({ ok: false, error: { kind }, events: [], deliveries: [] })
    expect(lines).toEqual([expect.objectContaining({ outcome: 'error', kind })])
    expect(titles()).toEqual([])
  })

  it('that fails for a moment is tried again', async () => {
    const atTimes = (_request: unknown, number: number) =>
      [1, 3].includes(number) ? FAILED : undefined
    expect(types(await check(failing(plan(1, 8), atTimes)))).toEqual(['started'])
    expect(titles()).toHaveLength(1)
  })

  it.each(['add', 'update'])('whose answer to %s is lost has done it once', async (wanted) => {
    if (wanted === 'update') await check(plan(1, 7))
    let lost = false
    const reply = failing(plan(1, 8), ({ operation }) => {
      if (lost || operation !== wanted) return undefined
      lost = true
      return 'reset'
    })
    expect(types(await check(reply))).toHaveLength(1)
    expect(lost).toBe(true)
    expect(await check(plan(1, 8))).toMatchObject({ events: [], waiting: 0 })
    expect(titles().filter((title) => title?.includes('8%'))).toHaveLength(1)
  })
})

describe('a document', () => {
  const write = (data: object) => stored().set({ data })
  const aside = () => gateway.documents(collection).find(({ _id }) => String(_id).includes('aside'))

  it.each([
    ['broken', { version: 3, writer: 'w', state: '{"shape":1,' }],
    ['of another shape', { version: 3, writer: 'w', state: '{"shape":0,"outbox":[]}' }],
    ['with no version', { state: 'x' }],
    ['with a version that is not a number', { version: 'x', state: '' }],
    ['with another number as its version', { version: 2.5, state: 'x' }],
  ])('%s is kept aside, and the check goes on', async (_what, fields) => {
    await check(plan(3, 100))
    await write(fields)
    lines = []
    expect(types(await check(plan(1, 8)))).toEqual(['started'])
    expect(aside()).toMatchObject({ state: fields.state })
    expect(lines[0]).toMatchObject({ note: 'kept_aside', id: aside()?.['_id'] })
    expect(types(await check(plan(1, 9)))).toEqual(['progressed'])
  })

  it.each(['7', 'x', 7.5, null, { of: 'a decimal' }])(
    'with the version %j is replaced',
    async (version) => {
      await check(plan(1, 8))
      const { _id, ...data } = stateDocument() as { [name: string]: unknown }
      await write({ ...data, version })
      const both = await checkTwice(plan(1, 9))
      expect(both.flatMap(types)).toEqual(['progressed'])
      expect(titles()).toHaveLength(2)
    },
  )

  it('of a plan keeps its points if the state was lost', async () => {
    await check(plan(1, 8))
    await write({ state: 'x' })
    await check(plan(1, 9))
    expect(planDocument()).toMatchObject({ points: [{ grayPercentage: 8 }, { grayPercentage: 9 }] })
  })
})

it('a page gets the history of a listed user, and triggers no check', async () => {
  const page = async () =>
    (await deploy({
      TCB_SOURCE: 'wx_client',
      WX_CONTEXT_KEYS: 'WX_OPENID',
      WX_OPENID: 'oA',
      GRAY_RELEASE_ALLOWED_OPENIDS: 'oA',
    })({}, CONTEXT)) as PageResult
  expect(await page()).toEqual({ ok: true, history: [] })
  await check(plan(1, 8))
  await check(plan(2, 20))
  const { length } = gateway.requests
  lines = []
  expect(await page()).toEqual({
    ok: true,
    history: [
      { at: expect.any(Number), status: 'running', grayPercentage: 8 },
      { at: expect.any(Number), status: 'paused', grayPercentage: 20 },
    ],
  })
  expect(gateway.requests.slice(length).every(({ kind }) => kind === 'database')).toBe(true)
  expect(lines).toEqual([])
  await check(plan(1, 1, HOUR_AGO + 60))
  expect((await page()).history).toHaveLength(1)
})

it('several accounts each have their own state, history, name and outcome', async () => {
  main = deploy({ GRAY_RELEASE_ACCOUNTS: '=Mine, wxa1=Other\nwxb2' })
  gateway.reply((request) => {
    if (request.kind === 'database') return 'running'
    const { appid } = request as { appid?: string }
    if (appid === 'wxb2') return 'api-unauthorized'
    return appid === 'wxa1' ? plan(1, 20, HOUR_AGO - 60) : plan(1, 8)
  })
  const checkAll = async () => (await main({}, CONTEXT)) as AccountsResult
  const { ok, accounts } = await checkAll()
  expect(ok).toBe(false)
  expect(accounts).toMatchObject([
    { name: 'Mine', ok: true, plan: { grayPercentage: 8 }, events: [{ type: 'started' }] },
    { appid: 'wxa1', name: 'Other', ok: true, plan: { grayPercentage: 20 }, waiting: 0 },
    { appid: 'wxb2', ok: false, error: { kind: 'permission' }, events: [{ type: 'failing' }] },
  ])
  expect(accounts[0]).not.toHaveProperty('appid')
  gateway.robots.wecom.messages.sort()
  expectTitles(['Mine · ', 'Other · ', 'wxb2 · '])
  const ids = gateway.documents(collection).map(({ _id }) => _id)
  const plans = [`plan-${HOUR_AGO}`, `plan-wxa1-${HOUR_AGO - 60}`]
  expect(ids.sort()).toEqual([...plans, 'state', 'state-wxa1', 'state-wxb2'])
  expect(lines.map(({ appid }) => appid).sort()).toEqual(['wxa1', 'wxb2', undefined])
  expect((await checkAll()).accounts.every((one) => 'ok' in one)).toBe(true)
  expect(titles()).toHaveLength(3)
})
