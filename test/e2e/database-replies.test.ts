import type { DatabaseRequest, ReplyFunction } from '../../src/testing'
import { _, checks, cloud, db, failureOf, gateway, last, name, put, stored } from './database'

describe('what is not simulated is rejected by name', () => {
  const find = (query: object) => checks.where(query).get()
  const update = (data: object) => checks.where({ a: 1 }).update({ data })

  test.each<[what: string, call: () => Promise<unknown>]>([
    ['the operator $expr of a query', () => find(_.expr({ $gt: ['$a', '$b'] }))],
    ['the operator $reg', () => find({ a: /x/ })],
    ['the operator $size of a query; simulated are $eq, ', () => find({ a: _.size(1) })],
    ['the operator $elemMatch of a query', () => find({ a: _.elemMatch({ b: 1 }) })],
    ['the operator $mul of an update; simulated are $set, ', () => update({ a: _.mul(2) })],
    ['the option $position of $push', () => update({ a: _.unshift([1]) })],
    ['the option $slice of $push', () => update({ a: _.push({ each: [1], slice: 1 }) })],
    ['the path a.$ of an update', () => update({ 'a.$': 1 })],
    ['field()', () => checks.field({ a: true }).get()],
    ['the field name $reg', () => put({ a: [/x/] })],
    ['the field name a.b', () => last.set({ data: { 'a.b': 1 } })],
  ])('%s', async (what, call) => {
    const message = `-501007 invalid parameters. this call is not simulated here: ${what}`
    const errMsg = expect.stringContaining(message)
    expect(await failureOf(call())).toEqual({ errCode: -501007, errMsg })
    const problem = expect.stringContaining(what)
    expect(gateway.requests.at(-1)).toMatchObject({ kind: 'other', problem })
  })

  // Of these SDK 4.0.2 makes no code.
  test.each<[string, () => Promise<unknown>]>([
    ['aggregateDocuments', () => checks.aggregate().match({ a: 1 }).end()],
    ['startTransaction', () => db.startTransaction()],
  ])('the action %s', async (action, call) => {
    await expect(call()).rejects.toThrow(
      `this call is not simulated here: the action database.${action}; simulated are database.`,
    )
  })
})

describe('failures on demand', () => {
  const onDatabase =
    (choose: (request: DatabaseRequest) => ReturnType<ReplyFunction>): ReplyFunction =>
    (request) =>
      request.kind === 'database' ? choose(request) : 'paused'

  test.each([
    ['DATABASE_REQUEST_FAILED', -502001, 'database request fail'],
    ['DATABASE_PERMISSION_DENIED', -502003, 'database permission denied'],
    ['DATABASE_COLLECTION_NOT_EXIST', -502005, 'database collection not exists'],
    ['SERVER_TIMEOUT', -501002, 'resource server timeout'],
    ['EXCEED_REQUEST_LIMIT', -501003, 'exceed request limit'],
    ['DATABASE_TIMEOUT', -501001, 'resource system error'],
  ])('have the code that the SDK makes of them: %s', async (code, errCode, message) => {
    gateway.reply(() => ({ gateway: { code, message: 'as was asked' } }))
    const errMsg = `collection.add:fail ${errCode} ${message}. as was asked`
    expect(await failureOf(put({ a: 1 }))).toEqual({ errCode, errMsg })
    expect(stored()).toEqual([])
  })

  test('of writes alone, beside which the plan is as usual', async () => {
    await put({ _id: 'last', n: 1 })
    const down = { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'down' } }
    gateway.reply(onDatabase(({ operation }) => (operation === 'get' ? 'running' : down)))
    expect((await last.get()).data).toEqual({ _id: 'last', n: 1 })
    expect(await failureOf(last.update({ data: { n: 2 } }))).toMatchObject({ errCode: -502001 })
    expect(stored()).toEqual([{ _id: 'last', n: 1 }])
    const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
    expect(grayReleasePlan.status).toBe(2)
  })

  test.each([
    ['reset', -501001, 'socket hang up'],
    ['cut', -501001, 'aborted'],
    ['timeout', -501001, 'request timeout'],
    ['http-502', -1, 'is not valid JSON'],
  ] as const)('of the connection, after the work is done: %s', async (scenario, errCode, words) => {
    const options = { env: cloud.DYNAMIC_CURRENT_ENV, timeout: 300 }
    const hasty = cloud.createNewInstance(options)
    await hasty.init(options)
    gateway.reply(onDatabase(() => scenario))
    const add = hasty
      .database()
      .collection(name)
      .add({ data: [{ _id: 'a' }] })
    expect(await failureOf(add)).toEqual({ errCode, errMsg: expect.stringContaining(words) })
    expect(stored()).toEqual([{ _id: 'a' }])
  })

  test('that a function takes its time for: what comes later is done first', async () => {
    let go: () => void = () => undefined
    const held = new Promise<'running'>((resolve) => {
      go = () => resolve('running')
    })
    gateway.reply(onDatabase(({ operation }) => (operation === 'set' ? held : 'running')))
    const set = last.set({ data: { n: 1 } })
    await checks.doc('b').update({ data: { n: 1 } })
    expect(await checks.count()).toMatchObject({ total: 0 })
    go()
    await set
    expect(stored()).toEqual([{ _id: 'last', n: 1 }])
  })
})

describe('what the gateway records', () => {
  const latest = () => gateway.requests.at(-1)

  test('what is known of every request', async () => {
    await last.remove()
    expect(latest()).toEqual({
      kind: 'database',
      method: 'POST',
      path: expect.stringMatching(/^\/admin\?env=local-gateway&seqId=/),
      headers: expect.objectContaining({ 'x-sdk-version': 'wx-server-sdk/4.0.2' }),
      at: expect.any(Number),
      operation: 'remove',
      collection: name,
      query: { _id: 'last' },
      multi: false,
      fields: {
        envName: 'local-gateway',
        wxCloudApiToken: expect.any(String),
        wxCloudbaseAccesstoken: expect.any(String),
        tcb_sessionToken: expect.any(String),
        sessionToken: 'local-session-token',
        crossAuthorizationToken: expect.any(String),
      },
    })
  })

  const query = { n: 1 }

  test.each<[asked: object, ask: () => Promise<unknown>]>([
    [{ operation: 'get', query: {}, limit: 100 }, () => checks.get()],
    [{ operation: 'count', query }, () => checks.where(query).count()],
    [{ operation: 'set', query: { _id: 'last' }, data: query }, () => last.set({ data: query })],
    [{ operation: 'add', data: [query] }, () => checks.add({ data: query })],
    [
      { operation: 'update', query, data: { $inc: { n: 1 }, $set: { m: 2 } }, multi: true },
      () => checks.where(query).update({ data: { n: _.inc(1), m: 2 } }),
    ],
    [
      { query, orderBy: { at: -1 }, skip: 2, limit: 20 },
      () => checks.where(query).orderBy('at', 'desc').skip(2).limit(20).get(),
    ],
  ])('what is asked: %j', async (asked, ask) => {
    await ask()
    expect(latest()).toEqual(expect.objectContaining(asked))
  })
})
