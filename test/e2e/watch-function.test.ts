import type { LookResult } from '../../src/cloud-functions/watch-gray-release/look'
import {
  createMain,
  type HistoryResult,
  type Main,
  type WatchSdk,
} from '../../src/cloud-functions/watch-gray-release/main'
import { type DatabaseRequest, type Gateway, type Reply, startGateway } from '../../src/testing'
import type { SingleReply } from '../../src/testing/gateway/reply'

// The second function as it is, over the real SDK, the gateway's database and its robots.

const environment = { ...process.env }
let gateway: Gateway
let sdk: WatchSdk
/** After a request that failed the SDK leaves the timer of a warning behind, of 3 s. */
const timers = jest.spyOn(global, 'setTimeout')

beforeAll(async () => {
  gateway = await startGateway()
  Object.assign(process.env, gateway.env)
  sdk = require('wx-server-sdk')
})

afterAll(async () => {
  for (const { value } of timers.mock.results) clearTimeout(value)
  process.env = environment
  await gateway.close()
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
let main: Main

/** A function with variables of its own. */
const deploy = (env: { [name: string]: string } = {}): Main =>
  createMain({
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

const look = async (reply?: Reply, by = main, context: unknown = CONTEXT): Promise<LookResult> => {
  if (reply !== undefined) gateway.reply(reply)
  return (await by({}, context)) as LookResult
}

/** The first line of each message that a group has read. */
const titles = (robot = gateway.robots.wecom) =>
  robot.messages.map((message) => message.split('\n')[0]?.replace(/^#+ |\*/g, ''))

const types = ({ events }: LookResult) => events.map(({ type }) => type)

const stateDocument = () => gateway.documents(collection).find(({ _id }) => _id === 'state')
const state = () => JSON.parse(String(stateDocument()?.['state']))

/** What the tests use of the database besides what the function does. */
interface Documents {
  doc(id: string): {
    set(options: { data: object }): Promise<unknown>
    update(options: { data: object }): Promise<unknown>
  }
}
const stored = () => {
  const { database } = sdk as unknown as { database(): { collection(name: string): Documents } }
  return database().collection(collection).doc('state')
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

it('makes the collection, and tells nothing of a release that is over', async () => {
  expect(await look(plan(3, 100))).toEqual({
    ok: true,
    plan: expect.objectContaining({ status: 'completed' }),
    events: [],
    deliveries: [],
    waiting: 0,
  })
  expect(stateDocument()).toMatchObject({ version: 1 })
  expect(titles()).toEqual([])
})

it('tells a release from start to finish, each thing once', async () => {
  const seen: string[][] = []
  for (const reply of [
    plan(1, 8),
    plan(1, 8),
    plan(1, 20),
    plan(2, 20),
    plan(2, 20),
    plan(1, 35),
    plan(3, 100),
    plan(3, 100),
  ]) {
    seen.push(types(await look(reply)))
  }
  expect(seen).toEqual([
    ['started'],
    [],
    ['progressed'],
    ['paused'],
    [],
    ['progressed', 'resumed'],
    ['completed'],
    [],
  ])
  expect(titles()).toEqual([
    expect.stringContaining('started: 8%'),
    expect.stringContaining('8% → 20%'),
    expect.stringContaining('paused'),
    expect.stringContaining('20% → 35%'),
    expect.stringContaining('resumed'),
    expect.stringContaining('completed'),
  ])
  expect(gateway.documents(collection).find(({ _id }) => _id === `plan-${HOUR_AGO}`)).toMatchObject(
    {
      createTimestamp: HOUR_AGO,
      points: [8, 20, 20, 35, 100].map((grayPercentage) =>
        expect.objectContaining({ grayPercentage }),
      ),
    },
  )
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

it('tells in Chinese unless told otherwise, and writes nothing if nothing changed', async () => {
  main = deploy({ GRAY_RELEASE_LANGUAGE: '' })
  await look(plan(1, 8))
  expect(titles()).toEqual([expect.stringContaining('分阶段发布已开始')])
  const { version } = stateDocument() as never
  await look()
  expect(stateDocument()).toMatchObject({ version })
})

it('tells every channel, and each what it has not taken yet, in order', async () => {
  const { wecom, feishu, dingtalk, webhook } = gateway.robots
  const channels = [wecom, feishu, dingtalk, webhook].map(({ channel }) => channel)
  main = deploy({ GRAY_RELEASE_NOTIFY: `${channels.join(', ')} ${wecom.channel}` })
  feishu.reply('too-frequent')
  const first = await look(plan(1, 8))
  expect(first.deliveries.map(({ channel, ok }) => [channel, ok])).toEqual([
    ['wecom', true],
    ['feishu', false],
    ['dingtalk', true],
    ['webhook', true],
  ])
  expect(first.waiting).toBe(1)
  const second = await look(plan(1, 20))
  expect(second.waiting).toBe(2)
  expect(titles(feishu)).toEqual([])
  feishu.reply('ok')
  const third = await look(plan(1, 20))
  expect(third).toMatchObject({ events: [], waiting: 0, deliveries: [{ ok: true }, { ok: true }] })
  expect(titles(feishu)).toEqual([
    expect.stringContaining('started'),
    expect.stringContaining('8% → 20%'),
  ])
  for (const robot of [wecom, dingtalk, webhook]) expect(robot.messages).toHaveLength(2)
  expect(JSON.stringify(gateway.documents(collection))).not.toContain('key')
})

it('drops an event for a channel that refuses for good, and says so in the log', async () => {
  gateway.robots.wecom.reply('refused')
  expect(await look(plan(1, 8))).toMatchObject({ waiting: 0, deliveries: [{ ok: false }] })
  expect(lines[0]).toEqual({
    api: 'operation.getGrayReleasePlan',
    note: 'refused',
    channel: 'wecom',
    host: expect.stringContaining('127.0.0.1'),
    message: expect.any(String),
  })
  expect(JSON.stringify(lines)).not.toContain('key=')
})

it('keeps nothing for channels that are told no more, and nothing at all without channels', async () => {
  gateway.robots.wecom.reply('too-frequent')
  expect((await look(plan(1, 8))).waiting).toBe(1)
  main = deploy({ GRAY_RELEASE_NOTIFY: '' })
  expect(await look(plan(1, 9))).toMatchObject({ events: [{ type: 'progressed' }], waiting: 0 })
  expect(state().outbox).toEqual([])
})

it('tells of errors, and of the end of them', async () => {
  await look(plan(1, 8))
  const failed = await look('api-unauthorized')
  expect(failed).toMatchObject({ ok: false, error: { kind: 'permission' } })
  expect(types(failed)).toEqual(['failing'])
  expect(types(await look('api-unauthorized'))).toEqual([])
  expect(types(await look(plan(1, 9)))).toEqual(['recovered', 'progressed'])
  expect(titles()).toHaveLength(4)
})

it('keeps what an error says short', async () => {
  gateway.robots.wecom.reply('too-frequent')
  await look({ errCode: 48001, errMsg: 'x'.repeat(10_000) })
  expect(state().outbox[0].event.error.errMsg).toHaveLength(500)
})

describe('two looks at once', () => {
  it('send once', async () => {
    gateway.robots.wecom.reply({ http: { delayMs: 200 } })
    gateway.reply(plan(1, 8))
    const both = (await Promise.all([main({}, CONTEXT), deploy()({}, CONTEXT)])) as LookResult[]
    expect(both.map(({ events }) => events.length).sort()).toEqual([0, 1])
    expect(gateway.robots.wecom.requests).toHaveLength(1)
    expect(both.every(({ ok }) => ok)).toBe(true)
  })

  it('the second leaves everything to the first while that one sends', async () => {
    await look(plan(1, 8))
    await setState({ lease: Date.now() + 5000 })
    expect(await look(plan(1, 9))).toMatchObject({ ok: true, events: [], waiting: 0 })
    expect(types(await look(plan(1, 9)))).toEqual([])
    await setState({ lease: Date.now() - 1 })
    expect(types(await look(plan(1, 9)))).toEqual(['progressed'])
  })

  it('a lease that is much too long locks nobody out', async () => {
    await look(plan(1, 8))
    await setState({ lease: Date.now() + 3_600_000 })
    expect(types(await look(plan(1, 9)))).toEqual(['progressed'])
  })

  it('the first stops sending if the second went on', async () => {
    gateway.robots.wecom.reply('too-frequent')
    await look(plan(1, 8))
    await look(plan(1, 9))
    gateway.robots.wecom.reply({ http: { delayMs: 400, body: '{"errcode":0}' } })
    const first = look(plan(1, 9))
    await new Promise((resolve) => setTimeout(resolve, 200))
    await stored().update({ data: { version: 100 } })
    expect(await first).toMatchObject({ ok: true, deliveries: [{ ok: true }], waiting: 1 })
  })
})

describe('a look that ends', () => {
  it('before storing repeats itself', async () => {
    gateway.reply(failing(plan(1, 8), ({ operation }) => (operation === 'add' ? DOWN : undefined)))
    expect(await look()).toMatchObject({
      ok: false,
      error: { kind: 'permission', errCode: -502003 },
      events: [],
      deliveries: [],
      waiting: 0,
    })
    expect(gateway.robots.wecom.requests).toHaveLength(0)
    expect(types(await look(plan(1, 8)))).toEqual(['started'])
  })

  it('after storing has its events sent by the next one', async () => {
    gateway.robots.wecom.reply('too-frequent')
    await look(plan(1, 8))
    await setState({ lease: Date.now() - 1 })
    gateway.robots.wecom.reply('ok')
    expect(await look(plan(1, 8))).toMatchObject({ events: [], deliveries: [{ ok: true }] })
    expect(titles()).toHaveLength(1)
  })

  it('between sending and storing has that one message repeated', async () => {
    await look(plan(1, 8))
    gateway.reply(
      failing(plan(1, 9), ({ operation }) =>
        operation === 'update' && gateway.robots.wecom.messages.length === 2 ? DOWN : undefined,
      ),
    )
    expect(await look()).toMatchObject({
      ok: false,
      error: { kind: 'permission' },
      events: [{ type: 'progressed' }],
      deliveries: [{ ok: true }],
      waiting: 1,
    })
    gateway.reply(plan(1, 9))
    await setState({ lease: undefined })
    await look()
    expect(titles()).toEqual([
      expect.stringContaining('started'),
      expect.stringContaining('8% → 9%'),
      expect.stringContaining('8% → 9%'),
    ])
    expect(await look(plan(1, 9))).toMatchObject({ deliveries: [], waiting: 0 })
  })

  it('with no time left to tell leaves that to the next one', async () => {
    gateway.reply(
      failing(plan(1, 8), ({ operation }) =>
        operation === 'add' ? { http: { delayMs: 250 } } : undefined,
      ),
    )
    expect(await look(undefined, main, { time_limit_in_ms: 1000 })).toMatchObject({
      ok: true,
      events: [{ type: 'started' }],
      deliveries: [],
      waiting: 1,
    })
    await setState({ lease: undefined })
    expect(await look(plan(1, 8))).toMatchObject({ events: [], waiting: 0 })
    expect(titles()).toHaveLength(1)
  })
})

describe('a database', () => {
  it.each<[string, SingleReply, string]>([
    ['may not be used', DOWN, 'permission'],
    [
      'fails for long',
      { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } },
      'system',
    ],
    ['hides behind a web page', 'http-502', 'system'],
  ])('that %s sends nothing, and tells the kind of its error', async (_what, fault, kind) => {
    gateway.reply(failing(plan(1, 8), () => fault))
    const result = await look(undefined, main, { time_limit_in_ms: 1500 })
    expect(result).toMatchObject({ ok: false, error: { kind }, events: [], deliveries: [] })
    expect(lines).toEqual([expect.objectContaining({ outcome: 'error', kind })])
    expect(titles()).toEqual([])
  })

  it('that fails for a moment is asked again', async () => {
    gateway.reply(
      failing(plan(1, 8), (_request, number) =>
        number === 1 || number === 3
          ? { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'failed' } }
          : undefined,
      ),
    )
    expect(types(await look())).toEqual(['started'])
    expect(titles()).toHaveLength(1)
  })

  it.each(['add', 'update'])('whose answer to %s is lost has done it once', async (wanted) => {
    if (wanted === 'update') await look(plan(1, 7))
    let lost = false
    gateway.reply(
      failing(plan(1, 8), ({ operation }) => {
        if (lost || operation !== wanted) return undefined
        lost = true
        return 'reset'
      }),
    )
    expect(types(await look())).toHaveLength(1)
    expect(lost).toBe(true)
    expect(await look(plan(1, 8))).toMatchObject({ events: [], waiting: 0 })
    expect(titles().filter((title) => title?.includes('8%'))).toHaveLength(1)
  })

  it("whose history can't be written or read stores nothing, and loses nothing", async () => {
    gateway.reply(failing(plan(1, 8), ({ operation }) => (operation === 'set' ? DOWN : undefined)))
    expect(await look()).toMatchObject({ ok: false, error: { kind: 'permission' }, events: [] })
    gateway.reply(failing(plan(1, 8), (_request, number) => (number === 2 ? DOWN : undefined)))
    await look()
    expect(types(await look(plan(1, 8)))).toEqual(['started'])
  })
})

describe('a document', () => {
  const write = (fields: object) => stored().set({ data: fields })

  it.each([
    ['broken', { version: 3, writer: 'w', state: '{"shape":1,' }],
    ['of another shape', { version: 3, writer: 'w', state: '{"shape":0,"outbox":[]}' }],
    ['with no version', { state: 'x' }],
    ['with a version that is no number', { version: 'x', state: '' }],
    ['with events that are none', { version: 1, state: '{"shape":1,"outbox":[1]}' }],
    ['with points that are none', { version: 1, state: '{"shape":1,"outbox":[],"history":{}}' }],
  ])('%s is kept aside, and the look goes on', async (_what, fields) => {
    await look(plan(3, 100))
    await write(fields)
    lines = []
    expect(types(await look(plan(1, 8)))).toEqual(['started'])
    const aside = gateway.documents(collection).find(({ _id }) => String(_id).includes('aside'))
    expect(aside).toMatchObject(fields)
    expect(lines[0]).toMatchObject({ note: 'kept_aside', id: aside?.['_id'] })
    expect(types(await look(plan(1, 9)))).toEqual(['progressed'])
  })

  it("that can't be kept aside is not replaced", async () => {
    await look(plan(3, 100))
    await write({ state: 'x' })
    gateway.reply(failing(plan(1, 8), ({ operation }) => (operation === 'set' ? DOWN : undefined)))
    expect(await look()).toMatchObject({ ok: false, error: { kind: 'permission' } })
    expect(stateDocument()).toMatchObject({ state: 'x' })
  })

  it('of a plan goes on if the state was lost', async () => {
    await look(plan(1, 8))
    await write({ state: 'x' })
    await look(plan(1, 9))
    expect(state().history.points).toHaveLength(2)
  })

  it('holds 100 events at most: the oldest go first, and the log says so', async () => {
    gateway.robots.wecom.reply('too-frequent')
    await look(plan(1, 8))
    const [waiting] = state().outbox
    await setState({ outbox: Array.from({ length: 100 }, () => waiting) })
    lines = []
    expect(await look(plan(1, 9))).toMatchObject({ waiting: 100 })
    expect(lines[0]).toMatchObject({ note: 'outbox_full', dropped: 1 })
    expect(state().outbox[99].event.type).toBe('progressed')
  })
})

describe('a page', () => {
  const page = (openid = 'oA') =>
    deploy({
      TCB_SOURCE: 'wx_client',
      WX_CONTEXT_KEYS: 'WX_OPENID',
      WX_OPENID: openid,
      GRAY_RELEASE_ALLOWED_OPENIDS: 'oA',
    })({}, CONTEXT)

  it('gets the history, and makes no look', async () => {
    expect(await page()).toEqual({ ok: true, history: [] })
    await look(plan(1, 8))
    await look(plan(2, 20))
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
    await look(plan(1, 1, HOUR_AGO + 60))
    expect(((await page()) as HistoryResult).history).toHaveLength(1)
  })

  it('is told if the database is down, and refused if it is not listed', async () => {
    gateway.reply(failing(plan(1, 8), () => DOWN))
    expect(await page()).toMatchObject({ ok: false, error: { kind: 'permission' } })
    expect(await page('oB')).toMatchObject({
      ok: false,
      error: { kind: 'forbidden', openid: 'oB' },
    })
  })
})

it('says if the SDK has no such API', async () => {
  gateway.reply('running')
  const { database, getWXContext, DYNAMIC_CURRENT_ENV } = sdk
  const bare = { database, getWXContext, DYNAMIC_CURRENT_ENV, init: () => undefined, openapi: {} }
  const stranger = createMain({
    loadSdk: () => bare,
    env: () => ({ ...process.env, TCB_SOURCE: 'wx_trigger', GRAY_RELEASE_COLLECTION: collection }),
    nodeVersion: process.versions.node,
    log: () => undefined,
  })
  expect(await stranger({}, CONTEXT)).toMatchObject({ ok: false, error: { kind: 'environment' } })
})
