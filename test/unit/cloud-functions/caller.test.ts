import { ALLOWED_OPENIDS, refuseCaller, type WXContext } from '../../../src/cloud-functions/caller'

const refused = (context: WXContext, env: Record<string, string> = {}) =>
  refuseCaller(context, env)?.kind === 'forbidden'

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
      { [ALLOWED_OPENIDS]: list, ...(openid !== undefined && { WX_OPENID: openid }) },
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
    ['7', '007'],
    ['12345678901234567000', '12345678901234567890'],
    ['[oA]', 'oA'],
  ])('%j keeps %j out', (list, openid) => expect(withList(list, openid)).toBe(true))
})

it('tells the refused what to set, and who they are', () => {
  const error = refuseCaller({ SOURCE: 'wx_client' }, { WX_OPENID: '0123' })
  expect(error).toMatchObject({
    kind: 'forbidden',
    errCode: 0,
    attempts: 0,
    retryable: false,
    openid: '0123',
    errMsg: 'this caller may not query the release plan (source: wx_client)',
  })
  for (const hint of [error?.hint.zh, error?.hint.en]) expect(hint).toContain(ALLOWED_OPENIDS)
  expect(refuseCaller({}, {})?.errMsg).toContain('(source: none)')
})

it('goes by the documented variable', () => {
  const env = { WX_OPENID: 'oA', GRAY_RELEASE_ALLOWED_OPENIDS: 'oA' }
  expect(refused({ SOURCE: 'wx_client' }, env)).toBe(false)
})

it('trims the OPENID as it trims the list', () => {
  expect(refused({}, { WX_OPENID: ' oA ', [ALLOWED_OPENIDS]: 'oA' })).toBe(false)
})

it('says so, in both languages, where there is no OPENID to list', () => {
  const error = refuseCaller({}, {})
  expect(error).not.toHaveProperty('openid')
  expect(error?.hint.zh).toContain('没有 OPENID')
  expect(error?.hint.en).toContain('has no OPENID')
})
