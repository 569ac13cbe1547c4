import type { Fields } from '../../../../src/cloud-functions/watch-gray-release/documents'
import {
  type AccountsResult,
  createWatchMain,
} from '../../../../src/cloud-functions/watch-gray-release/main'
import type { CheckResult } from '../../../../src/watch'
import { sleep } from '../../watch/doubles'
import { serve } from '../../watch/server'
import { database } from './database'

/** An hour ago, in seconds. */
const CREATED = Math.floor(Date.now() / 1000) - 3600

const plan = (grayPercentage: number, createTimestamp = CREATED) => ({
  grayReleasePlan: { status: 1, createTimestamp, grayPercentage },
})
/** The document of its history. */
const ID = `plan-${CREATED}`
const DENIED = { errCode: -502003, errMsg: 'not now' }
const CONTEXT = { time_limit_in_ms: 20_000 }

/** A function of its own over a database in memory; `api` is WeChat's. */
function setUp(given: { [name: string]: string } = {}, sdk: object = {}) {
  const env: { [name: string]: string } = {
    TENCENTCLOUD_SECRETID: 'id',
    TENCENTCLOUD_SECRETKEY: 'key',
    TCB_SOURCE: 'wx_trigger',
    ...given,
  }
  const stored: { [id: string]: Fields } = {}
  /** The IDs of documents that can be neither read nor written. */
  const broken = new Set<string>()
  const reading = { ms: 0 }
  const { made } = database(stored)
  const api = jest.fn(async (_appid: string | undefined): Promise<object> => plan(8))
  const collections = new Set<string>()
  const lines: Fields[] = []
  const operationOf = (appid?: string) => ({ operation: { getGrayReleasePlan: () => api(appid) } })
  const collectionOf = (name: string) => {
    collections.add(name)
    const collection = made.collection(name)
    const doc: typeof collection.doc = (id) => ({
      get: async () => {
        if (reading.ms > 0) await sleep(reading.ms)
        if (broken.has(id)) throw DENIED
        return collection.doc(id).get()
      },
    })
    return { ...collection, doc }
  }
  const main = createWatchMain({
    loadSdk: () => ({
      DYNAMIC_CURRENT_ENV: 'env',
      init: () => undefined,
      getWXContext: () => ({}),
      openapi: Object.assign(({ appid }: { appid: string }) => operationOf(appid), operationOf()),
      database: (config) => {
        expect(config).toEqual({ throwOnNotFound: false })
        return { ...made, collection: collectionOf }
      },
      ...sdk,
    }),
    env: () => env,
    nodeVersion: '16.13.0',
    log: (line) => lines.push(JSON.parse(line)),
  })
  const check = async () => (await main({}, CONTEXT)) as CheckResult
  const checkAll = async () => (await main({}, CONTEXT)) as AccountsResult
  return { main, check, checkAll, env, api, stored, broken, reading, collections, lines }
}

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => jest.restoreAllMocks())

describe('a check', () => {
  it('stores the state and the history, and logs what it counted', async () => {
    const { check, stored, lines, api, collections } = setUp()
    const first = await check()
    expect(first).toMatchObject({
      ok: true,
      plan: { grayPercentage: 8 },
      deliveries: [],
      waiting: 0,
    })
    expect(first.events).toMatchObject([{ type: 'started' }])
    api.mockResolvedValue(plan(9))
    expect((await check()).events).toMatchObject([{ type: 'progressed', from: 8, to: 9 }])
    expect(Object.keys(stored)).toEqual(['state', ID])
    expect(stored[ID]).toMatchObject({
      createTimestamp: CREATED,
      points: [{ grayPercentage: 8 }, { grayPercentage: 9 }],
      version: 2,
    })
    expect([...collections]).toEqual(['gray_release'])
    const line = { api: 'operation.getGrayReleasePlan', outcome: 'ok', errCode: 0, attempts: 1 }
    const milliseconds = expect.any(Number)
    const counted = { ...line, events: 1, deliveries: 0, waiting: 0, milliseconds }
    expect(lines).toEqual([counted, counted])
    expect(lines[0]?.['milliseconds']).toBeLessThan(5000)
  })

  it('tries an error that passes again, and counts the calls', async () => {
    const { check, lines, api } = setUp()
    api.mockRejectedValueOnce({ errCode: -1, errMsg: 'system error' })
    expect(await check()).toMatchObject({ ok: true })
    api.mockRejectedValue({ errCode: -604101, errMsg: 'has no permission' })
    expect(await check()).toMatchObject({ ok: false, error: { kind: 'permission' } })
    expect(lines).toMatchObject([{ attempts: 2 }, { attempts: 1, outcome: 'error' }])
  })

  it('notifies the channels in the language and with the name that are set', async () => {
    const sent: string[] = []
    const host = await serve((request, response) => {
      request.on('data', (chunk) => sent.push(String(chunk)))
      request.on('end', () => response.end())
    })
    const GRAY_RELEASE_NOTIFY = `http://${host}/`
    const en = { GRAY_RELEASE_NOTIFY, GRAY_RELEASE_NAME: 'Shop', GRAY_RELEASE_LANGUAGE: 'en' }
    expect(await setUp(en).check()).toMatchObject({ deliveries: [{ ok: true }], waiting: 0 })
    expect(sent.join('')).toMatch(/Shop · [A-Z]/)
    await setUp({ GRAY_RELEASE_NOTIFY }).check()
    expect(sent.at(-1)).not.toMatch(/ · |"account"/)
    expect(sent.at(-1)).toMatch(/\p{Script=Han}/u)
  })

  it('reports a history that it can not store, and stores it with the next plan', async () => {
    const { check, stored, broken, lines, api } = setUp()
    broken.add(ID)
    expect(await check()).toMatchObject({ ok: true, events: [{ type: 'started' }] })
    expect(lines[0]).toEqual({
      api: 'operation.getGrayReleasePlan',
      note: 'history_not_stored',
      kind: 'permission',
      errCode: -502003,
    })
    broken.clear()
    api.mockResolvedValue(plan(0, CREATED + 1))
    await check()
    expect(stored[ID]).toMatchObject({ points: [{ grayPercentage: 8 }] })
    expect(stored[`plan-${CREATED + 1}`]).toMatchObject({ points: [{ grayPercentage: 0 }] })
  })

  it('says if the SDK has no such API', async () => {
    const failed = { ok: false, error: { kind: 'environment', attempts: 0 } }
    expect(await setUp({}, { openapi: {} }).check()).toMatchObject(failed)
  })

  it('with a broken database notifies nobody', async () => {
    const { check, broken, api, lines } = setUp({ GRAY_RELEASE_COLLECTION: 'own' })
    broken.add('state')
    const failed = { ok: false, error: { kind: 'permission' }, events: [], deliveries: [] }
    expect(await check()).toMatchObject(failed)
    expect(api).not.toHaveBeenCalled()
    expect(lines).toMatchObject([{ outcome: 'error', kind: 'permission', attempts: 0 }])
  })
})

describe('accounts', () => {
  it('have a state, a history, a line of the log and an outcome each', async () => {
    const { checkAll, stored, lines, api } = setUp({ GRAY_RELEASE_ACCOUNTS: 'wx1=One, wx2, =Own' })
    api.mockImplementation(async (appid) => {
      if (appid === 'wx2') throw { errCode: -604101, errMsg: 'has no permission' }
      return plan(appid ? 8 : 9)
    })
    const { ok, accounts } = await checkAll()
    expect(ok).toBe(false)
    expect(accounts).toMatchObject([
      { appid: 'wx1', name: 'One', ok: true, plan: { grayPercentage: 8 } },
      { appid: 'wx2', ok: false, error: { kind: 'permission' } },
      { name: 'Own', ok: true, plan: { grayPercentage: 9 } },
    ])
    expect(Object.keys(stored).sort()).toEqual(
      [ID, `plan-wx1-${CREATED}`, 'state', 'state-wx1', 'state-wx2'].sort(),
    )
    expect(lines.map(({ appid }) => appid).sort()).toEqual(['wx1', 'wx2', undefined])
    api.mockResolvedValue(plan(10))
    expect(await checkAll()).toMatchObject({ ok: true })
  })

  it('that the deadline leaves out are skipped, and come first the next time', async () => {
    const names = ['wx1', 'wx2', 'wx3', 'wx4', 'wx5', 'wx6', 'wx7']
    // The first call starts with the second one.
    jest.spyOn(Math, 'random').mockReturnValue(0.001)
    const { main, api } = setUp({ GRAY_RELEASE_ACCOUNTS: names.join() })
    // A clock on which five queries take 300 ms, more than half of the deadline.
    let late = 0
    jest.spyOn(process, 'hrtime').mockImplementation(() => [late / 1000, 0])
    api.mockImplementation(async () => {
      late += 60
      return plan(8)
    })
    const skipped = async () => {
      const { ok, accounts } = (await main({}, { time_limit_in_ms: 1000 })) as AccountsResult
      expect(typeof ok).toBe('boolean')
      const left = accounts.filter((one) => 'skipped' in one && one.skipped)
      return left.map(({ appid }) => appid)
    }
    expect(await skipped()).toEqual(['wx1', 'wx7'])
    expect(await skipped()).toEqual(['wx5', 'wx6'])
  })

  it('that are invalid end the call before anything is queried', async () => {
    const { main, api, stored } = setUp({ GRAY_RELEASE_ACCOUNTS: 'wx1,wx1' })
    const error = { kind: 'environment', errMsg: expect.stringContaining('"wx1" is listed twice') }
    expect(await main({}, CONTEXT)).toMatchObject({ ok: false, error })
    expect(api).not.toHaveBeenCalled()
    expect(stored).toEqual({})
  })
})

describe('a page', () => {
  const PAGE = {
    TCB_SOURCE: 'wx_client',
    WX_OPENID: 'oA',
    WX_CONTEXT_KEYS: 'WX_OPENID',
    GRAY_RELEASE_ALLOWED_OPENIDS: 'oA',
  }

  it('gets the history, and checks nothing', async () => {
    const { main, check, env, api, lines, reading } = setUp()
    await check()
    reading.ms = 5
    Object.assign(env, PAGE)
    const page = await main({}, CONTEXT)
    const history = [{ at: expect.any(Number), status: 'running', grayPercentage: 8 }]
    expect(page).toEqual({ ok: true, history })
    expect([api.mock.calls.length, lines.length]).toEqual([1, 1])
  })

  it('gets that of each account, and of the first one by itself', async () => {
    const { main, checkAll, env, api } = setUp({ GRAY_RELEASE_ACCOUNTS: 'wx1=One,wx2' })
    api.mockImplementation(async (appid) => plan(appid === 'wx1' ? 8 : 9))
    await checkAll()
    Object.assign(env, PAGE)
    const [history, other] = [8, 9].map((grayPercentage) => [
      expect.objectContaining({ grayPercentage }),
    ])
    expect(await main({}, CONTEXT)).toEqual({
      ok: true,
      history,
      accounts: [
        { appid: 'wx1', name: 'One', history },
        { appid: 'wx2', history: other },
      ],
    })
  })

  it('gets why the history can not be read', async () => {
    const { main, broken } = setUp(PAGE)
    broken.add('state')
    expect(await main({}, CONTEXT)).toMatchObject({ ok: false, error: { errCode: -502003 } })
  })
})
