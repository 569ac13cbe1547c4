import { callerOf, rejectionOf, type WXContext } from '../../../src/cloud-functions/caller'
import { ALLOWED_OPENIDS, allowedOpenids } from '../../../src/cloud-functions/settings'

const refuseCaller = (wxContext: WXContext, env: Record<string, string>, context?: unknown) =>
  rejectionOf(callerOf(wxContext, env, context), allowedOpenids(env))

const refused = (wxContext: WXContext, env: Record<string, string> = {}, context?: unknown) =>
  refuseCaller(wxContext, env, context)?.kind === 'forbidden'

/** The variables of a caller who has an OPENID. */
const caller = (WX_OPENID: string) => ({ WX_CONTEXT_KEYS: 'WX_APPID,WX_OPENID', WX_OPENID })

describe('the last hop of SOURCE', () => {
  it.each(['wx_devtools', 'wx_localdebug', 'wx_trigger', 'wx_http', 'scf'])(
    '%s may call',
    (hop) => {
      expect(refused({ SOURCE: hop })).toBe(false)
      expect(refused({ SOURCE: `wx_client,${hop}` })).toBe(false)
      expect(refused({ SOURCE: `wx_client, ${hop} ` })).toBe(false)
      expect(refused({}, { TCB_SOURCE: hop })).toBe(false)
      expect(refused({ SOURCE: `${hop},wx_client` })).toBe(true)
      expect(refused({ SOURCE: hop.toUpperCase() })).toBe(true)
      expect(refused({ SOURCE: `${hop},` })).toBe(true)
      expect(refused({ SOURCE: 'wx_client' }, { TCB_SOURCE: hop })).toBe(true)
    },
  )

  it.each([
    'wx_client',
    'wx_paycallback',
    'wx_crawler',
    'wx_unknown',
    'other',
    '',
    undefined,
    7,
    {},
  ])('%p may not', (SOURCE) => expect(refused({ SOURCE })).toBe(true))
})

it('lets local debugging in by ENV', () => {
  expect(refused({ SOURCE: 'wx_client', ENV: 'local' })).toBe(false)
  expect(refused({ SOURCE: 'wx_client' }, { TCB_ENV: 'local' })).toBe(false)
  expect(refused({ SOURCE: 'wx_client', ENV: 'prod' }, { TCB_ENV: 'local' })).toBe(true)
})

describe(ALLOWED_OPENIDS, () => {
  const withList = (list: string, openid?: string) =>
    refused(
      { SOURCE: 'wx_client' },
      { [ALLOWED_OPENIDS]: list, ...(openid !== undefined && caller(openid)) },
    )

  it.each([
    ['oA', 'oA'],
    ['oB,oA', 'oA'],
    [' oB , oA ', 'oA'],
    ['007', '007'],
    ['12345678901234567890', '12345678901234567890'],
    ['*', 'oA'],
    ['oB, *', 'oA'],
    ['*', undefined],
    ['oB，oA', 'oA'],
    ['oB、oA', 'oA'],
    ['oB，　oA　', 'oA'],
    ['oB，*', 'oA'],
  ])('%j lets %j in', (list, openid) => expect(withList(list, openid)).toBe(false))

  it.each([
    ['', 'oA'],
    ['oA', ''],
    ['', ''],
    [',', ''],
    ['oA,,oB', ''],
    ['oA,', undefined],
    ['oAB', 'oA'],
    ['oA', 'oAB'],
    ['o*', 'oA'],
    ['.*', 'oA'],
    ['oa', 'oA'],
    ['oA;oB', 'oA'],
    ['oA；oB', 'oA'],
    ['oA　oB', 'oA'],
    ['，', ''],
    ['＊', 'oA'],
    ['7', '007'],
    ['12345678901234567000', '12345678901234567890'],
    ['[oA]', 'oA'],
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
  expect(refuseCaller({}, {})?.errMsg).toContain('(source: none)')
})

it('goes by the documented variable', () => {
  const env = { ...caller('oA'), GRAY_RELEASE_ALLOWED_OPENIDS: 'oA' }
  expect(refused({ SOURCE: 'wx_client' }, env)).toBe(false)
})

it('trims the OPENID as it trims the list', () => {
  expect(refused({}, { ...caller(' oA '), [ALLOWED_OPENIDS]: 'oA' })).toBe(false)
})

it('says so, in both languages, where there is no OPENID to list', () => {
  const error = refuseCaller({}, {})
  expect(error).not.toHaveProperty('openid')
  expect(error?.hint.zh).toContain('没有 OPENID')
  expect(error?.hint.en).toContain('has no OPENID')
})

describe('an OPENID that an earlier caller left behind', () => {
  const left = { WX_OPENID: 'oA', [ALLOWED_OPENIDS]: 'oA' }

  it.each([
    '',
    'WX_APPID',
    'WX_OPENIDX,XWX_OPENID',
    ' WX_OPENID',
    'wx_openid',
    'WX_OPENID;WX_APPID',
  ])('does not count while WX_CONTEXT_KEYS is %j', (WX_CONTEXT_KEYS) => {
    expect(refused({}, { ...left, WX_CONTEXT_KEYS })).toBe(true)
    expect(refuseCaller({}, { ...left, WX_CONTEXT_KEYS })).not.toHaveProperty('openid')
  })

  it('does not count without WX_CONTEXT_KEYS', () => expect(refused({}, left)).toBe(true))
})

describe('a context that tells who called', () => {
  const environ = (variables: string) => ({ environ: variables })

  it('is asked in place of getWXContext() and of the variables', () => {
    const trigger = environ('TCB_SOURCE=wx_trigger')
    const user = environ('TCB_SOURCE=wx_client')
    expect(refused({ SOURCE: 'wx_client' }, { TCB_SOURCE: 'wx_client' }, trigger)).toBe(false)
    expect(refused({ SOURCE: 'wx_trigger' }, { TCB_SOURCE: 'wx_trigger' }, user)).toBe(true)
  })

  it('counts as absent what it does not name', () => {
    const withoutSource = environ('WX_CONTEXT_KEYS=WX_APPID')
    expect(refused({ SOURCE: 'scf' }, { TCB_SOURCE: 'scf' }, withoutSource)).toBe(true)
    expect(refused({ ENV: 'local' }, { TCB_ENV: 'local' }, withoutSource)).toBe(true)
    const list = { [ALLOWED_OPENIDS]: 'oA' }
    const env = { ...caller('oA'), ...list }
    expect(refused({}, env, environ('WX_CONTEXT_KEYS=WX_OPENID'))).toBe(true)
    expect(refused({}, env, environ('WX_OPENID=oA'))).toBe(true)
    expect(refused({}, list, environ('WX_OPENID=oA;WX_CONTEXT_KEYS=WX_OPENID'))).toBe(false)
    expect(refused({}, {}, environ('TCB_ENV=local'))).toBe(false)
  })

  it('does not bring a list of its own', () => {
    const context = environ(`WX_OPENID=oA;WX_CONTEXT_KEYS=WX_OPENID;${ALLOWED_OPENIDS}=oA`)
    expect(refused({}, {}, context)).toBe(true)
    expect(refused({}, { [ALLOWED_OPENIDS]: 'oA' }, context)).toBe(false)
  })
})
