import fc from 'fast-check'
import { callerVariables } from '../../../src/cloud-functions/caller-variables'

const environ = (value: unknown) => callerVariables({ environ: value })
const environment = (value: unknown) => callerVariables({ environment: value })

it('reads the variables that tell who called, and no others', () => {
  const variables = {
    TCB_SOURCE: 'wx_client,scf',
    TCB_ENV: 'env-1a2b3c',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
    WX_OPENID: '007',
  }
  const more = { WX_APPID: 'wx1', TENCENTCLOUD_SECRETKEY: 'key', ...variables, PATH: '/bin' }
  const pairs = Object.entries(more).map((pair) => pair.join('='))
  expect(environ(pairs.join(';'))).toEqual(variables)
  expect(environment(JSON.stringify(more))).toEqual(variables)
})

it.each([
  ['TCB_SOURCE=', { TCB_SOURCE: '' }],
  ['TCB_SOURCE=a=b', { TCB_SOURCE: 'a=b' }],
  [';;TCB_ENV=e;', { TCB_ENV: 'e' }],
  ['TCB_ENV;TCB_ENV_;=;=x;WX_OPENID=o', { WX_OPENID: 'o' }],
  ['WX_OPENID=o;WX_OPENID=o', { WX_OPENID: 'o' }],
])('takes %j apart', (text, variables) => expect(environ(text)).toEqual(variables))

it.each([
  'TCB_SOURCE=wx_client;X=1;TCB_SOURCE=wx_trigger',
  'TCB_SOURCE=wx_trigger;TCB_SOURCE=wx_client;TCB_SOURCE=wx_client',
  'TCB_SOURCE=;TCB_SOURCE=wx_trigger',
])('takes neither of two values: %j', (text) => expect(environ(text)).toEqual({ TCB_SOURCE: '' }))

it.each([7, null, true, {}, ['wx_trigger'], { trim: 'wx_trigger' }])(
  'takes a value that is no text for an absent one: %j',
  (TCB_SOURCE) => expect(environment(JSON.stringify({ TCB_SOURCE }))).toEqual({ TCB_SOURCE: '' }),
)

it('goes by environment rather than environ, unless that names none of them', () => {
  const pairs = 'TCB_SOURCE=wx_trigger;TCB_ENV=local'
  const named = callerVariables({ environ: pairs, environment: '{"TCB_SOURCE":"wx_client"}' })
  expect(named).toEqual({ TCB_SOURCE: 'wx_client' })
  for (const broken of ['', '{}', '{"PATH":"/bin"}', '{"TCB_SOURCE":"wx_client"', 7, null]) {
    const told = callerVariables({ environ: pairs, environment: broken })
    expect(told).toEqual({ TCB_SOURCE: 'wx_trigger', TCB_ENV: 'local' })
  }
})

const names = fc.constantFrom('TCB_SOURCE', 'TCB_ENV', 'WX_CONTEXT_KEYS', 'WX_OPENID')
const value = fc.constantFrom('wx_trigger', 'local', 'WX_OPENID', 'oA')
const variables = fc.dictionary(names, value, { minKeys: 1 })

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
  variables.map((all) =>
    Object.entries(all)
      .map(([name, text]) => ` ${name}=${text}`)
      .join(';'),
  ),
  variables.map((all) =>
    Object.assign(Object.create({ toString: () => JSON.stringify(all) }), all),
  ),
  variables.map((all) => ({ split: () => Object.entries(all).map((pair) => pair.join('=')) })),
)

it('finds nothing in what is broken, and never throws', () =>
  fc.assert(
    fc.property(broken, broken, (left, right) => {
      expect(callerVariables({ environ: left, environment: right })).toBeUndefined()
      expect(callerVariables(left)).toBeUndefined()
    }),
    { numRuns: 1000 },
  ))

it.each(['environ', 'environment'])('survives a getter %s that throws', (name) => {
  const context = Object.defineProperty({}, name, {
    get: () => {
      throw new Error('not for you')
    },
  })
  expect(callerVariables(context)).toBeUndefined()
})

it('survives a proxy', () => {
  const trap = () => {
    throw new Error('not for you')
  }
  expect(callerVariables(new Proxy({}, { get: trap, has: trap }))).toBeUndefined()
})
