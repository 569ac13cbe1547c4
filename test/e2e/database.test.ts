import {
  _,
  checks,
  cloud,
  db,
  failureOf,
  gateway,
  idsOf,
  last,
  name,
  put,
  stored,
} from './database'

describe('doc', () => {
  test('set creates a document, and then replaces it', async () => {
    const stats = async (data: object) => {
      const { stats, ...reply } = await last.set({ data })
      expect(reply).toEqual({ _id: 'last', errMsg: 'document.set:ok' })
      return stats
    }
    expect(await stats({ a: 1, b: 2 })).toEqual({ updated: 0, created: 1 })
    expect(await stats({ a: 3 })).toEqual({ updated: 1, created: 0 })
    expect(await stats({ a: 3 })).toEqual({ updated: 0, created: 0 })
    expect(stored()).toEqual([{ _id: 'last', a: 3 }])
  })

  test('get gives what was set, with every type', async () => {
    const data = {
      _id: 'last',
      numbers: [8, 5_000_000_000, -2_147_483_648, 1.5, 1e300, Number.POSITIVE_INFINITY],
      others: ['分阶段 "发布"\n', '', true, false, null, new Date(1_700_000_000_000)],
      nested: { list: [1, 'two', { at: new Date(5) }, [null]], none: [], bare: {} },
    }
    const { _id, ...fields } = data
    await last.set({ data: { ...fields, left: undefined } })
    expect(await last.get()).toEqual({ data, errMsg: 'document.get:ok' })
    expect(stored()).toEqual([data])
  })

  test('the time of the database is now', async () => {
    await last.set({ data: { now: db.serverDate(), later: db.serverDate({ offset: 60_000 }) } })
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

  test('remove', async () => {
    await put({ _id: 'last' }, { _id: 'other' })
    const ok = { errMsg: 'document.remove:ok' }
    expect(await last.remove()).toEqual({ ...ok, stats: { removed: 1 } })
    expect(await last.remove()).toEqual({ ...ok, stats: { removed: 0 } })
    expect(stored()).toEqual([{ _id: 'other' }])
  })
})

describe('add', () => {
  test('one document, which gets an ID', async () => {
    const reply = { _id: expect.stringMatching(/^[0-9a-f]{32}$/), errMsg: 'collection.add:ok' }
    expect(await checks.add({ data: { a: 1 } })).toEqual(reply)
    expect(stored()).toEqual([{ _id: reply._id, a: 1 }])
  })

  test('one with an ID, and several', async () => {
    expect(await checks.add({ data: { _id: 'p-1', a: 1 } })).toMatchObject({ _id: 'p-1' })
    expect(await put({ _id: 'p-2' }, { a: 2, _id: 'p-3' })).toMatchObject({ _ids: ['p-2', 'p-3'] })
    expect(JSON.stringify(stored())).toBe('[{"_id":"p-1","a":1},{"_id":"p-2"},{"_id":"p-3","a":2}]')
  })

  test('rejects an ID that exists, and keeps what came before it', async () => {
    await put({ _id: 'p-1', a: 1 })
    const errMsg = expect.stringContaining(
      '[FailedOperation] multiple write errors: [{write errors: [{E11000 duplicate key error ' +
        `collection: ${name} index: _id_ dup key: { _id: "p-1" }}]}, {<nil>}]`,
    )
    const failure = await failureOf(put({ _id: 'p-2' }, { _id: 'p-1' }, { _id: 'p-3' }))
    expect(failure).toEqual({ errCode: -502001, errMsg })
    expect(stored()).toEqual([{ _id: 'p-1', a: 1 }, { _id: 'p-2' }])
  })
})

describe('where', () => {
  const at = (ms: number) => new Date(ms)

  beforeEach(() =>
    put(
      { _id: 'a', n: 1, at: at(3), tags: ['x', 'y'], in: { deep: 1 } },
      { _id: 'b', n: 2, at: at(2), tags: [], in: { deep: 2 } },
      { _id: 'c', n: 3, at: at(1), name: 'Seven', in: { deep: { er: 1 } } },
      { _id: 'd', n: null, at: 5 },
    ),
  )

  const ids = (query: object) => idsOf(checks.where(query))
  const positive = () => checks.where({ n: _.gt(0) })

  // What the SDK makes of its commands; the unit tests have what the operators do.
  test.each<[string, () => object, string]>([
    ['a value', () => ({ n: 2 }), 'b'],
    ['a field within', () => ({ in: { deep: 1 } }), 'a'],
    ['a date', () => ({ at: at(2) }), 'b'],
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
    const counted = { total: expected.length, errMsg: 'collection.count:ok' }
    expect(await checks.where(query()).count()).toEqual(counted)
  })

  test('get takes an order and a part', async () => {
    const query = checks.orderBy('at', 'asc').orderBy('n', 'desc')
    expect(await idsOf(query)).toBe('dcba')
    expect(await idsOf(query.skip(1).limit(2))).toBe('cb')
    expect(await idsOf(query.skip(9))).toBe('')
    expect(await idsOf(positive().orderBy('n', 'desc').limit(1))).toBe('c')
    await put({ _id: 'e', n: 1, at: at(3) }, { _id: 'f', n: 9, at: at(3) })
    expect(await idsOf(query)).toBe('dcbfae')
  })

  test('get gives 100 unless more are asked for, and count counts all', async () => {
    await put(...Array.from({ length: 120 }, (_value, n) => ({ n })))
    expect((await checks.get()).data).toHaveLength(100)
    expect((await checks.limit(1000).get()).data).toHaveLength(124)
    expect(await checks.count()).toMatchObject({ total: 124 })
  })

  test('update changes all that match, or one', async () => {
    const errMsg = 'collection.update:ok'
    const update = (options: object) => positive().update(options)
    expect(await update({ data: { n: 3 } })).toEqual({ stats: { updated: 2 }, errMsg })
    expect(await ids({ n: 3 })).toBe('abc')
    expect(await update({ data: { n: 4 }, multi: false })).toMatchObject({ stats: { updated: 1 } })
    expect(await ids({ n: 4 })).toBe('a')
  })

  test('remove removes all that match, or one', async () => {
    const errMsg = 'collection.remove:ok'
    expect(await positive().remove({ multi: false })).toEqual({ stats: { removed: 1 }, errMsg })
    expect(await positive().remove()).toEqual({ stats: { removed: 2 }, errMsg })
    expect(await ids({})).toBe('d')
  })

  test.each(['update', 'remove'])('%s wants a condition', async (method) => {
    const errMsg = `collection.${method}:fail -501007 invalid parameters. Param query can't be empty`
    for (const all of [checks, checks.where({})]) {
      const failure = await failureOf(all[method]({ data: { a: 1 } }))
      expect(failure).toEqual({ errCode: -501007, errMsg })
    }
    expect(await ids({})).toBe('abcd')
  })
})

describe('update, with the commands of the SDK', () => {
  const date = new Date(5)

  test.each<[string, before: object, data: () => object, after: object]>([
    ['set', { a: { b: 1, c: 2 } }, () => ({ a: _.set({ d: 3 }) }), { a: { d: 3 } }],
    ['remove', { a: 1, b: { c: 1 } }, () => ({ a: _.remove(), b: { c: _.remove() } }), { b: {} }],
    ['inc', { n: 1 }, () => ({ n: _.inc(2), o: { p: _.inc(-1.5) } }), { n: 3, o: { p: -1.5 } }],
    ['push', { a: [1] }, () => ({ a: _.push([2, 3]) }), { a: [1, 2, 3] }],
    ['push, of one', {}, () => ({ b: _.push({ c: 1 }) }), { b: [{ c: 1 }] }],
    ['a date', {}, () => ({ a: date, b: _.push([date]) }), { a: date, b: [date] }],
    ['an item', { a: [1, 2] }, () => ({ 'a.1': 5 }), { a: [1, 5] }],
    ['a field within', { a: { b: 1, c: 2 } }, () => ({ a: { b: 3 } }), { a: { b: 3, c: 2 } }],
  ])('%s', async (_name, before, data, after) => {
    await put({ _id: 'last', ...before })
    const updated = { stats: { updated: 1 }, errMsg: 'document.update:ok' }
    expect(await last.update({ data: data() })).toEqual(updated)
    expect(stored()).toEqual([{ _id: 'last', ...after }])
  })

  test('rejects what the database can not do, and changes all documents or none', async () => {
    await put({ _id: 'last', a: 1 }, { _id: 'other', a: null })
    const all = checks.where({ _id: _.exists(true) })
    const errMsg =
      'collection.update:fail -502001 database request fail. [FailedOperation] ' +
      "Cannot apply $inc to a value of non-numeric type, in the field 'a'"
    const failure = await failureOf(all.update({ data: { a: _.inc(1) } }))
    expect(failure).toEqual({ errCode: -502001, errMsg })
    expect(stored().map(({ a }) => a)).toEqual([1, null])
  })
})

describe('collections', () => {
  test('are created once', async () => {
    const errMsg = 'createCollection:ok'
    expect(await db.createCollection('new')).toEqual({ errMsg, requestId: 'local-gateway' })
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
    const missing = '[ResourceNotFound] Db or Table not exist: none'
    const errMsg = expect.stringContaining(
      `:fail -502005 database collection not exists. ${missing}`,
    )
    for (const call of calls) expect(await failureOf(call)).toEqual({ errCode: -502005, errMsg })
    expect(gateway.documents('none')).toEqual([])
  })

  test('show copies', async () => {
    await put({ _id: 'a', in: { deep: 1 } })
    const [document] = stored() as [{ in: { deep: number } }]
    document.in.deep = 2
    expect(stored()).toEqual([{ _id: 'a', in: { deep: 1 } }])
  })
})
