import {
  type DatabaseRequest,
  type Gateway,
  type ReplyFunction,
  startGateway,
} from '../../src/testing'

const environment = { ...process.env }
let gateway: Gateway
// biome-ignore lint/suspicious/noExplicitAny: the SDK types it so
let cloud: any
// biome-ignore lint/suspicious/noExplicitAny: what it gives is what is tested
let db: any
// biome-ignore lint/suspicious/noExplicitAny: as above
let _: any

/** After a request that failed the SDK leaves the timer of a warning behind, of 3 s. */
const timers = jest.spyOn(global, 'setTimeout')

beforeAll(async () => {
  gateway = await startGateway()
  Object.assign(process.env, gateway.env)
  cloud = require('wx-server-sdk')
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 2000 })
  db = cloud.database()
  _ = db.command
})

afterAll(async () => {
  for (const { value } of timers.mock.results) clearTimeout(value)
  process.env = environment
  await gateway.close()
})

let count = 0
let name: string
// biome-ignore lint/suspicious/noExplicitAny: as above
let checks: any

/** Every test has a collection of its own. */
beforeEach(async () => {
  gateway.reply('running')
  count += 1
  name = `checks-${count}`
  await db.createCollection(name)
  checks = db.collection(name)
})

const stored = () => gateway.documents(name)

/** What the SDK throws, as its caller sees it. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (reply) => ({ resolved: reply }),
    ({ errCode, errMsg }) => ({ errCode, errMsg }),
  )

const put = (...documents: object[]) => checks.add({ data: documents })

describe('doc', () => {
  test('set creates a document, and then replaces it', async () => {
    const ok = { _id: 'last', errMsg: 'document.set:ok' }
    expect(await checks.doc('last').set({ data: { a: 1, b: 2 } })).toEqual({
      ...ok,
      stats: { updated: 0, created: 1 },
    })
    expect(await checks.doc('last').set({ data: { a: 3 } })).toEqual({
      ...ok,
      stats: { updated: 1, created: 0 },
    })
    expect(await checks.doc('last').set({ data: { a: 3 } })).toEqual({
      ...ok,
      stats: { updated: 0, created: 0 },
    })
    expect(stored()).toEqual([{ _id: 'last', a: 3 }])
  })

  test('get gives what was set, with every type', async () => {
    const data = {
      whole: 8,
      large: 5_000_000_000,
      negative: -2_147_483_648,
      broken: 1.5,
      huge: 1e300,
      endless: Number.POSITIVE_INFINITY,
      text: '分阶段 "发布"\n',
      empty: '',
      yes: true,
      no: false,
      nothing: null,
      at: new Date(1_700_000_000_000),
      nested: { list: [1, 'two', { at: new Date(5) }, [null]], none: [], bare: {} },
    }
    await checks.doc('last').set({ data: { ...data, left: undefined } })
    const { data: got, errMsg } = await checks.doc('last').get()
    expect(errMsg).toBe('document.get:ok')
    expect(got).toEqual({ _id: 'last', ...data })
    expect(got.at).toBeInstanceOf(Date)
    expect(stored()).toEqual([{ _id: 'last', ...data }])
  })

  test('the time of the database is now', async () => {
    await checks.doc('last').set({
      data: { now: db.serverDate(), later: db.serverDate({ offset: 60_000 }) },
    })
    const [{ now, later }] = stored() as [{ now: Date; later: Date }]
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(30_000)
    expect(later.getTime() - now.getTime()).toBeGreaterThan(50_000)
  })

  test('the ID 1 is not the ID "1"', async () => {
    await checks.doc(1).set({ data: { is: 'a number' } })
    await checks.doc('1').set({ data: { is: 'a string' } })
    expect((await checks.doc(1).get()).data).toEqual({ _id: 1, is: 'a number' })
    expect(stored()).toHaveLength(2)
  })

  test('get rejects if there is no such document, or gives null if asked to', async () => {
    expect(await failureOf(checks.doc('none').get())).toEqual({
      errCode: -1,
      errMsg: 'document.get:fail document with _id none does not exist',
    })
    const lenient = cloud.database({ throwOnNotFound: false }).collection(name)
    expect(await lenient.doc('none').get()).toEqual({ data: null, errMsg: 'document.get:ok' })
  })

  test('update changes the fields that it names', async () => {
    await put({ _id: 'last', a: 1, b: { c: 1, d: 2 } })
    expect(await checks.doc('last').update({ data: { a: 2, b: { c: 3 }, e: { f: 1 } } })).toEqual({
      stats: { updated: 1 },
      errMsg: 'document.update:ok',
    })
    expect(stored()).toEqual([{ _id: 'last', a: 2, b: { c: 3, d: 2 }, e: { f: 1 } }])
  })

  test('remove', async () => {
    await put({ _id: 'last' }, { _id: 'other' })
    const ok = { errMsg: 'document.remove:ok' }
    expect(await checks.doc('last').remove()).toEqual({ ...ok, stats: { removed: 1 } })
    expect(await checks.doc('last').remove()).toEqual({ ...ok, stats: { removed: 0 } })
    expect(stored()).toEqual([{ _id: 'other' }])
  })
})

describe('add', () => {
  test('one document, which gets an ID', async () => {
    const { _id, errMsg } = await checks.add({ data: { a: 1 } })
    expect(errMsg).toBe('collection.add:ok')
    expect(_id).toMatch(/^[0-9a-f]{32}$/)
    expect(stored()).toEqual([{ _id, a: 1 }])
  })

  test('one with an ID, and several', async () => {
    expect(await checks.add({ data: { _id: 'p-1', a: 1 } })).toMatchObject({ _id: 'p-1' })
    expect(await put({ _id: 'p-2' }, { _id: 'p-3' })).toMatchObject({ _ids: ['p-2', 'p-3'] })
    expect(stored()).toEqual([{ _id: 'p-1', a: 1 }, { _id: 'p-2' }, { _id: 'p-3' }])
  })

  test('rejects an ID that exists, and keeps what came before it', async () => {
    await put({ _id: 'p-1', a: 1 })
    expect(await failureOf(put({ _id: 'p-2' }, { _id: 'p-1' }, { _id: 'p-3' }))).toEqual({
      errCode: -502001,
      errMsg: expect.stringMatching(
        /^collection\.add:fail -502001 .*\[FailedOperation\] multiple write errors: \[\{write errors: \[\{E11000 duplicate key error collection: .* index: _id_ dup key: .*"p-1"/,
      ),
    })
    expect(stored()).toEqual([{ _id: 'p-1', a: 1 }, { _id: 'p-2' }])
  })
})

describe('where', () => {
  const at = (ms: number) => new Date(ms)

  beforeEach(() =>
    put(
      { _id: 'a', n: 1, at: at(3), tags: ['x', 'y'], in: { deep: 1 }, items: [{ k: 1, v: 1 }] },
      { _id: 'b', n: 2, at: at(2), tags: [], in: { deep: 2 }, items: [{ k: 1, v: 5 }] },
      { _id: 'c', n: 3, at: at(1), name: 'Seven', in: { deep: { er: 1 } } },
      { _id: 'd', n: null, at: 5 },
    ),
  )

  const ids = async (query: object) =>
    (await checks.where(query).get()).data.map(({ _id }: { _id: string }) => _id).join('')

  // What the SDK makes of its commands; the unit tests have what the operators do.
  test.each<[string, () => object, string]>([
    ['a value', () => ({ n: 2 }), 'b'],
    ['several', () => ({ n: 2, _id: 'a' }), ''],
    ['nothing', () => ({}), 'abcd'],
    ['a field within', () => ({ in: { deep: 1 } }), 'a'],
    ['a path', () => ({ 'in.deep.er': 1 }), 'c'],
    ['a date', () => ({ at: at(2) }), 'b'],
    ['an item', () => ({ tags: 'x' }), 'a'],
    ['eq', () => ({ n: _.eq(1) }), 'a'],
    ['neq', () => ({ n: _.neq(1) }), 'bcd'],
    ['gt', () => ({ n: _.gt(1) }), 'bc'],
    ['gte', () => ({ n: _.gte(2) }), 'bc'],
    ['lt', () => ({ n: _.lt(3) }), 'ab'],
    ['lte, of dates alone', () => ({ at: _.lte(at(2)) }), 'bc'],
    ['in', () => ({ n: _.in([1, 3, null]) }), 'acd'],
    ['nin', () => ({ n: _.nin([1, 3]) }), 'bd'],
    ['exists', () => ({ name: _.exists(false) }), 'abd'],
    ['and', () => ({ n: _.and(_.gt(1), _.lt(3)) }), 'b'],
    ['and, chained', () => ({ n: _.gt(1).and(_.lt(3)) }), 'b'],
    ['and, of queries', () => _.and([{ n: 1 }, { tags: 'x' }]), 'a'],
    ['or', () => ({ n: _.or(_.eq(1), _.gt(2)) }), 'ac'],
    ['or, of queries', () => _.or([{ n: 1 }, { name: 'Seven' }]), 'ac'],
  ])('matches %s', async (_name, query, expected) => {
    expect(await ids(query())).toBe(expected)
    expect(await checks.where(query()).count()).toEqual({
      total: expected.length,
      errMsg: 'collection.count:ok',
    })
  })

  test('get takes an order and a part', async () => {
    const query = checks.orderBy('at', 'asc').orderBy('n', 'desc')
    const of = async (selection: typeof query) =>
      (await selection.get()).data.map(({ _id }: { _id: string }) => _id).join('')
    expect(await of(query)).toBe('dcba')
    expect(await of(query.skip(1).limit(2))).toBe('cb')
    expect(
      (
        await checks
          .where({ n: _.gt(0) })
          .orderBy('n', 'desc')
          .limit(1)
          .get()
      ).data,
    ).toEqual([expect.objectContaining({ _id: 'c' })])
  })

  test('get gives 100 unless more are asked for, and count counts all', async () => {
    await put(...Array.from({ length: 120 }, (_value, n) => ({ n })))
    expect((await checks.get()).data).toHaveLength(100)
    expect((await checks.limit(1000).get()).data).toHaveLength(124)
    expect(await checks.count()).toMatchObject({ total: 124 })
  })

  test('update changes all that match, or one', async () => {
    expect(await checks.where({ n: _.gt(1) }).update({ data: { seen: true } })).toEqual({
      stats: { updated: 2 },
      errMsg: 'collection.update:ok',
    })
    expect(await ids({ seen: true })).toBe('bc')
    await checks.where({ n: _.gt(1) }).update({ data: { seen: false }, multi: false })
    expect(await ids({ seen: false })).toBe('b')
  })

  test('remove removes all that match, or one', async () => {
    expect(await checks.where({ n: _.gt(0) }).remove({ multi: false })).toEqual({
      stats: { removed: 1 },
      errMsg: 'collection.remove:ok',
    })
    expect(await checks.where({ n: _.gt(0) }).remove()).toMatchObject({ stats: { removed: 2 } })
    expect(await ids({})).toBe('d')
  })

  test.each(['update', 'remove'])('%s wants a condition', async (method) => {
    for (const all of [checks, checks.where({})]) {
      expect(await failureOf(all[method]({ data: { a: 1 } }))).toEqual({
        errCode: -501007,
        errMsg: `collection.${method}:fail -501007 invalid parameters. Param query can't be empty`,
      })
    }
    expect(await ids({})).toBe('abcd')
  })

  test('of many who compare and set at once, one wins each time', async () => {
    await put({ _id: 'state', version: 0, log: [] })
    const writers = Array.from({ length: 4 }, async (_value, writer) => {
      let lost = 0
      for (let turn = 0; turn < 4; ) {
        const { data } = await checks.doc('state').get()
        const { stats } = await checks
          .where({ _id: 'state', version: data.version })
          .update({ data: { version: data.version + 1, log: _.push([`${writer}-${turn}`]) } })
        turn += stats.updated
        lost += 1 - stats.updated
      }
      return lost
    })
    const losses = (await Promise.all(writers)).reduce((sum, lost) => sum + lost)
    expect(losses).toBeGreaterThan(0)
    const { version, log } = (await checks.doc('state').get()).data
    expect(version).toBe(16)
    expect(new Set(log).size).toBe(16)
  }, 60_000)
})

describe('update, with the commands of the SDK', () => {
  test.each<[string, object, () => object, object]>([
    ['set', { a: { b: 1, c: 2 } }, () => ({ a: _.set({ d: 3 }) }), { a: { d: 3 } }],
    [
      'remove',
      { a: 1, b: { c: 1, d: 2 } },
      () => ({ a: _.remove(), b: { c: _.remove() } }),
      { b: { d: 2 } },
    ],
    [
      'inc',
      { n: 1 },
      () => ({ n: _.inc(2), m: _.inc(-1.5), o: { p: _.inc(1) } }),
      { n: 3, m: -1.5, o: { p: 1 } },
    ],
    [
      'push',
      { a: [1] },
      () => ({ a: _.push([2, 3]), b: _.push({ c: 1 }) }),
      { a: [1, 2, 3], b: [{ c: 1 }] },
    ],
    [
      'a date',
      {},
      () => ({ a: new Date(5), b: _.push([new Date(6)]) }),
      { a: new Date(5), b: [new Date(6)] },
    ],
    ['an item', { a: [1, 2] }, () => ({ 'a.1': 5 }), { a: [1, 5] }],
  ])('%s', async (_name, before, data, after) => {
    await put({ _id: 'last', ...before })
    await checks.doc('last').update({ data: data() })
    expect(stored()).toEqual([{ _id: 'last', ...after }])
  })

  test('rejects what the database can not do, and changes nothing', async () => {
    await put({ _id: 'last', a: null })
    expect(await failureOf(checks.doc('last').update({ data: { 'a.b': 1 } }))).toEqual({
      errCode: -502001,
      errMsg: expect.stringContaining(
        'document.update:fail -502001 database request fail. [FailedOperation] ' +
          "Cannot create field 'b' in element {a: null}",
      ),
    })
    expect(stored()).toEqual([{ _id: 'last', a: null }])
  })

  test('changes all documents or none', async () => {
    await put({ _id: 'a', n: 1 }, { _id: 'b', n: 'x' })
    expect(
      await failureOf(checks.where({ _id: _.exists(true) }).update({ data: { n: _.inc(1) } })),
    ).toMatchObject({
      errCode: -502001,
    })
    expect(stored()).toEqual([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 'x' },
    ])
  })
})

describe('collections', () => {
  test('are created once', async () => {
    expect(await db.createCollection('new')).toEqual({
      errMsg: 'createCollection:ok',
      requestId: 'local-gateway',
    })
    // SDK 4.0.2 makes -1 of every failure here, whatever its code.
    expect(await failureOf(db.createCollection('new'))).toEqual({
      errCode: -1,
      errMsg: 'createCollection:fail [ResourceUnavailable.ResourceExist] Table exist',
    })
  })

  test('that do not exist are reported by every method', async () => {
    const none = db.collection('none')
    const one = none.doc('a')
    const all = none.where({ a: 1 })
    const data = { a: 1 }
    const calls = [one.get(), one.set({ data }), one.update({ data }), one.remove(), none.get()]
    calls.push(none.count(), none.add({ data }), all.update({ data }), all.remove())
    for (const call of calls) {
      expect(await failureOf(call)).toEqual({
        errCode: -502005,
        errMsg: expect.stringMatching(
          /:fail -502005 database collection not exists\. \[ResourceNotFound\] Db or Table not exist: none$/,
        ),
      })
    }
    expect(gateway.documents('none')).toEqual([])
  })

  test('show copies', async () => {
    await put({ _id: 'a', in: { deep: 1 } })
    const [document] = stored() as [{ in: { deep: number } }]
    document.in.deep = 2
    expect(stored()).toEqual([{ _id: 'a', in: { deep: 1 } }])
  })
})

describe('what is not simulated', () => {
  test('is rejected by name', async () => {
    const queries: [object, string][] = [
      [{ a: _.geoNear({ geometry: db.Geo.Point(1, 2) }) }, 'the operator $nearSphere of a query'],
      [_.expr({ $gt: ['$a', '$b'] }), 'the operator $expr of a query'],
      [{ a: /x/ }, 'the operator $reg'],
      [_.nor([{ a: 1 }]), 'the operator $nor of a query'],
      [{ a: _.not(_.eq(1)) }, 'the operator $not of a query'],
      [{ a: _.size(1) }, 'the operator $size of a query; simulated are $eq, '],
      [{ a: _.elemMatch({ b: 1 }) }, 'the operator $elemMatch of a query'],
      [{ a: _.mod(2, 1) }, 'the operator $mod of a query'],
    ]
    const updates: [object, string][] = [
      [{ a: _.mul(2) }, 'the operator $mul of an update; simulated are $set, '],
      [{ a: _.unshift([1]) }, 'the option $position of $push'],
      [{ a: _.push({ each: [1], slice: 1 }) }, 'the option $slice of $push'],
      [{ 'a.$': 1 }, 'the path a.$ of an update'],
    ]
    const calls: [() => Promise<unknown>, string][] = [
      ...queries.map(([query, message]): [() => Promise<unknown>, string] => [
        () => checks.where(query).get(),
        message,
      ]),
      ...updates.map(([data, message]): [() => Promise<unknown>, string] => [
        () => checks.where({ a: 1 }).update({ data }),
        message,
      ]),
      [() => checks.field({ a: true }).get(), 'field()'],
      [() => put({ a: [/x/] }), 'the field name $reg'],
      [() => checks.doc('a').set({ data: { 'a.b': 1 } }), 'the field name a.b'],
    ]
    for (const [call, message] of calls) {
      expect(await failureOf(call())).toEqual({
        errCode: -501007,
        errMsg: expect.stringContaining(
          `-501007 invalid parameters. this call is not simulated here: ${message}`,
        ),
      })
      const problem = expect.stringContaining(message)
      expect(gateway.requests.at(-1)).toMatchObject({ kind: 'other', problem })
    }
  })

  // Of these SDK 4.0.2 makes no code.
  test.each<[string, string, () => Promise<unknown>]>([
    ['aggregation', 'aggregateDocuments', () => checks.aggregate().match({ a: 1 }).end()],
    ['a transaction', 'startTransaction', () => db.startTransaction()],
    ['a transaction in a function', 'startTransaction', () => db.runTransaction(() => undefined)],
  ])('%s', async (_name, action, call) => {
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

  const down = { gateway: { code: 'DATABASE_REQUEST_FAILED', message: 'down' } }

  test('have the code that the SDK makes of them', async () => {
    for (const [code, errCode, message] of [
      ['DATABASE_REQUEST_FAILED', -502001, 'database request fail'],
      ['DATABASE_PERMISSION_DENIED', -502003, 'database permission denied'],
      ['DATABASE_COLLECTION_NOT_EXIST', -502005, 'database collection not exists'],
      ['SERVER_TIMEOUT', -501002, 'resource server timeout'],
      ['EXCEED_REQUEST_LIMIT', -501003, 'exceed request limit'],
      ['DATABASE_TIMEOUT', -501001, 'resource system error'],
    ] as const) {
      gateway.reply(() => ({ gateway: { code, message: 'as was asked' } }))
      const errMsg = `${errCode} ${message}. as was asked`
      const get = await failureOf(checks.doc('a').get())
      expect(get).toEqual({ errCode, errMsg: `document.get:fail ${errMsg}` })
      const add = await failureOf(checks.add({ data: { a: 1 } }))
      expect(add).toEqual({ errCode, errMsg: `collection.add:fail ${errMsg}` })
    }
    expect(stored()).toEqual([])
  })

  test('of writes alone', async () => {
    await put({ _id: 'a', n: 1 })
    gateway.reply(onDatabase(({ operation }) => (operation === 'get' ? 'running' : down)))
    expect((await checks.doc('a').get()).data).toEqual({ _id: 'a', n: 1 })
    expect(await failureOf(checks.doc('a').update({ data: { n: 2 } }))).toMatchObject({
      errCode: -502001,
    })
    expect(stored()).toEqual([{ _id: 'a', n: 1 }])
  })

  test.each([
    ['reset', -501001, 'socket hang up'],
    ['cut', -501001, 'aborted'],
    ['timeout', -501001, 'request timeout'],
    ['http-502', -1, 'is not valid JSON'],
  ] as const)('of the connection, after the work is done: %s', async (scenario, errCode, words) => {
    const hasty = cloud.createNewInstance({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 300 })
    await hasty.init({ env: cloud.DYNAMIC_CURRENT_ENV, timeout: 300 })
    gateway.reply(onDatabase(() => scenario))
    const add = hasty
      .database()
      .collection(name)
      .add({ data: { _id: 'a' } })
    expect(await failureOf(add)).toEqual({ errCode, errMsg: expect.stringContaining(words) })
    expect(stored()).toEqual([{ _id: 'a' }])
  })

  test('that a function takes its time for: what comes later is done first', async () => {
    let go: () => void = () => undefined
    const held = new Promise<'running'>((resolve) => {
      go = () => resolve('running')
    })
    gateway.reply(onDatabase(({ operation }) => (operation === 'set' ? held : 'running')))
    const set = checks.doc('a').set({ data: { n: 1 } })
    await checks.doc('b').update({ data: { n: 1 } })
    expect(await checks.count()).toMatchObject({ total: 0 })
    go()
    await set
    expect(stored()).toEqual([{ _id: 'a', n: 1 }])
  })

  test('leave the plan alone, as the plan’s leave the database', async () => {
    gateway.reply(onDatabase(() => down))
    const plan = cloud.openapi.operation.getGrayReleasePlan({})
    expect((await plan).grayReleasePlan.status).toBe(2)
    for (const reply of [
      'busy',
      'timeout',
      'invalid-env',
      'http-502',
      { http: { reset: true } },
    ] as const) {
      gateway.reply([reply, 'completed'])
      expect(await checks.doc('a').set({ data: { n: 1 } })).toMatchObject({ _id: 'a' })
    }
    gateway.reply(['paused', 'completed'])
    await checks.count()
    for (const status of [2, 3]) {
      const { grayReleasePlan } = await cloud.openapi.operation.getGrayReleasePlan({})
      expect(grayReleasePlan.status).toBe(status)
    }
  })
})

describe('what the gateway records', () => {
  const last = () => gateway.requests.at(-1)

  test('what is known of every request', async () => {
    await checks.doc('a').remove()
    expect(last()).toEqual({
      kind: 'database',
      method: 'POST',
      path: expect.stringMatching(/^\/admin\?env=local-gateway&seqId=/),
      headers: expect.objectContaining({ 'x-sdk-version': 'wx-server-sdk/4.0.2' }),
      at: expect.any(Number),
      operation: 'remove',
      collection: name,
      query: { _id: 'a' },
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

  test('what is asked', async () => {
    const asked: [Promise<unknown>, object][] = [
      [checks.get(), { operation: 'get', query: {}, limit: 100 }],
      [checks.where({ n: 1 }).count(), { operation: 'count', query: { n: 1 } }],
      [checks.doc('a').set({ data: { n: 1 } }), { query: { _id: 'a' }, data: { n: 1 } }],
      [checks.add({ data: { n: 1 } }), { operation: 'add', data: [{ n: 1 }] }],
      [
        checks.where({ n: 1 }).update({ data: { n: _.inc(1), m: 2 } }),
        { operation: 'update', data: { $inc: { n: 1 }, $set: { m: 2 } }, multi: true },
      ],
      [
        checks
          .where({ n: _.gte(8), at: new Date(5) })
          .orderBy('at', 'desc')
          .skip(2)
          .limit(20)
          .get(),
        { query: { n: { $gte: 8 }, at: new Date(5) }, orderBy: { at: -1 }, skip: 2, limit: 20 },
      ],
    ]
    await Promise.all(asked.map(([call]) => call))
    const requests = gateway.requests.filter(
      (request) => request.kind === 'database' && request.collection === name,
    )
    for (const [, expected] of asked) {
      expect(requests).toContainEqual(expect.objectContaining(expected))
    }
  })
})
