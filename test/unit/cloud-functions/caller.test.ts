import fc from 'fast-check'
import {
  ALLOWED_OPENIDS,
  callerOf,
  rejectionOf,
  type WXContext,
} from '../../../src/cloud-functions/caller'

type Variables = Record<string, string>

const refuseCaller = (wxContext: WXContext, env: Variables = {}, context?: unknown) =>
  rejectionOf(callerOf(wxContext, env, context), env[ALLOWED_OPENIDS] ?? '')

const refused = (...given: Parameters<typeof refuseCaller>) =>
  refuseCaller(...given)?.kind === 'forbidden'

/** The variables of a caller who has an OPENID. */
const caller = (WX_OPENID: string) => ({ WX_CONTEXT_KEYS: 'WX_APPID,WX_OPENID', WX_OPENID })

it('has the documented name for the list', () =>
  expect(ALLOWED_OPENIDS).toBe('GRAY_RELEASE_ALLOWED_OPENIDS'))

describe('the last hop of SOURCE', () => {
  const TRUSTED = ['wx_devtools', 'wx_localdebug', 'wx_trigger', 'wx_http', 'scf']
  it.each(TRUSTED)('%s may call', (hop) => {
    for (const SOURCE of [hop, `wx_client,${hop}`, `wx_client, ${hop} `])
      expect([SOURCE, refused({ SOURCE })]).toEqual([SOURCE, false])
    expect(refused({}, { TCB_SOURCE: hop })).toBe(false)
    for (const SOURCE of [`${hop},wx_client`, hop.toUpperCase(), `${hop},`])
      expect([SOURCE, refused({ SOURCE })]).toEqual([SOURCE, true])
    expect(refused({ SOURCE: 'wx_client' }, { TCB_SOURCE: hop })).toBe(true)
  })

  it.each(['wx_client', 'wx_paycallback', 'wx_crawler', 'other', '', undefined, 7, {}])(
    '%p may not',
    (SOURCE) => expect(refused({ SOURCE })).toBe(true),
  )
})

it('lets local debugging in by ENV', () => {
  expect(refused({ SOURCE: 'wx_client', ENV: 'local' })).toBe(false)
  expect(refused({ SOURCE: 'wx_client' }, { TCB_ENV: 'local' })).toBe(false)
  expect(refused({ SOURCE: 'wx_client', ENV: 'prod' }, { TCB_ENV: 'local' })).toBe(true)
})

describe('the list of OPENIDs', () => {
  const withList = (list: string, openid?: string) =>
    refused({}, { [ALLOWED_OPENIDS]: list, ...(openid !== undefined && caller(openid)) })

  it.each([
    ['oA', 'oA'],
    ['oA', ' oA '],
    [' oB , oA ', 'oA'],
    ['007', '007'],
    ['12345678901234567890', '12345678901234567890'],
    ['oB, *', 'oA'],
    ['*', undefined],
    ['oB、oA', 'oA'],
    ['oB，　oA　', 'oA'],
  ])('%j lets %j in', (list, openid) => expect(withList(list, openid)).toBe(false))

  it.each([
    ['', 'oA'],
    ['oA', ''],
    [',', ''],
    ['oA,', undefined],
    ['oAB', 'oA'],
    ['oA', 'oAB'],
    ['o*', 'oA'],
    ['.*', 'oA'],
    ['oa', 'oA'],
    ['oA；oB', 'oA'],
    ['oA　oB', 'oA'],
    ['＊', 'oA'],
    ['7', '007'],
    ['12345678901234567000', '12345678901234567890'],
  ])('%j keeps %j out', (list, openid) => expect(withList(list, openid)).toBe(true))
})

it('tells the refused what to set, and who they are', () => {
  const error = refuseCaller({ SOURCE: 'wx_client' }, caller('0123'))
  expect(error).toMatchObject({
    kind: 'forbidden',
    errCode: 0,
    attempts: 0,
    retryable: false,
    openid: '0123',
    errMsg: 'this caller is not allowed to query the release plan (source: wx_client)',
  })
  for (const hint of [error?.hint.zh, error?.hint.en]) expect(hint).toContain(ALLOWED_OPENIDS)
  expect(error?.hint.zh).not.toContain('没有 OPENID')
  expect(error?.hint.en).not.toContain('no OPENID')
})

it('says so, in both languages, where there is no OPENID to list', () => {
  const error = refuseCaller({}, {})
  expect(error).not.toHaveProperty('openid')
  expect(error?.errMsg).toContain('(source: none)')
  expect(error?.hint.zh).toContain('没有 OPENID')
  expect(error?.hint.en).toContain('has no OPENID')
})

it.each([undefined, '', 'WX_APPID', 'WX_OPENIDX,XWX_OPENID', ' WX_OPENID', 'WX_OPENID;WX_APPID'])(
  'an OPENID that an earlier caller left behind does not count while WX_CONTEXT_KEYS is %j',
  (WX_CONTEXT_KEYS) => {
    const keys = WX_CONTEXT_KEYS === undefined ? {} : { WX_CONTEXT_KEYS }
    const env = { WX_OPENID: 'oA', [ALLOWED_OPENIDS]: 'oA', ...keys }
    expect(refused({}, env)).toBe(true)
    expect(refuseCaller({}, env)).not.toHaveProperty('openid')
  },
)

describe('a context', () => {
  /** The caller that a context identifies; the last hop is `nobody` if it identifies none. */
  const callerIn = (context: unknown) => callerOf({ SOURCE: 'nobody' }, {}, context)

  it('that tells who called is asked in place of getWXContext() and of the variables', () => {
    const [trigger, user] = ['wx_trigger', 'wx_client']
    const environ = (source: string) => ({ environ: `TCB_SOURCE=${source}` })
    expect(refused({ SOURCE: user }, { TCB_SOURCE: user }, environ(trigger))).toBe(false)
    expect(refused({ SOURCE: trigger }, { TCB_SOURCE: trigger }, environ(user))).toBe(true)
  })

  it.each([
    ['WX_CONTEXT_KEYS=WX_APPID', true],
    ['WX_CONTEXT_KEYS=WX_OPENID', true],
    ['WX_OPENID=oA', true],
    ['WX_OPENID=oA;WX_CONTEXT_KEYS=WX_OPENID', false],
    ['TCB_ENV=local', false],
  ])('of %s counts as absent what it does not name', (environ, expected) => {
    const env = { ...caller('oA'), TCB_SOURCE: 'scf', TCB_ENV: 'local', [ALLOWED_OPENIDS]: 'oA' }
    expect(refused({ SOURCE: 'scf', ENV: 'local' }, env, { environ })).toBe(expected)
  })

  it('brings no list of its own', () => {
    const environ = `WX_OPENID=oA;WX_CONTEXT_KEYS=WX_OPENID;${ALLOWED_OPENIDS}=oA`
    expect(refused({}, {}, { environ })).toBe(true)
  })

  it.each([
    ['TCB_SOURCE=', { lastHop: '' }],
    ['TCB_SOURCE=a=b', { lastHop: 'a=b' }],
    [';;TCB_ENV=local;', { lastHop: '', trusted: true }],
    ['TCB_ENV;=;=x;WX_OPENID=o;WX_CONTEXT_KEYS=WX_OPENID', { openid: 'o', trusted: false }],
    ['TCB_SOURCE=scf;TCB_SOURCE=scf', { lastHop: 'scf' }],
    ['TCB_SOURCE=wx_client;X=1;TCB_SOURCE=wx_trigger', { lastHop: '' }],
    ['TCB_SOURCE=wx_trigger;TCB_SOURCE=wx_client;TCB_SOURCE=wx_client', { lastHop: '' }],
    ['TCB_SOURCE=;TCB_SOURCE=wx_trigger', { lastHop: '' }],
  ])('takes %j apart', (environ, expected) => expect(callerIn({ environ })).toMatchObject(expected))

  it.each([7, null, true, {}, ['wx_trigger'], { trim: 'wx_trigger' }])(
    'takes a value that is no text for an absent one: %j',
    (TCB_SOURCE) => {
      const environment = JSON.stringify({ TCB_SOURCE })
      expect(callerIn({ environment })).toMatchObject({ lastHop: '', trusted: false })
    },
  )

  it('goes by environment rather than environ, unless that names none of them', () => {
    const environ = 'TCB_SOURCE=wx_trigger;TCB_ENV=local'
    const named = callerIn({ environ, environment: '{"PATH":"/bin","TCB_SOURCE":"wx_client"}' })
    expect(named).toEqual({ lastHop: 'wx_client', trusted: false, openid: '' })
    for (const environment of ['', '{}', '{"PATH":"/bin"}', '{"TCB_SOURCE":"wx_client"', 7, null]) {
      expect(callerIn({ environ, environment }).lastHop).toBe('wx_trigger')
    }
  })

  const names = fc.constantFrom('TCB_SOURCE', 'TCB_ENV', 'WX_CONTEXT_KEYS', 'WX_OPENID')
  const value = fc.constantFrom('wx_trigger', 'local', 'WX_OPENID', 'oA')
  const variables = fc.dictionary(names, value, { minKeys: 1 })
  const pairs = (all: Variables, start = '') =>
    Object.entries(all).map(([name, text]) => `${start}${name}=${text}`)

  /** What names nothing, though it holds the words. */
  const broken = fc.oneof(
    fc.anything(),
    variables,
    variables.map((all) => [JSON.stringify(all)]),
    variables.map((all) => JSON.stringify([all])),
    variables.map((all) => JSON.stringify({ environment: all })),
    variables.map((all) => JSON.stringify(JSON.stringify(all))),
    variables.map((all) => JSON.stringify(all).slice(0, -1)),
    variables.map((all) => `{"__proto__":${JSON.stringify(all)}}`),
    variables.map((all) => Object.keys(all).join(';')),
    variables.map((all) => pairs(all, ' ').join(';')),
    variables.map((all) => Object.assign({ toString: () => JSON.stringify(all) }, all)),
    variables.map((all) => ({ split: () => pairs(all) })),
  )

  it('that is broken identifies nobody, and nothing is thrown', () =>
    fc.assert(
      fc.property(broken, broken, (environ, environment) => {
        expect(callerIn({ environ, environment }).lastHop).toBe('nobody')
        expect(callerIn(environ).lastHop).toBe('nobody')
      }),
      { numRuns: 1000 },
    ))

  it('whose getters throw identifies nobody', () => {
    const trap = () => {
      throw new Error('not for you')
    }
    expect(callerIn(new Proxy({}, { get: trap, has: trap })).lastHop).toBe('nobody')
  })
})
