import {
  addPoints,
  DocumentStore,
} from '../../../../src/cloud-functions/watch-gray-release/document-store'
import type { Fields } from '../../../../src/cloud-functions/watch-gray-release/documents'
import { database } from './database'

afterEach(() => jest.restoreAllMocks())

describe('a state', () => {
  it('is a document with a version, replaced only if it is what was read', async () => {
    const all: { [id: string]: Fields } = {}
    const { documents } = database(all)
    const [one, other] = [new DocumentStore(documents), new DocumentStore(documents)]
    expect([await one.get('state'), await other.get('state')]).toEqual([undefined, undefined])
    expect(await one.compareAndSet('state', undefined, 'a')).toBe(true)
    expect(await other.compareAndSet('state', undefined, 'b')).toBe(false)
    expect(await other.get('state')).toBe('a')
    expect(await one.compareAndSet('state', 'a', 'c')).toBe(true)
    expect(await one.compareAndSet('state', 'x', 'd')).toBe(false)
    expect(await other.compareAndSet('state', 'a', 'd')).toBe(false)
    expect(all).toEqual({ state: { _id: 'state', version: 2, state: 'c' } })
  })

  it.each([
    [{ version: 7, state: 'x' }, { version: { eq: 7 }, state: { eq: 'x' } }, 8],
    [{ version: '7', state: 'x' }, { version: { eq: '7' }, state: { eq: 'x' } }, 1],
    [{ version: null, state: 'x' }, { version: { eq: null }, state: { eq: 'x' } }, 1],
    // What the SDK makes of a decimal and of an int64 that JavaScript can't hold.
    [{ version: { bytes: [] }, state: 'x' }, { state: { eq: 'x' } }, 1],
    [{ version: 2 ** 53, state: 'x' }, { state: { eq: 'x' } }, 1],
    [{ version: 2.5, state: 'x' }, { state: { eq: 'x' } }, 1],
    [{}, { version: { exists: false }, state: { exists: false } }, 1],
    [{ state: 5 }, { version: { exists: false }, state: { eq: 5 } }, 1],
  ])('of %j is compared by %j', async (fields, conditions, version) => {
    const all: { [id: string]: Fields } = { state: fields }
    const { asked, documents } = database(all)
    const store = new DocumentStore(documents)
    const before = await store.get('state')
    expect([undefined, 'x']).toContain(before)
    expect(await store.compareAndSet('state', before, 'y')).toBe(true)
    expect(asked).toEqual([{ _id: 'state', ...conditions }])
    expect(all['state']).toEqual({ version, state: 'y' })
  })
})

/** A database whose operations end one after the other as they are given: a value, or a rejection. */
function scripted(outcomes: { [operation: string]: unknown[] }) {
  const next = (operation: string) => async (): Promise<never> => {
    const outcome = outcomes[operation]?.shift()
    if (outcome && !('data' in Object(outcome))) throw outcome
    return outcome as never
  }
  return database(
    {},
    {
      createCollection: next('create'),
      collection: () => ({
        add: next('add'),
        doc: () => ({ get: next('get') }),
        where: () => ({ update: next('update') }),
      }),
    },
  ).documents
}

describe('a collection', () => {
  const MISSING = { errCode: -502005, errMsg: 'collection not exists' }
  const THERE = { data: null }

  it.each([
    ['missing', undefined, [MISSING]],
    ['created by another check', { errCode: -1, errMsg: 'it exists' }, [MISSING, THERE]],
  ])('that is %s has no document', async (_what, created, gets) =>
    expect(await scripted({ create: [created], get: gets }).get('a')).toBeUndefined(),
  )

  it('that can not be created is reported with the reason', async () => {
    const cause = { errCode: -1, errMsg: 'not allowed' }
    const documents = scripted({ create: [cause], get: [MISSING, MISSING] })
    await expect(documents.get('a')).rejects.toMatchObject({
      kind: 'environment',
      errCode: -502005,
      errMsg: "the collection c does not exist and can't be created: not allowed",
      error: {
        retryable: true,
        hint: { en: expect.stringContaining('Create the collection c') },
        attempts: 1,
        cause,
      },
    })
  })

  it('whose database fails meanwhile has the error of that', async () => {
    const denied = { errCode: -502003, errMsg: 'no' }
    const documents = scripted({ create: [{ errCode: -1 }], get: [MISSING, denied] })
    await expect(documents.get('a')).rejects.toMatchObject({ kind: 'permission', errCode: -502003 })
  })

  it('behind a web page is a failure that passes', async () => {
    const cause = { errCode: -1, errMsg: 'TypeError: Cannot read property' }
    await expect(scripted({ get: [cause] }).get('a')).rejects.toMatchObject({
      kind: 'system',
      error: { retryable: true, attempts: 1, ...cause, cause },
    })
  })

  it('with a duplicate in another index rejects', async () => {
    const errMsg = 'E11000 duplicate key error collection: c index: user_id_1 dup key'
    const documents = scripted({ add: [{ errCode: -502001, errMsg }] })
    await expect(documents.replace('a', undefined, [], {})).rejects.toMatchObject({
      errCode: -502001,
    })
  })
})

describe('the points of a plan', () => {
  const point = (at: number) => ({ at, status: 'running' as const, grayPercentage: at })
  /** Another check is always faster. */
  const NEVER = Array(5).fill({ data: {}, stats: { updated: 0 } })
  const history = (...times: number[]) => ({ createTimestamp: 5, points: times.map(point) })

  it('are added to what is there, in the order of time', async () => {
    const all: { [id: string]: Fields } = {}
    const { documents } = database(all)
    expect(await addPoints(documents, 'plan-5', history(2, 3), 1000)).toBeUndefined()
    expect(all['plan-5']).toEqual({ _id: 'plan-5', version: 1, ...history(2, 3) })
    await addPoints(documents, 'plan-5', history(1, 2), 1000)
    expect(all['plan-5']).toEqual({ _id: 'plan-5', version: 2, ...history(1, 2, 3) })
  })

  it('replace what is not a history', async () => {
    const all: { [id: string]: Fields } = { 'plan-5': { points: 'x' } }
    expect(await addPoints(database(all).documents, 'plan-5', history(2), 1000)).toBeUndefined()
    expect(all['plan-5']).toEqual({ version: 1, ...history(2) })
  })

  it('of two checks at once are all kept', async () => {
    const all: { [id: string]: Fields } = { 'plan-5': { version: 1, ...history(1) } }
    const { documents } = database(all)
    await Promise.all([2, 3, 4].map((at) => addPoints(documents, 'plan-5', history(at), 5000)))
    expect(all['plan-5']).toEqual({ version: 4, ...history(1, 2, 3, 4) })
  })

  it.each([
    ['permission', { get: [{ errCode: -502003 }] }, 0, ''],
    [
      'system',
      { get: Array(5).fill({ data: {} }), update: NEVER },
      1000,
      'another check was first',
    ],
  ])('that can not be stored are an error: %s', async (kind, outcomes, timeoutMs, errMsg) => {
    jest.spyOn(Math, 'random').mockReturnValue(0)
    const error = await addPoints(scripted(outcomes), 'plan-5', history(1), timeoutMs)
    expect(error).toMatchObject({ kind, errMsg: expect.stringContaining(errMsg), attempts: 1 })
  })
})
